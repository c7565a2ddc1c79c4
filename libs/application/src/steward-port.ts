/** What the steward asks of the application: folded subjects, the policy that binds them, and its commands carried out. */
import { COUNTRY, parseSubjectStream, type StewardBrandCommand, type StewardSubjectCommand, type SubjectState } from '#domain';
import type { EffectivePack, Facts } from '#policy';
import type { BrandService } from './brand-service';
import type { PolicyLibrary } from './policies';
import { LedgerProblem } from './problems';
import type { SubjectService } from './subject-service';

interface StewardMeta {
  /** Null: time alone. */
  readonly causationId: string | null;
  readonly causationDepth: number;
  readonly correlationId: string;
  readonly effectiveOn: string;
}

/** A pack in force on a day, or null. */
async function inForce(policies: PolicyLibrary, pack: string, on: string): Promise<EffectivePack | null> {
  try {
    return await policies.named(pack, on);
  } catch (error) {
    if (error instanceof LedgerProblem && error.refusal.code === 'POLICY.UNKNOWN') return null;
    throw error;
  }
}
const known = (packs: readonly (EffectivePack | null)[]): readonly EffectivePack[] => packs.filter((pack) => pack !== null);

/** Document packs in force on a day, each completed by its house packs. */
export async function documentsInForce(policies: PolicyLibrary, on: string): Promise<readonly EffectivePack[]> {
  await policies.refresh();
  const ids = new Set(policies.all().flatMap(({ open: { pack } }) => (pack.role === 'document' ? [pack.id] : [])));
  return known(await Promise.all([...ids].map((id) => inForce(policies, id, on))));
}

/** The services as the steward sees them. */
export function stewardPort(policies: PolicyLibrary, brands: BrandService, subjects: SubjectService) {
  const placeOf = (stream: string): NonNullable<ReturnType<typeof parseSubjectStream>> => {
    const place = parseSubjectStream(stream);
    if (place === null) throw new RangeError(`${stream} is no stream of a subject`);
    return place;
  };
  return {
    loadBrand: (brandId: string) => brands.ledger.loadBrand(brandId),
    packsFor: (subject: { readonly regions: readonly string[]; readonly kind: string }, on: string) => policies.packsFor(subject, on),
    execute: (brandId: string, revision: bigint, command: StewardBrandCommand, meta: StewardMeta) =>
      brands.executeSteward(brandId, revision, command, meta),
    loadSubject: (stream: string) => {
      const { kind, id } = placeOf(stream);
      return subjects.load(kind, id);
    },
    packsBinding: async (state: SubjectState, on: string, named: readonly string[]): Promise<readonly EffectivePack[]> => {
      const bound = await subjects.packsBinding(state, on);
      if (state.kind !== 'region') return bound;
      // A document that names no place binds the place whose programme carries it.
      const carried = known(await Promise.all(named.map((pack) => inForce(policies, pack, on))));
      return [...bound, ...carried.filter(({ document }) => document.open.pack.governs.region === COUNTRY)];
    },
    linkedFacts: async (state: SubjectState, on: string): Promise<Facts['linked']> => (await subjects.givenFacts(state, on)).linked ?? [],
    executeSubject: (stream: string, revision: bigint, command: StewardSubjectCommand, meta: StewardMeta) => {
      const { kind, id } = placeOf(stream);
      return subjects.executeSteward(kind, id, revision, command, meta);
    },
    documents: (on: string): Promise<readonly EffectivePack[]> => documentsInForce(policies, on),
  };
}
