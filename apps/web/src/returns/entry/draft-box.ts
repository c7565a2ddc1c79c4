/**
 * Keeps what a clerk types until the server has it. Cells wait a moment and go together; a server that does not answer, or
 * a session that ended, keeps them here and in the browser's own store; a cell that another clerk wrote meanwhile is
 * neither lost nor overwritten, it is asked about.
 *
 * No clock, network or storage of its own: they are handed in.
 */
import type { DraftCell, DraftConflict, PatchedDraft, ReturnDraft, ReturnFinding } from '#contracts';
import type { DraftPatch } from '../api';
import { withAnswer } from './findings';
import type { Kept, PatchCell } from './kept';

export interface DraftWrite {
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
}

export interface DraftDoors extends Kept {
  readonly patch: (patch: DraftPatch) => Promise<PatchedDraft>;
  /** @returns how to call it off */
  readonly later: (act: () => void, ms: number) => () => void;
  /** Why a patch failed: `away` no answer, `signedOut` the session has ended, `refused` it will not be taken. */
  readonly reasonOf: (error: unknown) => 'away' | 'signedOut' | 'refused';
}

export interface DraftView {
  readonly state: 'saved' | 'saving' | 'away' | 'signedOut' | 'refused';
  /** Cells that the server does not have. */
  readonly unsent: number;
  readonly error: unknown;
  readonly conflicts: readonly DraftConflict[];
  readonly findings: readonly ReturnFinding[];
  readonly progress: PatchedDraft['progress'];
  /** Counts up with every change, for views that read `valueOf`. */
  readonly version: number;
}

const QUIET_MS = 600;
const RETRY_MS = 10_000;
/** One patch takes 5,000; fewer keep each answer quick. */
const AT_ONCE = 2_000;

const nameOf = (line: string, field: string): string => `${line}\u0000${field}`;

export class DraftBox {
  private known = new Map<string, DraftCell>();
  private waiting = new Map<string, PatchCell>();
  private sending = new Map<string, PatchCell>();
  private conflicts = new Map<string, DraftConflict>();
  private callOff: (() => void) | null = null;
  private running: Promise<void> | null = null;
  private closed = false;
  /** Of the return that the draft is for. */
  private revision: number;
  private listeners = new Set<() => void>();
  private view: DraftView;

  constructor(
    draft: ReturnDraft,
    private readonly doors: DraftDoors,
  ) {
    this.revision = draft.revision;
    for (const cell of draft.cells) this.known.set(nameOf(cell.line, cell.field), cell);
    for (const cell of doors.recall()) this.waiting.set(nameOf(cell.line, cell.field), cell);
    this.view = {
      state: this.waiting.size === 0 ? 'saved' : 'saving',
      unsent: this.waiting.size,
      error: null,
      conflicts: [],
      findings: draft.findings,
      progress: draft.progress,
      version: 0,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly look = (): DraftView => this.view;

  /** Sends what an earlier page left behind. */
  open(): void {
    this.closed = false;
    if (this.waiting.size > 0) this.schedule(0);
  }
  /** Stops the timers; what was not sent stays in the browser's store. */
  close(): void {
    this.closed = true;
    this.callOff?.();
    this.callOff = null;
  }

  /** What a cell holds: as typed here, else as the server has it; undefined where nobody wrote. */
  valueOf(line: string, field: string): string | null | undefined {
    const name = nameOf(line, field);
    const own = this.waiting.get(name) ?? this.sending.get(name);
    return own === undefined ? this.known.get(name)?.value : own.value;
  }

  /** Whether nobody wrote anything since the return was last reported. */
  isEmpty(): boolean {
    return this.known.size === 0 && this.waiting.size === 0 && this.sending.size === 0;
  }

  write(cells: readonly DraftWrite[]): void {
    if (cells.length === 0) return;
    for (const { line, field, value } of cells) {
      const name = nameOf(line, field);
      const asked = this.conflicts.get(name);
      // A cell that is being asked about is sent when the question is answered.
      if (asked !== undefined) {
        this.conflicts.set(name, { ...asked, yours: value });
        continue;
      }
      // What the writer looked at is what stood there when she began, however long the cell then waited.
      const seen = this.waiting.get(name)?.seen ?? this.known.get(name)?.revision ?? 0;
      this.waiting.set(name, { line, field, value, seen });
    }
    this.store();
    this.show(this.waiting.size > 0 ? { state: 'saving' } : {});
    if (this.waiting.size > 0) this.schedule(QUIET_MS);
  }

  /** Takes over what other clerks wrote. @returns cells whose text changed by it */
  hear(draft: ReturnDraft): readonly DraftCell[] {
    const news: DraftCell[] = [];
    // Reporting clears the draft: what it held has become part of the return.
    if (draft.revision !== this.revision) {
      this.revision = draft.revision;
      this.known.clear();
    }
    for (const cell of draft.cells) {
      const name = nameOf(cell.line, cell.field);
      const before = this.known.get(name);
      if (before !== undefined && before.revision >= cell.revision) continue;
      this.known.set(name, cell);
      if (!this.waiting.has(name) && !this.sending.has(name) && before?.value !== cell.value) news.push(cell);
    }
    if (this.waiting.size === 0 && this.sending.size === 0) this.show({ findings: draft.findings, progress: draft.progress });
    else if (news.length > 0) this.show({});
    return news;
  }

  /** Ends a conflict: with one's own value, which is then written over the other, or with the other clerk's. */
  decide(conflict: DraftConflict, whose: 'mine' | 'theirs'): void {
    const name = nameOf(conflict.line, conflict.field);
    this.conflicts.delete(name);
    this.known.set(name, conflict.theirs);
    if (whose === 'mine') {
      this.waiting.set(name, { line: conflict.line, field: conflict.field, value: conflict.yours, seen: conflict.theirs.revision });
      this.store();
      this.schedule(0);
    }
    this.show({});
  }

  /** Sends at once, and tries again what could not be sent. @returns when everything is on the server, or cannot get there */
  async flush(): Promise<void> {
    this.callOff?.();
    this.callOff = null;
    while (this.running !== null) await this.running;
    await this.run();
  }

  private schedule(ms: number): void {
    if (this.closed) return;
    this.callOff?.();
    this.callOff = this.doors.later(() => {
      this.callOff = null;
      void this.run();
    }, ms);
  }

  private run(): Promise<void> {
    this.running ??= this.sendAll().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const batch = [...this.waiting].slice(0, AT_ONCE);
      for (const [name, cell] of batch) {
        this.waiting.delete(name);
        this.sending.set(name, cell);
      }
      this.show({ state: 'saving' });
      try {
        this.take(await this.doors.patch({ cells: batch.map(([, cell]) => cell) }));
      } catch (error) {
        for (const [name, cell] of this.sending) {
          const newer = this.waiting.get(name);
          this.waiting.set(name, newer === undefined ? cell : { ...newer, seen: cell.seen });
        }
        this.sending.clear();
        this.store();
        this.show({ state: this.doors.reasonOf(error), error });
        // What will not be taken is not pressed upon the server; it goes with the next edit.
        if (this.doors.reasonOf(error) !== 'refused') this.schedule(RETRY_MS);
        return;
      }
    }
    this.store();
    this.show({ state: 'saved', error: null });
  }

  private take(answer: PatchedDraft): void {
    for (const cell of answer.saved) {
      const name = nameOf(cell.line, cell.field);
      this.known.set(name, cell);
      const newer = this.waiting.get(name);
      // Typed again while the last text was on its way: its writer looked at her own text.
      if (newer !== undefined) this.waiting.set(name, { ...newer, seen: cell.revision });
    }
    for (const conflict of answer.conflicts) {
      const name = nameOf(conflict.line, conflict.field);
      const newer = this.waiting.get(name);
      this.waiting.delete(name);
      this.known.set(name, conflict.theirs);
      const yours = newer === undefined ? conflict.yours : newer.value;
      if (yours !== conflict.theirs.value) this.conflicts.set(name, { ...conflict, yours });
    }
    this.sending.clear();
    this.show({ findings: withAnswer(this.view.findings, answer), progress: answer.progress });
  }

  private store(): void {
    this.doors.keep([...this.sending.values(), ...this.waiting.values()]);
  }

  private show(change: Partial<DraftView>): void {
    this.view = {
      ...this.view,
      ...change,
      unsent: this.waiting.size + this.sending.size,
      conflicts: [...this.conflicts.values()],
      version: this.view.version + 1,
    };
    for (const listener of this.listeners) listener();
  }
}
