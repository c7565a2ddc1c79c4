/** A whole ledger in miniature for the specs of this room: a log in memory, the real domain, the real Shandong packs. Ids and clock are held. */
import {
  EventMetadata,
  brandEventSchemas,
  decideBrand,
  decideSubject,
  decideSubjectBySteward,
  foldBrand,
  foldSubject,
  initialBrand,
  initialSubject,
  parseSubjectStream,
  plainContext,
  regionEventSchemas,
  subjectEventSchemas,
  subjectStream,
  type BrandEvent,
  type BrandState,
  type CommandContext,
  type HumanBrandCommand,
  type RecordedBrandEvent,
  type RecordedSubjectEvent,
  type RegionEvent,
  type StewardBrandCommand,
  type StewardSubjectCommand,
  type SubjectCommand,
  type SubjectContext,
  type SubjectEvent,
  type SubjectState,
} from '#domain';
import {
  StreamNotFound,
  WrongExpectedRevision,
  type AppendResult,
  type EventLog,
  type EventToAppend,
  type ExpectedRevision,
  type JsonObject,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
  type SubscriptionMessage,
} from '#event-store';
import { composePacks, openPack, type EffectivePack, type Facts } from '#policy';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { StewardMeta, StewardPort } from './act';
import { Bell } from './bell';
import type { StewardClock } from './term';

const pack = (name: string): unknown => parse(readFileSync(join(__dirname, '../../policy/packs', `${name}.yaml`), 'utf8'));
const digest = (digit: string): string => digit.repeat(64);

/** 鲁就办〔2021〕22号 with the house pack that completes it. */
export const shandong: EffectivePack = composePacks({ open: openPack(pack('sd-2021-22')), digest: digest('a') }, [
  { open: openPack(pack('sd-2021-22-house')), digest: digest('b') },
]);

/** 内人社办发〔2024〕118号, 凯里办发〔2024〕9号 with their house packs, and the explained skills plan. */
export const innerMongolia: EffectivePack = composePacks({ open: openPack(pack('im-2024-118')), digest: digest('c') }, [
  { open: openPack(pack('im-2024-118-house')), digest: digest('d') },
]);
export const kaili: EffectivePack = composePacks({ open: openPack(pack('kaili-2024-9')), digest: digest('e') }, [
  { open: openPack(pack('kaili-2024-9-house')), digest: digest('f') },
]);

let counted = 0;
/** UUIDs in counting order. */
export const newId = (): string => `00000000-0000-4000-8000-${(counted += 1).toString(16).padStart(12, '0')}`;

/** The port of the log over an array. */
export class MemoryLog implements EventLog {
  readonly events: RecordedEvent[] = [];
  private readonly appended = new Bell();

  constructor(private readonly now: () => Date) {}

  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendResult> {
    const actual = this.of(stream).at(-1)?.revision;
    if (expected === 'noStream' ? actual !== undefined : typeof expected === 'bigint' && expected !== actual) {
      return Promise.reject(new WrongExpectedRevision(stream, expected, actual ?? 'noStream'));
    }
    let revision = actual ?? -1n;
    let position = 0n;
    for (const event of events) {
      revision += 1n;
      position = BigInt(this.events.length + 1) * 10n;
      this.events.push({ ...event, stream, revision, position, created: this.now() });
    }
    this.appended.ring();
    return Promise.resolve({ revision, position });
  }

  private of(stream: string): readonly RecordedEvent[] {
    return this.events.filter((event) => event.stream === stream);
  }

  async *readStream(stream: string, options: ReadStreamOptions = {}): AsyncGenerator<RecordedEvent> {
    const events = this.of(stream);
    if (events.length === 0) throw new StreamNotFound(stream);
    await Promise.resolve();
    yield* events.filter(({ revision }) => revision >= (options.from ?? 0n));
  }

  async *readAll(options: ReadAllOptions = {}): AsyncGenerator<RecordedEvent> {
    await Promise.resolve();
    if (options.direction === 'backwards') yield* this.events.toReversed().slice(0, options.limit);
    else yield* this.events.filter(({ position }) => position > (options.after ?? 0n));
  }

  async *subscribe(options: SubscribeOptions = {}): AsyncGenerator<SubscriptionMessage> {
    const aborted = new Promise<void>((resolve) => options.signal?.addEventListener('abort', () => resolve(), { once: true }));
    let at = this.events.filter(({ position }) => position <= (options.after ?? 0n)).length;
    for (let told = false; options.signal?.aborted !== true;) {
      const appended = this.appended.wait();
      const event = this.events[at];
      if (event !== undefined) {
        at += 1;
        yield { kind: 'event', event };
      } else if (!told) {
        told = true;
        yield { kind: 'caughtUp' };
      } else await Promise.race([appended, aborted]);
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

export class HeldClock implements StewardClock {
  constructor(private date: string) {}
  /** Instants move on their own, so that leases do: milliseconds since the world began. */
  private millis = 0;
  now(): Date {
    return new Date(Date.parse('2026-01-01T00:00:00Z') + this.millis);
  }
  today(): string {
    return this.date;
  }
  set(date: string): void {
    this.date = date;
  }
  pass(ms: number): void {
    this.millis += ms;
  }
}

const PERSON = { id: 'local', role: 'approver', region: '370000' };
const STEWARD = { id: 'steward', role: 'steward', region: '000000' };
export const DOCUMENT = { number: '鲁人社字〔2022〕1号', issuedOn: '2022-01-10', signedBy: '王某' };
const SOURCE = { reference: '示例', note: null };

export class Refused extends Error {
  constructor(readonly refusal: { readonly code: string; readonly zh: string; readonly en: string }) {
    super(refusal.en);
  }
}

const SCHEMAS: Readonly<Record<string, { parse(data: unknown): unknown }>> = {
  ...brandEventSchemas,
  ...regionEventSchemas,
  ...subjectEventSchemas,
};

/** What the application does, in a few lines: people's commands, and the port of the steward. */
export class World implements StewardPort {
  readonly clock = new HeldClock('2022-01-10');
  readonly log = new MemoryLog(() => this.clock.now());
  /** What the steward was told to do, in order. */
  readonly executed: { readonly brandId: string; readonly type: string; readonly key: string; readonly effectiveOn: string }[] = [];
  /** Called before a command of the steward is executed; may throw or write. */
  beforeExecute: (brandId: string, command: StewardBrandCommand) => Promise<void> = () => Promise.resolve();
  /** Called after it was appended; may throw, as a process that dies does. */
  afterExecute: (brandId: string, command: StewardBrandCommand) => Promise<void> = () => Promise.resolve();
  pack: EffectivePack | null = shandong;
  /** What binds subjects beside brands. */
  binding: readonly EffectivePack[] = [];
  /** How the sides of every dual brand stand. */
  sides: Facts['linked'] = [];
  /** What the steward was told to do on subjects beside brands. */
  readonly answered: { readonly stream: string; readonly type: string; readonly key: string; readonly effectiveOn: string }[] = [];

  private readonly decoded = new WeakMap<RecordedEvent, { event: { type: string; data: unknown }; metadata: EventMetadata }>();

  readonly decode = (recorded: RecordedEvent): { event: { type: string; data: unknown }; metadata: EventMetadata } => {
    const known = this.decoded.get(recorded);
    if (known !== undefined) return known;
    const schema = SCHEMAS[recorded.type];
    if (schema === undefined) throw Object.assign(new Error(`unknown event type ${recorded.type}`), { code: 'CODEC.UNKNOWN_TYPE' });
    const found = { event: { type: recorded.type, data: schema.parse(recorded.data) }, metadata: EventMetadata.parse(recorded.metadata) };
    this.decoded.set(recorded, found);
    return found;
  };

  async history(brandId: string): Promise<RecordedBrandEvent[]> {
    const found: RecordedBrandEvent[] = [];
    for (const recorded of this.log.events.filter(({ stream }) => stream === `brand-${brandId}`)) {
      const { event, metadata } = this.decode(recorded);
      found.push({ ...(event as BrandEvent), id: recorded.id, revision: recorded.revision, metadata });
    }
    return Promise.resolve(found);
  }

  async loadBrand(brandId: string): Promise<{ state: BrandState; revision: bigint }> {
    const history = await this.history(brandId);
    return { state: foldBrand(initialBrand, history), revision: BigInt(history.length - 1) };
  }

  packsFor(subject: { readonly regions: readonly string[]; readonly kind: string }): Promise<EffectivePack | null> {
    return Promise.resolve(subject.regions.includes('370000') ? this.pack : null);
  }

  async execute(
    brandId: string,
    expectedRevision: bigint,
    command: StewardBrandCommand,
    meta: StewardMeta,
  ): Promise<{ revision: bigint; position: bigint } | 'conflict'> {
    await this.beforeExecute(brandId, command);
    const { state, revision } = await this.loadBrand(brandId);
    if (revision !== expectedRevision) return 'conflict';
    const events = this.decide(brandId, command, state, meta.effectiveOn);
    this.executed.push({ brandId, type: command.type, key: command.data.decision.key, effectiveOn: meta.effectiveOn });
    const last = this.log.events.findLast(({ stream }) => stream === `brand-${brandId}`);
    const result =
      events.length === 0
        ? { revision, position: last?.position ?? 0n }
        : await this.append(brandId, events, revision, { ...meta, actor: STEWARD });
    await this.afterExecute(brandId, command);
    return result;
  }

  subjectHistory(stream: string): RecordedSubjectEvent[] {
    return this.log.events
      .filter((recorded) => recorded.stream === stream)
      .map((recorded) => {
        const { event, metadata } = this.decode(recorded);
        return { ...event, id: recorded.id, revision: recorded.revision, metadata };
      });
  }

  loadSubject(stream: string): Promise<{ state: SubjectState; revision: bigint }> {
    const place = parseSubjectStream(stream);
    if (place === null) throw new Error(`no subject ${stream}`);
    const history = this.subjectHistory(stream);
    return Promise.resolve({
      state: foldSubject(initialSubject(place.kind, place.id), history),
      revision: BigInt(history.length - 1),
    });
  }

  packsBinding(): Promise<readonly EffectivePack[]> {
    return Promise.resolve(this.binding);
  }
  documents(): Promise<readonly EffectivePack[]> {
    return Promise.resolve(this.binding);
  }
  linkedFacts(): Promise<Facts['linked']> {
    return Promise.resolve(this.sides);
  }

  async executeSubject(
    stream: string,
    expectedRevision: bigint,
    command: StewardSubjectCommand,
    meta: StewardMeta,
  ): Promise<{ revision: bigint; position: bigint } | 'conflict'> {
    const { state, revision } = await this.loadSubject(stream);
    if (revision !== expectedRevision) return 'conflict';
    const decided = decideSubjectBySteward(command, state, plainContext(this.now(state.id, meta.effectiveOn)));
    if (!decided.ok) throw new Refused(decided.refusal);
    this.answered.push({ stream, type: command.type, key: command.data.decision.key, effectiveOn: meta.effectiveOn });
    const last = this.log.events.findLast((recorded) => recorded.stream === stream);
    const result =
      decided.events.length === 0
        ? { revision, position: last?.position ?? 0n }
        : await this.appendTo(stream, decided.events, revision, { ...meta, actor: STEWARD });
    await this.afterAnswer();
    return result;
  }
  /** Called after an answer was appended; may throw, as a process that dies does. */
  afterAnswer: () => Promise<void> = () => Promise.resolve();

  private now(id: string, today: string): Pick<SubjectContext, 'id' | 'today' | 'now' | 'ids'> {
    return { id, today, now: `${today}T01:00:00.000Z`, ids: [newId(), newId(), newId()] };
  }

  /** A person's command on a subject beside brands, on the day the clock shows. @returns the stream */
  async subject(id: string, asked: SubjectCommand, given: Partial<SubjectContext> = {}): Promise<string> {
    const stream = subjectStream(asked.kind, id);
    const { state, revision } = await this.loadSubject(stream);
    const today = this.clock.today();
    const decided = decideSubject(asked, state, { ...plainContext(this.now(id, today)), ...given });
    if (!decided.ok) throw new Refused(decided.refusal);
    await this.appendTo(stream, decided.events, revision, {
      causationId: null,
      causationDepth: 0,
      correlationId: newId(),
      effectiveOn: today,
      actor: PERSON,
    });
    return stream;
  }

  private appendTo(
    stream: string,
    events: readonly (BrandEvent | SubjectEvent)[],
    revision: bigint,
    meta: StewardMeta & { readonly actor: typeof PERSON },
  ): Promise<AppendResult> {
    return this.log.append(
      stream,
      revision < 0n ? 'noStream' : revision,
      events.map((event) => this.encode(event, meta)),
    );
  }

  private decide(
    brandId: string,
    command: HumanBrandCommand | StewardBrandCommand,
    state: BrandState,
    today: string,
    actor: { readonly id: string; readonly role: string } = PERSON,
  ): readonly BrandEvent[] {
    const context: CommandContext = {
      brandId,
      actor,
      today,
      now: `${today}T01:00:00.000Z`,
      ids: [newId(), newId(), newId()],
      nomination: { deadline: null, nameCheck: { verdict: 'accepted', format: null, reason: null } },
      decision: null,
      idempotency: null,
    };
    const decided = decideBrand(command, state, context);
    if (!decided.ok) throw new Refused(decided.refusal);
    return decided.events;
  }

  private append(
    brandId: string,
    events: readonly BrandEvent[],
    revision: bigint,
    meta: StewardMeta & { readonly actor: typeof PERSON },
  ): Promise<AppendResult> {
    return this.appendTo(`brand-${brandId}`, events, revision, meta);
  }

  private encode(event: BrandEvent | RegionEvent | SubjectEvent, meta: StewardMeta & { readonly actor: typeof PERSON }): EventToAppend {
    const metadata: EventMetadata = { v: 1, ...meta, recordedAt: this.clock.now().toISOString(), idempotency: null };
    return {
      id: newId(),
      type: event.type,
      data: JSON.parse(JSON.stringify(event.data)) as JsonObject,
      metadata: JSON.parse(JSON.stringify(metadata)) as JsonObject,
    };
  }

  /** A person's command on the day the clock shows. */
  async command(brandId: string, command: HumanBrandCommand, depth = 0, actor = PERSON): Promise<void> {
    const { state, revision } = await this.loadBrand(brandId);
    const today = this.clock.today();
    await this.append(brandId, this.decide(brandId, command, state, today, actor), revision, {
      causationId: null,
      causationDepth: depth,
      correlationId: newId(),
      effectiveOn: today,
      actor,
    });
  }

  async closeYear(year: number, region = '370000', depth = 0, origin: 'operational' | 'synthetic' = 'operational'): Promise<string> {
    const today = this.clock.today();
    const event: RegionEvent = {
      type: 'YearClosed.v1',
      data: { region, year, closedOn: today, closedBy: '审批人', brands: 1, figures: 1, digest: digest('0'), origin },
    };
    const encoded = this.encode(event, {
      causationId: null,
      causationDepth: depth,
      correlationId: newId(),
      effectiveOn: today,
      actor: PERSON,
    });
    await this.log.append(`region-${region}`, 'any', [encoded]);
    return encoded.id;
  }

  figure(
    year: number,
    value: number,
    metric: 'employmentDriven' | 'trainedPersons' = 'employmentDriven',
  ): Extract<HumanBrandCommand, { type: 'recordFigure' }>['data']['figure'] {
    return {
      metric,
      unit: 'persons',
      nature: 'flow',
      directness: metric === 'employmentDriven' ? 'direct' : 'unstated',
      bound: 'exact',
      value,
      window: { fromYear: year, toYear: year, asOf: null },
      estimate: null,
      source: SOURCE,
    };
  }

  /** A labour brand of Jinan that was nominated, recognised at a tier and listed in January 2022, with these direct figures by year. */
  async cultivated(
    options: {
      readonly id?: string;
      readonly tier?: 'county' | 'prefecture' | 'province';
      readonly figures?: Readonly<Record<number, number>>;
      readonly origin?: 'operational' | 'synthetic';
    } = {},
  ): Promise<string> {
    const { id = newId(), tier = 'county', figures = {}, origin = 'operational' } = options;
    await this.command(id, {
      type: 'report',
      data: {
        name: `历下家政${id.slice(-4)}`,
        kind: 'labour',
        category: null,
        brandType: 'service',
        region: '370102',
        regionAsStated: null,
        formedOn: null,
        cultivatedFrom: '2020-01-01',
        origin,
        source: SOURCE,
      },
    });
    await this.command(id, {
      type: 'nominate',
      data: {
        pack: 'sd-2021-22',
        tierSought: tier,
        submittedAt: '2022-01-05T09:00:00+08:00',
        applicant: { unit: '某公司', creditCode: null },
      },
    });
    await this.command(id, {
      type: 'recommend',
      data: { body: '区人社局', officer: '经办人', authentic: true, valid: true, complete: true, document: null },
    });
    await this.command(id, { type: 'assess', data: { verdict: 'proposed', panel: null, judgements: [], reason: '符合条件' } });
    await this.command(id, { type: 'recognise', data: { tier, document: DOCUMENT, minutes: null } });
    await this.command(id, { type: 'enterCatalogue', data: { catalogue: '370000', document: DOCUMENT } });
    for (const [year, value] of Object.entries(figures)) {
      const today = this.clock.today();
      this.clock.set(`${Number(year) + 1}-01-05`);
      await this.command(id, { type: 'recordFigure', data: { figure: this.figure(Number(year), value) } });
      if (today > this.clock.today()) this.clock.set(today);
    }
    return id;
  }

  /** Rule, period and outcome of the answers in a subject's stream, oldest first. */
  answers(stream: string): readonly string[] {
    return this.subjectHistory(stream).flatMap(({ type, data }) => {
      if (type !== 'RuleAnswered.v1') return [];
      const { period, outcome, decision } = data as { period: number | null; outcome: string; decision: { policy: { rule: string } } };
      return [`${decision.policy.rule} ${String(period)} ${outcome}`];
    });
  }

  /** Types of what the brand's stream holds, from a revision on. */
  types(brandId: string, from = 0): readonly string[] {
    return this.log.events
      .filter(({ stream, revision }) => stream === `brand-${brandId}` && revision >= BigInt(from))
      .map(({ type }) => type);
  }

  /** Keys of all decisions in the log. */
  decisionKeys(): readonly string[] {
    return this.log.events.flatMap(({ data }) => {
      const { decision } = data as { decision?: { key: string } | null };
      return decision ? [decision.key] : [];
    });
  }
}
