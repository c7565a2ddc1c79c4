import { catalogueKeptBy, type Ledger, type PolicyLibrary } from '#application';
import type { Paper, PaperFacts, PaperPolicy } from '#documents';
import { regionName, regionPath } from '#domain';
import type { EffectivePack } from '#policy';
import type { ReadModelQueries } from '#projections';

export interface PaperRequest {
  readonly region: string;
  readonly dataset: 'real' | 'synthetic';
  /** Whose figures are wanted; without one, none are. */
  readonly year?: number;
  readonly office: string | null;
}

type Gathered = Omit<PaperFacts, 'leafOf'>;

/** Gathers what papers are drawn from: one moment of the read models, and the policy in force on the day. */
export class PaperSource {
  constructor(
    private readonly models: ReadModelQueries,
    private readonly policies: PolicyLibrary,
    private readonly ledger: Ledger,
  ) {}

  /** Everything that papers of a region speak of. */
  async ofRegion(request: PaperRequest): Promise<Gathered> {
    const { region, dataset, year } = request;
    return { ...(await this.place(request)), ...(await this.models.office({ region, dataset, ...(year === undefined ? {} : { year }) })) };
  }

  /** For a paper that has its content already, as an edition has. */
  async ofEdition(request: PaperRequest): Promise<Gathered> {
    const { leaf } = await this.models.editionSource(request.dataset, request.region);
    return { ...(await this.place(request)), leaf, brands: [], movements: [], figures: [], disputed: [] };
  }

  /** Builds a paper, and gives every event that it cites its place in the log. Building is pure, so it is done twice. */
  async drawn(facts: Gathered, build: (facts: PaperFacts) => Paper): Promise<Paper> {
    const { sources } = build({ ...facts, leafOf: () => null });
    const leaves = await this.models.leavesOfStreams([...new Set(sources.map(({ event }) => event.replace(/@\d+$/, '')))]);
    return build({ ...facts, leafOf: (event) => leaves.get(event) ?? null });
  }

  private async place({ region, dataset, office }: PaperRequest) {
    const on = this.ledger.clock.today();
    return { region, regionName: regionName(region) ?? region, dataset, office, on, policy: await this.policyOf(region, on) };
  }

  private async policyOf(region: string, on: string): Promise<PaperPolicy | null> {
    const pack = await this.policies.packsFor({ regions: regionPath(region), kind: 'labour' }, on);
    if (pack === null) return null;
    const { id, meta } = pack.document.open.pack;
    const kept = catalogueKeptBy(pack);
    return {
      pack: id,
      title: meta.title,
      number: meta.number,
      catalogueCite: kept?.basis === 'stated' ? kept.cite : null,
      houses: pack.houses.map(({ open }) => open.pack.meta.title),
      names: namesOf(pack),
    };
  }
}

/** What the packs call their rules, parameters and grounds of relaxation. */
function namesOf(pack: EffectivePack): Record<string, string> {
  const grounds = pack.relaxations.flatMap(({ relaxation: { grounds: stated, other } }) => (other === null ? stated : [...stated, other]));
  return Object.fromEntries([
    ...[...pack.rules.values()].map(({ rule }) => [rule.id, rule.zh] as const),
    ...[...pack.parameters.values()].map(({ key, zh }) => [key, zh] as const),
    ...grounds.map(({ id, zh }) => [id, zh] as const),
  ]);
}
