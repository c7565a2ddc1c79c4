import {
  brandEventSchemas,
  evolveBrand,
  initialBrand,
  isKeyProject,
  isListed,
  sideStates,
  tierHeld,
  TIERS,
  type BrandEvent,
  type BrandEventType,
  type BrandStage,
  type BrandState,
  type DecisionTaken,
  type KnownBrand,
  type Procedure,
  type Tier,
} from '#domain';
import type { Engine, ReadModelTransaction } from '../database';
import type { Fact, LedgerEvent, ModelFold, ReadModelDefinition, Standing, StandingChange, TableName } from '../model';
import { lineage, nameOf } from '../regions';
import type { Row } from '../table';
import { plain, WorkingTable } from '../working-set';
import { brandLifeTable, brandRevisionTable, brandTable, type BrandTableRow } from './tables';

export const catalogueModel: ReadModelDefinition = {
  name: 'catalogue',
  version: 3,
  handles: Object.keys(brandEventSchemas) as BrandEventType[],
  tables: [brandTable, brandRevisionTable, brandLifeTable],
};

const BRAND_STREAM = 'brand-';

/** Figures are kept by the yearly counts, and evidence and judgements by the log: no card and no list reads them here. */
const LEFT_OUT: ReadonlySet<string> = new Set<BrandEventType>([
  'FigureRecorded.v1',
  'FigureCorrected.v1',
  'EvidenceAttached.v1',
  'JudgementRecorded.v1',
]);

const isBrandEvent = (event: LedgerEvent): event is BrandEvent => event.type in brandEventSchemas;

/** The brand's id when the event stands in a brand's stream. */
export function brandOf(fact: Fact): string | null {
  return fact.stream.startsWith(BRAND_STREAM) && isBrandEvent(fact.event) ? fact.stream.slice(BRAND_STREAM.length) : null;
}

/** Of several claims the latest dated one counts; without dates, or with equal ones, the highest tier. */
export function claimedTier(claims: readonly { readonly tier: Tier; readonly sinceYear: number | null }[]): Tier | null {
  let best: { readonly tier: Tier; readonly sinceYear: number | null } | null = null;
  for (const claim of claims) {
    const later = (claim.sinceYear ?? 0) - (best?.sinceYear ?? 0);
    if (best === null || later > 0 || (later === 0 && TIERS.indexOf(claim.tier) > TIERS.indexOf(best.tier))) best = claim;
  }
  return best?.tier ?? null;
}

/**
 * The domain's fold without what would make it grow with every event. A decision is kept only while it is stale, because
 * that is a side-state.
 */
function evolveLife(life: BrandState, event: BrandEvent, { id, revision, metadata }: Fact): BrandState {
  const evolved = evolveBrand(withDecision(life, event), { ...event, id, revision, metadata });
  if (evolved.stage === 'none') return evolved;
  return {
    ...evolved,
    figures: [],
    judgements: [],
    evidence: [],
    idempotency: [],
    procedure: withoutAnswers(evolved.procedure),
    decisions: evolved.decisions.filter(({ staleBy }) => staleBy.length > 0),
  };
}

/** What a form says is read from the log; here it counts that one was filed. */
const withoutAnswers = (procedure: Procedure): Procedure =>
  procedure.forms.every(({ answers }) => answers.length === 0)
    ? procedure
    : { ...procedure, forms: procedure.forms.map((form) => ({ ...form, answers: [] })) };

/** A decision that is marked stale was left out when it was taken, so the fold is given it back. */
function withDecision(life: BrandState, event: BrandEvent): BrandState {
  if (life.stage === 'none' || event.type !== 'DecisionMarkedStale.v1') return life;
  const key = event.data.decisionKey;
  if (life.decisions.some((decision) => decision.key === key)) return life;
  const stale: DecisionTaken = { key, type: event.type, eventId: event.data.decidedBy, event: '', basis: 0, staleBy: [] };
  return { ...life, decisions: [...life.decisions, stale] };
}

/** The part of a row that follows from who the brand is. */
function identityOf({ identity }: KnownBrand) {
  const path = lineage(identity.region);
  return {
    brand_id: identity.brandId,
    name: identity.name,
    search: [identity.name, ...identity.formerNames, identity.category ?? '', ...path.slice(1).map(nameOf)].join('\n').toLowerCase(),
    kind: identity.kind,
    category: identity.category,
    brand_type: identity.brandType,
    origin: identity.origin,
    dataset: identity.origin === 'synthetic' ? 'synthetic' : 'real',
    region: identity.region,
    province: path[1] ?? null,
    prefecture: path[2] ?? null,
  } as const;
}

const STAGES: readonly BrandStage[] = ['reported', 'nominated', 'evaluated', 'cultivated', 'delisted'];
/** A brand without a tier comes before those that hold one. */
const rankOf = (tier: Tier | null): number => (tier === null ? 0 : TIERS.indexOf(tier) + 1);

/** @param known the row before; its identity stands where the event left that alone */
function rowOf(life: KnownBrand, known: BrandTableRow | null, sameIdentity: boolean): BrandTableRow {
  return {
    ...(known !== null && sameIdentity ? known : identityOf(life)),
    stage: life.stage,
    stage_rank: STAGES.indexOf(life.stage),
    tier_rank: rankOf(tierHeld(life)),
    side_states: JSON.stringify(sideStates(life)),
    tier: tierHeld(life),
    claimed_tier: claimedTier(life.tierClaims),
    listed: isListed(life) ? 1 : 0,
    key_project: isKeyProject(life) ? 1 : 0,
    honours: life.honours.length,
  };
}

/** Whether a row says the same as before in all that `rowOf` works out anew. */
const sameRow = (a: BrandTableRow, b: BrandTableRow): boolean =>
  a.stage === b.stage &&
  a.side_states === b.side_states &&
  a.tier === b.tier &&
  a.claimed_tier === b.claimed_tier &&
  a.listed === b.listed &&
  a.key_project === b.key_project &&
  a.honours === b.honours;

const standingOf = (row: BrandTableRow): Standing => ({
  brandId: row.brand_id,
  name: row.name,
  dataset: row.dataset,
  region: row.region,
  kind: row.kind,
  category: row.category,
  stage: row.stage,
  tier: row.tier,
  claimedTier: row.claimed_tier,
});

/** How an event changed the folded life of its brand: what the work list goes by. */
export interface LifeChange {
  readonly before: KnownBrand | null;
  readonly after: KnownBrand;
}

/** Folds brands, and says of every event how it changed the standing and the life of its brand. */
export class CatalogueFold implements ModelFold<Fact> {
  private readonly brands: WorkingTable<BrandTableRow, { readonly row: BrandTableRow; readonly standing: Standing }>;
  private readonly revisions: WorkingTable<Row<typeof brandRevisionTable>>;
  private readonly lives: WorkingTable<Row<typeof brandLifeTable>, KnownBrand>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.brands = new WorkingTable(engine, brandTable, nameOfTable(brandTable), {
      toRow: ({ row }) => row,
      fromRow: (row) => ({ row, standing: standingOf(row) }),
    });
    this.revisions = new WorkingTable(engine, brandRevisionTable, nameOfTable(brandRevisionTable), plain());
    this.lives = new WorkingTable(engine, brandLifeTable, nameOfTable(brandLifeTable), {
      toRow: (life) => ({ brand_id: life.identity.brandId, life: JSON.stringify(life) }),
      fromRow: (row) => JSON.parse(row.life) as KnownBrand,
    });
  }

  async load(tx: ReadModelTransaction, facts: readonly Fact[]): Promise<void> {
    const touched = new Set<string>();
    const living = new Set<string>();
    for (const fact of facts) {
      const brandId = brandOf(fact);
      if (brandId === null) continue;
      touched.add(brandId);
      if (!LEFT_OUT.has(fact.event.type)) living.add(brandId);
    }
    await this.brands.load(tx, touched);
    await this.lives.load(tx, living);
  }

  project(fact: Fact): { standing: StandingChange; life: LifeChange | null } | null {
    const brandId = brandOf(fact);
    const { event } = fact;
    if (brandId === null || !isBrandEvent(event)) return null;
    const known = this.brands.get(brandId);
    let now = known;
    let change: LifeChange | null = null;
    if (!LEFT_OUT.has(event.type)) {
      const before = this.lives.get(brandId);
      const after = evolveLife(before ?? initialBrand, event, fact);
      if (after.stage === 'none') return null;
      this.lives.set(brandId, after);
      change = { before, after };
      const sameIdentity = before?.identity === after.identity;
      const row = rowOf(after, known?.row ?? null, sameIdentity);
      if (known === null || !sameIdentity || !sameRow(known.row, row)) {
        now = { row, standing: standingOf(row) };
        this.brands.set(brandId, now);
      }
    }
    if (now === null) return null;
    this.revisions.put(brandId, { brand_id: brandId, revision: fact.revision, updated_on: fact.metadata.effectiveOn });
    return { standing: { before: known?.standing ?? null, after: now.standing }, life: change };
  }

  async flush(tx: ReadModelTransaction): Promise<void> {
    await this.brands.flush(tx);
    await this.revisions.flush(tx);
    await this.lives.flush(tx);
  }

  committed(): void {
    this.brands.committed();
    this.revisions.committed();
    this.lives.committed();
  }

  reset(): void {
    this.brands.reset();
    this.revisions.reset();
    this.lives.reset();
  }
}
