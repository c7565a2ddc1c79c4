import { Metadata, status } from '@grpc/grpc-js';
import {
  UUID,
  StreamIdentifier,
  WrongExpectedVersion,
  StreamDeleted,
  Timeout,
  Unknown,
  MaximumAppendSizeExceeded,
  AllStreamPosition,
  Empty,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { Code } from '@eventstore/db-client/generated/code_pb';
import { ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import type { EngineAppendOutcome, RawEvent, RawRecordedEvent } from '../../../libs/event-store/src/engine';
import type { ExpectedRevision, Position } from '../../../libs/event-store/src/port';

/**
 * The vocabulary of the wire: how what the engine says is spelled in the messages, statuses and trailers of EventStoreDB's
 * gRPC protocol. The definitions are those that ship inside the client, so the client decodes exactly what it knows.
 */

/** What a call ends with when it fails: a gRPC status, and the trailers by which the client tells the errors apart. */
export interface Failure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

function failure(code: status, details: string, trailers: Record<string, string> = {}): Failure {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return { code, details, metadata };
}

export const failures = {
  streamDeleted: (stream: string) =>
    failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, { exception: 'stream-deleted', 'stream-name': stream }),
  wrongExpectedVersion: (stream: string, expected: ExpectedRevision, actual: bigint | 'noStream') =>
    failure(status.FAILED_PRECONDITION, `Failed due to WrongExpectedVersion. Stream: ${stream}`, {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': signedRevision(expected).toString(),
      'actual-version': signedRevision(actual).toString(),
    }),
  tooLarge: (limit: number) =>
    failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
  accessDenied: () => failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => failure(status.UNAUTHENTICATED, 'Unauthenticated'),
  notLeader: (host: string, port: number) =>
    failure(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': host,
      'leader-endpoint-port': String(port),
    }),
  invalidArgument: (details: string) => failure(status.INVALID_ARGUMENT, details),
  of: (code: status, details: string) => failure(code, details),
};

/** The server's numbers for the expectations that are no revision. */
function signedRevision(revision: ExpectedRevision): bigint {
  if (typeof revision === 'bigint') return revision;
  return revision === 'noStream' ? -1n : revision === 'any' ? -2n : -4n;
}

export function uuid(text: string): UUID {
  return new UUID().setString(text);
}

/** Text of a UUID however the client spelled it: as a string or as two halves. */
export function textOfUuid(id: UUID | undefined): string {
  const halves = id?.getStructured();
  if (!halves) return id?.getString() ?? '';
  const hex =
    BigInt.asUintN(64, BigInt(halves.getMostSignificantBits())).toString(16).padStart(16, '0') +
    BigInt.asUintN(64, BigInt(halves.getLeastSignificantBits())).toString(16).padStart(16, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function streamIdentifier(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8'));
}

export function nameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');
}

interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

export function rawEvent(message: ProposedMessage): RawEvent {
  const headers = message.getMetadataMap();
  return {
    id: textOfUuid(message.getId()),
    type: headers.get('type') ?? '',
    isJson: headers.get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

interface Expectation {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** The expectation of an Append, Delete or Tombstone, whose options agree in this part. */
export function expectation(options: Expectation): ExpectedRevision {
  if (options.hasRevision()) return BigInt(options.getRevision());
  if (options.hasNoStream()) return 'noStream';
  return options.hasStreamExists() ? 'streamExists' : 'any';
}

function recordedEvent(event: RawRecordedEvent): ReadResp.ReadEvent.RecordedEvent {
  const message = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuid(event.id))
    .setStreamIdentifier(streamIdentifier(event.stream))
    .setStreamRevision(event.revision.toString())
    .setPreparePosition(event.position.toString())
    .setCommitPosition(event.position.toString())
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  const headers = message.getMetadataMap();
  headers.set('type', event.type);
  headers.set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
  headers.set('created', event.createdTicks.toString());
  return message;
}

/** An event as read; with `link`, `event` is what the link points at, and missing when that is gone. */
export function readEvent(event: RawRecordedEvent | undefined, link?: RawRecordedEvent): ReadResp {
  const message = new ReadResp.ReadEvent();
  if (event) message.setEvent(recordedEvent(event));
  if (link) message.setLink(recordedEvent(link));
  const position = (link ?? event)?.position;
  if (position !== undefined) message.setCommitPosition(position.toString());
  return new ReadResp().setEvent(message);
}

export function streamNotFound(stream: string): ReadResp {
  return new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(streamIdentifier(stream)));
}

export function confirmation(subscriptionId: string): ReadResp {
  return new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(subscriptionId));
}

export function checkpoint(position: Position): ReadResp {
  return new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(position.toString()).setPreparePosition(position.toString()),
  );
}

export function caughtUp(): ReadResp {
  return new ReadResp().setCaughtUp(new ReadResp.CaughtUp());
}

export function allStreamPosition(position: Position): AllStreamPosition {
  return new AllStreamPosition().setCommitPosition(position.toString()).setPreparePosition(position.toString());
}

interface Packable {
  serializeBinary(): Uint8Array;
}

function batchStatus(code: Code, message: string, typeName: string, details: Packable): Status {
  const any = new Any();
  any.pack(details.serializeBinary(), typeName);
  return new Status().setCode(code).setMessage(message).setDetails(any);
}

/** Errors of a batch append travel inside the answer, because one stream carries the appends of everybody. */
export const batchErrors = {
  wrongExpectedVersion(expected: ExpectedRevision, actual: bigint | 'noStream'): Status {
    const details = new WrongExpectedVersion();
    if (actual === 'noStream') details.setCurrentNoStream(new GoogleEmpty());
    else details.setCurrentStreamRevision(actual.toString());
    if (typeof expected === 'bigint') details.setExpectedStreamPosition(expected.toString());
    else if (expected === 'noStream') details.setExpectedNoStream(new GoogleEmpty());
    else if (expected === 'streamExists') details.setExpectedStreamExists(new GoogleEmpty());
    else details.setExpectedAny(new GoogleEmpty());
    return batchStatus(Code.FAILED_PRECONDITION, 'Wrong expected version', 'event_store.client.WrongExpectedVersion', details);
  },
  streamDeleted: (stream: string) =>
    batchStatus(
      Code.FAILED_PRECONDITION,
      `Event stream '${stream}' is deleted.`,
      'event_store.client.StreamDeleted',
      new StreamDeleted().setStreamIdentifier(streamIdentifier(stream)),
    ),
  tooLarge: (limit: number) =>
    batchStatus(
      Code.INVALID_ARGUMENT,
      `Maximum Append Size of ${limit} Exceeded.`,
      'event_store.client.MaximumAppendSizeExceeded',
      new MaximumAppendSizeExceeded().setMaxappendsize(limit),
    ),
  accessDenied: () => batchStatus(Code.PERMISSION_DENIED, 'Access Denied', 'event_store.client.AccessDenied', new Empty()),
  timeout: () => batchStatus(Code.DEADLINE_EXCEEDED, 'Timeout', 'event_store.client.Timeout', new Timeout()),
  unknown: () => batchStatus(Code.UNKNOWN, 'Unknown', 'event_store.client.Unknown', new Unknown()),
  /** What the client cannot recognise: it shows only the message, which is how "not ready" and "busy" arrive. */
  unrecognised: (message: string) => batchStatus(Code.UNKNOWN, message, 'google.protobuf.Empty', new GoogleEmpty()),
};

export type FailedAppend = Exclude<EngineAppendOutcome, { kind: 'appended' | 'idempotent' }>;
