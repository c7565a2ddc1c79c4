import type { sendUnaryData, ServerDuplexStream, ServerReadableStream, ServerUnaryCall } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';
import { Empty } from '@eventstore/db-client/generated/shared_pb';
import type { Status } from '@eventstore/db-client/generated/status_pb';
import {
  AppendReq,
  AppendResp,
  type BatchAppendReq,
  BatchAppendResp,
  type DeleteReq,
  DeleteResp,
  type TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import type { LogEngine, RawEvent } from '../../../libs/event-store/src/engine';
import type { ExpectedRevision, Position } from '../../../libs/event-store/src/port';
import type { Faults } from './faults';
import {
  allStreamPosition,
  batchErrors,
  expectation,
  type FailedAppend,
  type Failure,
  failures,
  nameOf,
  rawEvent,
  streamIdentifier,
  textOfUuid,
} from './messages';

type Outcome = Awaited<ReturnType<LogEngine['append']>>;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Writes through the engine, with whatever the test has put in the way before the write and before its answer. */
async function appendThrough(
  engine: LogEngine,
  faults: Faults,
  stream: string,
  expected: ExpectedRevision,
  events: readonly RawEvent[],
): Promise<Outcome> {
  await faults.passGate();
  const outcome = await engine.append(stream, expected, events);
  if (faults.answerDelayMs > 0) await wait(faults.answerDelayMs);
  if (faults.swallowAnswers) await new Promise<never>(() => undefined);
  return outcome;
}

function failureOf(outcome: Exclude<FailedAppend, { kind: 'wrongExpectedRevision' }>, stream: string): Failure {
  switch (outcome.kind) {
    case 'streamDeleted':
      return failures.streamDeleted(stream);
    case 'tooLarge':
      return failures.tooLarge(outcome.limit);
    case 'badRequest':
      return failures.invalidArgument(outcome.reason);
  }
}

/** Streams.Append: one call an append, the options first, then the events. */
export function serveAppend(
  engine: LogEngine,
  faults: Faults,
  call: ServerReadableStream<AppendReq, AppendResp>,
  answer: sendUnaryData<AppendResp>,
): void {
  const events: RawEvent[] = [];
  let options: AppendReq.Options | undefined;
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(rawEvent(message));
  });
  call.on('end', () => {
    const stream = nameOf(options?.getStreamIdentifier());
    const expected = options ? expectation(options) : 'any';
    const refusal = faults.takeRefusal();
    if (refusal) return answer(failures.of(status.UNAVAILABLE, refusal.replace('Server Is Busy', 'Server Is Too Busy')));
    const late = faults.takeCommitTimeout();
    appendThrough(engine, faults, stream, expected, events).then(
      (outcome) => {
        if (late) answer(failures.of(status.ABORTED, 'Operation timed out: commit timeout'));
        else if (outcome.kind === 'appended' || outcome.kind === 'idempotent') answer(null, appended(outcome));
        else if (outcome.kind === 'wrongExpectedRevision') answer(null, wrongExpectedVersion(expected, outcome.actual));
        else answer(failureOf(outcome, stream));
      },
      (error: Error) => answer(failures.of(status.UNKNOWN, error.message)),
    );
  });
}

function appended(outcome: { readonly revision: bigint; readonly position: Position | undefined }): AppendResp {
  const success = new AppendResp.Success();
  if (outcome.revision < 0n) success.setNoStream(new Empty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === undefined) success.setNoPosition(new Empty());
  else
    success.setPosition(
      new AppendResp.Position().setCommitPosition(outcome.position.toString()).setPreparePosition(outcome.position.toString()),
    );
  return new AppendResp().setSuccess(success);
}

function wrongExpectedVersion(expected: ExpectedRevision, actual: bigint | 'noStream'): AppendResp {
  const message = new AppendResp.WrongExpectedVersion();
  if (actual === 'noStream') message.setCurrentNoStream(new Empty());
  else message.setCurrentRevision(actual.toString());
  if (typeof expected === 'bigint') message.setExpectedRevision(expected.toString());
  else if (expected === 'noStream') message.setExpectedNoStream(new Empty());
  else if (expected === 'streamExists') message.setExpectedStreamExists(new Empty());
  else message.setExpectedAny(new Empty());
  return new AppendResp().setWrongExpectedVersion(message);
}

interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: RawEvent[];
  readonly deadline: number | undefined;
}

/** Streams.BatchAppend: one long-lived stream for all appends of a client, told apart by correlation id. */
export function serveBatchAppend(engine: LogEngine, faults: Faults, call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
  const pending = new Map<string, PendingAppend>();
  call.on('data', (request: BatchAppendReq) => {
    const correlation = textOfUuid(request.getCorrelationId());
    const options = request.getOptions();
    if (options) {
      pending.set(correlation, {
        stream: nameOf(options.getStreamIdentifier()),
        expected: batchExpectation(options),
        events: [],
        deadline: options.getDeadline()?.toDate().getTime(),
      });
    }
    const append = pending.get(correlation);
    if (!append) return;
    for (const message of request.getProposedMessagesList()) append.events.push(rawEvent(message));
    if (!request.getIsFinal()) return;
    pending.delete(correlation);
    void settle(engine, faults, append).then((answer) => {
      if (call.cancelled || call.destroyed) return;
      const malformed = faults.takeMalformedAnswer();
      answer.setCorrelationId(request.getCorrelationId());
      if (!malformed) answer.setStreamIdentifier(streamIdentifier(append.stream));
      call.write(answer);
    });
  });
  call.on('end', () => call.end());
  call.on('error', () => undefined);
}

function batchExpectation(options: BatchAppendReq.Options): ExpectedRevision {
  if (options.hasStreamPosition()) return BigInt(options.getStreamPosition());
  if (options.hasNoStream()) return 'noStream';
  return options.hasStreamExists() ? 'streamExists' : 'any';
}

async function settle(engine: LogEngine, faults: Faults, append: PendingAppend): Promise<BatchAppendResp> {
  const refusal = faults.takeRefusal();
  if (refusal) return new BatchAppendResp().setError(batchErrors.unrecognised(refusal));
  const late = faults.takeCommitTimeout();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    if (append.deadline === undefined) return;
    timer = setTimeout(() => resolve('timeout'), Math.max(0, append.deadline - Date.now()));
  });
  try {
    const outcome = await Promise.race([appendThrough(engine, faults, append.stream, append.expected, append.events), timeout]);
    if (outcome === 'timeout' || late) return new BatchAppendResp().setError(batchErrors.timeout());
    if (outcome.kind === 'appended' || outcome.kind === 'idempotent') return new BatchAppendResp().setSuccess(batchSuccess(outcome));
    return new BatchAppendResp().setError(batchError(outcome, append));
  } catch {
    return new BatchAppendResp().setError(batchErrors.unknown());
  } finally {
    clearTimeout(timer);
  }
}

function batchSuccess(outcome: { readonly revision: bigint; readonly position: Position | undefined }): BatchAppendResp.Success {
  const success = new BatchAppendResp.Success();
  if (outcome.revision < 0n) success.setNoStream(new GoogleEmpty());
  else success.setCurrentRevision(outcome.revision.toString());
  if (outcome.position === undefined) success.setNoPosition(new GoogleEmpty());
  else success.setPosition(allStreamPosition(outcome.position));
  return success;
}

function batchError(outcome: FailedAppend, append: PendingAppend): Status {
  switch (outcome.kind) {
    case 'wrongExpectedRevision':
      return batchErrors.wrongExpectedVersion(append.expected, outcome.actual);
    case 'streamDeleted':
      return batchErrors.streamDeleted(append.stream);
    case 'tooLarge':
      return batchErrors.tooLarge(outcome.limit);
    case 'badRequest':
      return batchErrors.unrecognised(outcome.reason);
  }
}

/** Streams.Delete: hides what was written so far. */
export async function serveDelete(
  engine: LogEngine,
  call: ServerUnaryCall<DeleteReq, DeleteResp>,
  answer: sendUnaryData<DeleteResp>,
): Promise<void> {
  const outcome = await remove(call, (stream, expected) => engine.softDelete(stream, expected));
  if ('failure' in outcome) return answer(outcome.failure);
  const response = new DeleteResp();
  if (outcome.position === undefined) response.setNoPosition(new Empty());
  else
    response.setPosition(
      new DeleteResp.Position().setCommitPosition(outcome.position.toString()).setPreparePosition(outcome.position.toString()),
    );
  answer(null, response);
}

/** Streams.Tombstone: ends the stream for ever. */
export async function serveTombstone(
  engine: LogEngine,
  call: ServerUnaryCall<TombstoneReq, TombstoneResp>,
  answer: sendUnaryData<TombstoneResp>,
): Promise<void> {
  const outcome = await remove(call, (stream, expected) => engine.tombstone(stream, expected));
  if ('failure' in outcome) return answer(outcome.failure);
  const response = new TombstoneResp();
  if (outcome.position === undefined) response.setNoPosition(new Empty());
  else
    response.setPosition(
      new TombstoneResp.Position().setCommitPosition(outcome.position.toString()).setPreparePosition(outcome.position.toString()),
    );
  answer(null, response);
}

async function remove(
  call: ServerUnaryCall<DeleteReq, DeleteResp> | ServerUnaryCall<TombstoneReq, TombstoneResp>,
  act: (stream: string, expected: ExpectedRevision) => Promise<Outcome>,
): Promise<{ readonly failure: Failure } | { readonly position: Position | undefined }> {
  const options = call.request.getOptions();
  if (!options) return { failure: failures.invalidArgument('options are required') };
  const stream = nameOf(options.getStreamIdentifier());
  const expected = expectation(options);
  const outcome = await act(stream, expected);
  if (outcome.kind === 'appended' || outcome.kind === 'idempotent') return { position: outcome.position };
  if (outcome.kind === 'wrongExpectedRevision') return { failure: failures.wrongExpectedVersion(stream, expected, outcome.actual) };
  return { failure: failureOf(outcome, stream) };
}
