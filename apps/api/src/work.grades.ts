/** 工作台: institutions whose grade is missing in a round of evaluation that was held for them. */
import { regionPath } from '#domain';
import { gradesAsked } from '#policy';
import type { ReadModelQueries } from '#projections';
import type { Composition } from '../../worker/src/composition';
import { approvedBy, type BasisFinder } from './work.basis';
import { BLANK, type OpenWork, type WorkRequest } from './work.item';

interface Round {
  readonly roundId: string;
  readonly evaluation: string;
  readonly heldOn: string;
}

/**
 * 评估结果待登记: the last round of each evaluation for whose grade a document asks, held by the region of the institution or one above it,
 * after the institution was admitted. A round that is made up is for institutions that are.
 */
export async function gradeWork(
  house: Composition,
  models: ReadModelQueries,
  { region, dataset }: WorkRequest,
  basis: BasisFinder,
): Promise<readonly OpenWork[]> {
  const rounds = new Map<string, Promise<readonly Round[]>>();
  const heldIn = (code: string, madeUp: boolean): Promise<readonly Round[]> => {
    const key = `${code}|${String(madeUp)}`;
    const known = rounds.get(key) ?? roundsOf(house, code, madeUp);
    rounds.set(key, known);
    return known;
  };
  const found: OpenWork[] = [];
  for (const { stream, id, name, region: at, dataset: set, institutionType, admittedOn, gradedIn } of (
    await models.admittedInstitutions({ region, dataset })
  ).rows) {
    const pack = await basis.packOf({ pack: null, region: at, kind: 'training' });
    if (pack === null) continue;
    for (const [evaluation, { provenance, umbrella }] of gradesAsked(pack, institutionType)) {
      const held = (await Promise.all(regionPath(at).map((code) => heldIn(code, set === 'synthetic')))).flat();
      const last = held.filter((round) => round.evaluation === evaluation).sort((a, b) => b.heldOn.localeCompare(a.heldOn))[0];
      if (last === undefined || last.heldOn < admittedOn || gradedIn.includes(last.roundId)) continue;
      const cite = provenance.cite ?? umbrella;
      found.push({
        ...BLANK,
        ...{ id: `grade|${stream}|${last.roundId}`, what: 'toGrade', name, stream, region: at, dataset: set, since: last.heldOn },
        ...{ place: `institutions/${id}`, form: 'grade', cite },
        pack: cite === null ? null : { id: pack.document.open.pack.id, title: pack.document.open.pack.meta.title },
        configured: provenance.basis === 'configured' ? approvedBy(provenance.approvedBy, provenance.approvedOn) : null,
        detail: { zh: `${last.heldOn} 开展的评估`, en: `the round of ${last.heldOn}` },
      });
    }
  }
  return found;
}

async function roundsOf(house: Composition, code: string, madeUp: boolean): Promise<readonly Round[]> {
  const { state } = await house.subjects.load('region', code);
  if (state.kind !== 'region') return [];
  return madeUp ? state.own.syntheticRounds : state.own.rounds;
}
