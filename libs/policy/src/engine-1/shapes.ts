/**
 * The shapes this engine knows, by the name a pack calls them. Of the 32 that the reading lists some are no predicate of their own:
 * joins (7, 8), values by category, class and region (9, 10, 11), programme targets (18, `targets.ts`), relaxations (23,
 * `relax.ts`) and validity (32). `shapes.spec.ts` holds a case on both sides of each of the 32.
 */
import * as facts from './fact-shapes';
import * as figures from './figure-shapes';
import * as procedures from './procedure-shapes';
import * as programmes from './programme-shapes';
import type { PackPredicate } from '../pack';
import type { AnyShape } from './shape';

export const SHAPES: Readonly<Record<string, AnyShape>> = {
  lastYear: figures.lastYear,
  sumOverYears: figures.sumOverYears,
  stocksOverYears: figures.stocksOverYears,
  eachOfYears: figures.eachOfYears,
  ratio: figures.ratioOf,
  ofWhich: figures.ofWhich,
  range: figures.range,
  ageInMonths: facts.ageInMonths,
  noBreach: facts.noBreach,
  evidence: facts.evidence,
  judgement: facts.judgement,
  openList: facts.openList,
  noAdverseJudgement: facts.noAdverseJudgement,
  nameFormat: facts.nameFormat,
  deadline: facts.deadline,
  status: facts.status,
  taken: facts.taken,
  notTaken: facts.notTaken,
  linked: facts.linked,
  growth: programmes.growth,
  proportion: programmes.proportion,
  cohort: programmes.cohort,
  stepOrder: programmes.stepOrder,
  cycle: programmes.cycle,
  money: programmes.money,
  rank: procedures.rank,
  vote: procedures.vote,
  notice: procedures.notice,
  grade: procedures.grade,
  ladder: procedures.ladder,
  coolingOff: procedures.coolingOff,
};

type Bound = ReturnType<AnyShape['bind']>;
/** Arguments are read once per predicate: a pack is opened once and evaluated for every brand and year. */
const bound = new WeakMap<PackPredicate, Bound>();

/** The predicate with its arguments read, or undefined when its shape is not known. */
export function bindPredicate(predicate: PackPredicate): Bound | undefined {
  const known = bound.get(predicate);
  if (known !== undefined) return known;
  const { id: _id, shape, clause: _clause, zh: _zh, en: _en, ...args } = predicate;
  const answer = SHAPES[shape]?.bind(args);
  if (answer !== undefined) bound.set(predicate, answer);
  return answer;
}
