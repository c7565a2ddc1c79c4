import type { CorrectionAsked, CorrectionPreviews } from '#application';
import { CorrectionListParams, CorrectionPreview, CorrectionPreviewBody, CorrectionRow, Page } from '#contracts';
import type { Actor } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Body, Controller, Get, HttpCode, Inject, Injectable, Param, Post, Query } from '@nestjs/common';
import { QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { Gate } from './query-handlers';
import { CORRECTION_PREVIEWS, READ_MODELS } from './tokens';

const PAGE = 50;
const Id = z.uuid();
const CorrectionPage = Page(CorrectionRow).meta({ id: 'CorrectionPage' });

/** 更正记录 of a region, one page of it. */
export class ListCorrections {
  constructor(
    readonly actor: Actor,
    readonly params: z.output<typeof CorrectionListParams>,
  ) {}
}

@QueryHandler(ListCorrections)
@Injectable()
export class ListCorrectionsHandler implements IQueryHandler<ListCorrections> {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}

  async execute({ actor, params }: ListCorrections) {
    await this.gate.wait(params.atLeast);
    const { dataset, state, brand, offset = 0, limit = PAGE } = params;
    const region = this.gate.region(actor, params.region);
    return { ...(await this.models.corrections({ dataset, region, state, brandId: brand, offset, limit })), offset, limit };
  }
}

/** What a correction would do; it writes nothing. */
export class PreviewCorrection {
  constructor(
    readonly actor: Actor,
    readonly brandId: string,
    readonly asked: CorrectionAsked,
  ) {}
}

@QueryHandler(PreviewCorrection)
@Injectable()
export class PreviewCorrectionHandler implements IQueryHandler<PreviewCorrection> {
  constructor(@Inject(CORRECTION_PREVIEWS) private readonly previews: CorrectionPreviews) {}

  execute({ actor, brandId, asked }: PreviewCorrection): Promise<CorrectionPreview> {
    return this.previews.preview(brandId, asked, actor);
  }
}

/** 更正: the list, and what a correction would do. Asking for one and settling it are commands of the brand. */
@ApiTags('corrections')
@Controller('api/v1')
export class CorrectionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('corrections')
  @ApiOperation({ operationId: 'listCorrections', summary: '更正记录 / corrections of figures, asked for and made' })
  @ApiOkResponse({ standardSchema: CorrectionPage })
  list(@Query({ schema: CorrectionListParams }) params: z.output<typeof CorrectionListParams>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ListCorrections(actor, params));
  }

  @Post('brands/:id/corrections/preview')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewCorrection',
    summary: '更正预览（申请之前） / what a correction would do, before it is asked for; writes nothing',
  })
  @ApiOkResponse({ standardSchema: CorrectionPreview })
  preview(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: CorrectionPreviewBody }) body: z.output<typeof CorrectionPreviewBody>,
    @CurrentActor() actor: Actor,
  ): Promise<CorrectionPreview> {
    return this.queries.execute(new PreviewCorrection(actor, id, body));
  }

  @Get('brands/:id/corrections/:requestId/preview')
  @ApiOperation({
    operationId: 'previewRequestedCorrection',
    summary: '更正预览（批准之前） / what approving a request for correction would do; writes nothing',
  })
  @ApiOkResponse({ standardSchema: CorrectionPreview })
  previewOf(
    @Param('id', { schema: Id }) id: string,
    @Param('requestId', { schema: Id }) requestId: string,
    @CurrentActor() actor: Actor,
  ): Promise<CorrectionPreview> {
    return this.queries.execute(new PreviewCorrection(actor, id, { requestId }));
  }
}

export const correctionHandlers = [ListCorrectionsHandler, PreviewCorrectionHandler];
