import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  TimeoutError,
  UnavailableError,
  UnknownError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import {
  AppendRefused,
  AppendTooLarge,
  LogAccessDenied,
  LogError,
  LogUnavailable,
  OutcomeUnknown,
  StreamNotFound,
  StreamTombstoned,
  WrongExpectedRevision,
} from '../errors';
import type { ExpectedRevision } from '../port';

/** gRPC's UNAVAILABLE: the code that a plain `Error` bears when the very first call finds the node down. */
const UNAVAILABLE = 14;

/** What a failed append says about the append. */
export type AppendFailure =
  /** The store has judged it: there is nothing to repeat. */
  | { readonly kind: 'refused'; readonly error: LogError }
  /** It never reached the log: repeating it is safe whatever was expected. */
  | { readonly kind: 'notDone'; readonly error: LogUnavailable; readonly featuresFailed: boolean }
  /** It may have been written. */
  | { readonly kind: 'unknown'; readonly error: OutcomeUnknown };

/** INVALID_ARGUMENT, FAILED_PRECONDITION and UNIMPLEMENTED: the server looked at the append and would not have it. */
const JUDGED = [3, 9, 12];

const text = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

/** What the server says when it has put an append aside unread. On the batch path only the words arrive. */
const NOT_HANDLED = /server is not ready|server is (too )?busy|no leader info available/i;
/** The server's own words for a reply it could not make sense of: the write may have happened. */
const INTERNAL = /envelope callback expected/i;

export function judgeAppend(error: unknown, stream: string, expected: ExpectedRevision, bytes: number): AppendFailure {
  const refused = (as: LogError): AppendFailure => ({ kind: 'refused', error: as });
  const notDone = (featuresFailed = false): AppendFailure => ({
    kind: 'notDone',
    error: new LogUnavailable(`the event store takes no appends: ${text(error)}`, { cause: error }),
    featuresFailed,
  });
  const unknown = (): AppendFailure => ({
    kind: 'unknown',
    error: new OutcomeUnknown(`nobody knows whether the append to ${stream} happened: ${text(error)}`, { cause: error }),
  });

  if (error instanceof WrongExpectedVersionError) {
    // From the batch path and from Append alike; a missing stream is "no_stream", from a delete it would be -1.
    const actual = error.actualVersion;
    return refused(new WrongExpectedRevision(stream, expected, typeof actual === 'bigint' && actual >= 0n ? actual : 'noStream'));
  }
  if (error instanceof StreamDeletedError) return refused(new StreamTombstoned(stream));
  if (error instanceof MaxAppendSizeExceededError) return refused(new AppendTooLarge(bytes, error.maxAppendSize));
  if (error instanceof AccessDeniedError) {
    return refused(new LogAccessDenied(`the event store lets nobody with these credentials append to ${stream}`, { cause: error }));
  }
  if (error instanceof InvalidArgumentError) return refused(new AppendRefused(error.message, { cause: error }));
  if (error instanceof UnavailableError || error instanceof UnknownError) {
    if (NOT_HANDLED.test(error.message)) return notDone();
    const unrecognised = /^Could not recognize (.*)/s.exec(error.message)?.[1];
    if (unrecognised !== undefined && !INTERNAL.test(unrecognised)) {
      return refused(new AppendRefused(`the event store refuses the append: ${unrecognised}`, { cause: error }));
    }
    if (error.code !== undefined && JUDGED.includes(error.code)) {
      return refused(new AppendRefused(`the event store refuses the append: ${error.message}`, { cause: error }));
    }
    return unknown();
  }
  // "Not the leader" ends the batch stream of everybody, with appends in it that may have been passed on already.
  if (error instanceof TimeoutError || error instanceof DeadlineExceededError || error instanceof CancelledError) return unknown();
  if (error instanceof NotLeaderError) return unknown();
  // A status that is no error of the client's comes from the question for the server's features, before anything was sent.
  if (!isCommandErrorOf(error) && hasStatus(error)) return notDone(error.code !== UNAVAILABLE);
  if (isFailedDiscovery(error)) return notDone();
  return unknown();
}

/** Whether a read or a subscription that failed so may be opened again where it stopped. */
export function isPassing(error: unknown): boolean {
  if (error instanceof LogError) return false;
  return !(
    error instanceof StreamNotFoundError ||
    error instanceof StreamDeletedError ||
    error instanceof AccessDeniedError ||
    error instanceof InvalidArgumentError
  );
}

/** The error of a read or a subscription, in the port's terms. */
export function readError(error: unknown, stream: string): LogError {
  if (error instanceof LogError) return error;
  if (error instanceof StreamNotFoundError) return new StreamNotFound(stream);
  if (error instanceof StreamDeletedError) return new StreamTombstoned(stream);
  if (error instanceof AccessDeniedError)
    return new LogAccessDenied(`the event store lets nobody with these credentials read ${stream}`, { cause: error });
  return new LogUnavailable(`the event store does not answer: ${text(error)}`, { cause: error });
}

const isCommandErrorOf = (error: unknown): boolean => error instanceof Error && isCommandError(error);

const hasStatus = (error: unknown): error is Error & { readonly code: number } =>
  error instanceof Error && 'code' in error && typeof error.code === 'number';

/** The client's own error after asking every node of a cluster in vain. */
const isFailedDiscovery = (error: unknown): boolean => error instanceof Error && /^Failed to discover after/.test(error.message);
