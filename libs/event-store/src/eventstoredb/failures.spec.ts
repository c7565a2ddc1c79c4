import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import {
  AccessDeniedError,
  CancelledError,
  DeadlineExceededError,
  InvalidArgumentError,
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
  EventUnreadable,
  LogAccessDenied,
  LogUnavailable,
  StreamNotFound,
  StreamTombstoned,
  WrongExpectedRevision,
} from '../errors';
import { isPassing, judgeAppend, readError } from './failures';
import { recordedEvent } from './read';

const grpc = (code: status, details: string, trailers: Record<string, string> = {}): ServiceError => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(`${code} ${status[code]}: ${details}`), { code, details, metadata });
};
const leader = { 'leader-endpoint-host': 'n2', 'leader-endpoint-port': '2113' };
const versions = (expected: bigint, current: bigint | 'no_stream') => ({ streamName: 's', expected, current });

describe('what a failed append says about the append', () => {
  it.each<[string, unknown, 'refused' | 'notDone' | 'unknown', string]>([
    ['a conflict', new WrongExpectedVersionError(undefined, versions(1n, 4n)), 'refused', 'LOG.WRONG_EXPECTED_REVISION'],
    ['a tombstone, with no message', StreamDeletedError.fromStreamName('s'), 'refused', 'LOG.STREAM_TOMBSTONED'],
    ['too many bytes', MaxAppendSizeExceededError.fromMaxAppendSize(1024), 'refused', 'LOG.APPEND_TOO_LARGE'],
    ['no access', new AccessDeniedError(grpc(status.UNAUTHENTICATED, 'no')), 'refused', 'LOG.ACCESS_DENIED'],
    ['an argument the client refuses', new InvalidArgumentError('no'), 'refused', 'LOG.APPEND_REFUSED'],
    ['a refusal the client does not know', new UnknownError(undefined, 'Could not recognize Bad Request'), 'refused', 'LOG.APPEND_REFUSED'],
    ['a bad argument on Append', new UnknownError(grpc(status.INVALID_ARGUMENT, 'no')), 'refused', 'LOG.APPEND_REFUSED'],
    ['a failed precondition on Append', new UnknownError(grpc(status.FAILED_PRECONDITION, 'no')), 'refused', 'LOG.APPEND_REFUSED'],
    ['not ready, by batch', new UnknownError(undefined, 'Could not recognize Server Is Not Ready'), 'notDone', 'LOG.UNAVAILABLE'],
    ['busy, by batch', new UnknownError(undefined, 'Could not recognize Server Is Busy'), 'notDone', 'LOG.UNAVAILABLE'],
    ['not ready, by Append', new UnavailableError(grpc(status.UNAVAILABLE, 'Server Is Not Ready')), 'notDone', 'LOG.UNAVAILABLE'],
    ['busy, by Append', new UnavailableError(grpc(status.UNAVAILABLE, 'Server Is Too Busy')), 'notDone', 'LOG.UNAVAILABLE'],
    ['no leader', new UnknownError(grpc(status.UNKNOWN, 'No leader info available in response')), 'notDone', 'LOG.UNAVAILABLE'],
    ['the first call finding nobody', grpc(status.UNAVAILABLE, 'connect ECONNREFUSED'), 'notDone', 'LOG.UNAVAILABLE'],
    ['a cluster nobody answers for', new Error('Failed to discover after 10 attempts.'), 'notDone', 'LOG.UNAVAILABLE'],
    ['a lost connection', new UnavailableError(grpc(status.UNAVAILABLE, 'Connection dropped')), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['a commit timeout', new TimeoutError(grpc(status.ABORTED, 'Operation timed out')), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['a deadline', new DeadlineExceededError(), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['a cancellation', new CancelledError(grpc(status.CANCELLED, 'why not')), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['another leader', new NotLeaderError(grpc(status.NOT_FOUND, 'elsewhere', leader)), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['"unknown", by batch', new UnknownError(), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['a fault inside, by Append', new UnknownError(grpc(status.INTERNAL, 'fault')), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    [
      'a fault inside, by batch',
      new UnknownError(undefined, 'Could not recognize Envelope callback expected either A or B'),
      'unknown',
      'LOG.OUTCOME_UNKNOWN',
    ],
    ['a broken pipe', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }), 'unknown', 'LOG.OUTCOME_UNKNOWN'],
    ['something else', 'thrown text', 'unknown', 'LOG.OUTCOME_UNKNOWN'],
  ])('%s', (_, error, kind, code) => {
    expect(judgeAppend(error, 's', 1n, 2048)).toMatchObject({ kind, error: { code } });
  });

  it('keeps what the port promises of each', () => {
    const judged = (error: unknown) => judgeAppend(error, 's', 'noStream', 2048).error;
    expect(judged(new WrongExpectedVersionError(undefined as never, versions(1n, 4n)))).toEqual(
      new WrongExpectedRevision('s', 'noStream', 4n),
    );
    expect(judged(new WrongExpectedVersionError(undefined as never, versions(1n, 'no_stream')))).toMatchObject({ actual: 'noStream' });
    expect(judged(new WrongExpectedVersionError(undefined as never, versions(1n, -1n)))).toMatchObject({ actual: 'noStream' });
    expect(judged(StreamDeletedError.fromStreamName('s'))).toEqual(new StreamTombstoned('s'));
    expect(judged(MaxAppendSizeExceededError.fromMaxAppendSize(1024))).toEqual(new AppendTooLarge(2048, 1024));
    expect(judged(new AccessDeniedError())).toBeInstanceOf(LogAccessDenied);
    expect(judged(new InvalidArgumentError('no'))).toBeInstanceOf(AppendRefused);
  });

  it('tells a failed question for features, which the client remembers, from a node that is down, which it does not', () => {
    expect(judgeAppend(grpc(status.INTERNAL, 'fault'), 's', 'any', 1)).toMatchObject({ kind: 'notDone', featuresFailed: true });
    expect(judgeAppend(grpc(status.UNAVAILABLE, 'down'), 's', 'any', 1)).toMatchObject({ kind: 'notDone', featuresFailed: false });
  });
});

describe('what a failed read says', () => {
  it.each<[unknown, new (...args: never[]) => Error, boolean]>([
    [new StreamNotFoundError(undefined, 's'), StreamNotFound, false],
    [StreamDeletedError.fromStreamName('s'), StreamTombstoned, false],
    [new AccessDeniedError(), LogAccessDenied, false],
    [new InvalidArgumentError('no'), LogUnavailable, false],
    [new LogAccessDenied('already in our terms'), LogAccessDenied, false],
    [new UnavailableError(), LogUnavailable, true],
    [new CancelledError(), LogUnavailable, true],
    [new UnknownError(), LogUnavailable, true],
    [new DeadlineExceededError(), LogUnavailable, true],
    [new NotLeaderError(grpc(status.NOT_FOUND, 'elsewhere', leader)), LogUnavailable, true],
    [grpc(status.UNAVAILABLE, 'down'), LogUnavailable, true],
    [new Error('Failed to discover after 10 attempts.'), LogUnavailable, true],
  ])('%p is %p, passing: %p', (error, as, passing) => {
    expect(readError(error, 's')).toBeInstanceOf(as);
    expect(isPassing(error)).toBe(passing);
  });
});

describe('an event as the client gives it', () => {
  const position = { commit: 7n, prepare: 7n };
  const stored = {
    id: '5b9c2a52-7f3a-4d5e-9a7b-0d6d1d5b7a01',
    type: 'ToyMade.v1',
    streamId: 'toy-1',
    revision: 3n,
    created: new Date(0),
    isJson: true as const,
    data: { n: 1 },
    metadata: { by: '经办人' },
    position,
  };

  it('is shown in the terms of the port', () => {
    expect(recordedEvent({ event: stored, commitPosition: 7n })).toEqual({
      id: stored.id,
      type: 'ToyMade.v1',
      stream: 'toy-1',
      revision: 3n,
      position: 7n,
      created: new Date(0),
      data: { n: 1 },
      metadata: { by: '经办人' },
    });
    expect(recordedEvent({ event: { ...stored, position: undefined }, commitPosition: 9n })?.position).toBe(9n);
  });

  it('may be missing behind a link', () => {
    expect(recordedEvent({ commitPosition: 7n })).toBeUndefined();
  });

  it.each([
    ['bytes', { ...stored, data: 'no JSON' }],
    ['a list', { ...stored, data: [1] }],
    ['metadata that are bytes', { ...stored, metadata: new Uint8Array([1]) }],
    ['no metadata', { ...stored, metadata: undefined }],
    ['no position at all', { ...stored, position: undefined }],
  ])('stops the reader when it holds %s', (_, event) => {
    expect(() => recordedEvent({ event })).toThrow(EventUnreadable);
    expect(() => recordedEvent({ event })).toThrow('event 3 of stream toy-1');
  });
});
