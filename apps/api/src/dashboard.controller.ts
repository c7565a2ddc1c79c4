/** What the dashboard reads beside the running totals, and the records behind each of its numbers. */
import type { GapService, Ledger } from '#application';
import {
  CountSources,
  CountSourcesParams,
  Coverage,
  MovementSourcesParams,
  PyramidSourcesParams,
  QualityCounts,
  QualityParams,
  QualitySources,
  QualitySourcesParams,
  ReviewMonths,
  ReviewSources,
  ReviewSourcesParams,
  StandingSources,
  TierMovements,
  TierMovementsParams,
  TierSourcesParams,
} from '#contracts';
import type { Actor } from '#domain';
import { explanationSentence } from '#policy';
import type { ReadModelQueries } from '#projections';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { CurrentActor } from './actor';
import { Gate } from './query-handlers';
import { GAP_SERVICE, LEDGER, READ_MODELS } from './tokens';

interface Scoped {
  readonly region?: string | undefined;
  readonly atLeast?: string | undefined;
}

@ApiTags('dashboard')
@Controller('api/v1')
export class DashboardController {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(GAP_SERVICE) private readonly gaps: GapService,
    @Inject(LEDGER) private readonly ledger: Ledger,
    private readonly gate: Gate,
  ) {}

  /** The parameters with the asker's region in them, when the read models have come so far. @throws LedgerProblem ACCESS.OUT_OF_SCOPE */
  private async scoped<P extends Scoped>(actor: Actor, params: P): Promise<P & { readonly region: string }> {
    await this.gate.wait(params.atLeast);
    return { ...params, region: this.gate.region(actor, params.region) };
  }

  @Get('counts/yearly/sources')
  @ApiOperation({
    operationId: 'yearlyCountSources',
    summary: '一个年度数由哪些记录组成 / the records that a yearly count is made of; their values sum to it',
  })
  @ApiOkResponse({ standardSchema: CountSources })
  async countSources(@Query({ schema: CountSourcesParams }) params: z.output<typeof CountSourcesParams>, @CurrentActor() actor: Actor) {
    const { category, ...asked } = await this.scoped(actor, params);
    return this.models.countSources({ ...asked, category: category === '-' ? '' : category });
  }

  @Get('tiers/sources')
  @ApiOperation({
    operationId: 'tierSources',
    summary: '一个层级数由哪些品牌组成 / the brands behind a number of the tier status, each with the event that put it there',
  })
  @ApiOkResponse({ standardSchema: StandingSources })
  async tierSources(@Query({ schema: TierSourcesParams }) params: z.output<typeof TierSourcesParams>, @CurrentActor() actor: Actor) {
    return this.models.tierSources(await this.scoped(actor, params));
  }

  @Get('tiers/movements')
  @ApiOperation({
    operationId: 'tierMovements',
    summary: '历年新认定、晋级、降级、退出、恢复、列入目录 / movements between tiers by year',
  })
  @ApiOkResponse({ standardSchema: TierMovements })
  async movements(@Query({ schema: TierMovementsParams }) params: z.output<typeof TierMovementsParams>, @CurrentActor() actor: Actor) {
    return this.models.tierMovements(await this.scoped(actor, params));
  }

  @Get('tiers/movements/sources')
  @ApiOperation({ operationId: 'movementSources', summary: '一年的变动由哪些事件组成 / the events that a number of movements counts' })
  @ApiOkResponse({ standardSchema: StandingSources })
  async movementSources(
    @Query({ schema: MovementSourcesParams }) params: z.output<typeof MovementSourcesParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.models.movementSources(await this.scoped(actor, params));
  }

  @Get('tiers/pyramid/sources')
  @ApiOperation({ operationId: 'pyramidSources', summary: '年末某层级有哪些品牌 / the brands that held a tier at the end of a year' })
  @ApiOkResponse({ standardSchema: StandingSources })
  async pyramidSources(
    @Query({ schema: PyramidSourcesParams }) params: z.output<typeof PyramidSourcesParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.models.pyramidSources(await this.scoped(actor, params));
  }

  @Get('reviews/due')
  @ApiOperation({ operationId: 'reviewsDue', summary: '待开展的年度审核，按月 / reviews that are due and not held, by month' })
  @ApiOkResponse({ standardSchema: ReviewMonths })
  async reviewsDue(@Query({ schema: QualityParams }) params: z.output<typeof QualityParams>, @CurrentActor() actor: Actor) {
    const today = this.ledger.clock.today();
    return { ...(await this.models.reviewMonths({ ...(await this.scoped(actor, params)), today })), asOf: today };
  }

  @Get('reviews/due/sources')
  @ApiOperation({ operationId: 'reviewsDueSources', summary: '一个月待开展的审核 / the reviews of one month' })
  @ApiOkResponse({ standardSchema: ReviewSources })
  async reviewSources(@Query({ schema: ReviewSourcesParams }) params: z.output<typeof ReviewSourcesParams>, @CurrentActor() actor: Actor) {
    return this.models.reviewSources({ ...(await this.scoped(actor, params)), today: this.ledger.clock.today() });
  }

  @Get('quality')
  @ApiOperation({
    operationId: 'dataQuality',
    summary: '数据质量：冲突、单位或口径未注明、仅有公开来源 / what the figures leave open, in records',
  })
  @ApiOkResponse({ standardSchema: QualityCounts })
  async quality(@Query({ schema: QualityParams }) params: z.output<typeof QualityParams>, @CurrentActor() actor: Actor) {
    return this.models.quality(await this.scoped(actor, params));
  }

  @Get('quality/sources')
  @ApiOperation({ operationId: 'dataQualitySources', summary: '一项数据质量问题涉及哪些记录 / the records that leave something open' })
  @ApiOkResponse({ standardSchema: QualitySources })
  async qualitySources(
    @Query({ schema: QualitySourcesParams }) params: z.output<typeof QualitySourcesParams>,
    @CurrentActor() actor: Actor,
  ) {
    return this.models.qualitySources(await this.scoped(actor, params));
  }

  @Get('coverage')
  @ApiOperation({
    operationId: 'coverage',
    summary: '覆盖与数量要求：双品牌、市级建设重点 / what documents ask of every region of a level, and how each stands today',
  })
  @ApiOkResponse({ standardSchema: Coverage })
  async coverage(
    @Query({ schema: QualityParams }) params: z.output<typeof QualityParams>,
    @CurrentActor() actor: Actor,
  ): Promise<Coverage> {
    const { region, dataset } = await this.scoped(actor, params);
    const asOf = this.ledger.clock.today();
    // What is covered is so for real; the made-up year has no region of its own.
    if (dataset === 'synthetic') return { rows: [], asOf };
    const answers = await this.gaps.coverageAnswers({ region, today: asOf });
    const rows = answers.map(({ pack, explanation, met, region: { code, name } }): Coverage['rows'][number] => {
      const rule = pack.rules.get(explanation.rule)?.rule;
      const target = pack.targets.get(explanation.rule)?.target;
      const { basis, cite } = explanation.root.provenance;
      const { actual } = explanation.root.actual === null ? (explanation.root.children[0] ?? explanation.root) : explanation.root;
      return {
        pack: pack.document.open.pack.id,
        rule: explanation.rule,
        zh: rule?.zh ?? target?.zh ?? explanation.rule,
        en: rule?.en ?? target?.en ?? explanation.rule,
        cite,
        basis,
        region: code,
        regionName: name,
        outcome: met ? 'met' : explanation.outcome === 'fail' ? 'missed' : 'open',
        actual: actual?.kind === 'count' ? actual.value : null,
        sentenceZh: explanationSentence(explanation, 'zh'),
        sentenceEn: explanationSentence(explanation, 'en'),
      };
    });
    return { rows, asOf };
  }
}
