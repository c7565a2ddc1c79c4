/**
 * Carries a reaction out on one subject: fold, plan, execute, and again until nothing is left to do.
 *
 * Every decision is evaluated on the subject as it stands then and is appended at exactly that revision. When the subject
 * has moved on, the rules are asked again; what was planned before is thrown away, never re-sent.
 */
import {
  COUNTRY,
  addDays,
  allRegions,
  brandSubject,
  factsOf,
  isWithin,
  regionPathOn,
  subjectOf,
  targetFactsOf,
  yearOf,
  type BrandState,
  type ReasonStep,
  type RecordedBrandEvent,
  type RecordedSubjectEvent,
  type StewardBrandCommand,
  type StewardSubjectCommand,
  type SubjectState,
  type WorkingDays,
} from '#domain';
import type { EventLog, Position, RecordedEvent } from '#event-store';
import type { EffectivePack, Facts } from '#policy';
import { COUNTING, countedFacts } from './counts';
import { stewardErrors } from './errors';
import { isBrandRow, mergesOf, order, type DueRow, type LinkedChange, type Memory, type Reaction } from './memory';
import { planEffects, type Mode, type Plan } from './plan';
import { datesOf, planSubject, type AskedSubject } from './plan-subject';
import { planStale, touchedDecisions } from './stale';
import { planSubjectStale, touchedSubjectDecisions } from './stale-subject';
import { proposalIdOf } from './decision-key';
import { dueKey } from './brand-memory';

export interface StewardMeta {
  /** Null: time alone. */
  readonly causationId: string | null;
  readonly causationDepth: number;
  readonly correlationId: string;
  readonly effectiveOn: string;
}
/** Conflict: the subject stands elsewhere. A refusal is thrown: an error with `refusal` {code, zh, en}. */
type Executed = { readonly revision: bigint; readonly position: bigint } | 'conflict';

/** What the steward asks of the application: it knows commands, not how they reach the log. */
export interface StewardPort {
  /** The brand folded from the log as it is now. */
  loadBrand(brandId: string): Promise<{ readonly state: BrandState; readonly revision: bigint }>;
  /** The pack in force on a date for a brand of this region and kind, among those known now. */
  packsFor(subject: { readonly regions: readonly string[]; readonly kind: string }, on: string): Promise<EffectivePack | null>;
  /** Appends what the command decides at exactly the expected revision. */
  execute(brandId: string, expectedRevision: bigint, command: StewardBrandCommand, meta: StewardMeta): Promise<Executed>;
  /** A subject beside brands, folded from the log as it is now; revision -1 for a region that nothing was written on. */
  loadSubject(stream: string): Promise<{ readonly state: SubjectState; readonly revision: bigint }>;
  /**
   * Every document that says something of such a subject on a date, completed by its house packs.
   * @param named documents of programmes that cover its region: they bind it where they govern no region by themselves
   */
  packsBinding(state: SubjectState, on: string, named: readonly string[]): Promise<readonly EffectivePack[]>;
  /** The sides of a dual brand, each with the answer of its own conditions. */
  linkedFacts(state: SubjectState, on: string): Promise<Facts['linked']>;
  executeSubject(stream: string, expectedRevision: bigint, command: StewardSubjectCommand, meta: StewardMeta): Promise<Executed>;
  /** Document packs in force on a date. */
  documents(on: string): Promise<readonly EffectivePack[]>;
}

/**
 * Counts leaves ahead of the checkpoint, so that a decision can say as far as which event of the log it looked; and tells of what
 * it passes, so that counts stand as far as there.
 */
export class Horizon {
  /** Publications of policy, and events that counts are taken of, that lie between where it began and where it stands. */
  publications = 0;
  counted = 0;

  constructor(
    private readonly log: EventLog,
    private position: Position | undefined,
    private leaf: number,
    private readonly passed: (event: RecordedEvent) => void = () => undefined,
  ) {}

  /** Where it stands. */
  get at(): Position | undefined {
    return this.position;
  }

  /** Moves to the end of the log as it is now. @returns the leaf index of its last event */
  async advance(): Promise<number> {
    for await (const event of this.log.readAll(this.position === undefined ? {} : { after: this.position })) {
      this.position = event.position;
      this.leaf += 1;
      if (event.stream.startsWith('policy-') || event.type.startsWith('LocalStandard')) this.publications += 1;
      if (COUNTING.has(event.type)) {
        this.counted += 1;
        this.passed(event);
      }
    }
    return this.leaf;
  }

  /** Back before the first event. */
  restart(): void {
    this.position = undefined;
    this.leaf = -1;
  }

  /** What the subscription has counted by itself need not be read again. */
  atLeast(position: Position, leaf: number): void {
    if (this.position === undefined || position > this.position) {
      this.position = position;
      this.leaf = leaf;
    }
  }
}

export interface Surroundings {
  readonly port: StewardPort;
  readonly horizon: Horizon;
  readonly memory: Memory;
  /** The memory as far as the horizon has looked: what counts are taken of. */
  readonly ahead: () => Memory;
  /** The whole stream of a brand, or of another subject, decoded. */
  readonly history: (brandId: string) => Promise<readonly RecordedBrandEvent[]>;
  readonly subjectHistory: (stream: string) => Promise<readonly RecordedSubjectEvent[]>;
  readonly mode: Mode;
  /** How many events may stand between what the steward does and a person's act. */
  readonly maxDepth: number;
  readonly workingDays: WorkingDays | null;
  /** Called with the position of every append, before the next step. */
  readonly appended: (position: Position) => void;
}

/** A step that `proposeOnly` kept back. */
export interface Withheld {
  readonly key: string;
  readonly step: string;
}

/** A step of a plan, bound to the revision it was evaluated at. */
interface Step {
  readonly key: string;
  readonly execute: (meta: StewardMeta) => Promise<Executed>;
}
interface Steps {
  readonly steps: readonly Step[];
  readonly withheld: readonly Withheld[];
}
const NOTHING: Steps = { steps: [], withheld: [] };

/** More steps than any ladder has; a plan that still asks for more never ends. A programme may have as many targets. */
const MAX_STEPS = { brand: 32, subject: 256 } as const;
/** So often a subject may move under the steward before it lets the others go first. */
const MAX_CONFLICTS = 20;

/**
 * @returns the steps that `proposeOnly` kept back
 * @throws StewardError STEWARD.TOO_DEEP, STEWARD.ENDLESS, STEWARD.CONTENTION; whatever the port throws
 */
export async function act(around: Surroundings, reaction: Reaction): Promise<readonly Withheld[]> {
  const { cause, stream } = reaction;
  const depth = cause.causationDepth + 1;
  const meta: StewardMeta = {
    causationId: cause.event,
    causationDepth: depth,
    correlationId: cause.correlationId,
    effectiveOn: reaction.effectiveOn,
  };
  const isBrand = stream.startsWith(BRAND);
  const bound = isBrand ? MAX_STEPS.brand : MAX_STEPS.subject;
  const done = new Set<string>();
  let conflicts = 0;
  for (;;) {
    const { steps, withheld } = isBrand ? await brandSteps(around, reaction) : await subjectSteps(around, reaction);
    const step = steps.find(({ key }) => !done.has(key));
    if (step === undefined) return withheld;
    if (depth > around.maxDepth) throw stewardErrors.tooDeep(depth, around.maxDepth);
    if (done.size === bound) throw stewardErrors.endless(stream, bound);
    const result = await step.execute(meta);
    if (result === 'conflict') {
      conflicts += 1;
      if (conflicts === MAX_CONFLICTS) throw stewardErrors.contention(stream, conflicts);
      continue;
    }
    done.add(step.key);
    around.appended(result.position);
  }
}

const BRAND = 'brand-';

/** The plan on the brand as it stands now, with the leaf as far as which everything was considered. */
async function brandSteps(around: Surroundings, reaction: Reaction): Promise<Steps> {
  const brandId = reaction.stream.slice(BRAND.length);
  for (;;) {
    const { state, revision } = await around.port.loadBrand(brandId);
    const known = around.horizon.publications;
    const plan = await prepare(around, reaction, brandId, state, revision);
    const leaf = await around.horizon.advance();
    // A policy that was published meanwhile lies below that leaf: it has to be considered too.
    if (around.horizon.publications !== known) continue;
    const { commands, withheld } = plan(leaf);
    return {
      steps: commands.map((command) => ({
        key: command.data.decision.key,
        execute: (meta) => around.port.execute(brandId, revision, command, meta),
      })),
      withheld: withheld.map(({ type, data }) => ({ key: data.decision.key, step: type })),
    };
  }
}

async function prepare(
  around: Surroundings,
  reaction: Reaction,
  brandId: string,
  state: BrandState,
  revision: bigint,
): Promise<(leaf: number) => Plan> {
  const nothing = (): Plan => ({ commands: [], withheld: [], skipped: [] });
  if (state.stage === 'none') return nothing;
  const { trigger, period, cause, asOf, effectiveOn, proposalId, corrected } = reaction;
  const merges = mergesOf(around.memory);
  const { regions, kind } = brandSubject(state, regionPathOn(state.identity.region, asOf, merges));
  const { mode, workingDays } = around;
  if (trigger !== 'figureCorrected') {
    const pack = await around.port.packsFor({ regions, kind }, asOf);
    if (pack === null) return nothing;
    return (leaf) =>
      planEffects({
        pack,
        trigger,
        period,
        cause,
        brandId,
        state,
        regions,
        revision,
        leaf,
        asOf,
        effectiveOn,
        proposalId,
        mode,
        workingDays,
      });
  }
  const correction = cause.event;
  if (corrected === null || correction === null) return nothing;
  const history = (await around.history(brandId)).filter((event) => BigInt(event.revision) <= revision);
  const packs = new Map<string, EffectivePack | null>();
  for (const date of [effectiveOn, ...touchedDecisions(brandId, history, corrected).map(({ explanation }) => explanation.asOf)]) {
    if (!packs.has(date)) packs.set(date, await around.port.packsFor({ regions, kind }, date));
  }
  return (leaf) =>
    planStale({
      brandId,
      history,
      revision,
      leaf,
      correction,
      corrected,
      packOn: (date) => packs.get(date) ?? null,
      effectiveOn,
    });
}

/** What every document says on a subject beside brands as it stands now. */
async function subjectSteps(around: Surroundings, reaction: Reaction): Promise<Steps> {
  const { stream } = reaction;
  for (;;) {
    const { horizon } = around;
    await horizon.advance();
    const { publications, counted } = horizon;
    const { state, revision } = await around.port.loadSubject(stream);
    const plan = await prepareSubject(around, reaction, state, revision);
    const leaf = await horizon.advance();
    // A policy that was published meanwhile, or a brand that was recognised, lies below that leaf: it has to be considered too.
    if (horizon.publications !== publications || (countsFor(state) && horizon.counted !== counted)) continue;
    return {
      steps: plan(leaf).map((command) => ({
        key: command.data.decision.key,
        execute: (meta) => around.port.executeSubject(stream, revision, command, meta),
      })),
      withheld: NOTHING.withheld,
    };
  }
}

const countsFor = ({ kind }: SubjectState): boolean => kind === 'region' || kind === 'programme';

async function prepareSubject(
  around: Surroundings,
  reaction: Reaction,
  state: SubjectState,
  revision: bigint,
): Promise<(leaf: number) => readonly StewardSubjectCommand[]> {
  const { stream, trigger, period, cause, asOf, corrected } = reaction;
  if (state.own === null) return () => [];
  if (trigger === 'figureCorrected') return prepareStale(around, stream, cause.event, corrected, revision);
  const asked: { pack: EffectivePack; subject: AskedSubject }[] = [];
  for (const pack of await packsOf(around, state, asOf)) {
    const subject = await askedOf(around, stream, state, pack, countedDay(reaction), asOf);
    if (subject !== null) asked.push({ pack, subject });
  }
  const linked = reaction.linked === null ? null : { side: reaction.linked.side, chain: await chainOf(around, reaction.linked) };
  return (leaf) =>
    asked.flatMap(({ pack, subject }) => planSubject({ ...subject, pack, trigger, period, cause, leaf, asOf, linked }).commands);
}

/** The day whose end is counted: the last of a closed year, the day that has passed, or the day of the event. */
const countedDay = ({ trigger, period, asOf }: Reaction): string =>
  trigger === 'yearClosed' && period !== null && period < yearOf(asOf)
    ? `${period}-12-31`
    : trigger === 'datePassed'
      ? addDays(asOf, -1)
      : asOf;

async function askedOf(
  around: Surroundings,
  stream: string,
  state: SubjectState,
  pack: EffectivePack,
  countOn: string,
  asOf: string,
): Promise<AskedSubject | null> {
  const { port } = around;
  const memory = around.ahead();
  const subject = subjectOf(state, asOf, mergesOf(memory));
  if (subject === null || state.own === null) return null;
  const counting = { stream, region: state.own.region, synthetic: state.own.origin === 'synthetic' };
  const counted = countedFacts(memory, subject, counting, pack, countOn);
  const linked = state.kind === 'link' ? await port.linkedFacts(state, asOf) : [];
  const facts = factsOf(state, { linked });
  const targetFacts = targetFactsOf(state, { linked });
  if (facts === null || targetFacts === null) return null;
  return { stream, state, subject, facts: withCounts(facts, counted), targetFacts: withCounts(targetFacts, counted) };
}

/** What the ledger counts by itself stands in place of what was reported of the same thing in the same year. */
function withCounts(facts: Facts, counted: Facts['figures']): Facts {
  const told = (figure: Facts['figures'][number]): boolean =>
    counted.some(
      ({ metric, toYear, target = null }) =>
        metric === figure.metric && toYear === figure.toYear && (target === null || target === (figure.target ?? target)),
    );
  return { ...facts, figures: [...facts.figures.filter((figure) => !told(figure)), ...counted] };
}

function packsOf({ memory, port }: Surroundings, state: SubjectState, on: string): Promise<readonly EffectivePack[]> {
  return port.packsBinding(state, on, state.own === null ? [] : programmesOver(memory, state.own.region));
}

/** Documents of the programmes that cover a region. */
const programmesOver = (memory: Memory, region: string): readonly string[] => [
  ...new Set([...memory.subjects.values()].flatMap((row) => (row.kind === 'programme' && isWithin(region, row.region) ? [row.pack] : []))),
];

async function prepareStale(
  around: Surroundings,
  stream: string,
  correction: string | null,
  corrected: string | null,
  revision: bigint,
): Promise<(leaf: number) => readonly StewardSubjectCommand[]> {
  if (correction === null || corrected === null) return () => [];
  const history = (await around.subjectHistory(stream)).filter((event) => BigInt(event.revision) <= revision);
  const { state } = await around.port.loadSubject(stream);
  const packs = new Map<string, readonly EffectivePack[]>();
  for (const { explanation } of touchedSubjectDecisions(stream, history, correction, corrected))
    if (!packs.has(explanation.asOf)) packs.set(explanation.asOf, await packsOf(around, state, explanation.asOf));
  const merges = mergesOf(around.memory);
  return (leaf) =>
    planSubjectStale({ stream, history, revision, leaf, correction, corrected, packsOn: (date) => packs.get(date) ?? [], merges });
}

/** The events of the brand that led to the change, earliest first: each decision names the event that made it due. */
async function chainOf(around: Surroundings, { brandId, event }: LinkedChange): Promise<readonly ReasonStep[]> {
  const stream = `${BRAND}${brandId}`;
  const history = await around.history(brandId);
  const chain: ReasonStep[] = [];
  for (let id: string | null = event; id !== null && chain.length < MAX_CHAIN;) {
    const step = history.find((recorded) => recorded.id === id);
    if (step === undefined) break;
    const decision = 'decision' in step.data ? step.data.decision : null;
    chain.unshift({ stream, event: `${stream}@${String(step.revision)}`, type: step.type, decisionKey: decision?.key ?? null });
    id = decision?.cause.event ?? null;
  }
  return chain;
}
/** Longer than the way from a closed year to an exit. */
const MAX_CHAIN = 12;

/** Days on which rules and targets are to be asked of a subject, as due dates. Nothing is written to the log. */
export async function datesFor(around: Surroundings, stream: string, today: string): Promise<readonly DueRow[]> {
  const { state } = await around.port.loadSubject(stream);
  const days = new Set<string>();
  for (const pack of await packsOf(around, state, today)) {
    if (!pack.effects.some(({ effect }) => effect.on === 'datePassed')) continue;
    const subject = await askedOf(around, stream, state, pack, today, today);
    if (subject !== null) for (const day of datesOf(pack, subject, today)) days.add(day);
  }
  return [...days].sort(order).map((on) => {
    const key = dueKey('date', stream, on);
    const cause = { event: null, type: 'datePassed', correlationId: proposalIdOf(key), causationDepth: 0 };
    return { key, stream, what: 'date', period: yearOf(on), on, proposalId: null, ground: null, cause };
  });
}

/**
 * Streams whose dates are looked at: every subject in the memory, and the regions that a document in force, or the document of
 * a programme, sets a date for although nothing was ever written on them.
 */
export async function datedStreams({ memory, port }: Surroundings, today: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const documents = (await port.documents(today)).filter(({ effects }) => effects.some(({ effect }) => effect.on === 'datePassed'));
  for (const row of memory.subjects.values()) if (!isBrandRow(row)) found.add(row.stream);
  for (const { document, targets } of documents) {
    const { id, governs } = document.open.pack;
    const levels = new Set(
      [...targets.values()].flatMap(({ target }) => (target.scope === 'region' && target.by !== null ? (target.tiers ?? []) : [])),
    );
    if (levels.size === 0) continue;
    const over = governs.region === COUNTRY ? programmeRegions(memory, id) : [governs.region];
    for (const { code, level } of allRegions())
      if (levels.has(level) && over.some((region) => isWithin(code, region))) found.add(`region-${code}`);
  }
  return [...found].sort(order);
}

const programmeRegions = (memory: Memory, pack: string): readonly string[] =>
  [...memory.subjects.values()].flatMap((row) => (row.kind === 'programme' && row.pack === pack ? [row.region] : []));
