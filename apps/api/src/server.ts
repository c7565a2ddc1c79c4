import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { existsSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { isAtThisMachine } from '#application';
import type { Composition } from '../../worker/src/composition';
import { recordAccess } from './access.record';
import { ApiModule } from './app.module';
import { EVIDENCE_MEDIA_TYPE } from './evidence.controller';
import { describeApi } from './openapi';
import { isNullIn, isNullWithin } from './null-characters';
import {
  ProblemFilter,
  foreignOrigin,
  malformedRequest,
  nullCharacter,
  serverStopping,
  tooLargeUnsigned,
  answerOfFramework,
} from './problem.filter';
import { addCookies, NO_PROOF, proofOf } from './session-cookie';
import { BilingualValidationPipe } from './validation.pipe';

/** A JSON body of a command is small; files come as bytes and have their own limit. */
const MAX_BODY_BYTES = 24 * 1024 * 1024;
/** With accounts on nobody who is not signed in makes the server hold more than this. */
const MAX_UNSIGNED_BYTES = 1024 * 1024;
/** A command that takes longer than this when the program is told to stop is left to its caller: with a key it can be repeated. */
const DRAIN_MS = 10_000;
/**
 * What the page may load: itself and nothing else, in no frame. Styles are written by the component library as it runs;
 * a download is a blob. Nothing is said of forms, because the way to a provider of identities leads to another site.
 */
const PAGE_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const PAGE_FOLDER = join(__dirname, '../../../../dist/web');

export interface LedgerServer {
  readonly app: NestFastifyApplication;
  readonly openApi: OpenAPIObject;
  listen(port: number, host: string): Promise<void>;
  port(): number;
  close(): Promise<void>;
}

/** What is no HTTP at all, such as an address with characters that were not encoded, never reaches a route. */
function answerMalformed(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const body = JSON.stringify(malformedRequest());
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}

/** Commands that have begun. Whoever stops waits for them, so that each is answered while the stores are still open. */
class Underway {
  #count = 0;
  #idle: (() => void) | null = null;

  begin(): void {
    this.#count += 1;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count === 0) this.#idle?.();
  }

  async drained(withinMs: number): Promise<void> {
    if (this.#count === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#idle = resolve;
      timer = setTimeout(resolve, withinMs);
    });
    clearTimeout(timer);
  }
}

/** Null for an origin that has no host, such as a file or a frame without rights. */
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);

/** Also a body that does not say how long it is. */
const isLarge = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MAX_UNSIGNED_BYTES;

/** Builds the HTTP server around a composition. It does not listen yet. */
export async function createServer(composition: Composition, logLevel: 'error' | 'warn' | 'log' | 'debug'): Promise<LedgerServer> {
  const levels = ['error', 'warn', 'log', 'debug'] as const;
  const { trustedProxies } = composition.config.accounts;
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.of(composition),
    new FastifyAdapter({
      ...{ bodyLimit: MAX_BODY_BYTES, forceCloseConnections: true, clientErrorHandler: answerMalformed },
      frameworkErrors: answerOfFramework,
      // Nobody else is believed when they say for whom they ask.
      ...(trustedProxies.length === 0 ? {} : { trustProxy: [...trustedProxies] }),
    }),
    {
      logger: levels.slice(0, levels.indexOf(logLevel) + 1),
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  for (const type of ['application/octet-stream', 'text/csv', 'text/plain'])
    fastify.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  // A file of evidence is not read here: its controller takes it as it streams in.
  fastify.addContentTypeParser(EVIDENCE_MEDIA_TYPE, { bodyLimit: composition.evidence.maxBytes + 1 }, (_request, _payload, done) =>
    done(null, undefined),
  );
  addCookies(fastify);
  fastify.addHook('onResponse', async (request, reply) => recordAccess(composition, request, reply));
  // Any page that is open in the same browser can reach this machine: with or without a session it is not served.
  fastify.addHook('onRequest', async (request, reply) => {
    const { origin, host = '' } = request.headers;
    const isSameOrigin = origin === undefined || hostOf(origin) === host;
    // Without accounts nothing but this keeps out a site whose own name was made to lead to this machine.
    if (isSameOrigin && (composition.config.accounts.on || isAtThisMachine(`http://${host}`))) return;
    await reply
      .code(403)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .send(foreignOrigin(origin ?? host));
  });
  fastify.addHook('onRequest', async (request, reply) => {
    if (!composition.config.accounts.on || !isLarge(request.headers)) return;
    const proof = proofOf(request, composition.config) ?? NO_PROOF;
    if (
      await composition.access
        .askerOf(proof, false)
        .then(() => true)
        .catch(() => false)
    )
      return;
    await reply
      .code(401)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('connection', 'close')
      .send(tooLargeUnsigned());
  });
  const underway = new Underway();
  let stopping = false;
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD') return;
    if (stopping) {
      await reply
        .code(503)
        .header('content-type', 'application/problem+json; charset=utf-8')
        .header('retry-after', '5')
        .send(serverStopping());
      return;
    }
    underway.begin();
    reply.raw.once('close', () => underway.end());
  });
  fastify.addHook('preValidation', async (request, reply) => {
    if (!isNullIn(request.url) && !isNullWithin(request.body)) return;
    await reply.code(400).header('content-type', 'application/problem+json; charset=utf-8').send(nullCharacter());
  });
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('x-frame-options', 'DENY');
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', PAGE_POLICY);
    // What was answered to one person is kept by no cache, neither of a proxy nor of a browser that another one uses next.
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.useGlobalPipes(new BilingualValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  const document = describeApi(app);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', ui: false });
  if (existsSync(join(PAGE_FOLDER, 'index.html'))) app.useStaticAssets({ root: PAGE_FOLDER, prefix: '/', wildcard: false });
  return {
    app,
    openApi: document,
    listen: async (port, host) => {
      await app.listen(port, host);
    },
    port: () => {
      const address = fastify.server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    close: async () => {
      stopping = true;
      await underway.drained(DRAIN_MS);
      await app.close();
    },
  };
}
