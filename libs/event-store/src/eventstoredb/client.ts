import { Duplex } from 'node:stream';
import { EventStoreDBClient, UnavailableError } from '@eventstore/db-client';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { LogMisconfigured } from '../errors';

/**
 * The one client of this process, made safe where version 6.2.1 is not.
 *
 * All clients of a process share one table of appends that wait for an answer: the failing stream of one client rejects the
 * appends of all others, and an answer that comes after that throws inside an event handler, which ends the process. So there
 * is one client, it is never torn down under load, and its answers are caught (`guardAnswers`).
 */

let holder: symbol | undefined;

/** Takes the process's one place for a client. @throws LogMisconfigured when it is taken. */
export function takeOnlyClient(): { release(): void } {
  if (holder) {
    throw new LogMisconfigured('this process has an EventStoreDB client already, and two of them corrupt each other: close the first');
  }
  const mine = Symbol('the client');
  holder = mine;
  return {
    release: () => {
      if (holder === mine) holder = undefined;
    },
  };
}

/**
 * Refuses what the client would accept and then silently get wrong.
 * @throws LogMisconfigured
 */
export function checkUrl(url: string): void {
  const scheme = /^[^:]*/.exec(url)?.[0] ?? '';
  if (scheme === 'kurrentdb' || scheme === 'kurrentdb+discover') {
    throw new LogMisconfigured(
      `the client speaks to KurrentDB too, but knows only the older name: write ${scheme.replace('kurrentdb', 'esdb')}://`,
    );
  }
  if (scheme !== 'esdb' && scheme !== 'esdb+discover') throw new LogMisconfigured('the address begins with esdb:// or esdb+discover://');
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1));
  const setting = (name: string): string | undefined => {
    const found = [...query].find(([key]) => key.trim().toLowerCase().replace(/[_-]/g, '') === name.toLowerCase());
    return found?.[1].trim();
  };
  const hasCredentials = url.split('?')[0]?.includes('@') === true;
  if (hasCredentials && setting('tls') === 'false') {
    throw new LogMisconfigured('with tls=false the client drops user and password without a word: use TLS, or leave them out');
  }
  if (setting('throwOnAppendFailure') === 'false') {
    throw new LogMisconfigured('throwOnAppendFailure=false makes the client report a wrong revision: leave it out');
  }
  if (Number(setting('keepAliveInterval')) < 0) {
    throw new LogMisconfigured('with keepAliveInterval=-1 a subscription to a stalled server waits for ever: leave it out');
  }
}

type StreamOpener = (client: unknown) => unknown;

/**
 * Makes the client and mends it.
 * @param onLateAnswer told of an answer that nobody waits for, or that the client cannot read.
 */
export function createClient(url: string, onLateAnswer: (error: unknown) => void): EventStoreDBClient {
  let client: EventStoreDBClient;
  try {
    client = EventStoreDBClient.connectionString(url);
  } catch (error) {
    throw new LogMisconfigured(`the client refuses the address: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
  const open: unknown = Reflect.get(client, 'GRPCStreamCreator');
  if (typeof open !== 'function') throw new LogMisconfigured('this is not version 6.2.1 of @eventstore/db-client');
  Reflect.set(client, 'GRPCStreamCreator', (type: unknown, name: string, opener: StreamOpener, cache: unknown): unknown => {
    const guarded: StreamOpener = (grpc) => guardAnswers(name, opener(grpc), onLateAnswer);
    const opened: unknown = Reflect.apply(open, client, [type, name, guarded, cache]);
    return opened;
  });
  return client;
}

/**
 * Three faults of the client's batch stream, each of which would end the process or hang it:
 * - an answer that nobody waits for any more throws inside the handler that receives it: it is caught;
 * - where the server ends the stream in good order, the client keeps writing into it unheard: the end is made an error, which
 *   it understands;
 * - while the stream is full the client keeps appends in a queue of its own, and rejects them, unheard by anybody, when the
 *   stream fails: so the stream never says that it is full, and what is under way waits in its buffer instead.
 */
function guardAnswers(name: string, stream: unknown, onLateAnswer: (error: unknown) => void): unknown {
  if (name !== 'appendToStream' || !(stream instanceof Duplex)) return stream;
  for (const listener of stream.listeners('data')) {
    stream.off('data', listener as (answer: unknown) => void);
    stream.on('data', (answer: unknown) => {
      try {
        Reflect.apply(listener, stream, [answer]);
      } catch (error) {
        onLateAnswer(error);
      }
    });
  }
  const write = stream.write.bind(stream);
  stream.write = (message: unknown): boolean => {
    write(message);
    return true;
  };
  stream.once('end', () => stream.destroy(new UnavailableError(undefined, 'the server has ended the batch stream')));
  return stream;
}

/**
 * Makes the client forget its connection, so that the next call opens another. Needed where asking for the server's features
 * failed: the client remembers the failure, and every append fails with it until the connection is lost.
 */
export async function forgetConnection(client: EventStoreDBClient): Promise<void> {
  const execute: unknown = Reflect.get(client, 'execute');
  if (typeof execute !== 'function') return;
  try {
    await Reflect.apply(execute, client, [ServerFeaturesClient, 'forgetConnection', () => Promise.reject(new UnavailableError())]);
  } catch {
    // The rejection is the message itself: it is what makes the client let go.
  }
}
