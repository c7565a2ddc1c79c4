import type { Ledger, PolicyLibrary } from '#application';
import { catalogueKeptBy } from '#application';
import type { PaperFacts, PaperPolicy } from '#documents';
import { regionName, regionPath } from '#domain';
import type { Office, ReadModelQueries } from '#projections';
import type { EditionEntry } from '#domain';

export interface PaperRequest {
  readonly region: string;
  readonly dataset: 'real' | 'synthetic';
  readonly year?: number;
  readonly office: string | null;
}

/** Gathers what papers are drawn from: one moment of the read models, and the policy in force on the day. */
export class PaperSource {
  constructor(
    private readonly models: ReadModelQueries,
    private readonly policies: PolicyLibrary,
    private readonly ledger: Ledger,
  ) {}

  async facts({ region, dataset, year, office }: PaperRequest): Promise<PaperFacts> {
    const on = this.ledger.clock.today();
    const whole = await this.models.office({ region, dataset, ...(year === undefined ? {} : { year }) });
    const leaves = await this.models.leavesOfStreams([...streamsOf(whole)]);
    return {
      ...this.place(region, dataset, office, on),
      ...whole,
      policy: await this.policyOf(region, on),
      leafOf: (event) => leaves.get(event) ?? null,
    };
  }

  /** What the paper of an edition needs: its list says the rest. */
  async editionFacts(request: PaperRequest, entries: readonly EditionEntry[], streams: readonly string[]): Promise<PaperFacts> {
    const { region, dataset, office } = request;
    const on = this.ledger.clock.today();
    const leaves = await this.models.leavesOfStreams([...new Set([...entries.map(({ brandId }) => `brand-${brandId}`), ...streams])]);
    const { leaf } = await this.models.editionSource(dataset, region);
    return {
      ...this.place(region, dataset, office, on),
      leaf,
      brands: [],
      movements: [],
      figures: [],
      disputed: [],
      policy: await this.policyOf(region, on),
      leafOf: (event) => leaves.get(event) ?? null,
    };
  }

  private place(region: string, dataset: 'real' | 'synthetic', office: string | null, on: string) {
    return { region, regionName: regionName(region) ?? region, dataset, office, on };
  }

  private async policyOf(region: string, on: string): Promise<PaperPolicy | null> {
    const pack = await this.policies.packsFor({ regions: regionPath(region), kind: 'labour' }, on);
    if (pack === null) return null;
    const { title, number } = pack.document.open.pack.meta;
    const kept = catalogueKeptBy(pack);
    return {
      pack: pack.document.open.pack.id,
      title,
      number,
      catalogueCite: kept?.basis === 'stated' ? kept.cite : null,
      houses: pack.houses.map(({ open }) => open.pack.meta.title),
    };
  }
}

/** Brands of which a paper may cite an event. Whatever was only reported is cited by its figures alone. */
function* streamsOf({ brands, figures, movements }: Office): Iterable<string> {
  const cited = new Set<string>();
  for (const { brandId } of [...figures, ...movements]) cited.add(brandId);
  for (const { brandId, life } of brands) if (life.stage !== 'reported') cited.add(brandId);
  for (const brandId of cited) yield `brand-${brandId}`;
}
