/**
 * Evaluators by version. A decision names the engine that took it; a replay asks that one again. An engine that has ever
 * decided anything stays here, with its folder, unchanged.
 */
import type { Explanation } from '#domain';
import type { EffectivePack } from './compose';
import { type EvaluationMoment, VERSION, evaluate as engine1 } from './engine-1/evaluate';
import type { Facts, Subject } from './facts';

export type Engine = (pack: EffectivePack, ruleId: string, subject: Subject, facts: Facts, at: EvaluationMoment) => Explanation;

export const engines: Readonly<Record<string, Engine>> = { [VERSION]: engine1 };

/** The engine that decides today. */
export const ENGINE = VERSION;

export type { EvaluationMoment };

/**
 * Evaluates one rule.
 * @param at `asOf` is the business date; windows are the calendar years before `evaluationYear` (left out: the year of `asOf`; a
 * review of the closed year Y passes Y + 1). `factsFrom: 'published'` is for dry runs. `engine` replays with an older evaluator.
 * @returns the explanation; a missing fact, a conflict or a value nobody gave is an answer in it, never an exception
 * @throws PackError for a rule the pack does not hold; RangeError for an engine that does not exist
 */
export function evaluate(
  pack: EffectivePack,
  ruleId: string,
  subject: Subject,
  facts: Facts,
  at: EvaluationMoment & { readonly engine?: string | undefined },
): Explanation {
  const engine = engines[at.engine ?? ENGINE];
  if (engine === undefined) throw new RangeError(`no engine ${at.engine ?? ENGINE}; there are ${Object.keys(engines).join(', ')}`);
  return engine(pack, ruleId, subject, facts, at);
}
