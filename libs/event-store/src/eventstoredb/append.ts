import {
  type EventStoreDBClient,
  type EventData,
  NO_STREAM,
  STREAM_EXISTS,
  ANY,
  type AppendExpectedRevision,
  jsonEvent,
} from '@eventstore/db-client';
import { type LogError, LogUnavailable, OutcomeUnknown } from '../errors';
import type { AppendResult, EventToAppend, ExpectedRevision } from '../port';
import { checkAppend, type PreparedEvent } from '../port-checks';
import { Backoff } from './backoff';
import { forgetConnection } from './client';
import { judgeAppend } from './failures';

export interface AppendingTerms {
  readonly client: EventStoreDBClient;
  /** By when an append has settled, one way or another. */
  readonly appendTimeoutMs: number;
  readonly onRetry: (error: LogError) => void;
  readonly closed: AbortSignal;
}

class TimedOut extends Error {}

/**
 * Appends within the time limit. An attempt whose outcome is unknown is repeated, with the same ids, only where the store
 * recognises the repetition by the ids that follow the expected revision: that is, with an exact revision or `noStream`. The
 * memory by which it would recognise it otherwise dies with the server's process.
 */
export async function append(
  terms: AppendingTerms,
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
): Promise<AppendResult> {
  // What does not serialise makes the client's promise hang for ever: everything is text before the client sees it.
  const prepared = checkAppend(stream, expected, events);
  const bytes = prepared.reduce((sum, event) => sum + event.bytes, 0);
  const repeatable = typeof expected === 'bigint' || expected === 'noStream';
  const limit = performance.now() + terms.appendTimeoutMs;
  const left = (): number => limit - performance.now();
  const backoff = new Backoff(Number.POSITIVE_INFINITY, 20, 500);
  let doubt: OutcomeUnknown | undefined;
  let trouble: LogError | undefined;
  let silent = false;

  const giveUp = (): LogError =>
    doubt ?? trouble ?? new LogUnavailable(`the append to ${stream} was not begun within ${terms.appendTimeoutMs} ms`);
  for (;;) {
    if (terms.closed.aborted) throw doubt ?? new LogUnavailable('the log is closed');
    // Half of the time at most for the first silence, so that there is time for another attempt, on another connection perhaps.
    const attemptMs = repeatable && !silent ? Math.min(left(), terms.appendTimeoutMs / 2) : left();
    try {
      return await attempt(terms.client, stream, expected, prepared, Math.ceil(attemptMs));
    } catch (error) {
      if (error instanceof TimedOut) {
        silent = true;
        doubt = new OutcomeUnknown(`the append to ${stream} was not answered within ${Math.round(terms.appendTimeoutMs - left())} ms`);
        trouble = doubt;
      } else {
        const failure = judgeAppend(error, stream, expected, bytes);
        if (failure.kind === 'refused') {
          // After an attempt in doubt only a judgement of the revision settles what became of it.
          if (doubt && failure.error.code !== 'LOG.WRONG_EXPECTED_REVISION' && failure.error.code !== 'LOG.STREAM_TOMBSTONED') throw doubt;
          throw failure.error;
        }
        if (failure.kind === 'unknown') doubt = failure.error;
        if (failure.kind === 'notDone' && failure.featuresFailed) await forgetConnection(terms.client);
        trouble = failure.error;
      }
      if (doubt && !repeatable) throw doubt;
      if (left() <= 0) throw giveUp();
      terms.onRetry(trouble);
      await backoff.wait(AbortSignal.any([terms.closed, AbortSignal.timeout(Math.max(0, Math.ceil(left())))]));
      // An attempt with hardly any time left would only turn a clear refusal into doubt.
      if (left() <= (doubt ? 0 : terms.appendTimeoutMs / 5)) throw giveUp();
    }
  }
}

/** One append of the client's, given up after a time: the client itself waits until the connection dies, or for ever. */
async function attempt(
  client: EventStoreDBClient,
  stream: string,
  expected: ExpectedRevision,
  events: readonly PreparedEvent[],
  timeoutMs: number,
): Promise<AppendResult> {
  const answer = client
    .appendToStream(stream, events.map(proposal), { expectedRevision: clientRevision(expected), deadline: timeoutMs })
    .then(async ({ nextExpectedRevision: revision, position }) => ({
      revision,
      position: position?.commit ?? (await positionOf(client, stream, revision)),
    }));
  // Given up does not mean unheard: a rejection that comes later must not end the process.
  answer.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut()), timeoutMs);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** The answer to a repeated append may name no position; the event itself does. */
async function positionOf(client: EventStoreDBClient, stream: string, revision: bigint): Promise<bigint> {
  const read = client.readStream(stream, { fromRevision: revision, maxCount: 1 });
  read.on('error', () => undefined);
  for await (const { event, commitPosition } of read) {
    const position = event?.position?.commit ?? commitPosition;
    if (position !== undefined) return position;
  }
  throw new OutcomeUnknown(`the append to ${stream} was confirmed, but its event at revision ${revision} cannot be read back`);
}

function proposal(event: PreparedEvent): EventData {
  // A copy of our own: the caller may change the original while the client is still waiting for its connection.
  return jsonEvent({ id: event.id, type: event.type, data: JSON.parse(event.data), metadata: JSON.parse(event.metadata) });
}

/** `-1n`, which the client sends as it stands and the wire cannot bear, has been refused before. */
function clientRevision(expected: ExpectedRevision): AppendExpectedRevision {
  switch (expected) {
    case 'noStream':
      return NO_STREAM;
    case 'any':
      return ANY;
    case 'streamExists':
      return STREAM_EXISTS;
    default:
      return expected;
  }
}
