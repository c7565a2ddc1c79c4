/**
 * Shapes that ask about procedure: rank among the entries of a call, the vote of a panel, public notice with objections,
 * grades, the ladder of sanctions and the time after one. Most figures here stand in no document: then a house pack gives them
 * or the answer is *not configured*.
 */
import type { FactUsed, MissingFact } from '#domain';
import { z } from 'zod';
import { daysBetween, fullMonths } from '../calendar';
import type { CompetitorFact, SanctionFact } from '../facts';
import { COMPARISONS, type Fraction, decide, subtract, whole } from './exact';
import { interpreted, read } from './figure-shapes';
import { byEvent } from './figures';
import { type Leaf, NO_LEAF, OwedBy, numberOf, quantity, ratio, shape } from './shape';

const none = (): readonly never[] => [];
const key = z.string().min(1);
const Bilingual = { zh: z.string().min(1), en: z.string().min(1) };

const told = (label: string, value: string, event: string | null): FactUsed => ({
  label,
  year: null,
  directness: null,
  quantity: { kind: 'text', value },
  event,
  status: null,
});
const counted = (label: string, value: number, unit: string, event: string): FactUsed => ({
  label,
  year: null,
  directness: null,
  quantity: { kind: 'count', value, unit },
  event,
  status: null,
});
const missing = (label: string, owedBy: string): MissingFact => ({ label, year: null, owedBy });

/** By day, then in the order of the log. */
const lastOf = <T extends { readonly on: string; readonly event: string }>(list: readonly T[]): T | undefined =>
  [...list].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : byEvent(a.event, b.event))).at(-1);

/**
 * Shape 19: among the first n of a call by score. Who stays below the least score takes no place. Equal scores at the border:
 * `allTied` takes all of them in, `noneTied` none of them, `byMetric` decides by the second figure that the call declares; where that
 * is equal too, a person has to. A score that is still missing leaves open only what it could change.
 */
export const rank = shape({
  arguments: z.strictObject({
    top: key,
    ties: z.enum(['allTied', 'noneTied', 'byMetric']),
    minimum: key.optional(),
    owedBy: OwedBy,
    ...read,
  }),
  parameters: (args) => [args.top, ...(args.minimum === undefined ? [] : [args.minimum])],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const entries = context.facts.competitors ?? [];
    const own = entries.find(({ stream }) => stream === context.subject.stream);
    const limit = numberOf(args.top, context);
    if (!limit.ok) return limit.leaf;
    const least = args.minimum === undefined ? null : numberOf(args.minimum, context);
    if (least !== null && !least.ok) return least.leaf;
    const rests = least !== null && least.found.provenance.basis === 'configured';
    const threshold = { comparison: 'withinTop', quantity: quantity(limit.value, 'places'), provenance: limit.found.provenance };
    const notes = [...limit.notes, `ties:${args.ties}`, `entries:${entries.length}`, ...interpreted(args)];
    if (own === undefined || own.score === null)
      return { ...NO_LEAF, outcome: 'undecidable', threshold, missing: [missing('score', args.owedBy)], notes };
    const mine = own.score;
    const facts = [counted('score', mine, 'points', own.event)];
    const reaches = (score: number): boolean => least === null || BigInt(score) * least.value.denominator >= least.value.numerator;
    if (!reaches(mine))
      return {
        ...NO_LEAF,
        outcome: 'fail',
        threshold,
        facts,
        notes: [...notes, `belowMinimum:${least === null ? '' : String(least.found.value)}`],
        rests,
      };
    const others = entries.filter((entry) => entry !== own);
    const scored = others.filter((entry): entry is CompetitorFact & { score: number } => entry.score !== null && reaches(entry.score));
    const open = others.filter(({ score }) => score === null).length;
    const ahead = scored.filter(({ score }) => score > mine).length;
    const tied = scored.filter(({ score }) => score === mine);
    const before = (entry: CompetitorFact): boolean => own.tieBreak !== null && entry.tieBreak !== null && entry.tieBreak > own.tieBreak;
    const unresolved = tied.filter(({ tieBreak }) => own.tieBreak === null || tieBreak === null || tieBreak === own.tieBreak).length;
    // How many stand before this one: for certain, and at most.
    const sure = ahead + (args.ties === 'noneTied' ? tied.length : args.ties === 'byMetric' ? tied.filter(before).length : 0);
    const most = sure + open + (args.ties === 'byMetric' ? unresolved : 0);
    const places = limit.value;
    const within = (standing: number): boolean => BigInt(standing) * places.denominator < places.numerator;
    const outcome = within(most) ? 'pass' : within(sure) ? 'undecidable' : 'fail';
    const margin = subtract(places, whole(BigInt(sure + 1)));
    return {
      ...NO_LEAF,
      outcome,
      threshold,
      actual: { kind: 'count', value: sure + 1, unit: 'places' },
      margin: outcome === 'undecidable' ? null : quantity(margin, 'places'),
      facts,
      missing:
        outcome !== 'undecidable'
          ? []
          : [
              ...(open > 0 ? [missing('scoresOfOthers', args.owedBy)] : []),
              ...(args.ties === 'byMetric' && unresolved > 0 ? [missing('tieResolved', args.owedBy)] : []),
            ],
      notes: [...notes, ...(tied.length > 0 ? [`tied:${tied.length + 1}`] : [])],
      rests,
    };
  },
});

/**
 * Shape 19: the last vote of a panel on a purpose. Who is recused may not vote; a quorum is a share of those who may. A vote without
 * its quorum decides nothing, and neither does one without votes.
 */
export const vote = shape({
  arguments: z.strictObject({
    purpose: z.string().min(1),
    share: key,
    comparison: z.enum(COMPARISONS),
    quorum: key.optional(),
    owedBy: OwedBy,
    ...read,
  }),
  parameters: (args) => [args.share, ...(args.quorum === undefined ? [] : [args.quorum])],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const panel = lastOf((context.facts.panels ?? []).filter(({ purpose, on }) => purpose === args.purpose && on <= context.asOf));
    const limit = numberOf(args.share, context);
    const quorum = args.quorum === undefined ? null : numberOf(args.quorum, context);
    const facts =
      panel === undefined
        ? []
        : [counted('votesFor', panel.votesFor, 'votes', panel.event), counted('votesAgainst', panel.votesAgainst, 'votes', panel.event)];
    if (!limit.ok) return { ...limit.leaf, facts };
    if (quorum !== null && !quorum.ok) return { ...quorum.leaf, facts };
    const threshold = {
      comparison: args.comparison,
      quantity: ratio(limit.value) ?? quantity(limit.value, ''),
      provenance: limit.found.provenance,
    };
    const rests = quorum !== null && quorum.found.provenance.basis === 'configured';
    if (panel === undefined)
      return {
        ...NO_LEAF,
        outcome: 'undecidable',
        threshold,
        missing: [missing('panelVote', args.owedBy)],
        notes: interpreted(args),
        rests,
      };
    const entitled = panel.members - panel.recused;
    const cast = panel.votesFor + panel.votesAgainst;
    const notes = [...limit.notes, `entitled:${entitled}`, `recused:${panel.recused}`, ...interpreted(args)];
    const present = quorum === null || BigInt(cast) * quorum.value.denominator >= BigInt(entitled) * quorum.value.numerator;
    if (cast > entitled || cast === 0 || !present)
      return {
        ...NO_LEAF,
        outcome: 'undecidable',
        threshold,
        facts,
        missing: [cast > entitled ? missing('contradictionResolved', 'checker') : missing('panelVote', args.owedBy)],
        notes: [...notes, cast > entitled ? 'moreVotesThanVoters' : cast === 0 ? 'noVotes' : 'noQuorum'],
        rests,
      };
    const share: Fraction = { numerator: BigInt(panel.votesFor), denominator: BigInt(cast) };
    return {
      ...NO_LEAF,
      outcome: decide(args.comparison, share, share, limit.value),
      threshold,
      actual: ratio(share),
      margin: ratio(subtract(share, limit.value)),
      facts,
      notes,
      rests,
    };
  },
});

/**
 * Shape 28: the public notice ran for n days (both ends counted) and nothing stands against it. A running notice and an open objection
 * suspend the answer; an objection that was upheld ends it.
 */
export const notice = shape({
  arguments: z.strictObject({ purpose: z.string().min(1), parameter: key, owedBy: OwedBy, ...read }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const posted = lastOf(
      (context.facts.notices ?? [])
        .filter(({ purpose, from }) => purpose === args.purpose && from <= context.asOf)
        .map((known) => ({ ...known, on: known.from })),
    );
    const limit = numberOf(args.parameter, context);
    const facts = posted === undefined ? [] : [told('notice', `${posted.from}/${posted.until}`, posted.event)];
    if (!limit.ok) return { ...limit.leaf, facts };
    const threshold = { comparison: 'atLeast', quantity: quantity(limit.value, 'days'), provenance: limit.found.provenance };
    const ran = posted === undefined ? null : whole(BigInt(daysBetween(posted.from, posted.until) + 1));
    const suspended = (label: string, note: string): Leaf => ({
      ...NO_LEAF,
      outcome: 'undecidable',
      threshold,
      actual: ran === null ? null : quantity(ran, 'days'),
      facts,
      missing: [missing(label, args.owedBy)],
      notes: [...limit.notes, note, ...interpreted(args)],
    });
    if (posted === undefined || ran === null) return suspended('notice', 'noNotice');
    const margin = subtract(ran, limit.value);
    const answer: Leaf = {
      ...NO_LEAF,
      threshold,
      actual: quantity(ran, 'days'),
      margin: quantity(margin, 'days'),
      facts,
      notes: [...limit.notes, ...interpreted(args)],
    };
    if (posted.upheldObjections > 0) return { ...answer, outcome: 'fail', margin: null, notes: [...answer.notes, 'objectionUpheld'] };
    if (margin.numerator < 0n) return { ...answer, outcome: 'fail' };
    if (context.asOf <= posted.until) return suspended('noticeEnded', `noticeRuns:${posted.until}`);
    if (posted.openObjections > 0) return suspended('objectionDecided', `openObjections:${posted.openObjections}`);
    return answer;
  },
});

/** Shape 29: graded at least so in the last evaluation, on the scale which that evaluation declared (best first). */
export const grade = shape({
  arguments: z.strictObject({ evaluation: z.string().min(1), atLeast: z.string().min(1), owedBy: OwedBy, ...read }),
  parameters: none,
  metrics: none,
  names: none,
  answer: (args, context): Leaf => {
    const last = lastOf((context.facts.grades ?? []).filter(({ evaluation, on }) => evaluation === args.evaluation && on <= context.asOf));
    const notes = [`gradeAsked:${args.atLeast}`, ...interpreted(args)];
    if (last === undefined) return { ...NO_LEAF, outcome: 'undecidable', missing: [missing('grade', args.owedBy)], notes };
    const facts = [told('grade', last.grade, last.event)];
    const [held, asked] = [last.scale.indexOf(last.grade), last.scale.indexOf(args.atLeast)];
    const all = [...notes, `gradeScale:${last.scale.join('>')}`, `gradedOn:${last.on}`];
    // The grade that is asked for by name needs no scale.
    if (last.grade !== args.atLeast && (held < 0 || asked < 0))
      return {
        ...NO_LEAF,
        outcome: 'undecidable',
        facts,
        missing: [missing('gradeScale', args.owedBy)],
        notes: [...all, 'gradeNotOnScale'],
      };
    return {
      ...NO_LEAF,
      outcome: last.grade === args.atLeast || held <= asked ? 'pass' : 'fail',
      actual: { kind: 'text', value: last.grade },
      facts,
      notes: all,
    };
  },
});

const Rung = z.strictObject({ rung: z.string().min(1), ...Bilingual });
const rungNames = (rungs: readonly z.infer<typeof Rung>[]) => rungs.map(({ rung, zh, en }) => ({ code: `rung.${rung}`, zh, en }));
const standing = ({ on, lifted }: SanctionFact, asOf: string): boolean => on <= asOf && (lifted === null || lifted > asOf);

/**
 * Shape 30: whether the next rung of the ladder may be taken: none is skipped, none is taken twice, and the months after the one that
 * stands are full. `notYet` asks the other way round: whether the next rung is still out of reach.
 */
export const ladder = shape({
  arguments: z.strictObject({
    rungs: z.array(Rung).min(2),
    next: z.string().min(1),
    /** Parameter (months) from one rung to the next. */
    after: key.optional(),
    ask: z.enum(['mayTake', 'notYet']),
    ...read,
  }),
  parameters: (args) => (args.after === undefined ? [] : [args.after]),
  metrics: none,
  names: (args) => rungNames(args.rungs),
  answer: (args, context): Leaf => {
    const order = args.rungs.map(({ rung }) => rung);
    const held = (context.facts.sanctions ?? []).filter((one) => order.includes(one.rung) && standing(one, context.asOf));
    const facts = held.map(({ rung, on, event }) => told(`rung.${rung}`, on, event));
    const highest = Math.max(-1, ...held.map(({ rung }) => order.indexOf(rung)));
    const next = order.indexOf(args.next);
    const answer = (may: boolean, notes: readonly string[], more: Partial<Leaf> = {}): Leaf => ({
      ...NO_LEAF,
      ...more,
      outcome: may === (args.ask === 'mayTake') ? 'pass' : 'fail',
      facts,
      notes: [`nextRung:rung.${args.next}`, ...notes, ...interpreted(args)],
    });
    if (highest >= next) return answer(false, [`rungStands:rung.${order[highest] ?? ''}`]);
    if (highest < next - 1) return answer(false, [`rungBefore:rung.${order[next - 1] ?? ''}`]);
    if (args.after === undefined || highest < 0) return answer(true, highest < 0 ? ['noneStands'] : []);
    const limit = numberOf(args.after, context);
    if (!limit.ok) return { ...limit.leaf, facts };
    // Taken twice: the months run from the last time.
    const since = held
      .filter(({ rung }) => rung === order[highest])
      .map(({ on }) => on)
      .sort()
      .at(-1);
    const months = whole(BigInt(since === undefined ? 0 : fullMonths(since, context.asOf)));
    const margin = subtract(months, limit.value);
    return answer(margin.numerator >= 0n, limit.notes, {
      threshold: { comparison: 'atLeast', quantity: quantity(limit.value, 'months'), provenance: limit.found.provenance },
      actual: quantity(months, 'months'),
      margin: quantity(margin, 'months'),
    });
  },
});

/** Shape 30: the cooling-off after a sanction has passed: n full months since it was lifted, or since it was taken where it was not. None on the books needs no time. */
export const coolingOff = shape({
  arguments: z.strictObject({ after: z.array(Rung).min(1), parameter: key, ...read }),
  parameters: (args) => [args.parameter],
  metrics: none,
  names: (args) => rungNames(args.after),
  answer: (args, context): Leaf => {
    const past = (context.facts.sanctions ?? [])
      .filter(({ rung, on }) => on <= context.asOf && args.after.some((known) => known.rung === rung))
      .map((one) => ({ ...one, on: one.lifted !== null && one.lifted <= context.asOf ? one.lifted : one.on }));
    const last = lastOf(past);
    if (last === undefined) return { ...NO_LEAF, notes: ['noneOnRecord', ...interpreted(args)] };
    const facts = [told(`rung.${last.rung}`, last.on, last.event)];
    const limit = numberOf(args.parameter, context);
    if (!limit.ok) return { ...limit.leaf, facts };
    const months = whole(BigInt(fullMonths(last.on, context.asOf)));
    const margin = subtract(months, limit.value);
    return {
      ...NO_LEAF,
      outcome: margin.numerator >= 0n ? 'pass' : 'fail',
      threshold: { comparison: 'atLeast', quantity: quantity(limit.value, 'months'), provenance: limit.found.provenance },
      actual: quantity(months, 'months'),
      margin: quantity(margin, 'months'),
      facts,
      notes: [...limit.notes, ...interpreted(args)],
    };
  },
});
