/** Values that rules refer to by name: which entry applies to a subject on a date, and where it comes from. */
import type { Provenance } from '#domain';
import type { EffectivePack, EffectiveParameter } from '../compose';
import type { Subject } from '../facts';

export type Resolved =
  | {
      readonly kind: 'value';
      readonly value: number | string;
      readonly provenance: Provenance;
      readonly regionClass: { readonly class: number; readonly region: string } | null;
    }
  /** The document names it, nobody has given a value. */
  | { readonly kind: 'absent' }
  /** The document hands it down, and that body has not published its standard. */
  | { readonly kind: 'delegated'; readonly owedBy: string }
  /** Values go by region class, and the document puts this region in none. */
  | { readonly kind: 'classUnknown' };

/** IM-25: the class of the subject's own region, else of its nearest ancestor that has one. */
export function regionClassOf(pack: EffectivePack, subject: Subject): { readonly class: number; readonly region: string } | null {
  for (const region of subject.regions) {
    const entry = pack.regionClasses.find((candidate) => candidate.region === region);
    if (entry !== undefined) return { class: entry.class, region };
  }
  return null;
}

/** Categories that some entry of these parameters asks for: they matter when the subject's own is not recorded. */
export function categoriesAskedFor(parameters: readonly EffectiveParameter[]): readonly string[] {
  const asked = parameters
    .flatMap(({ entries }) => entries.map(({ entry }) => entry.when.category))
    .filter((category) => typeof category === 'string');
  return [...new Set(asked)].sort();
}

/**
 * @param tier the tier a rule is about, else the subject's own
 * @param asOf business date: an entry counts from its `from` to its `until`, both included
 */
export function resolve(pack: EffectivePack, key: string, subject: Subject, tier: string | null, asOf: string): Resolved {
  const parameter = pack.parameters.get(key);
  if (parameter === undefined) return ABSENT;
  const always = alwaysOf(parameter);
  if (always !== null) return always;
  // The same few answers come up for brand after brand: by tier, category, region and day.
  let known = resolved.get(pack);
  if (known === undefined) resolved.set(pack, (known = new Map<string, Resolved>()));
  const asked = [key, tier, subject.category, asOf, ...subject.regions].join('\n');
  const before = known.get(asked);
  if (before !== undefined) return before;
  const found = search(pack, parameter, subject, tier, asOf);
  if (known.size >= MOST_RESOLVED) known.clear();
  known.set(asked, found);
  return found;
}

const ABSENT: Resolved = { kind: 'absent' };
const resolved = new WeakMap<EffectivePack, Map<string, Resolved>>();
const MOST_RESOLVED = 20_000;
const always = new WeakMap<EffectiveParameter, Resolved | null>();

/** The answer of a parameter with one value that asks for nothing; null for any other. */
function alwaysOf(parameter: EffectiveParameter): Resolved | null {
  const known = always.get(parameter);
  if (known !== undefined) return known;
  const [only, ...others] = parameter.entries;
  const free =
    only !== undefined &&
    others.length === 0 &&
    only.entry.value !== null &&
    (only.entry.from ?? null) === null &&
    (only.entry.until ?? null) === null &&
    Object.values(only.entry.when).every((condition) => (condition ?? null) === null);
  const found: Resolved | null =
    free && only.entry.value !== null ? { kind: 'value', value: only.entry.value, provenance: only.provenance, regionClass: null } : null;
  always.set(parameter, found);
  return found;
}

function search(pack: EffectivePack, parameter: EffectiveParameter, subject: Subject, tier: string | null, asOf: string): Resolved {
  const regionClass = regionClassOf(pack, subject);
  const fits = (condition: string | null | undefined, own: string | null): boolean => (condition ?? own) === own;
  const applying = parameter.entries
    .filter(({ entry }) => (entry.from ?? '') <= asOf && asOf <= (entry.until ?? asOf))
    .filter(({ entry: { when } }) => fits(when.tier, tier) && fits(when.category, subject.category))
    .map(({ entry, provenance }, order) => {
      const { region = null, regionClass: byClass = null } = entry.when;
      return { entry, provenance, order, byClass, rank: region === null ? subject.regions.length : subject.regions.indexOf(region) };
    })
    .filter(({ rank }) => rank >= 0);
  const found = applying
    .filter(({ byClass }) => byClass === null || byClass === regionClass?.class)
    .sort((a, b) => a.rank - b.rank || a.order - b.order)[0];
  if (found !== undefined && found.entry.value !== null) {
    return {
      kind: 'value',
      value: found.entry.value,
      provenance: found.provenance,
      regionClass: found.byClass === null ? null : regionClass,
    };
  }
  if (found === undefined && regionClass === null && applying.some(({ byClass }) => byClass !== null)) return { kind: 'classUnknown' };
  return parameter.delegatedTo === null ? ABSENT : { kind: 'delegated', owedBy: parameter.delegatedTo };
}
