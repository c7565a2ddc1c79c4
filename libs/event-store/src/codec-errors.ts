export type CodecErrorCode =
  | 'CODEC.BAD_WIRE_NAME'
  | 'CODEC.TWO_CURRENT_VERSIONS'
  | 'CODEC.SCHEMA_CHANGES_DATA'
  | 'CODEC.UPCASTER_DUPLICATE'
  | 'CODEC.UPCASTER_GAP'
  | 'CODEC.UPCASTER_CYCLE'
  | 'CODEC.UPCASTER_UNKNOWN_TARGET'
  | 'CODEC.UPCASTER_FAILED'
  | 'CODEC.UNKNOWN_TYPE'
  | 'CODEC.STORED_EVENT_INVALID'
  | 'CODEC.EVENT_REFUSED';

interface Texts {
  readonly zh: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

const FIX_REGISTRY = {
  zh: '修正程序中的事件登记后再启动；日志未被改动。',
  en: 'Correct the registry of events in the program; the log was not touched.',
};
const UPGRADE = { zh: '先升级 worker 再升级 api；不要改动日志。', en: 'Upgrade the workers before the api; do not touch the log.' };

const TEXTS: Readonly<Record<CodecErrorCode, Texts>> = {
  'CODEC.BAD_WIRE_NAME': { zh: '事件名不合规范', todo: FIX_REGISTRY },
  'CODEC.TWO_CURRENT_VERSIONS': { zh: '同一事件登记了两个当前版本', todo: FIX_REGISTRY },
  'CODEC.SCHEMA_CHANGES_DATA': { zh: '事件模式会改动数据（缺省值、转换），不得使用', todo: FIX_REGISTRY },
  'CODEC.UPCASTER_DUPLICATE': { zh: '同一旧版本有两个升级步骤', todo: FIX_REGISTRY },
  'CODEC.UPCASTER_GAP': { zh: '旧版本缺少升级步骤', todo: FIX_REGISTRY },
  'CODEC.UPCASTER_CYCLE': { zh: '升级步骤形成循环', todo: FIX_REGISTRY },
  'CODEC.UPCASTER_UNKNOWN_TARGET': { zh: '升级步骤的终点未登记', todo: FIX_REGISTRY },
  'CODEC.UPCASTER_FAILED': { zh: '旧版本事件升级失败', todo: UPGRADE },
  'CODEC.UNKNOWN_TYPE': { zh: '日志中有本版本程序不认识的事件', todo: UPGRADE },
  'CODEC.STORED_EVENT_INVALID': { zh: '日志中的事件与登记的模式不符', todo: UPGRADE },
  'CODEC.EVENT_REFUSED': {
    zh: '事件内容不合规定，未写入',
    todo: { zh: '修正内容后重新提交。', en: 'Correct the content and submit again.' },
  },
};

/** What goes wrong between plain events and stored ones. `type` is the wire name at fault. */
export class CodecError extends Error {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };

  constructor(
    readonly code: CodecErrorCode,
    readonly type: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = new.target.name;
    this.en = message;
    this.zh = `${TEXTS[code].zh}：${type}`;
    this.todo = TEXTS[code].todo;
  }
}

/** A stored event that stops its reader: it is not skipped, because what follows may depend on it. */
export class UnreadableEvent extends CodecError {
  constructor(
    code: 'CODEC.UNKNOWN_TYPE' | 'CODEC.STORED_EVENT_INVALID' | 'CODEC.UPCASTER_FAILED',
    type: string,
    readonly stream: string,
    readonly revision: bigint,
    reason: string,
    options?: { cause?: unknown },
  ) {
    super(code, type, `event ${revision} of stream ${stream} (${type}): ${reason}`, options);
  }
}
