/**
 * The name of a decision: subject, rule, policy version, period, cause, event type, ordinal. The same decision has the
 * same key however often it is asked for, and a subject takes no key twice. People read it in logs and proofs, so it is
 * plain text and not a digest.
 */
import { v5 } from 'uuid';

export interface DecisionKey {
  /** Id of a brand, stream of any other subject. */
  readonly subject: string;
  /** Rule that was evaluated, or the effect where no rule was. */
  readonly rule: string;
  readonly pack: string;
  readonly version: string;
  readonly period: number | null;
  /** Id of the event that made the decision due; null: time alone. */
  readonly cause: string | null;
  /** Type of the event that carries the decision. */
  readonly type: string;
  /** Which of several decisions of the same rule and type that one cause leads to. */
  readonly ordinal: number;
}

export function formatDecisionKey(key: DecisionKey): string {
  const { subject, rule, pack, version, period, cause, type, ordinal } = key;
  return [subject, rule, `${pack}@${version}`, period ?? '-', cause ?? '-', type, ordinal].join('|');
}

/** The inverse of `formatDecisionKey`, or null for a key of another make. */
export function parseDecisionKey(text: string): DecisionKey | null {
  const [subject, rule, policy, period, cause, type, ordinal, ...rest] = text.split('|');
  const at = policy?.lastIndexOf('@') ?? -1;
  if (!subject || !rule || !policy || at < 1 || !period || !cause || !type || ordinal === undefined || rest.length > 0) return null;
  return {
    subject,
    rule,
    pack: policy.slice(0, at),
    version: policy.slice(at + 1),
    period: period === '-' ? null : Number(period),
    cause: cause === '-' ? null : cause,
    type,
    ordinal: Number(ordinal),
  };
}

/** Namespace of proposal ids. Never change it: ids in the log depend on it. */
const NAMESPACE = '0b0f6f0e-3d0c-5a0e-8d53-6c7f2f1f9a41';

/** The id of what a decision proposes: the same decision always proposes under the same id. */
export const proposalIdOf = (decisionKey: string): string => v5(decisionKey, NAMESPACE);
