import {
  BrandCard,
  BrandListParams,
  BrandRow,
  CommandResult,
  EvaluationAnswer,
  EvaluationParams,
  FoundBrandBody,
  HistoryEntry,
  AtLeastParams,
  Page,
} from '#contracts';
import type { Actor } from '#domain';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { sendAnswer } from './brand-commands.controller';
import { FoundBrand } from './commands';
import { etagOf, readOptions, type Reply } from './http';
import { EvaluateBrand, GetBrandCard, GetHistory, ListBrands } from './queries';

const BrandPage = Page(BrandRow).meta({ id: 'BrandPage' });
const HistoryRows = z.object({ rows: z.array(HistoryEntry) }).meta({ id: 'History' });
const EvaluationRows = z.object({ rows: z.array(EvaluationAnswer) }).meta({ id: 'Evaluations' });
const Id = z.uuid();

@ApiTags('brands')
@Controller('api/v1')
export class BrandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('brands')
  @ApiOperation({ operationId: 'listBrands', summary: '品牌台账 / the brands' })
  @ApiOkResponse({ standardSchema: BrandPage })
  list(@Query({ schema: BrandListParams }) params: z.output<typeof BrandListParams>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ListBrands(actor, params));
  }

  @Get('catalogue')
  @ApiOperation({ operationId: 'catalogue', summary: '劳务品牌建设指导目录 / the catalogue' })
  @ApiOkResponse({ standardSchema: BrandPage })
  async catalogue(@Query({ schema: BrandListParams }) params: z.output<typeof BrandListParams>, @CurrentActor() actor: Actor) {
    if (actor.role !== 'publicReader') return this.queries.execute(new ListBrands(actor, { ...params, listed: true }));
    // The public reads who is listed; warnings, reviews and disputed figures are between the offices and the brand.
    const { rows, ...page } = await this.queries.execute(new ListBrands(actor, { ...params, side: undefined, listed: true }));
    return { ...page, rows: rows.map((row) => ({ ...row, sideStates: [], conflicts: 0 })) };
  }

  @Post('brands')
  @ApiOperation({ operationId: 'foundBrand', summary: '登记品牌（可同时申报） / report a brand, and nominate it at once' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ standardSchema: CommandResult })
  async found(
    @Body({ schema: FoundBrandBody }) body: z.output<typeof FoundBrandBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CommandResult> {
    const answer = await this.commands.execute(new FoundBrand(body.report, body.nomination, readOptions(actor, headers)));
    reply.header('location', `/api/v1/brands/${answer.brandId}`);
    return sendAnswer(answer, reply);
  }

  @Get('brands/:id')
  @ApiOperation({ operationId: 'getBrand', summary: '品牌卡片 / the card of a brand' })
  @ApiOkResponse({ standardSchema: BrandCard })
  async card(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: AtLeastParams }) params: z.output<typeof AtLeastParams>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<BrandCard> {
    const card = await this.queries.execute(new GetBrandCard(actor, id, params.atLeast));
    reply.header('etag', etagOf(card.revision));
    return card;
  }

  @Get('brands/:id/history')
  @ApiOperation({ operationId: 'getHistory', summary: '历史 / the events of a brand, decisions explained' })
  @ApiOkResponse({ standardSchema: HistoryRows })
  history(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: AtLeastParams }) params: z.output<typeof AtLeastParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.queries.execute(new GetHistory(actor, id, params.atLeast));
  }

  @Get('brands/:id/evaluations')
  @HttpCode(200)
  @ApiOperation({ operationId: 'evaluateBrand', summary: '试判 / a dry evaluation that writes nothing' })
  @ApiOkResponse({ standardSchema: EvaluationRows })
  evaluations(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: EvaluationParams }) params: z.output<typeof EvaluationParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.queries.execute(new EvaluateBrand(actor, id, params));
  }
}
