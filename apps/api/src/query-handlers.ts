import { evaluateDry, historyOf, problems, type Ledger, type PolicyLibrary } from '#application';
import type { BrandCard, EvaluationAnswer, HistoryEntry } from '#contracts';
import { brandStream, isWithin, type Actor } from '#domain';
import { explanationLines, explanationSentence } from '#policy';
import type { ReadModelQueries } from '#projections';
import { Inject, Injectable } from '@nestjs/common';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Models } from '../../worker/src/models';
import { EvaluateBrand, GetBrandCard, GetHistory, GetRegionalFigures, GetTierStatus, GetYearlyCounts, ListBrands } from './queries';
import { LEDGER, MODELS, POLICY_LIBRARY, READ_MODELS } from './tokens';

/** How long a query waits for the read models to come to the position it asks for. */
const AT_LEAST_MS = 5000;

/** What every query does first: wait until the answer may be given, and keep to the asker's region. */
@Injectable()
export class Gate {
  constructor(@Inject(MODELS) private readonly models: Models) {}

  /** @throws LedgerProblem LEDGER.NOT_CAUGHT_UP when the read models do not come so far in time */
  async wait(atLeast: string | undefined): Promise<void> {
    if (atLeast === undefined || (await this.models.waitFor(BigInt(atLeast), AT_LEAST_MS))) return;
    throw problems.notCaughtUp();
  }

  /** The region a query may look at: the one it names, or all of the asker's. @throws LedgerProblem ACCESS.OUT_OF_SCOPE */
  region(actor: Actor, region: string | undefined): string {
    const asked = region ?? actor.region;
    if (!isWithin(asked, actor.region)) throw problems.outOfScope(asked, actor.region);
    return asked;
  }
}

@QueryHandler(ListBrands)
export class ListBrandsHandler implements IQueryHandler<ListBrands> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, params, atLeast }: ListBrands) {
    await this.gate.wait(atLeast);
    return this.models.brands({ ...params, region: this.gate.region(actor, params.region), today: this.ledger.clock.today() });
  }
}

@QueryHandler(GetBrandCard)
export class GetBrandCardHandler implements IQueryHandler<GetBrandCard> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, brandId, atLeast }: GetBrandCard): Promise<BrandCard> {
    await this.gate.wait(atLeast);
    const { card } = await this.models.brand(brandId, this.ledger.clock.today());
    if (card === null) throw problems.brandNotFound(brandId);
    this.gate.region(actor, card.region.code);
    return card;
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, brandId, atLeast }: GetHistory): Promise<{ rows: HistoryEntry[] }> {
    await this.gate.wait(atLeast);
    const { state } = await this.ledger.loadBrand(brandId);
    if (state.stage === 'none') throw problems.brandNotFound(brandId);
    this.gate.region(actor, state.identity.region);
    return {
      rows: [...(await historyOf(this.ledger, brandId, await this.models.leaves(brandStream(brandId)), await this.policies.codeNames()))],
    };
  }
}

@QueryHandler(EvaluateBrand)
export class EvaluateBrandHandler implements IQueryHandler<EvaluateBrand> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, brandId, params }: EvaluateBrand): Promise<{ rows: EvaluationAnswer[] }> {
    const { state } = await this.ledger.loadBrand(brandId);
    if (state.stage === 'none') throw problems.brandNotFound(brandId);
    const { region, kind } = state.identity;
    this.gate.region(actor, region);
    const asOf = params.asOf ?? this.ledger.clock.today();
    const regions = await this.policies.pathOn(region, asOf);
    const pack =
      params.pack === undefined
        ? await this.policies.packsFor({ regions, kind }, asOf)
        : await this.policies.named(params.pack, asOf, regions);
    if (pack === null) return { rows: [] };
    const explanations = evaluateDry(
      pack,
      state,
      { asOf, ...(params.factsFrom === undefined ? {} : { factsFrom: params.factsFrom }) },
      regions,
    );
    return {
      rows: explanations.map((explanation) => {
        const english = explanationLines(explanation, 'en');
        return {
          explanation,
          sentenceZh: explanationSentence(explanation, 'zh'),
          sentenceEn: explanationSentence(explanation, 'en'),
          lines: explanationLines(explanation, 'zh').map(({ depth, outcome, text }, i) => ({
            depth,
            outcome,
            zh: text,
            en: english[i]?.text ?? '',
          })),
        };
      }),
    };
  }
}

@QueryHandler(GetYearlyCounts)
export class GetYearlyCountsHandler implements IQueryHandler<GetYearlyCounts> {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, params, atLeast }: GetYearlyCounts) {
    await this.gate.wait(atLeast);
    return this.models.yearlyCounts({ ...params, region: this.gate.region(actor, params.region) });
  }
}

@QueryHandler(GetTierStatus)
export class GetTierStatusHandler implements IQueryHandler<GetTierStatus> {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, params, atLeast }: GetTierStatus) {
    await this.gate.wait(atLeast);
    return this.models.tierStatus({ ...params, region: this.gate.region(actor, params.region) });
  }
}

@QueryHandler(GetRegionalFigures)
export class GetRegionalFiguresHandler implements IQueryHandler<GetRegionalFigures> {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, region, params, atLeast }: GetRegionalFigures) {
    await this.gate.wait(atLeast);
    return this.models.regionalFigures({ dataset: params.dataset, region: this.gate.region(actor, region) });
  }
}

export const queryHandlers = [
  Gate,
  ListBrandsHandler,
  GetBrandCardHandler,
  GetHistoryHandler,
  EvaluateBrandHandler,
  GetYearlyCountsHandler,
  GetTierStatusHandler,
  GetRegionalFiguresHandler,
];
