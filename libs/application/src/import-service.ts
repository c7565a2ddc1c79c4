import { importFormats, type ImportInstruction } from '#contracts';
import {
  decideBrand,
  decideImport,
  evolveImport,
  figuresInForce,
  importStream,
  initialImport,
  sameWindow,
  sumKey,
  type Actor,
  type BrandCommand,
  type BrandState,
  type EventMetadata,
  type Figure,
  type FigureInput,
  type ImportCommand,
  type ImportEvent,
  type ImportState,
  type Refusal,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import { setImmediate as pauseForOthers, setTimeout as sleep } from 'node:timers/promises';
import type { BrandService, CommandOptions } from './brand-service';
import { derivedId, newId } from './ids';
import type { Ledger, WriteContext } from './ledger';
import { LedgerProblem, problemOfLog, problems } from './problems';
import type { YearService } from './year-service';

/** A file that was checked whole. */
export interface CheckedFile {
  readonly format: string;
  readonly fileName: string;
  /** Of the file's bytes: the same file is the same import. */
  readonly sha256: string;
  readonly instructions: readonly ImportInstruction[];
}

export interface ImportProgress {
  readonly importId: string;
  readonly format: string;
  readonly fileName: string;
  /** accepted: the file is in the ledger for good, its rows are being applied. applied: all rows were dealt with. */
  readonly state: 'accepted' | 'applied';
  /** True when this very file had been accepted before. */
  readonly known: boolean;
  readonly rows: number;
  readonly done: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly parked: readonly { readonly row: number; readonly code: string; readonly zh: string; readonly en: string }[];
  /** Why applying it stopped in this process, to be resumed; null while it goes on. */
  readonly stopped: { readonly zh: string; readonly en: string } | null;
}

/** What a row of a file would do. changed: a locked figure says otherwise, which only a correction can change. */
export interface RowComparison {
  readonly row: number;
  readonly kind: 'new' | 'changed' | 'unchanged' | 'refused';
  readonly before: number | null;
  readonly after: number | null;
  readonly refusal: Refusal | null;
}

/** Folded brands that a comparison keeps for rows to come. */
const COMPARED_AT_ONCE = 200;

/** Rows of one event: well below the 512 KiB that an event may have. */
const CHUNK_BYTES = 256 * 1024;
/** `{"instruction":""},`, and escapes of quotation marks, which a text within JSON doubles, stay within the other half of an event. */
const ROW_OVERHEAD_BYTES = 24;
/** So long a service works on a file in one go; then others are answered. */
const TURN_MS = 10;
/** Instructions that are compared between two words about how far it has come. */
const TOLD_EVERY = 500;
/** Subjects that are worked on at once, so that the log can sync many appends together. */
const LANES = 64;
/** Events of an import that are read in one go: a chunk takes a millisecond or two. */
const READ_AT_ONCE = 8;
/** Rows that are parked by one append: some hundred bytes each. */
const PARKED_AT_ONCE = 200;
/** Imports that have ended and whose answer is kept: whoever watched one asks once more when it has. */
const ENDED_KEPT = 20;

/** So often a row is tried again when other writers keep a brand busy, each time after a longer pause. */
const MAX_BUSY = 20;
const BUSY_PAUSE_MS = 25;
/** So often somebody else may be faster at an import's own stream. */
const MAX_CONFLICTS = 20;

/** What a decision about an import is made on. */
interface Standing {
  readonly state: ImportState;
  readonly revision: bigint;
}

interface ImportFold extends Standing {
  /** The instructions as JSON, in order. */
  readonly instructions: readonly string[];
  readonly format: string;
  /** Metadata of the event that accepted it: its rows are that person's act of that day. */
  readonly accepted: EventMetadata | null;
}

interface Run {
  readonly counter: { done: number; applied: number; unchanged: number };
  readonly end: Promise<ImportProgress>;
  /** The import as it was read when it began to be applied: whoever asks how far it has come must not read the whole file again. */
  about: Pick<ImportFold, 'state' | 'format'> | null;
}

/**
 * What is read from a log at hand, or kept in memory, never waits for anything, and would hold up the whole process to its end.
 * Work that gives way by this does so after a few milliseconds, in however many lanes it goes on.
 */
class Turns {
  private since = performance.now();
  private pause: Promise<void> | null = null;

  async giveWay(): Promise<void> {
    if (this.pause === null && performance.now() - this.since < TURN_MS) return;
    // One pause for all lanes: were each to make its own, the next would go on before anybody else had a turn.
    this.pause ??= pauseForOthers().then(() => {
      this.since = performance.now();
      this.pause = null;
    });
    await this.pause;
  }
}

/**
 * Id of the import of a file: the same file is the same import.
 * @param draft a draft that was never finished cannot be taken back; a file that reads otherwise by now begins the next
 */
export const importIdOf = (format: string, sha256: string, draft = 0): string =>
  derivedId('import', format, sha256, ...(draft === 0 ? [] : [String(draft)]));

/**
 * Takes a checked file into the ledger: accepted whole by one event, then applied row by row as a roll-forward that a
 * restart resumes. Every row carries its own idempotency key, so that applying twice changes nothing.
 */
export class ImportService {
  private readonly running = new Map<string, Run>();
  /** Nothing is added to an import that has ended, so that its answer holds for good. */
  private readonly ended = new Map<string, ImportProgress>();
  private closing = false;
  private readonly stopped = new Map<string, { readonly zh: string; readonly en: string }>();

  constructor(
    private readonly ledger: Ledger,
    private readonly brands: BrandService,
    private readonly years: YearService,
  ) {}

  /**
   * The commit point. The same file again is answered with the import that it was.
   * @throws LedgerProblem LEDGER.BUSY, or what the log answers
   */
  async accept(file: CheckedFile, options: CommandOptions): Promise<ImportProgress> {
    const texts: string[] = [];
    const turns = new Turns();
    for (const instruction of file.instructions) {
      texts.push(JSON.stringify(instruction));
      await turns.giveWay();
    }
    const context = this.context(options.actor, newId());
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const { importId, fold } = await this.draftOf(file, texts);
      if (fold.accepted !== null) return this.progressOf(importId, fold, true);
      let standing: Standing | null = fold;
      for (const data of chunksOf(texts, fold.instructions.length)) {
        standing = await this.carryOut(importId, [{ type: 'addChunk', data }], standing, context);
        if (standing === null) break;
      }
      if (standing === null) continue;
      const { format, fileName, sha256 } = file;
      const data = { format, fileName, sha256, rows: rowsOf(file.instructions), chunks: standing.state.chunks };
      standing = await this.carryOut(importId, [{ type: 'acceptImport', data }], standing, context);
      if (standing !== null) return this.progressOf(importId, { state: standing.state, format }, false);
    }
    throw problems.tooManyConflicts(importStream(importIdOf(file.format, file.sha256)));
  }

  /**
   * The import that took in a file of these bytes, in whatever format; null when there is none. To be asked before the
   * file is checked again: what it says is on the books by now, and would be refused.
   */
  async acceptedBefore(sha256: string): Promise<ImportProgress | null> {
    for (const format of importFormats.keys()) {
      for (let draft = 0; ; draft += 1) {
        const importId = importIdOf(format, sha256, draft);
        const fold = await this.fold(importId);
        if (fold.accepted !== null) return this.progressOf(importId, fold, true);
        if (fold.revision < 0n) break;
      }
    }
    return null;
  }

  /** The import of this file that was accepted; else the first draft that says the same as far as it goes. */
  private async draftOf(file: CheckedFile, texts: readonly string[]): Promise<{ readonly importId: string; readonly fold: ImportFold }> {
    let fitting: { readonly importId: string; readonly fold: ImportFold } | null = null;
    for (let draft = 0; ; draft += 1) {
      const importId = importIdOf(file.format, file.sha256, draft);
      const fold = await this.fold(importId);
      if (fold.accepted !== null) return { importId, fold };
      if (fitting === null && fold.instructions.every((text, i) => text === texts[i])) fitting = { importId, fold };
      if (fold.revision < 0n) return fitting ?? { importId, fold };
    }
  }

  /**
   * Applies an accepted import to its end. Safe to call again at any time, also after a crash and in several processes;
   * calls of one process share one run.
   */
  apply(importId: string, onProgress?: (done: number, total: number) => void): Promise<ImportProgress> {
    const known = this.running.get(importId);
    if (known !== undefined) return known.end;
    const counter = { done: 0, applied: 0, unchanged: 0 };
    this.stopped.delete(importId);
    const end = this.applyAll(importId, counter, onProgress)
      .catch((error: unknown) => {
        const problem = problemOfLog(error);
        const { zh, en } = problem instanceof LedgerProblem ? problem.refusal : { zh: '程序内部错误', en: String(problem) };
        this.stopped.set(importId, { zh, en });
        throw problem;
      })
      .finally(() => this.running.delete(importId));
    this.running.set(importId, { counter, end, about: null });
    return end;
  }

  private async applyAll(
    importId: string,
    counter: Run['counter'],
    onProgress?: (done: number, total: number) => void,
  ): Promise<ImportProgress> {
    const fold = await this.fold(importId);
    if (fold.accepted === null || fold.state.applied !== null) return this.progressOf(importId, fold, true);
    const run = this.running.get(importId);
    if (run !== undefined) run.about = fold;
    const { actor, correlationId, effectiveOn } = fold.accepted;
    // Lanes hold places and not what stands there: parsed, the instructions of a big file would take several times its size.
    const instructionAt = (ordinal: number): ImportInstruction => JSON.parse(fold.instructions[ordinal] ?? '') as ImportInstruction;
    const lanes = new Map<string, number[]>();
    const turns = new Turns();
    for (const ordinal of fold.instructions.keys()) {
      await turns.giveWay();
      const { target } = instructionAt(ordinal);
      const key = target.kind === 'brand' ? target.brandId : target.region;
      const lane = lanes.get(key);
      if (lane === undefined) lanes.set(key, [ordinal]);
      else lane.push(ordinal);
    }
    const parked: ImportState['parked'][number][] = [];
    const queue = [...lanes.values()];
    let broken = false;
    const work = async (): Promise<void> => {
      for (let lane = queue.shift(); lane !== undefined && !broken && !this.closing; lane = queue.shift()) {
        for (const ordinal of lane) {
          const instruction = instructionAt(ordinal);
          const idempotencyKey = `import:${importId}:${ordinal}`;
          try {
            if (await this.applyOne(instruction, { actor, correlationId, effectiveOn, idempotencyKey })) counter.applied += 1;
            else counter.unchanged += 1;
          } catch (error) {
            if (!(error instanceof LedgerProblem) || !isTheRowsFault(error)) {
              // The others need not find out one by one that the log does not answer.
              broken = true;
              throw error;
            }
            parked.push({ row: instruction.row, code: error.refusal.code, zh: error.refusal.zh, en: error.refusal.en });
          }
          counter.done += 1;
          onProgress?.(counter.done, fold.instructions.length);
          await turns.giveWay();
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: Math.min(LANES, queue.length) }, work));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (this.closing) throw problems.stopping();
    const context = this.context(actor, correlationId);
    const { applied, unchanged } = counter;
    const closing: ImportCommand[] = parked.sort((a, b) => a.row - b.row).map((data) => ({ type: 'parkRow', data }));
    closing.push({ type: 'finishImport', data: { applied, unchanged } });
    let standing: Standing = fold;
    for (let first = 0; first < closing.length; first += PARKED_AT_ONCE) {
      standing = await this.insist(importId, closing.slice(first, first + PARKED_AT_ONCE), standing, context);
      await turns.giveWay();
    }
    return this.keptIfEnded(this.progressOf(importId, { state: standing.state, format: fold.format }, false));
  }

  /**
   * What a checked file would change, decided against the ledger as it stands. Nothing is written.
   * @param onProgress hears how many instructions were looked at
   */
  async compare(
    instructions: readonly ImportInstruction[],
    actor: Actor,
    onProgress: (done: number) => void = () => undefined,
  ): Promise<readonly RowComparison[]> {
    const compared: RowComparison[] = [];
    const today = this.ledger.clock.today();
    const now = this.ledger.clock.now().toISOString();
    const states = new Map<string, BrandState>();
    const turns = new Turns();
    for (const instruction of instructions) {
      compared.push(await this.compareOne(instruction, { actor, today, now }, states));
      if (compared.length % TOLD_EVERY === 0) onProgress(compared.length);
      await turns.giveWay();
    }
    onProgress(compared.length);
    return compared;
  }

  private async compareOne(
    instruction: ImportInstruction,
    { actor, today, now }: { readonly actor: Actor; readonly today: string; readonly now: string },
    states: Map<string, BrandState>,
  ): Promise<RowComparison> {
    const { row } = instruction;
    if (instruction.command !== 'recordFigure') return { row, kind: 'new', before: null, after: null, refusal: null };
    const { brandId } = instruction.target;
    const { figure } = instruction.data;
    let state = states.get(brandId);
    if (state === undefined) {
      state = (await this.ledger.loadBrand(brandId)).state;
      // Rows of one brand stand together in most files.
      if (states.size >= COMPARED_AT_ONCE) states.clear();
      states.set(brandId, state);
    }
    const decided = decideBrand({ type: 'recordFigure', data: instruction.data }, state, {
      ...{ brandId, actor, today, now },
      ...{ ids: [newId()], nomination: null, decision: null, idempotency: null },
    });
    if (decided.ok) return { row, kind: 'new', before: null, after: figure.value, refusal: null };
    const standing = lockedSame(state, figure);
    if (standing === null) return { row, kind: 'refused', before: null, after: figure.value, refusal: decided.refusal };
    const same = standing.value === figure.value && standing.bound === figure.bound;
    return {
      ...{ row, before: standing.value, after: figure.value },
      ...(same ? { kind: 'unchanged', refusal: null } : { kind: 'changed', refusal: decided.refusal }),
    };
  }

  /** Ends what is being applied after the rows under way; the next start goes on with it. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled([...this.running.values()].map(({ end }) => end));
  }

  /** Imports that were accepted and not yet applied to their end: what a restart resumes. */
  async unfinished(): Promise<readonly string[]> {
    const open = new Set<string>();
    for await (const recorded of this.ledger.log.readAll({ filter: { streamPrefixes: ['import-'] } })) {
      const importId = recorded.stream.slice('import-'.length);
      // An import without rows is the demonstration, which has its own way of going on.
      if (recorded.type === 'ImportChunk.v1') open.add(importId);
      else if (recorded.type === 'ImportApplied.v1') open.delete(importId);
    }
    const accepted: string[] = [];
    for (const importId of open) if ((await this.fold(importId)).accepted !== null) accepted.push(importId);
    return accepted;
  }

  /** @returns null when no file was accepted under this id */
  async progress(importId: string): Promise<ImportProgress | null> {
    const about = this.running.get(importId)?.about ?? null;
    if (about !== null) return this.progressOf(importId, about, true);
    const ended = this.ended.get(importId);
    if (ended !== undefined) return { ...ended, known: true };
    const fold = await this.fold(importId);
    return fold.accepted === null ? null : this.keptIfEnded(this.progressOf(importId, fold, true));
  }

  private keptIfEnded(progress: ImportProgress): ImportProgress {
    if (progress.state !== 'applied') return progress;
    this.ended.set(progress.importId, progress);
    const oldest = this.ended.keys().next().value;
    if (this.ended.size > ENDED_KEPT && oldest !== undefined) this.ended.delete(oldest);
    return progress;
  }

  /**
   * @returns false when the row changed nothing, because the ledger says so already; true also where a run before a
   * restart has recorded it
   */
  private async applyOne(instruction: ImportInstruction, options: CommandOptions): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.send(instruction, options);
      } catch (error) {
        if (!(error instanceof LedgerProblem) || error.refusal.code !== 'LEDGER.BUSY' || attempt === MAX_BUSY) throw error;
        await sleep(BUSY_PAUSE_MS * attempt);
      }
    }
  }

  private async send(instruction: ImportInstruction, options: CommandOptions): Promise<boolean> {
    if (instruction.command === 'publishRegionalFigure') {
      const { target, data } = instruction;
      return (await this.years.decide(target.region, { type: 'publishRegionalFigure', data }, options)).recorded;
    }
    const { brandId } = instruction.target;
    if (instruction.command !== 'report') {
      const command = { type: instruction.command, data: instruction.data } as BrandCommand;
      try {
        return (await this.brands.command(brandId, command, options)).events.length > 0;
      } catch (error) {
        if (!(error instanceof LedgerProblem) || instruction.command !== 'recordFigure') throw error;
        const standing = lockedSame((await this.ledger.loadBrand(brandId)).state, instruction.data.figure);
        if (standing?.value === instruction.data.figure.value && standing.bound === instruction.data.figure.bound) return false;
        throw error;
      }
    }
    try {
      return (await this.brands.found(instruction.data, null, { ...options, brandId })).events.length > 0;
    } catch (error) {
      if (error instanceof LedgerProblem && error.refusal.code === 'BRAND.EXISTS') return false;
      throw error;
    }
  }

  /** Decides commands on the import's stream, again and again until nobody is faster. @returns how it stands then */
  private async insist(importId: string, commands: readonly ImportCommand[], at: Standing, context: WriteContext): Promise<Standing> {
    let standing = at;
    for (let conflicts = 0; conflicts < MAX_CONFLICTS; conflicts += 1) {
      const after = await this.carryOut(importId, commands, standing, context);
      if (after !== null) return after;
      standing = await this.fold(importId);
    }
    throw problems.tooManyConflicts(importStream(importId));
  }

  /**
   * Decides commands one after another and writes them as one append. What was written is folded here: reading the chunks of a
   * big file again for each would take hours.
   * @returns how the import stands then; null when somebody else wrote first
   */
  private async carryOut(
    importId: string,
    commands: readonly ImportCommand[],
    at: Standing,
    context: WriteContext,
  ): Promise<Standing | null> {
    let { state } = at;
    const events: ImportEvent[] = [];
    for (const command of commands) {
      const decided = decideImport(command, state);
      if (!decided.ok) throw problems.refused(decided.refusal);
      events.push(...decided.events);
      state = decided.events.reduce(evolveImport, state);
    }
    if (events.length === 0) return at;
    try {
      const { revision } = await this.ledger.append(importStream(importId), at.revision < 0n ? 'noStream' : at.revision, events, context);
      return { state, revision };
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return null;
      throw problemOfLog(error);
    }
  }

  private async fold(importId: string): Promise<ImportFold> {
    let state = initialImport;
    let revision = -1n;
    let format = '';
    let accepted: EventMetadata | null = null;
    const instructions: string[] = [];
    const turns = new Turns();
    for (let read = 0n; ;) {
      for await (const { event, metadata, recorded } of this.ledger.readStream(importStream(importId), read, READ_AT_ONCE)) {
        ({ revision } = recorded);
        switch (event.type) {
          case 'ImportChunk.v1':
            instructions.push(...event.data.rows.map((row) => row['instruction'] ?? ''));
            state = evolveImport(state, event);
            break;
          case 'ImportAccepted.v1':
            ({ format } = event.data);
            accepted = metadata;
            state = evolveImport(state, event);
            break;
          case 'ImportRowParked.v1':
          case 'ImportApplied.v1':
            state = evolveImport(state, event);
            break;
          default:
        }
      }
      if (revision + 1n < read + BigInt(READ_AT_ONCE)) break;
      read = revision + 1n;
      await turns.giveWay();
    }
    return { state, revision, instructions, format, accepted };
  }

  private progressOf(importId: string, { state, format }: Pick<ImportFold, 'state' | 'format'>, known: boolean): ImportProgress {
    const now = this.running.get(importId)?.counter;
    return {
      importId,
      format,
      fileName: state.accepted?.fileName ?? '',
      state: state.applied === null ? 'accepted' : 'applied',
      known,
      rows: state.rows,
      done: state.applied === null ? (now?.done ?? 0) : state.rows,
      applied: state.applied?.applied ?? now?.applied ?? 0,
      unchanged: state.applied?.unchanged ?? now?.unchanged ?? 0,
      parked: state.parked,
      stopped: state.applied === null ? (this.stopped.get(importId) ?? null) : null,
    };
  }

  private context(actor: Actor, correlationId: string): WriteContext {
    return { actor, correlationId, causationId: null, causationDepth: 0, effectiveOn: this.ledger.clock.today(), idempotency: null };
  }
}

/** The locked figure that stands for exactly what another one speaks of. */
function lockedSame(state: BrandState, figure: FigureInput): Figure | null {
  if (state.stage === 'none') return null;
  return (
    figuresInForce(state).find(
      (each) => each.status === 'locked' && sumKey(each) === sumKey(figure) && sameWindow(each.window, figure.window),
    ) ?? null
  );
}

/** Only what the row itself is to blame for is parked; a log that does not answer stops the import, to be resumed. */
function isTheRowsFault({ kind, refusal }: LedgerProblem): boolean {
  return ['refused', 'invalid', 'conflict', 'notFound', 'forbidden', 'tooLarge'].includes(kind) && refusal.code !== 'LEDGER.BUSY';
}

function rowsOf(instructions: readonly ImportInstruction[]): number {
  return new Set(instructions.map(({ row }) => row)).size;
}

/** The rows from one on, in parts that fit one event each. */
function chunksOf(texts: readonly string[], from: number): readonly { first: number; rows: { instruction: string }[] }[] {
  const chunks: { first: number; rows: { instruction: string }[] }[] = [];
  let bytes = CHUNK_BYTES;
  texts.slice(from).forEach((instruction, i) => {
    const size = Buffer.byteLength(instruction) + ROW_OVERHEAD_BYTES;
    bytes += size;
    if (bytes > CHUNK_BYTES) {
      chunks.push({ first: from + i, rows: [] });
      bytes = size;
    }
    chunks.at(-1)?.rows.push({ instruction });
  });
  return chunks;
}
