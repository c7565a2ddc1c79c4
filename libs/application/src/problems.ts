import { CodecError, LogError } from '#event-store';
import { SUBJECT_KIND_WORDS, type Refusal, type SubjectStreamKind } from '#domain';

/** What kind of trouble it is; the shell picks the HTTP status or the exit code from it. */
export type ProblemKind =
  | 'invalid'
  | 'unauthenticated'
  | 'refused'
  | 'notFound'
  | 'conflict'
  | 'precondition'
  | 'forbidden'
  | 'tooLarge'
  | 'readOnly'
  | 'unavailable'
  | 'fault';

/** One place at fault: a field of a command, or a row and column of a file. */
export interface ProblemDetail {
  readonly field: string | null;
  readonly zh: string;
  readonly en: string;
}

/** Every error that a person sees: typed, in both languages, with what to do. */
export class LedgerProblem extends Error {
  constructor(
    readonly kind: ProblemKind,
    readonly refusal: Refusal,
    readonly details: readonly ProblemDetail[] = refusal.field === null ? [] : [{ field: refusal.field, zh: refusal.zh, en: refusal.en }],
    options?: { cause?: unknown },
  ) {
    super(`${refusal.code}: ${refusal.en}`, options);
    this.name = 'LedgerProblem';
  }
}

const refusal = (code: string, zh: string, en: string, todoZh: string, todoEn: string, field: string | null = null): Refusal => ({
  code,
  zh,
  en,
  field,
  todo: { zh: todoZh, en: todoEn },
});

export const problems = {
  brandNotFound: (brandId: string) =>
    new LedgerProblem(
      'notFound',
      refusal(
        'BRAND.NOT_FOUND',
        `台账中没有编号为 ${brandId} 的品牌`,
        `there is no brand ${brandId}`,
        '请核对编号，或先登记该品牌',
        'check the id, or report the brand first',
      ),
    ),
  brandExists: (brandId: string) =>
    new LedgerProblem(
      'conflict',
      refusal(
        'BRAND.EXISTS',
        `编号 ${brandId} 的品牌已在台账中`,
        `brand ${brandId} is on the books already`,
        '请打开该品牌后再操作',
        'open that brand instead',
      ),
    ),
  subjectNotFound: (kind: SubjectStreamKind, id: string) =>
    new LedgerProblem(
      'notFound',
      refusal(
        'SUBJECT.NOT_FOUND',
        `台账中没有编号为 ${id} 的${SUBJECT_KIND_WORDS[kind].zh}`,
        `there is no ${SUBJECT_KIND_WORDS[kind].en} ${id}`,
        '请核对编号，或先登记',
        'check the id, or register it first',
      ),
    ),
  staleIfMatch: (expected: bigint, actual: bigint | 'noStream') =>
    new LedgerProblem(
      'precondition',
      refusal(
        'BRAND.STALE',
        `您看到的是第 ${expected} 版，现在已是第 ${String(actual)} 版，期间有人改动过`,
        `you saw revision ${expected}, it stands at ${String(actual)} now`,
        '请刷新页面，核对后重新提交',
        'reload, look again and resubmit',
        'If-Match',
      ),
    ),
  tooManyConflicts: (stream: string) =>
    new LedgerProblem(
      'conflict',
      refusal(
        'LEDGER.BUSY',
        `多人同时修改 ${stream}，请稍后再试`,
        `several writers are at ${stream}, try again`,
        '请稍候重新提交，同一幂等键不会重复登记',
        'resubmit in a moment; the same Idempotency-Key never records twice',
      ),
    ),
  idempotencyReused: (key: string) =>
    new LedgerProblem(
      'invalid',
      refusal(
        'BRAND.IDEMPOTENCY_REUSED',
        `幂等键“${key}”已用于另一份内容不同的提交`,
        `the Idempotency-Key “${key}” came with another body before`,
        '新的提交请使用新的幂等键',
        'use a new key for a new submission',
        'Idempotency-Key',
      ),
    ),
  outOfScope: (region: string, scope: string) =>
    new LedgerProblem(
      'forbidden',
      refusal(
        'ACCESS.OUT_OF_SCOPE',
        `地区 ${region} 不在您的管辖范围（${scope}）内`,
        `region ${region} lies outside your scope (${scope})`,
        '请由有权限的地区操作',
        'ask the region in charge',
        'region',
      ),
    ),
  unknownRegion: (region: string) =>
    new LedgerProblem(
      'invalid',
      refusal(
        'REGION.UNKNOWN',
        `行政区划代码 ${region} 不存在`,
        `there is no region with code ${region}`,
        '请使用 GB/T 2260 六位代码',
        'use a six-digit GB/T 2260 code',
        'region',
      ),
    ),
  unknownPack: (pack: string) =>
    new LedgerProblem(
      'invalid',
      refusal(
        'POLICY.UNKNOWN',
        `政策文件“${pack}”尚未发布`,
        `policy pack “${pack}” is not published`,
        '请在政策文件库中核对文件编号',
        'look up the pack in the policy library',
        'pack',
      ),
    ),
  noSuchPack: (pack: string) => new LedgerProblem('notFound', problems.unknownPack(pack).refusal),
  invalid: (details: readonly ProblemDetail[]) =>
    new LedgerProblem(
      'invalid',
      refusal(
        'INPUT.INVALID',
        '提交的内容不符合要求',
        'the input does not fit its schema',
        '请按所列字段逐项修改后重新提交',
        'mend the listed fields and resubmit',
        details[0]?.field ?? null,
      ),
      details,
    ),
  stopping: () =>
    new LedgerProblem(
      'unavailable',
      refusal(
        'LEDGER.STOPPING',
        '台账正在停止',
        'the ledger is being stopped',
        '已接收的文件在下次启动时继续登记',
        'a file that was accepted is gone on with by the next start',
      ),
    ),
  notCaughtUp: () =>
    new LedgerProblem(
      'unavailable',
      refusal(
        'LEDGER.NOT_CAUGHT_UP',
        '查询数据尚未更新到最新提交的内容（内容已保存）',
        'the read models have not caught up with what was saved (it is saved)',
        '请稍候重试',
        'try again in a moment',
      ),
    ),
  whatIfBusy: (most: number) =>
    new LedgerProblem(
      'conflict',
      refusal(
        'WHAT_IF.BUSY',
        `已有 ${most} 项政策推演正在进行`,
        `${most} what-if jobs are running, and no more may`,
        '请等它完成，或先停止它',
        'wait for it, or stop it first',
      ),
    ),
  whatIfNotFound: (jobId: string) =>
    new LedgerProblem(
      'notFound',
      refusal(
        'WHAT_IF.NOT_FOUND',
        `没有编号为 ${jobId} 的政策推演；结果只在内存中保留一段时间，重启后不再保留`,
        `there is no what-if job ${jobId}; results lie in memory for a while only and do not outlive a restart`,
        '请重新推演',
        'start it again',
      ),
    ),
  refused: (given: Refusal) => new LedgerProblem('refused', given),
};

/** Puts trouble at the log into words for people; anything else is passed on as it is. */
export function problemOfLog(error: unknown): unknown {
  if (error instanceof CodecError && error.code === 'CODEC.EVENT_REFUSED') return notStorable(error);
  if (!(error instanceof LogError)) return error;
  switch (error.code) {
    case 'LOG.READ_ONLY':
      return new LedgerProblem(
        'readOnly',
        refusal(
          'LEDGER.READ_ONLY',
          '磁盘已满或不可写，台账暂时只读；已保存的内容没有丢失',
          'the disk is full or not writable; the ledger is read-only for now, nothing saved is lost',
          '请腾出磁盘空间后重新提交',
          'free some disk space and resubmit',
        ),
        [],
        { cause: error },
      );
    case 'LOG.APPEND_TOO_LARGE':
      return new LedgerProblem(
        'tooLarge',
        refusal(
          'LEDGER.TOO_LARGE',
          '一次提交的内容过大',
          'the submission is too large',
          '请拆分后分次提交',
          'split it and submit in parts',
        ),
        [],
        { cause: error },
      );
    case 'LOG.APPEND_REFUSED':
      return notStorable(error);
    case 'LOG.OUTCOME_UNKNOWN':
      return new LedgerProblem(
        'unavailable',
        refusal(
          'LEDGER.OUTCOME_UNKNOWN',
          '事件库暂时没有响应，本次提交是否成功尚不确定',
          'the event store does not answer; whether the submission was kept is not known yet',
          '请用同一幂等键稍后重试，不会重复登记',
          'retry with the same Idempotency-Key; nothing is recorded twice',
        ),
        [],
        { cause: error },
      );
    case 'LOG.UNAVAILABLE':
    case 'LOG.ACCESS_DENIED':
    case 'LOG.MISCONFIGURED':
      return ofLog('unavailable', error);
    case 'LOG.STREAM_TOMBSTONED':
    case 'LOG.EVENT_UNREADABLE':
      return ofLog('fault', error);
    default:
      return error;
  }
}

/** The log's own words. */
const ofLog = (kind: ProblemKind, error: LogError): LedgerProblem =>
  new LedgerProblem(kind, { code: error.code.replace('LOG.', 'LEDGER.'), zh: error.zh, en: error.en, field: null, todo: error.todo }, [], {
    cause: error,
  });

const notStorable = (cause: Error): LedgerProblem =>
  new LedgerProblem(
    'invalid',
    refusal(
      'LEDGER.NOT_STORABLE',
      '提交的内容含有无法保存的字符或数值',
      'the content holds characters or numbers that cannot be stored',
      '请检查是否有异常字符、小数或过大的数',
      'look for broken characters, fractions or numbers that are too large',
    ),
    [{ field: null, zh: cause.message, en: cause.message }],
    { cause },
  );

/** What to do about errors of the operating system when a program starts. */
const SYSTEM_ERRORS: Readonly<Record<string, (about: string) => readonly [zh: string, en: string]>> = {
  EADDRINUSE: (port) => [
    `端口 ${port} 已被占用。请停止占用它的程序，或换一个端口启动，例如 PORT=7301`,
    `port ${port} is in use: stop the program that has it, or start on another port, such as PORT=7301`,
  ],
  EACCES: (what) => [
    `没有权限使用 ${what}。请更正权限，或换一个位置或端口`,
    `no permission for ${what}: correct it, or choose another place or port`,
  ],
  EPERM: (what) => [`没有权限使用 ${what}。请更正权限，或换一个位置`, `no permission for ${what}: correct it, or choose another place`],
  EROFS: (what) => [
    `${what} 所在磁盘只读。请将 DATA_DIR 设为可写的位置`,
    `${what} lies on a read-only disk: set DATA_DIR to a place that can be written`,
  ],
  ENOSPC: (what) => [
    `磁盘已满，无法写入 ${what}。请腾出空间后再启动`,
    `the disk is full, ${what} cannot be written: free some space and start again`,
  ],
  EEXIST: (what) => [`${what} 是文件，不是目录。请将 DATA_DIR 设为目录`, `${what} is a file: set DATA_DIR to a folder`],
  ENOTDIR: (what) => [`${what} 的上级不是目录。请更正 DATA_DIR`, `what lies above ${what} is no folder: correct DATA_DIR`],
  ENOENT: (what) => [`${what} 不存在，也无法建立。请更正 DATA_DIR`, `${what} is not there and cannot be made: correct DATA_DIR`],
  ECONNREFUSED: (what) => [
    `无法连接 ${what}。请确认数据库与事件库已启动，地址无误`,
    `${what} refuses connections: see that database and event store run, and that their addresses are right`,
  ],
};

/** An error as it is told to whoever sits at the terminal: both languages, what to do, no stack. */
export function tellError(error: unknown): string {
  if (error instanceof LedgerProblem) return told(error.refusal);
  if (!(error instanceof Error)) return String(error);
  if (saysItself(error)) return told(error);
  const { code, path, port, address } = { code: '', path: '', port: 0, address: '', ...error };
  const what = path !== '' ? path : code === 'EADDRINUSE' || address === '' ? `${port}` : `${address}:${port}`;
  const [zh, en] = SYSTEM_ERRORS[code]?.(what) ?? [];
  return zh === undefined ? error.message : `${zh}\n${en}`;
}

interface Said {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

/** Errors of the log and of the office store carry their own words. */
const saysItself = (error: Error): error is Error & Said => 'zh' in error && 'en' in error && 'todo' in error;

const told = ({ zh, en, todo }: Said): string =>
  `${zh.replace(/。$/, '')}。${todo.zh.replace(/。$/, '')}。\n${en.replace(/\.$/, '')}. ${todo.en.replace(/\.$/, '')}.`;
