import type { ExpectedRevision } from './port';

/** Codes of everything that can go wrong at the log. The code is stable; `zh`, `en` and `todo` are what people read. */
export type LogErrorCode =
  | 'LOG.WRONG_EXPECTED_REVISION'
  | 'LOG.STREAM_NOT_FOUND'
  | 'LOG.STREAM_TOMBSTONED'
  | 'LOG.APPEND_REFUSED'
  | 'LOG.APPEND_TOO_LARGE'
  | 'LOG.EVENT_UNREADABLE'
  | 'LOG.UNAVAILABLE'
  | 'LOG.READ_ONLY'
  | 'LOG.ACCESS_DENIED'
  | 'LOG.OUTCOME_UNKNOWN'
  | 'LOG.FOLDER_LOCKED'
  | 'LOG.FOLDER_FORMAT'
  | 'LOG.MISCONFIGURED';

export interface LogErrorTexts {
  readonly zh: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

const TEXTS: Readonly<Record<LogErrorCode, LogErrorTexts>> = {
  'LOG.WRONG_EXPECTED_REVISION': {
    zh: '该事件流已被他人更新，与预期的修订号不一致',
    todo: { zh: '重新读取最新内容后再提交。', en: 'Read the latest state and submit again.' },
  },
  'LOG.STREAM_NOT_FOUND': { zh: '该事件流不存在', todo: { zh: '核对编号。', en: 'Check the id.' } },
  'LOG.STREAM_TOMBSTONED': {
    zh: '该事件流已在存储中被删除，台账不允许删除',
    todo: { zh: '请审计人员运行校验（verify）并查明原因。', en: 'Have an auditor run verify and find out who deleted it.' },
  },
  'LOG.APPEND_REFUSED': {
    zh: '写入内容不符合日志的规定',
    todo: { zh: '修正内容后重新提交。', en: 'Correct the content and submit again.' },
  },
  'LOG.APPEND_TOO_LARGE': {
    zh: '一次写入的内容超过上限',
    todo: { zh: '拆分后分次提交，附件只存摘要。', en: 'Split it; store attachments apart and record their digest.' },
  },
  'LOG.EVENT_UNREADABLE': {
    zh: '日志中有一条事件不是 JSON 对象，无法读取',
    todo: { zh: '请审计人员运行校验（verify）并查明写入者。', en: 'Have an auditor run verify and find out who wrote it.' },
  },
  'LOG.UNAVAILABLE': { zh: '事件日志暂时不可用', todo: { zh: '稍后重试。', en: 'Try again later.' } },
  'LOG.READ_ONLY': {
    zh: '磁盘已满或无法写入，目前只能查询，不能填报',
    todo: { zh: '清理磁盘空间；有空间后写入自动恢复，无需重启。', en: 'Free disk space; writing resumes by itself, no restart is needed.' },
  },
  'LOG.ACCESS_DENIED': {
    zh: '事件日志拒绝访问',
    todo: { zh: '核对事件库的账号和权限。', en: 'Check the account and its rights at the event store.' },
  },
  'LOG.OUTCOME_UNKNOWN': {
    zh: '写入结果未知：可能已写入，也可能没有',
    todo: { zh: '用同一幂等键重试，不会重复写入。', en: 'Repeat it with the same idempotency key; nothing is written twice.' },
  },
  'LOG.FOLDER_LOCKED': {
    zh: '数据目录正被另一个进程使用',
    todo: { zh: '先停止该进程，或通过它的网址操作。', en: 'Stop that process first, or work through its address.' },
  },
  'LOG.FOLDER_FORMAT': {
    zh: '数据目录的格式与本版本程序不符',
    todo: { zh: '换用对应版本的程序；不要改动目录中的文件。', en: 'Use the version of the program that wrote it; change no file in it.' },
  },
  'LOG.MISCONFIGURED': {
    zh: '事件库的连接设置有误',
    todo: { zh: '更正 EVENTSTORE_URL 后重新启动。', en: 'Correct EVENTSTORE_URL and start again.' },
  },
};

export class LogError extends Error {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };

  constructor(
    readonly code: LogErrorCode,
    message: string,
    options?: { cause?: unknown; zh?: string },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.en = message;
    this.zh = options?.zh ?? TEXTS[code].zh;
    this.todo = TEXTS[code].todo;
  }
}

export class WrongExpectedRevision extends LogError {
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    /** Where the stream really stands. */
    readonly actual: bigint | 'noStream',
  ) {
    super('LOG.WRONG_EXPECTED_REVISION', `stream ${stream} stands at ${String(actual)}, not at ${String(expected)}`, {
      zh: `事件流 ${stream} 已更新：实际为 ${String(actual)}，预期为 ${String(expected)}`,
    });
  }
}

export class StreamNotFound extends LogError {
  constructor(readonly stream: string) {
    super('LOG.STREAM_NOT_FOUND', `stream ${stream} was never written`, { zh: `事件流 ${stream} 不存在` });
  }
}

/** A ledger stream is never tombstoned by us: whoever meets this has found a fault. */
export class StreamTombstoned extends LogError {
  constructor(readonly stream: string) {
    super('LOG.STREAM_TOMBSTONED', `stream ${stream} was deleted in the store`, {
      zh: `事件流 ${stream} 已在存储中被删除，台账不允许删除`,
    });
  }
}

/** Input that no adapter sends: an empty append, an id that is no UUID, data that does not serialise, `-1n`. */
export class AppendRefused extends LogError {
  constructor(
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super('LOG.APPEND_REFUSED', reason, { ...options, zh: `写入内容不符合日志的规定：${reason}` });
  }
}

export class AppendTooLarge extends LogError {
  constructor(
    readonly bytes: number,
    readonly limit: number,
  ) {
    super('LOG.APPEND_TOO_LARGE', `the append has ${bytes} bytes, the limit is ${limit}`, {
      zh: `一次写入 ${bytes} 字节，超过上限 ${limit} 字节`,
    });
  }
}

/** An event that somebody else wrote into the store: its data or metadata is not a JSON object. The reader stops here. */
export class EventUnreadable extends LogError {
  constructor(
    readonly stream: string,
    readonly revision: bigint,
    reason: string,
  ) {
    super('LOG.EVENT_UNREADABLE', `event ${revision} of stream ${stream} cannot be read: ${reason}`, {
      zh: `事件流 ${stream} 的第 ${revision} 条事件无法读取：${reason}`,
    });
  }
}

export class LogUnavailable extends LogError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LOG.UNAVAILABLE', message, options);
  }
}

/** The disk is full or the file cannot be written: reading goes on, writing is refused until there is room. */
export class LogReadOnly extends LogError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LOG.READ_ONLY', message, options);
  }
}

export class LogAccessDenied extends LogError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LOG.ACCESS_DENIED', message, options);
  }
}

/** The append may or may not have happened (a deadline passed). Safe to repeat only with the same ids and an exact revision. */
export class OutcomeUnknown extends LogError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LOG.OUTCOME_UNKNOWN', message, options);
  }
}

/** A setting that would lose data or credentials without a word, or a second client where there may be only one. */
export class LogMisconfigured extends LogError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('LOG.MISCONFIGURED', message, { ...options, zh: `事件库的连接设置有误：${message}` });
  }
}

/** Who holds a data folder, as that process wrote it down when it took the lock. */
export interface FolderHolder {
  readonly pid: number;
  /** Milliseconds since the UNIX epoch. */
  readonly startedAt: number;
  /** The command line, without its environment. */
  readonly command: string;
  /** Where the holder answers HTTP, once it does: a second program can go there instead. */
  readonly address: string | null;
}

/** Another process works in the data folder. `holder` is null when it has taken the lock but not yet said who it is. */
export class FolderLocked extends LogError {
  constructor(
    readonly folder: string,
    readonly holder: FolderHolder | null,
    options?: { cause?: unknown },
  ) {
    const who =
      holder === null ? 'another process' : `process ${holder.pid} (${holder.command}, since ${new Date(holder.startedAt).toISOString()})`;
    const whoZh =
      holder === null ? '另一个进程' : `进程 ${holder.pid}（${holder.command}，自 ${new Date(holder.startedAt).toISOString()} 起）`;
    const address = holder?.address ?? null;
    const where = address === null ? '' : `; it answers at ${address}`;
    const whereZh = address === null ? '' : `，可访问 ${address}`;
    super('LOG.FOLDER_LOCKED', `the data folder ${folder} is held by ${who}${where}`, {
      ...options,
      zh: `数据目录 ${folder} 正被${whoZh}使用${whereZh}`,
    });
  }
}

/** The folder or a file in it was written by another program, a newer version, or is damaged. Nothing was changed. */
export class FolderFormatRefused extends LogError {
  constructor(
    readonly folder: string,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super('LOG.FOLDER_FORMAT', `the data folder ${folder} cannot be opened: ${reason}`, {
      ...options,
      zh: `数据目录 ${folder} 无法打开：${reason}`,
    });
  }
}
