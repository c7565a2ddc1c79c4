import type { ExpectedRevision, Position } from './port';

/**
 * The engine beneath the embedded log: a whole EventStoreDB-like store of raw events, with what a ledger must never use
 * (soft delete, tombstone, stream metadata). Only the embedded adapter, the wire node and the contract suite may see it.
 */
export interface RawEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface RawRecordedEvent extends RawEvent {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  /** 100 ns ticks since the UNIX epoch. */
  readonly createdTicks: bigint;
}

export type EngineAppendOutcome =
  | { readonly kind: 'appended'; readonly revision: bigint; readonly position: Position }
  /** A retry of what is already written: the original revision and position. */
  | { readonly kind: 'idempotent'; readonly revision: bigint; readonly position: Position | undefined }
  | { readonly kind: 'wrongExpectedRevision'; readonly actual: bigint | 'noStream' }
  | { readonly kind: 'streamDeleted' }
  | { readonly kind: 'tooLarge'; readonly limit: number }
  | { readonly kind: 'badRequest'; readonly reason: string };

export type EngineReadOutcome =
  | { readonly kind: 'events'; readonly events: readonly RawRecordedEvent[]; readonly endOfStream: boolean }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'streamDeleted' };

export interface LogEngine {
  append(stream: string, expected: ExpectedRevision, events: readonly RawEvent[]): Promise<EngineAppendOutcome>;
  /** One page. `from` is inclusive; beyond the end forwards gives nothing, backwards starts at the last event. */
  readStream(stream: string, from: bigint | 'start' | 'end', direction: 'forwards' | 'backwards', limit: number): EngineReadOutcome;
  /**
   * One page of everything, `$` streams included. Forwards from a position is inclusive of it unless `exclusive`;
   * backwards is strictly before it.
   */
  readAll(
    from: Position | 'start' | 'end',
    direction: 'forwards' | 'backwards',
    limit: number,
    exclusive?: boolean,
  ): readonly RawRecordedEvent[];
  /** Hides everything written so far by `$tb` in the stream's metadata; numbering continues when it is written again. */
  softDelete(stream: string, expected: ExpectedRevision): Promise<EngineAppendOutcome>;
  /** Ends a stream for ever, with a `$streamDeleted` event. */
  tombstone(stream: string, expected: ExpectedRevision): Promise<EngineAppendOutcome>;
  /** Calls back after every durable append, with the position of its last event. Returns how to stop. */
  onAppended(listener: (end: Position) => void): () => void;
  close(): Promise<void>;
}
