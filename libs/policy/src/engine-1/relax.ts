/**
 * Shape 23: bounded relaxation（放宽条件）. A relaxation in force eases the value that it names, never beyond what the packs allow: the
 * ground must be one of the document's, the size and time must lie within what is configured, and who granted it must be of a
 * role that may. Where one of these is not given by any pack, nothing is eased, and the explanation says which.
 *
 * The question is first answered as stated. Easing never turns a pass into anything else, and what is shown stays what is stated.
 */
import type { FactUsed } from '#domain';
import { monthsBefore } from '../calendar';
import type { EffectivePack } from '../compose';
import type { WaiverFact } from '../facts';
import type { PackRelaxation } from '../pack';
import { type Fraction, compare, fraction, subtract } from './exact';
import { byEvent } from './figures';
import { resolve } from './parameters';
import type { Context, Leaf, Named } from './shape';

/** Shapes whose threshold may be eased. A veto, a document, a date or a name is never a matter of size. */
export const RELAXABLE: ReadonlySet<string> = new Set([
  'lastYear',
  'sumOverYears',
  'eachOfYears',
  'ratio',
  'ofWhich',
  'ageInMonths',
  'growth',
  'proportion',
  'cohort',
]);

/** Why a relaxation that was granted is not applied. */
type NotApplied =
  | 'noProvision'
  | 'unknownGround'
  | 'outOfReach'
  | 'noApprover'
  | 'wrongApprover'
  | 'noBound'
  | 'beyondBound'
  | 'noTerm'
  | 'tooLong'
  | 'noStatedValue'
  | 'notANumber'
  | 'notYet'
  | 'ended';

const words = (value: string | number): readonly string[] => String(value).split(/\s+/);

/** The value to which this relaxation eases its parameter here, or why it does not. */
function eased(waiver: WaiverFact, provisions: EffectivePack['relaxations'], context: Context): Fraction | NotApplied {
  if (context.asOf < waiver.from) return 'notYet';
  if (context.asOf > waiver.until) return 'ended';
  if (provisions.length === 0) return 'noProvision';
  const provision = provisions.find(({ relaxation }) => groundOf(relaxation, waiver.ground) !== undefined)?.relaxation;
  if (provision === undefined) return 'unknownGround';
  const value = (key: string): string | number | null => {
    const found = resolve(context.pack, key, context.subject, context.tier, context.asOf);
    return found.kind === 'value' ? found.value : null;
  };
  const reach = value(provision.reach);
  const kinds = reach === null ? [] : words(reach);
  if (!kinds.includes(context.subject.kind) && !(waiver.dual !== null && kinds.includes('dual'))) return 'outOfReach';
  const roles = value(provision.approver);
  if (roles === null) return 'noApprover';
  if (!words(roles).includes(waiver.approverRole)) return 'wrongApprover';
  const months = fraction(value(provision.months) ?? '');
  if (months === null) return 'noTerm';
  if (waiver.until >= monthsBefore(waiver.from, -Number(months.numerator / months.denominator))) return 'tooLong';
  const stated = fraction(value(waiver.parameter) ?? '');
  if (stated === null) return 'noStatedValue';
  const wanted = fraction(waiver.easedTo);
  if (wanted === null) return 'notANumber';
  const bound = fraction(value(provision.bound) ?? '');
  if (bound === null) return 'noBound';
  const apart = subtract(stated, wanted);
  const size = { ...apart, numerator: apart.numerator < 0n ? -apart.numerator : apart.numerator };
  const allowed = { numerator: stated.numerator * bound.numerator, denominator: stated.denominator * bound.denominator };
  return compare(size, allowed) <= 0 ? wanted : 'beyondBound';
}

export const groundOf = ({ grounds, other }: PackRelaxation, ground: string): { readonly zh: string; readonly en: string } | undefined =>
  grounds.find(({ id }) => id === ground) ?? (other?.id === ground ? other : undefined);

const fact = (waiver: WaiverFact): FactUsed => ({
  label: 'relaxation',
  year: null,
  directness: null,
  quantity: { kind: 'text', value: `${waiver.from}/${waiver.until}` },
  event: waiver.event,
  status: null,
});

const written = ({ numerator, denominator }: Fraction): string => (denominator === 1n ? String(numerator) : `${numerator}/${denominator}`);

/**
 * Answers a question with the relaxations that bear on it.
 * @param asked rules from the one that was asked down to the one that holds the question
 * @param stated the answer as the documents have it
 * @param answer asks again, in another context
 */
export function relax(
  shape: string,
  parameters: readonly string[],
  asked: readonly string[],
  context: Context,
  stated: Leaf,
  answer: (context: Context) => Leaf,
): { readonly leaf: Leaf; readonly names: readonly Named[] } {
  const bearing = (context.facts.waivers ?? [])
    .filter(({ rule, parameter }) => asked.includes(rule) && parameters.includes(parameter))
    .sort((a, b) => byEvent(a.event, b.event));
  if (bearing.length === 0 || !RELAXABLE.has(shape)) return { leaf: stated, names: [] };
  const { pack } = context;
  const tried = bearing.map((waiver) => ({ waiver, to: eased(waiver, pack.relaxations, context) }));
  const names = tried.flatMap(({ waiver }): Named[] => {
    const parameter = pack.parameters.get(waiver.parameter);
    const ground = pack.relaxations.map(({ relaxation }) => groundOf(relaxation, waiver.ground)).find((found) => found !== undefined);
    return [
      ...(parameter === undefined ? [] : [{ code: waiver.parameter, zh: parameter.zh, en: parameter.en }]),
      ...(ground === undefined ? [] : [{ code: `ground.${waiver.ground}`, zh: ground.zh, en: ground.en }]),
    ];
  });
  const refused = tried.flatMap(({ waiver, to }) =>
    typeof to === 'string' ? [`relaxationNotApplied:${to}|${waiver.parameter}|${waiver.from}|${waiver.until}`] : [],
  );
  const applied = tried.flatMap(({ waiver, to }) => (typeof to === 'string' ? [] : [{ waiver, to }]));
  const asStated = (notes: readonly string[]): Leaf => ({ ...stated, notes: [...stated.notes, ...notes, ...refused] });
  const first = applied[0];
  if (first === undefined) return { leaf: asStated([]), names };
  if (stated.outcome === 'pass') return { leaf: asStated(['relaxationNotNeeded']), names };
  // Each alone: two relaxations of one value are never added up.
  const answers = applied.map((one) => ({ ...one, leaf: answer({ ...context, eased: new Map([[one.waiver.parameter, one.to]]) }) }));
  const carrying = answers.find(({ leaf }) => leaf.outcome === 'pass') ?? { ...first, leaf: answers[0]?.leaf ?? stated };
  const { waiver, to, leaf } = carrying;
  const margin = leaf.margin;
  const provision = pack.relaxations.find(({ relaxation }) => groundOf(relaxation, waiver.ground) !== undefined)?.relaxation;
  const bound = provision === undefined ? null : resolve(pack, provision.bound, context.subject, context.tier, context.asOf);
  return {
    leaf: {
      ...leaf,
      threshold: stated.threshold,
      margin: stated.margin,
      facts: [...leaf.facts, fact(waiver)],
      notes: [
        ...leaf.notes,
        leaf.outcome === 'pass' ? 'passesOnlyByRelaxation' : 'notEvenByRelaxation',
        `relaxed:${waiver.parameter}`,
        `easedTo:${written(to)}`,
        ...(margin === null || margin.kind === 'text'
          ? []
          : [`easedMargin:${margin.kind === 'count' ? margin.value : `${margin.numerator}/${margin.denominator}`}`]),
        `relaxationGround:ground.${waiver.ground}`,
        ...(waiver.reason === '' ? [] : [`relaxationReason:${waiver.reason}`]),
        `relaxedBy:${waiver.approverRole} ${waiver.approvedBy}`,
        `relaxedUntil:${waiver.until}`,
        ...(bound?.kind === 'value' ? [`relaxationBound:${String(bound.value)}`] : []),
        ...refused,
      ],
      // How far it may go is configured, whatever the clause that allows it.
      rests: true,
    },
    names,
  };
}
