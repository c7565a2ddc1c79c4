import {
  CloseYearBody,
  DatasetParams,
  RegionalFigureRow,
  RegionsParams,
  TierStatus,
  TierStatusParams,
  YearlyCount,
  YearlyCountsParams,
} from '#contracts';
import { RegionCode, regionChildren, regionName, type Actor } from '#domain';
import { problems } from '#application';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { CloseYear } from './commands';
import { etagOf, readOptions, type Reply } from './http';
import { GetRegionalFigures, GetTierStatus, GetYearlyCounts } from './queries';

const Rows = <T extends z.ZodType>(row: T, id: string) => z.object({ rows: z.array(row), position: z.string() }).meta({ id });
const YearlyCounts = Rows(YearlyCount, 'YearlyCounts');
const TierStatuses = Rows(TierStatus, 'TierStatuses');
const RegionalFigures = Rows(RegionalFigureRow, 'RegionalFigures');
const RegionRows = z
  .object({ rows: z.array(z.object({ code: z.string(), name: z.string(), hasChildren: z.boolean() })) })
  .meta({ id: 'Regions' });
const YearClosing = z
  .object({ stream: z.string(), revision: z.int(), position: z.string(), repeated: z.boolean() })
  .meta({ id: 'YearClosing' });

/** Counts, tiers, work and years: what is asked of a region. */
@ApiTags('regions and counts')
@Controller('api/v1')
export class RegionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('regions')
  @ApiOperation({ operationId: 'listRegions', summary: '行政区划 / regions below one' })
  @ApiOkResponse({ standardSchema: RegionRows })
  regions(@Query({ schema: RegionsParams }) params: z.output<typeof RegionsParams>): z.infer<typeof RegionRows> {
    const parent = params.parent ?? '000000';
    if (regionName(parent) === undefined) throw problems.unknownRegion(parent);
    return { rows: regionChildren(parent).map(({ code, name }) => ({ code, name, hasChildren: regionChildren(code).length > 0 })) };
  }

  @Get('regions/:code/figures')
  @ApiOperation({
    operationId: 'regionalFigures',
    summary: '地区合计（来源公布，不与品牌相加） / aggregates that sources publish for a region',
  })
  @ApiOkResponse({ standardSchema: RegionalFigures })
  regionalFigures(
    @Param('code', { schema: RegionCode }) code: string,
    @Query({ schema: DatasetParams }) params: z.output<typeof DatasetParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.queries.execute(new GetRegionalFigures(actor, code, params));
  }

  @Post('regions/:code/close-year')
  @HttpCode(200)
  @ApiOperation({ operationId: 'closeYear', summary: '年度封账 / close a year for a region and everything below it' })
  @ApiOkResponse({ standardSchema: YearClosing })
  async closeYear(
    @Param('code', { schema: RegionCode }) code: string,
    @Body({ schema: CloseYearBody }) body: z.output<typeof CloseYearBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof YearClosing>> {
    const answer = await this.commands.execute(new CloseYear(code, body, readOptions(actor, headers)));
    reply.header('etag', etagOf(answer.revision));
    return { stream: answer.stream, revision: Number(answer.revision), position: answer.position.toString(), repeated: answer.repeated };
  }

  @Get('counts/yearly')
  @ApiOperation({ operationId: 'yearlyCounts', summary: '年度带动就业等合计 / yearly counts, from running totals' })
  @ApiOkResponse({ standardSchema: YearlyCounts })
  yearlyCounts(@Query({ schema: YearlyCountsParams }) params: z.output<typeof YearlyCountsParams>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new GetYearlyCounts(actor, params));
  }

  @Get('tiers')
  @ApiOperation({ operationId: 'tierStatus', summary: '层级状态 / tier status' })
  @ApiOkResponse({ standardSchema: TierStatuses })
  tiers(@Query({ schema: TierStatusParams }) params: z.output<typeof TierStatusParams>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new GetTierStatus(actor, params));
  }
}
