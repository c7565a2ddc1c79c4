/**
 * From a reaction to commands for subjects beside brands: units, institutions, dual brands, programmes, regions. As for
 * brands: an effect names a rule or a target, its answer is worked out on the folded subject, and the step becomes a command
 * that carries the whole decision. Whatever is a sanction is proposed; a named person confirms it.
 */
import {
  openEvaluations,
  subjectDecisionTaken,
  yearOf,
  type Decision,
  type Explanation,
  type ReasonStep,
  type StewardSubjectCommand,
  type SubjectEventType,
  type SubjectState,
} from '#domain';
import {
  ENGINE,
  dueDateOf,
  effectsFor,
  evaluate,
  progressOf,
  type EffectivePack,
  type Facts,
  type PackEffect,
  type Subject,
} from '#policy';
import { newestFact, policyBehind } from './decide';
import { formatDecisionKey, parseDecisionKey, proposalIdOf } from './decision-key';
import type { Trigger } from './memory';
import type { SkipReason } from './plan';

/** One subject, folded, with the facts that rules and targets read. */
export interface AskedSubject {
  readonly stream: string;
  readonly state: SubjectState;
  readonly subject: Subject;
  /** Facts for rules, and for targets (`targetFactsOf`). */
  readonly facts: Facts;
  readonly targetFacts: Facts;
}

export interface SubjectPlanInput extends AskedSubject {
  readonly pack: EffectivePack;
  readonly trigger: Trigger;
  readonly period: number | null;
  /** What made this due; `event` null: time alone. */
  readonly cause: { readonly event: string | null; readonly type: string };
  /** Leaf index of the last event of the log that was considered. */
  readonly leaf: number;
  readonly asOf: string;
  /** Of `linkedOutcomeChanged`: the side, and the events that led here, earliest first. */
  readonly linked: { readonly side: 'labour' | 'training'; readonly chain: readonly ReasonStep[] } | null;
}

export interface SubjectPlan {
  readonly commands: readonly StewardSubjectCommand[];
  readonly skipped: readonly { readonly effect: string; readonly reason: SkipReason }[];
}

interface Ask {
  readonly input: SubjectPlanInput;
  readonly effect: PackEffect;
  readonly explanation: Explanation | null;
  readonly period: number | null;
  readonly decide: (type: SubjectEventType) => Decision;
}
type Answer = StewardSubjectCommand | SkipReason;

/** @returns the commands in order, each to be carried out at the revision that the one before it led to */
export function planSubject(input: SubjectPlanInput): SubjectPlan {
  const { pack, subject, state, trigger, stream } = input;
  const commands: StewardSubjectCommand[] = [];
  const skipped: { effect: string; reason: SkipReason }[] = [];
  const ordinals = new Map<string, number>();
  for (const effective of effectsFor(pack, subject, trigger)) {
    const { effect } = effective;
    const skip = (reason: SkipReason): void => void skipped.push({ effect: effect.id, reason });
    const step = STEPS[effect.then];
    if (step === undefined) {
      skip('doesNotFit');
      continue;
    }
    const explanation = explain(input, effect);
    const day = trigger === 'datePassed' ? dayOf(pack, effect, explanation) : null;
    if (trigger === 'datePassed' && (day === null || day >= input.asOf)) {
      skip('notDueYet');
      continue;
    }
    if (explanation !== null && effect.when.length > 0 && !effect.when.includes(explanation.outcome)) {
      skip('otherOutcome');
      continue;
    }
    const period = day === null ? input.period : yearOf(day);
    const policy = policyBehind(pack, effective);
    const { type } = step;
    // Counted before anything is left out: the second of two like decisions stays the second when the first already stands.
    const ordinal = ordinals.get(`${policy.rule} ${type}`) ?? 0;
    ordinals.set(`${policy.rule} ${type}`, ordinal + 1);
    const decide = (): Decision => ({
      key: formatDecisionKey({
        subject: stream,
        rule: policy.rule,
        pack: policy.pack,
        version: policy.version,
        period,
        cause: input.cause.event,
        type,
        ordinal,
      }),
      policy,
      engine: explanation?.engine ?? ENGINE,
      // A region that nothing was written on stands at its beginning.
      basis: { leaf: Math.max(0, input.leaf), revision: Math.max(0, state.core.revision) },
      cause: { event: input.cause.event, type: input.cause.type },
      explanation,
    });
    const answer = step.answer({ input, effect, explanation, period, decide });
    if (typeof answer === 'string') skip(answer);
    else if (subjectDecisionTaken(state, answer.data.decision.key)) skip('decided');
    else commands.push(answer);
  }
  return { commands, skipped };
}

/** A closed year is asked of a target as of its end; a day that has passed as of that day. */
function explain({ pack, subject, facts, targetFacts, trigger, period, asOf }: SubjectPlanInput, effect: PackEffect): Explanation | null {
  const evaluationYear = (period ?? yearOf(asOf) - 1) + 1;
  if (effect.rule !== null) return evaluate(pack, effect.rule, subject, facts, { asOf, evaluationYear });
  if (effect.target === undefined) return null;
  const at = trigger === 'yearClosed' ? { asOf, evaluationYear } : { asOf };
  return progressOf(pack, effect.target, subject, targetFacts, at).explanation;
}

/** The day that an effect of `datePassed` waits for: the target's, or the one that the rule's answer names. */
function dayOf(pack: EffectivePack, effect: PackEffect, explanation: Explanation | null): string | null {
  if (effect.rule === null && effect.target !== undefined) return pack.targets.get(effect.target)?.target.by ?? null;
  return explanation === null ? null : (dueDateOf(explanation)?.slice(0, 10) ?? null);
}

/**
 * The days on which rules and targets of a pack are to be asked of a subject, as they answer on `asOf`. Left out are those
 * that were asked: an answer stands for that year, or the evaluation was marked due.
 */
export function datesOf(
  pack: EffectivePack,
  { state, subject, facts }: Omit<AskedSubject, 'targetFacts' | 'stream'>,
  asOf: string,
): readonly string[] {
  const days = effectsFor(pack, subject, 'datePassed').flatMap((effective) => {
    const { effect } = effective;
    const explanation = effect.rule === null ? null : evaluate(pack, effect.rule, subject, facts, { asOf });
    const day = dayOf(pack, effect, explanation);
    if (day === null) return [];
    const { rule } = policyBehind(pack, effective);
    const asked =
      effect.then === 'markEvaluationDue'
        ? state.core.evaluationsDue.some(({ dueOn }) => dueOn === day)
        : state.core.answers.some((answer) => answer.rule === rule && answer.period === yearOf(day));
    return asked ? [] : [day];
  });
  return [...new Set(days)].sort();
}

interface Step {
  readonly type: SubjectEventType;
  readonly answer: (ask: Ask) => Answer;
}

/** Steps that subjects beside brands have a place for. What `decide` would refuse is left out, so that no key is parked for it. */
const STEPS: Readonly<Partial<Record<PackEffect['then'], Step>>> = {
  recordAnswer: {
    type: 'RuleAnswered.v1',
    answer: ({ input, explanation, period, decide }) => {
      if (explanation === null) return 'doesNotFit';
      const { rule, outcome } = explanation;
      const known = input.state.core.answers.findLast((answer) => answer.rule === rule && answer.period === period);
      if (known?.outcome === outcome) return 'sameFacts';
      // What was answered on its day stays answered: facts that come late can only give an answer where there was none.
      const open = known === undefined || known.outcome === 'undecidable' || known.outcome === 'notConfigured';
      if (input.trigger === 'datePassed' && !open) return 'decided';
      const purpose = input.pack.rules.get(rule)?.rule.purpose ?? 'target';
      return { type: 'recordAnswer', data: { purpose, period, outcome, decision: decide('RuleAnswered.v1') } };
    },
  },
  markEvaluationDue: {
    type: 'EvaluationDue.v1',
    answer: ({ input, explanation, decide }) => {
      const dueOn = explanation === null ? null : (dueDateOf(explanation)?.slice(0, 10) ?? null);
      if (dueOn === null) return 'noDueDate';
      if (openEvaluations(input.state).some((due) => due.dueOn === dueOn)) return 'doesNotFit';
      return { type: 'markEvaluationDue', data: { dueOn, decision: decide('EvaluationDue.v1') } };
    },
  },
  proposeSanction: {
    type: 'SanctionProposed.v1',
    answer: (ask) => (ask.effect.sanction === undefined ? 'doesNotFit' : propose(ask, ask.effect.sanction)),
  },
  proposeWithdrawal: { type: 'SanctionProposed.v1', answer: (ask) => propose(ask, 'withdrawal') },
  markLinkReviewDue: {
    type: 'LinkReviewDue.v1',
    answer: ({ input, decide }) => {
      const { state, linked } = input;
      if (linked === null || state.kind !== 'link' || state.own === null) return 'doesNotFit';
      const { status, reviewsDue } = state.own;
      if (status !== 'recognised' && status !== 'underReview') return 'doesNotFit';
      // A review of that side waits already; whoever holds it sees how the side stands then.
      if (reviewsDue.some(({ side }) => side === linked.side)) return 'doesNotFit';
      return { type: 'markLinkReviewDue', data: { side: linked.side, chain: [...linked.chain], decision: decide('LinkReviewDue.v1') } };
    },
  },
};

type Sanction = Extract<StewardSubjectCommand, { type: 'proposeSanction' }>['data']['sanction'];

function propose({ input, explanation, period, decide }: Ask, sanction: Sanction): Answer {
  const { state, stream } = input;
  if (!applies(state, sanction)) return 'doesNotFit';
  const before = state.core.sanctions.filter((known) => known.sanction === sanction);
  if (before.some(({ status }) => status === 'proposed' || status === 'confirmed')) return 'doesNotFit';
  const decision = decide('SanctionProposed.v1');
  // What a person dismissed is not proposed again for that period, nor from the same facts.
  const again = before.some(({ decisionKey }) => {
    const then = decisionKey === null ? null : parseDecisionKey(decisionKey);
    const taken = decisionKey === null ? undefined : subjectDecisionTaken(state, decisionKey);
    if (then?.rule !== decision.policy.rule || taken === undefined) return false;
    const samePeriod = period !== null && then.period === period;
    return samePeriod || (explanation !== null && newestFact(explanation, stream) <= taken.basis);
  });
  return again ? 'sameFacts' : { type: 'proposeSanction', data: { proposalId: proposalIdOf(decision.key), sanction, decision } };
}

/** Whom a sanction can concern at all: as the domain says it. */
function applies(state: SubjectState, sanction: Sanction): boolean {
  if (state.own === null || state.kind === 'window') return false;
  if (sanction === 'blacklist') return state.kind === 'institution' && state.own.status !== 'blacklisted';
  if (sanction !== 'withdrawal') return true;
  return (
    (state.kind === 'unit' && state.own.status === 'recognised') || (state.kind === 'institution' && state.own.status === 'designated')
  );
}
