/** What can go wrong with the steward itself, and what it then does. */
import { LogError } from '#event-store';

export type StewardErrorCode =
  | 'STEWARD.TOO_DEEP'
  | 'STEWARD.ENDLESS'
  | 'STEWARD.CONTENTION'
  | 'STEWARD.NO_WORKING_DAYS'
  | 'STEWARD.NOT_SETTLED'
  | 'STEWARD.STOPPED'
  | 'STEWARD.UNEXPECTED';

export class StewardError extends Error {
  constructor(
    readonly code: StewardErrorCode,
    readonly zh: string,
    readonly en: string,
    readonly todo: { readonly zh: string; readonly en: string },
    options?: { cause?: unknown },
  ) {
    super(`${code}: ${en}`, options);
    this.name = 'StewardError';
  }
}

export const stewardErrors = {
  tooDeep: (depth: number, bound: number) =>
    new StewardError(
      'STEWARD.TOO_DEEP',
      `连锁触发已达 ${depth} 层，超过上限 ${bound} 层，已暂停处理`,
      `${depth} events stand between this and a person's act, the bound is ${bound}`,
      { zh: '请检查政策配置中的步骤是否互相触发，再放行', en: 'see whether effects of the packs set each other off, then release the key' },
    ),
  endless: (stream: string, steps: number) =>
    new StewardError(
      'STEWARD.ENDLESS',
      `${stream} 的同一触发已引出 ${steps} 个步骤仍未结束，已暂停处理`,
      `one trigger has led to ${steps} steps on ${stream} and asks for more`,
      { zh: '请检查政策配置中的步骤，再放行', en: 'look at the effects of the pack, then release the key' },
    ),
  contention: (stream: string, attempts: number) =>
    new StewardError(
      'STEWARD.CONTENTION',
      `${stream} 正被频繁修改，已重新判定 ${attempts} 次`,
      `${stream} keeps moving: evaluated anew ${attempts} times`,
      { zh: '系统会自动再试', en: 'it is tried again by itself' },
    ),
  notSettled: (ms: number, why: string) =>
    new StewardError('STEWARD.NOT_SETTLED', `等待 ${ms} 毫秒后仍有待处理事项：${why}`, `not settled within ${ms} ms: ${why}`, {
      zh: '请查看动态管理进程状态',
      en: "look at the steward's status",
    }),
  stopped: (cause: unknown) =>
    new StewardError(
      'STEWARD.STOPPED',
      `动态管理进程已停止：${messageOf(cause)}`,
      `the steward has stopped: ${messageOf(cause)}`,
      { zh: '排除故障后重新启动', en: 'mend the cause and start it again' },
      { cause },
    ),
  unexpected: (cause: unknown) =>
    new StewardError(
      'STEWARD.UNEXPECTED',
      `处理时出错：${messageOf(cause)}`,
      `it failed: ${messageOf(cause)}`,
      { zh: '排除原因后放行', en: 'mend the cause, then release the key' },
      { cause },
    ),
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The closed set of answers to a failed reaction. */
export type ErrorAnswer = { readonly then: 'retry'; readonly afterMs: number } | { readonly then: 'park' } | { readonly then: 'stop' };

const TRANSIENT: ReadonlySet<string> = new Set(['LOG.UNAVAILABLE', 'LOG.OUTCOME_UNKNOWN', 'LOG.READ_ONLY', 'STEWARD.CONTENTION']);
const MAX_WAIT_MS = 30_000;
/** An error nobody has foreseen may pass; one that is left after so many attempts is parked with its key. */
const ATTEMPTS = 3;

/** Code of an error or of what caused it: `LOG.UNAVAILABLE`, `CODEC.UNKNOWN_TYPE`, a refusal's code. */
export function codeOf(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof LogError || at instanceof StewardError) return at.code;
    const told = bilingual(at);
    if (told !== null) return told.code;
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return null;
}

/**
 * What to do about a failed reaction, unless told otherwise. Trouble at the log waits and tries again for ever, because
 * it concerns every key alike. A refusal or a broken guard parks its key at once, because the same input gives the same
 * answer. An event that this program cannot read stops the reader by name.
 * @param attempt how often it has failed, from 1
 */
export function defaultOnError(error: unknown, attempt: number): ErrorAnswer {
  const code = codeOf(error);
  if (code !== null && TRANSIENT.has(code)) return { then: 'retry', afterMs: Math.min(MAX_WAIT_MS, 50 * 2 ** Math.min(attempt, 12)) };
  if (code?.startsWith('CODEC.')) return { then: 'stop' };
  if (error instanceof StewardError || refusalOf(error) !== null) return { then: 'park' };
  return attempt < ATTEMPTS ? { then: 'retry', afterMs: 20 * 4 ** attempt } : { then: 'park' };
}

interface Told {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

/** The reason as people read it: the error's own words where it has them in both languages. */
export function toldOf(error: unknown): Told {
  const told = refusalOf(error) ?? (error instanceof Error ? bilingual(error) : null) ?? stewardErrors.unexpected(error);
  return { code: told.code, zh: told.zh, en: told.en };
}

function refusalOf(error: unknown): Told | null {
  return error instanceof Error && 'refusal' in error ? bilingual(error.refusal) : null;
}

function bilingual(value: unknown): Told | null {
  if (typeof value !== 'object' || value === null || !('code' in value && 'zh' in value && 'en' in value)) return null;
  const { code, zh, en } = value;
  return typeof code === 'string' && typeof zh === 'string' && typeof en === 'string' ? { code, zh, en } : null;
}
