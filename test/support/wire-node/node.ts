import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { type Metadata, type sendUnaryData, Server, ServerCredentials, type ServerUnaryCall, status } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import type { Empty } from '@eventstore/db-client/generated/shared_pb';
import { type IStreamsServer, StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { LogEngine } from '../../../libs/event-store/src/engine';
import { serveAppend, serveBatchAppend, serveDelete, serveTombstone } from './appends';
import { Faults } from './faults';
import { failures, uuid } from './messages';
import { serveRead } from './reads';

/** Chunks of a batch append are 3 MiB and may hold one event more. */
const MAX_RECEIVE_BYTES = 32 * 1024 * 1024;
const STREAMS = 'event_store.client.streams.Streams';

export interface WireNodeOptions {
  readonly engine: LogEngine;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** PEM. With these the node speaks TLS and asks for basic authentication. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Who may come in over TLS. Default: `admin`, `changeit`, as on a fresh server. */
  readonly users?: Readonly<Record<string, string>>;
  /** `false` leaves BatchAppend out of the list, so that the client appends one call at a time. */
  readonly batchAppend?: boolean;
  /** `false` is a server so old that it cannot say what it supports. */
  readonly features?: boolean;
  /** `false` is a server before 23.10. */
  readonly caughtUp?: boolean;
  /** What the node says of itself in gossip. Default: alive, the leader, at its own address. */
  readonly gossip?: (self: { readonly host: string; readonly port: number }) => readonly GossipMember[];
}

interface GossipMember {
  readonly host: string;
  readonly port: number;
  readonly alive: boolean;
  readonly state: keyof typeof MemberInfo.VNodeState;
}

/**
 * A node that speaks EventStoreDB's gRPC protocol over a log engine, so that the real client is driven over a real wire.
 * It is this project's model of the server, read from the server's source, and not the server.
 */
export interface WireNode {
  readonly port: number;
  readonly faults: Faults;
  /** How often each call was made, by its name. */
  readonly calls: ReadonlyMap<string, number>;
  /** Reads and subscriptions that are open now. */
  readonly openReads: () => number;
  /** @param credentials `user:password` */
  url(query?: Readonly<Record<string, string>>, credentials?: string): string;
  /** Cuts every TCP connection, or only the newest, as a network does. New ones are welcome. */
  dropConnections(which?: 'all' | 'newest'): void;
  /** Events sent to readers and subscribers so far, as far as the node's own buffers. */
  readonly sentEvents: () => number;
  /** Ends every open batch stream in good order, with answers still owed: the client never learns what became of them. */
  endBatchStreams(): void;
  /** Ends every open read and subscription in good order, as if there were no more. */
  endReads(): void;
  stop(): Promise<void>;
}

export async function startWireNode(options: WireNodeOptions): Promise<WireNode> {
  const { engine, tls } = options;
  const users = options.users ?? { admin: 'changeit' };
  const faults = new Faults();
  const calls = new Map<string, number>();
  const endings = new Set<() => void>();
  const readEndings = new Set<() => void>();
  const sent = { events: 0 };
  let openReads = 0;
  const count = (name: string): void => void calls.set(name, (calls.get(name) ?? 0) + 1);

  const allowed = (metadata: Metadata): 'yes' | 'anonymous' | 'wrong' => {
    if (!tls) return 'yes';
    const header = String(metadata.get('authorization')[0] ?? '');
    if (!header) return 'anonymous';
    const [user = '', ...rest] = Buffer.from(header.replace(/^Basic /, ''), 'base64')
      .toString('utf8')
      .split(':');
    return Object.hasOwn(users, user) && users[user] === rest.join(':') ? 'yes' : 'wrong';
  };
  const refusal = (metadata: Metadata) => {
    const answer = allowed(metadata);
    if (answer === 'yes') return undefined;
    return answer === 'wrong' ? failures.unauthenticated() : failures.accessDenied();
  };

  const elsewhere = () => faults.leader && failures.notLeader(faults.leader.host, faults.leader.port);

  const streams: IStreamsServer = {
    read(call) {
      count('Read');
      const refused = refusal(call.metadata);
      const failing = faults.takeReadFailure();
      if (refused) return void call.emit('error', refused);
      if (failing) return void call.emit('error', failures.of(failing.code, failing.details));
      openReads += 1;
      const end = (): void => void call.end();
      readEndings.add(end);
      serveRead(engine, call, { tellsCaughtUp: options.caughtUp !== false, sent })
        .catch((error: Error) => call.emit('error', failures.of(status.UNKNOWN, error.message)))
        .finally(() => {
          openReads -= 1;
          readEndings.delete(end);
        });
    },
    append(call, answer) {
      count('Append');
      const refused = refusal(call.metadata) ?? elsewhere();
      if (refused) return answer(refused);
      serveAppend(engine, faults, call, answer);
    },
    batchAppend(call) {
      count('BatchAppend');
      const refused = refusal(call.metadata) ?? elsewhere();
      if (refused) return void call.emit('error', refused);
      const end = (): void => void call.end();
      endings.add(end);
      call.on('close', () => endings.delete(end));
      serveBatchAppend(engine, faults, call);
    },
    delete(call, answer) {
      count('Delete');
      const refused = refusal(call.metadata);
      if (refused) return answer(refused);
      serveDelete(engine, call, answer).catch((error: Error) => answer(failures.of(status.UNKNOWN, error.message)));
    },
    tombstone(call, answer) {
      count('Tombstone');
      const refused = refusal(call.metadata);
      if (refused) return answer(refused);
      serveTombstone(engine, call, answer).catch((error: Error) => answer(failures.of(status.UNKNOWN, error.message)));
    },
  };

  const server = new Server({ 'grpc.max_receive_message_length': MAX_RECEIVE_BYTES });
  server.addService(StreamsService, streams);
  server.addService(GossipService, {
    read(_call: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) {
      count('Gossip');
      const self = { host: '127.0.0.1', port };
      const members = options.gossip?.(self) ?? [{ ...self, alive: true, state: 'LEADER' as const }];
      answer(null, clusterInfo(members));
    },
  });
  if (options.features !== false) {
    server.addService(ServerFeaturesService, {
      getSupportedMethods(_call: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>) {
        count('GetSupportedMethods');
        const failing = faults.takeFeatureFailure();
        if (failing !== undefined) return answer(failures.of(failing, 'the question was not answered'));
        answer(null, supportedMethods(options.batchAppend !== false));
      },
    });
  }

  const credentials = tls
    ? ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }], false)
    : ServerCredentials.createInsecure();
  // The sockets are ours, so that a test can cut them.
  const injector = server.createConnectionInjector(credentials);
  const sockets = new Set<Socket>();
  const door = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.setNoDelay(true);
    injector.injectConnection(socket);
  });
  const port = await new Promise<number>((resolve, reject) => {
    door.once('error', reject);
    door.listen(options.port ?? 0, '127.0.0.1', () => resolve((door.address() as AddressInfo).port));
  });

  const dropConnections = (which: 'all' | 'newest' = 'all'): void => {
    for (const socket of [...sockets].slice(which === 'newest' ? -1 : 0)) socket.destroy();
  };
  return {
    port,
    faults,
    calls,
    openReads: () => openReads,
    sentEvents: () => sent.events,
    url: (query = {}, user = '') =>
      `esdb://${user && `${user}@`}${tls ? 'localhost' : '127.0.0.1'}:${port}?${new URLSearchParams({ tls: tls ? 'true' : 'false', ...query }).toString()}`,
    dropConnections,
    endBatchStreams: () => {
      for (const end of endings) end();
    },
    endReads: () => {
      for (const end of readEndings) end();
    },
    stop: async () => {
      const closed = new Promise<void>((resolve) => door.close(() => resolve()));
      dropConnections();
      injector.destroy();
      server.forceShutdown();
      await closed;
    },
  };
}

function clusterInfo(members: readonly GossipMember[]): ClusterInfo {
  return new ClusterInfo().setMembersList(
    members.map((member) =>
      new MemberInfo()
        .setInstanceId(uuid(randomUUID()))
        .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
        .setState(MemberInfo.VNodeState[member.state])
        .setIsAlive(member.alive)
        .setHttpEndPoint(new EndPoint().setAddress(member.host).setPort(member.port)),
    ),
  );
}

function supportedMethods(batchAppend: boolean): SupportedMethods {
  const names = ['read', 'append', 'delete', 'tombstone', ...(batchAppend ? ['batchappend'] : [])];
  return new SupportedMethods()
    .setEventStoreServerVersion('24.10.14')
    .setMethodsList(names.map((name) => new SupportedMethod().setServiceName(STREAMS).setMethodName(name)));
}
