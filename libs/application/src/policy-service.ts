/** Where a policy's life meets the log: drafts, approvals, returns, repeals, and the standards that regions set for themselves. */
import { canonicalJson } from '#audit';
import {
  decideLocalStandard,
  decidePolicy,
  evolveLocalStandards,
  evolvePolicy,
  initialPolicy,
  isWithin,
  policyEnd,
  policyStream,
  regionLevel,
  regionName,
  regionStream,
  statedUntilOf,
  type Delegation,
  type GovernedSpan,
  type LocalStandardCommand,
  type LocalStandardEvent,
  type LocalStandards,
  type PolicyCommand,
  type PolicyContext,
  type PolicyEvent,
  type PolicyState,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import {
  PackCases,
  checkPack,
  delegatedParameters,
  diffPacks,
  openPack,
  standardFault,
  type EffectivePack,
  type OpenPack,
  type PackChange,
  type PackFinding,
} from '#policy';
import { MAX_DECISIONS, type CommandOptions } from './brand-service';
import { bodyHash, derivedId, newId } from './ids';
import type { Ledger, WriteContext } from './ledger';
import type { LedgerEvent } from './ledger-codec';
import { readPackFile, type FilePlace } from './pack-file';
import { packDigest, type PolicyLibrary } from './policies';
import { LedgerProblem, problemOfLog, problems, type ProblemDetail } from './problems';

const isPolicyEvent = (event: LedgerEvent): event is PolicyEvent => event.type.startsWith('Policy');
/** The stream of a region holds more than its standards. */
const isStandardEvent = (event: LedgerEvent): event is LocalStandardEvent => event.type.startsWith('LocalStandard');
const NO_STANDARDS: LocalStandards = [];

/** What the check of a pack file found, each with the line it is about where it is known. */
export type FileFinding = PackFinding & { readonly at: FilePlace | null };

export interface FileCheck {
  /** Null: the file has no id that can be read. */
  readonly pack: string | null;
  readonly version: string | null;
  readonly findings: readonly FileFinding[];
}

export interface PolicyAnswer {
  readonly stream: string;
  readonly pack: string;
  readonly version: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** True when nothing was written now: the ledger says so already. */
  readonly repeated: boolean;
}

export interface StandardAnswer extends Omit<PolicyAnswer, 'pack' | 'version'> {
  readonly standardId: string;
}

export interface DraftRequest {
  /** The pack file, YAML or JSON. */
  readonly text: string;
  readonly draftedBy: string;
  readonly reason: string;
  /** Left out: the day on which the document itself comes into force. */
  readonly effectiveFrom?: string | undefined;
  readonly backdatedBecause?: string | undefined;
  readonly supersedes?: string | undefined;
}

/** A text to compare: a version in the ledger, or a file. */
export type ComparedText = { readonly pack: string; readonly version: string } | { readonly text: string };

type LocalData<T extends LocalStandardCommand['type']> = Extract<LocalStandardCommand, { type: T }>['data'];

/** Which level of region a role of the packs stands for. */
const LEVELS: Readonly<Record<string, string>> = { banner: 'county', prefecture: 'prefecture', province: 'province' };

export class PolicyService {
  constructor(
    readonly ledger: Ledger,
    readonly policies: PolicyLibrary,
  ) {}

  /**
   * Looks a pack file over without writing anything.
   * @param cases text of the file of boundary cases that stands beside it
   */
  async check(
    text: string,
    around: { readonly cases?: string | undefined; readonly supersedes?: string | undefined } = {},
  ): Promise<FileCheck> {
    await this.policies.refresh();
    const file = readPackFile(text);
    if (!file.ok) return { pack: null, version: null, findings: file.faults.map(syntaxFinding) };
    const named = (field: string): string | null => {
      const value = (file.document as Record<string, unknown>)[field];
      return typeof value === 'string' ? value : null;
    };
    const cases = around.cases === undefined ? null : readCases(around.cases);
    const findings = checkPack(file.document, {
      known: this.knownPacks(),
      cases: cases !== null && 'format' in cases ? cases : null,
      supersedes: around.supersedes ?? null,
    });
    return {
      pack: named('id'),
      version: named('version'),
      findings: [
        ...(cases !== null && 'severity' in cases ? [cases] : []),
        ...findings.map((each) => ({ ...each, at: each.code.startsWith('CASE.') ? null : file.locate(each.place) })),
      ],
    };
  }

  /** What a pack is held against: of each pack the version approved last, ending when it really ends. */
  private knownPacks(): readonly OpenPack[] {
    const known = this.policies.all().map(({ open, edition }): readonly [string, OpenPack] => {
      const end = policyEnd(edition);
      const { pack } = open;
      return [pack.id, end === null ? open : { ...open, pack: { ...pack, meta: { ...pack.meta, repealed: end.from } } }];
    });
    return [...new Map(known).values()];
  }

  /**
   * 起草: proposes a version. It decides nothing before a second person has approved it.
   * @throws LedgerProblem POLICY.INVALID_PACK with every fault by line, or a refusal of the decider
   */
  async draft(request: DraftRequest, options: CommandOptions): Promise<PolicyAnswer> {
    const { findings } = await this.check(request.text, { supersedes: request.supersedes });
    // Whether it overlaps depends on the days on which it is to decide: the decider looks at those.
    const errors = findings.filter(({ severity, code }) => severity === 'error' && code !== 'PACK.OVERLAPS');
    if (errors.length > 0) throw invalidPack(errors);
    const file = readPackFile(request.text);
    const open = openPack(file.ok ? file.document : null);
    const { pack } = open;
    if (!isWithin(pack.governs.region, options.actor.region)) throw problems.outOfScope(pack.governs.region, options.actor.region);
    const document = textOf(open);
    const { draftedBy, reason, effectiveFrom = pack.meta.inForceFrom, backdatedBecause = null, supersedes = null } = request;
    return this.decide(
      pack.id,
      {
        type: 'draft',
        data: {
          ...{ pack: pack.id, version: pack.version, digest: packDigest(pack), document, effectiveFrom },
          statedUntil: statedUntilOf(document),
          ...{ draftedBy, reason, backdatedBecause, supersedes },
        },
      },
      options,
    );
  }

  approve(
    pack: string,
    version: string,
    body: {
      readonly approvedBy: string;
      readonly note?: string | undefined;
      readonly digest?: string | undefined;
      readonly backdatedBecause?: string | undefined;
    },
    options: CommandOptions,
  ): Promise<PolicyAnswer> {
    const { approvedBy, note = null, digest = null, backdatedBecause = null } = body;
    return this.decide(pack, { type: 'approve', data: { pack, version, approvedBy, note, digest, backdatedBecause } }, options);
  }

  sendBack(
    pack: string,
    version: string,
    body: { readonly returnedBy: string; readonly reason: string },
    options: CommandOptions,
  ): Promise<PolicyAnswer> {
    return this.decide(pack, { type: 'return', data: { pack, version, ...body } }, options);
  }

  repeal(
    pack: string,
    version: string,
    body: Omit<Extract<PolicyCommand, { type: 'repeal' }>['data'], 'pack' | 'version' | 'document' | 'backdatedBecause'> & {
      readonly document?: Extract<PolicyCommand, { type: 'repeal' }>['data']['document'] | undefined;
      readonly backdatedBecause?: string | undefined;
    },
    options: CommandOptions,
  ): Promise<PolicyAnswer> {
    const { document = null, backdatedBecause = null, repealedOn, repealedBy, reason } = body;
    return this.decide(
      pack,
      { type: 'repeal', data: { pack, version, repealedOn, repealedBy, reason, document, backdatedBecause } },
      options,
    );
  }

  /** Notes which versions have expired by the date that their documents state. The date alone ends them; this makes it an event. */
  async noteExpiries(options: CommandOptions): Promise<void> {
    await this.policies.refresh();
    for (const pack of this.policies.lives().keys()) await this.decide(pack, { type: 'noteExpiry', data: { pack } }, options);
  }

  /** What changed from one text to another. @throws LedgerProblem for a version that is not there, or a file that does not open */
  async diff(
    from: ComparedText,
    to: ComparedText,
  ): Promise<{ readonly from: OpenPack; readonly to: OpenPack; readonly changes: readonly PackChange[] }> {
    await this.policies.refresh();
    const [older, newer] = [this.compared(from), this.compared(to)];
    return { from: older, to: newer, changes: diffPacks(older, newer) };
  }

  private compared(given: ComparedText): OpenPack {
    if ('text' in given) {
      const file = readPackFile(given.text);
      if (!file.ok) throw invalidPack(file.faults.map(syntaxFinding));
      const errors = checkPack(file.document, { known: this.knownPacks(), cases: null, supersedes: null }).filter(
        ({ code }) => code === 'PACK.SCHEMA',
      );
      if (errors.length > 0) throw invalidPack(errors.map((each) => ({ ...each, at: file.locate(each.place) })));
      return openPack(file.document);
    }
    const found = this.policies.version(given.pack, given.version);
    if (found === null) throw unknownVersion(given.pack, given.version);
    return found.open;
  }

  /** 公布本级标准（文件交由下级自行确定的）. */
  async publishLocalStandard(
    region: string,
    body: Omit<LocalData<'publishLocalStandard'>, 'standardId' | 'region' | 'unit'> & { readonly unit?: string | undefined },
    options: CommandOptions,
  ): Promise<StandardAnswer> {
    await this.policies.refresh();
    const whole = await this.policies.named(body.pack, body.effectiveFrom).catch((error: unknown) => {
      const [latest] = this.policies
        .all()
        .filter(({ open }) => open.pack.id === body.pack && open.pack.role === 'document')
        .slice(-1);
      if (!(error instanceof LedgerProblem) || latest === undefined) throw error;
      return { document: latest, houses: [] };
    });
    const delegation = delegationOf(whole, region, body.parameter, body.value);
    const standardId = options.idempotencyKey === undefined ? newId() : derivedId('standard', options.actor.id, options.idempotencyKey);
    const data = { ...body, standardId, region, unit: body.unit ?? delegation?.unit ?? 'persons' };
    return this.decideLocal(region, { type: 'publishLocalStandard', data }, delegation, body, options);
  }

  /** 废止本级标准. */
  repealLocalStandard(
    region: string,
    standardId: string,
    body: Omit<LocalData<'repealLocalStandard'>, 'standardId' | 'region'>,
    options: CommandOptions,
  ): Promise<StandardAnswer> {
    return this.decideLocal(region, { type: 'repealLocalStandard', data: { ...body, standardId, region } }, null, body, options);
  }

  private async decide(pack: string, command: PolicyCommand, options: CommandOptions): Promise<PolicyAnswer> {
    const stream = policyStream(pack);
    const version = command.type === 'noteExpiry' ? '' : command.data.version;
    const hash = bodyHash({ [command.type]: command.data });
    for (let attempt = 1; ; attempt += 1) {
      await this.policies.refresh();
      const { state, revision, position, seen } = await this.load(stream, initialPolicy, evolvePolicy, isPolicyEvent, options);
      if (seen !== null) {
        if (seen.bodyHash !== hash) throw problems.idempotencyReused(options.idempotencyKey ?? '');
        return { stream, pack, version, revision: seen.revision, position: seen.position, repeated: true };
      }
      if (options.ifMatch !== undefined && options.ifMatch !== revision) throw problems.staleIfMatch(options.ifMatch, revision);
      if (revision < 0n && command.type !== 'draft') throw problems.unknownPack(pack);
      const today = options.effectiveOn ?? this.ledger.clock.today();
      const context = this.contextOf(command, state, today, options);
      const decided = decidePolicy(command, state, context);
      if (!decided.ok) {
        const { refusal } = decided;
        const all = context.faults.map(({ place, zh, en }): ProblemDetail => ({ field: place, zh, en }));
        if (refusal.code === 'POLICY.DOES_NOT_COMPOSE') throw new LedgerProblem('refused', refusal, all);
        if (refusal.code === 'POLICY.NO_SUCH_VERSION') throw new LedgerProblem('notFound', refusal);
        throw problems.refused(refusal);
      }
      const written = await this.append(stream, revision, decided.events, { hash, today }, options, attempt);
      if (written === 'conflict') continue;
      if (command.type === 'approve') await this.tellPredecessor(pack, version, options);
      return { stream, pack, version, ...(written ?? { revision, position }), repeated: written === null };
    }
  }

  /** A document that takes the place of another says so in the other's stream, too. That it does so rests on its own approval alone. */
  private async tellPredecessor(pack: string, version: string, options: CommandOptions): Promise<void> {
    await this.policies.refresh();
    const edition = this.policies.version(pack, version)?.edition;
    if (edition === undefined || edition.supersedes === null) return;
    const today = options.effectiveOn ?? this.ledger.clock.today();
    for (let attempt = 1; ; attempt += 1) {
      const stream = policyStream(edition.supersedes);
      const { state, revision } = await this.load(stream, initialPolicy, evolvePolicy, isPolicyEvent, options);
      const by = { pack, version };
      const events = [...state.editions.values()]
        .filter(({ status, ends }) => status === 'published' && !ends.some((end) => end.by?.pack === pack && end.by.version === version))
        .map((each): PolicyEvent => ({
          type: 'PolicySuperseded.v1',
          data: { pack: each.pack, version: each.version, by, from: edition.effectiveFrom },
        }));
      const { idempotencyKey: _key, ...plain } = options;
      if ((await this.append(stream, revision, events, { hash: '', today }, plain, attempt)) !== 'conflict') return;
    }
  }

  private contextOf(command: PolicyCommand, state: PolicyState, today: string, { actor }: CommandOptions): PolicyContext {
    const none: PolicyContext = { today, governs: null, documentInForceFrom: '', others: [], faults: [] };
    if (command.type === 'noteExpiry' || command.type === 'return') return none;
    const { pack, version } = command.data;
    const known = state.editions.get(version);
    const text = command.type === 'draft' ? command.data : known;
    if (text === undefined) return none;
    const open = this.policies.open(text);
    const { governs, role, meta } = open.pack;
    if (!isWithin(governs.region, actor.region)) throw problems.outOfScope(governs.region, actor.region);
    // As things would stand if the command were carried out, and a draft approved.
    const now = this.ledger.clock.now().toISOString();
    const approved = (digest: string): PolicyEvent => ({
      type: 'PolicyApproved.v1',
      data: { pack, version, digest, approvedBy: actor.id, note: null, backdatedBecause: null },
    });
    const events: readonly PolicyEvent[] =
      command.type === 'draft'
        ? [{ type: 'PolicyDrafted.v1', data: command.data }, approved(command.data.digest)]
        : command.type === 'approve'
          ? [approved(known?.digest ?? '')]
          : [{ type: 'PolicyRepealed.v1', data: command.data }];
    const then = events.reduce((folded, event) => evolvePolicy(folded, event, now), state);
    const from = command.type === 'repeal' ? command.data.repealedOn : (then.editions.get(version)?.effectiveFrom ?? today);
    return {
      today,
      governs: role === 'document' ? governs : null,
      documentInForceFrom: meta.inForceFrom,
      others: this.spans().filter((span) => span.pack !== pack),
      faults: this.policies.faultsWith(pack, then, from),
    };
  }

  private spans(): readonly GovernedSpan[] {
    return this.policies
      .all()
      .filter(({ open }) => open.pack.role === 'document')
      .map(({ open: { pack }, edition }): GovernedSpan => ({
        pack: pack.id,
        version: pack.version,
        title: pack.meta.title,
        region: pack.governs.region,
        kinds: pack.governs.kinds,
        from: edition.effectiveFrom,
        until: policyEnd(edition)?.from ?? null,
        supersedes: edition.supersedes,
      }));
  }

  private async decideLocal(
    region: string,
    command: LocalStandardCommand,
    delegation: Delegation | null,
    body: unknown,
    options: CommandOptions,
  ): Promise<StandardAnswer> {
    if (regionName(region) === undefined) throw problems.unknownRegion(region);
    if (!isWithin(region, options.actor.region)) throw problems.outOfScope(region, options.actor.region);
    const stream = regionStream(region);
    const { standardId } = command.data;
    const hash = bodyHash({ [command.type]: body });
    for (let attempt = 1; ; attempt += 1) {
      const { state, revision, position, seen } = await this.load(stream, NO_STANDARDS, evolveLocalStandards, isStandardEvent, options);
      if (seen !== null) {
        if (seen.bodyHash !== hash) throw problems.idempotencyReused(options.idempotencyKey ?? '');
        return { stream, standardId, revision: seen.revision, position: seen.position, repeated: true };
      }
      if (options.ifMatch !== undefined && options.ifMatch !== revision) throw problems.staleIfMatch(options.ifMatch, revision);
      const today = options.effectiveOn ?? this.ledger.clock.today();
      const decided = decideLocalStandard(command, state, { today, delegation });
      if (!decided.ok) {
        if (decided.refusal.code === 'STANDARD.NOT_FOUND') throw new LedgerProblem('notFound', decided.refusal);
        throw problems.refused(decided.refusal);
      }
      const written = await this.append(stream, revision, decided.events, { hash, today }, options, attempt);
      if (written === 'conflict') continue;
      return { stream, standardId, ...(written ?? { revision, position }), repeated: written === null };
    }
  }

  /** @returns null: there was nothing to write */
  private async append(
    stream: string,
    revision: bigint,
    events: readonly LedgerEvent[],
    { hash, today }: { readonly hash: string; readonly today: string },
    options: CommandOptions,
    attempt: number,
  ): Promise<{ readonly revision: bigint; readonly position: bigint } | null | 'conflict'> {
    if (events.length === 0) return null;
    const context: WriteContext = {
      actor: options.actor,
      correlationId: options.correlationId ?? newId(),
      causationId: null,
      causationDepth: 0,
      effectiveOn: today,
      idempotency: options.idempotencyKey === undefined ? null : { actor: options.actor.id, key: options.idempotencyKey, bodyHash: hash },
    };
    try {
      const appended = await this.ledger.append(stream, revision < 0n ? 'noStream' : revision, events, context);
      return { revision: appended.revision, position: appended.position };
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw problemOfLog(error);
      if (attempt === MAX_DECISIONS) throw problems.tooManyConflicts(stream);
      return 'conflict';
    }
  }

  private async load<S, E extends LedgerEvent>(
    stream: string,
    initial: S,
    evolve: (state: S, event: E, recordedAt: string) => S,
    isOwn: (event: LedgerEvent) => event is E,
    options: CommandOptions,
  ): Promise<{
    readonly state: S;
    readonly revision: bigint;
    readonly position: bigint;
    readonly seen: { readonly bodyHash: string; readonly revision: bigint; readonly position: bigint } | null;
  }> {
    let state = initial;
    let revision = -1n;
    let position = 0n;
    let seen: { bodyHash: string; revision: bigint; position: bigint } | null = null;
    for await (const { event, metadata, recorded } of this.ledger.readStream(stream)) {
      if (isOwn(event)) state = evolve(state, event, metadata.recordedAt);
      ({ revision, position } = recorded);
      const { idempotency } = metadata;
      if (idempotency !== null && idempotency.key === options.idempotencyKey && idempotency.actor === options.actor.id)
        seen = { bodyHash: idempotency.bodyHash, revision, position };
    }
    return { state, revision, position, seen };
  }
}

const textOf = ({ pack }: OpenPack): string => canonicalJson(pack);

/** What a pack says of one parameter to a region that would set it. */
function delegationOf(
  whole: Pick<EffectivePack, 'document' | 'houses'>,
  region: string,
  key: string,
  value: number | string,
): Delegation | null {
  const { pack } = whole.document.open;
  const handedDown = delegatedParameters(whole).find((each) => each.key === key);
  const own = pack.parameters.find((each) => each.key === key);
  if (handedDown === undefined)
    return own === undefined ? null : { delegatedTo: null, namesRegion: false, unit: own.unit, zh: own.zh, en: own.en, valueFault: null };
  const { delegatedTo, unit, zh, en } = handedDown;
  const namesRegion = isWithin(region, pack.governs.region) && regionLevel(region) === LEVELS[delegatedTo];
  return { delegatedTo, namesRegion, unit, zh, en, valueFault: standardFault(handedDown, value) };
}

const syntaxFinding = ({ line, column, zh, en }: FilePlace & { readonly zh: string; readonly en: string }): FileFinding => ({
  severity: 'error',
  place: '',
  code: 'PACK.SYNTAX',
  zh,
  en,
  todo: { zh: '按所指行列改正后重新检查', en: 'correct it at that line and check again' },
  at: { line, column },
});

function readCases(text: string): PackCases | FileFinding {
  const file = readPackFile(text);
  const parsed = file.ok ? PackCases.safeParse(file.document) : null;
  if (parsed?.success === true) return parsed.data;
  const [issue] = parsed?.error.issues ?? [];
  const place =
    issue?.path
      .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
      .join('')
      .replace(/^\./, '') ?? '';
  const [fault] = file.ok ? [] : file.faults;
  return {
    severity: 'error',
    place,
    code: 'CASE.SCHEMA',
    zh: `边界案例文件不符合格式：${fault?.zh ?? `${place} ${issue?.message ?? ''}`}`,
    en: `the file of boundary cases does not fit its format: ${fault?.en ?? `${place} ${issue?.message ?? ''}`}`,
    todo: { zh: '对照其他边界案例文件改正', en: 'correct it after the other files of cases' },
    at: null,
  };
}

const invalidPack = (errors: readonly FileFinding[]): LedgerProblem =>
  new LedgerProblem(
    'invalid',
    {
      code: 'POLICY.INVALID_PACK',
      zh: `政策包有 ${errors.length} 处错误，未登记任何内容`,
      en: `the pack has ${errors.length} errors; nothing was recorded`,
      field: 'text',
      todo: { zh: '请按所列位置改正后重新提交', en: 'correct the listed places and submit it again' },
    },
    errors.map(({ at, place, zh, en, todo }) => ({
      field: `${at === null ? '' : `第 ${at.line} 行第 ${at.column} 列 `}${place}`.trim() || null,
      zh: `${zh}（${todo.zh}）`,
      en: `${en} (${todo.en})`,
    })),
  );

const unknownVersion = (pack: string, version: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'POLICY.NO_SUCH_VERSION',
    zh: `「${pack}」没有第 ${version} 版`,
    en: `${pack} has no version ${version}`,
    field: 'version',
    todo: { zh: '请在政策文件库中核对', en: 'look it up in the policy library' },
  });
