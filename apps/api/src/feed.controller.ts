import { Ledger, problems, tellError } from '#application';
import type { FeedFrame } from '#contracts';
import { isWithin, parseReturnId, parseSubjectStream, type Actor } from '#domain';
import { Controller, Get, Headers, Inject, Logger, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';
import { CurrentActor } from './actor';
import { NO_PROOF, proofOf } from './session-cookie';
import { LEDGER, RUNTIME } from './tokens';

/** A comment line so often, so that proxies and clients see that the line lives. */
const HEARTBEAT_MS = 15_000;
const BINDS_BELOW = /^(?:window|programme|call|region)-/;

interface RawReply {
  readonly raw: ServerResponse;
  hijack(): void;
}

/**
 * The live feed (server-sent events): that something happened and where, never what it says. The id of a frame is its
 * position, so that a client that comes back with `Last-Event-ID` misses nothing.
 */
@ApiTags('feed')
@Controller('api/v1')
export class FeedController {
  private readonly open = new Set<AbortController>();
  private readonly logger = new Logger('feed');

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(RUNTIME) private readonly house: Composition,
  ) {}

  @Get('feed')
  @ApiOperation({ operationId: 'feed', summary: '实时动态 / live feed' })
  @ApiOkResponse({
    description: 'data of the frames / 各帧的数据',
    content: { 'text/event-stream': { schema: { $ref: '#/components/schemas/FeedFrame' } } },
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position of the last frame seen' })
  async feed(
    @Headers('last-event-id') last: string | undefined,
    @CurrentActor() actor: Actor,
    @Req() request: AccessedRequest,
    @Res() reply: RawReply,
  ): Promise<void> {
    if (last !== undefined && !/^\d{1,20}$/.test(last))
      throw problems.invalid([
        { field: 'Last-Event-ID', zh: 'Last-Event-ID 应为上一帧的编号', en: 'Last-Event-ID is the id of the last frame' },
      ]);
    const after = last === undefined ? await this.endOfLog() : BigInt(last);
    const gone = new AbortController();
    this.open.add(gone);
    reply.hijack();
    const out = reply.raw;
    request.raw.on('close', () => gone.abort());
    out.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      'x-accel-buffering': 'no',
    });
    out.write(': 品牌台账\n\n');
    const heartbeat = setInterval(() => {
      out.write(': \n\n');
      // A session can end in another process, or by the clock alone.
      void this.mayGoOn(request).then((may) => (may ? undefined : gone.abort()));
    }, HEARTBEAT_MS);
    const session = request.access?.asker?.session ?? null;
    const forget = session === null ? null : this.house.access.sessions.onEnd(session.digest, () => gone.abort());
    try {
      for await (const message of this.ledger.log.subscribe({ ...(after === undefined ? {} : { after }), signal: gone.signal })) {
        if (message.kind !== 'event') continue;
        const { event, metadata, recorded } = this.ledger.decode(message.event);
        const region = await this.regionOf(recorded.stream, metadata.actor.region);
        if (region !== null && !this.reaches(recorded.stream, region, actor.region)) continue;
        if (!this.isOwn(request, recorded.stream)) continue;
        const frame: FeedFrame = {
          position: recorded.position.toString(),
          stream: recorded.stream,
          revision: Number(recorded.revision),
          type: event.type,
          effectiveOn: metadata.effectiveOn,
          region,
        };
        if (!out.write(`id: ${frame.position}\nevent: ledger\ndata: ${JSON.stringify(frame)}\n\n`))
          await once(out, 'drain', { signal: gone.signal });
      }
    } catch (error) {
      // The head is sent: the client sees the line end, and comes back with the last id it saw.
      if (!gone.signal.aborted) this.logger.error(tellError(error));
    } finally {
      clearInterval(heartbeat);
      forget?.();
      this.open.delete(gone);
      out.end();
    }
  }

  /** Ends every open feed, so that the server can stop. */
  onModuleDestroy(): void {
    for (const gone of this.open) gone.abort();
  }

  /** Whether who opened the feed may still read it: signed in, and in the same role. */
  private async mayGoOn(request: AccessedRequest): Promise<boolean> {
    const { access, config } = this.house;
    if (!config.accounts.on) return true;
    return access
      .askerOf(proofOf(request, config) ?? NO_PROOF, false)
      .then(({ grant }) => grant?.id === request.access?.grant?.id)
      .catch(() => false);
  }

  /** Whoever speaks for a unit hears of that unit and its returns alone. */
  private isOwn(request: AccessedRequest, stream: string): boolean {
    if (request.access?.reach !== 'unit') return true;
    const unit = request.access.grant?.unit ?? null;
    return unit !== null && (stream === unit || returnIn(stream)?.unit === unit);
  }

  private async endOfLog(): Promise<bigint | undefined> {
    for await (const { position } of this.ledger.log.readAll({ direction: 'backwards', limit: 1 })) return position;
    return undefined;
  }

  /** What a region sets (windows, programmes, calls for returns) concerns those below it too. */
  private reaches(stream: string, region: string, scope: string): boolean {
    return isWithin(region, scope) || (BINDS_BELOW.test(stream) && isWithin(scope, region));
  }

  /**
   * The region that a stream belongs to; null for what is public: policies.
   * @param sender region of whoever wrote the event: a file belongs to it
   */
  private async regionOf(stream: string, sender: string): Promise<string | null> {
    const { house, ledger } = this;
    const id = stream.slice(stream.indexOf('-') + 1);
    if (stream.startsWith('catalogue-')) return id;
    if (stream.startsWith('import-')) return sender;
    if (stream.startsWith('fund-')) return (await house.funds.load(id)).state.region ?? sender;
    if (stream.startsWith('call-')) return (await house.returns.loadCall(id)).state.terms?.region ?? sender;
    const place = returnIn(stream);
    if (place !== null) return place.region;
    if (stream.startsWith('brand-')) {
      const { state } = await ledger.loadBrandWarm(id);
      return state.stage === 'none' ? null : state.identity.region;
    }
    const subject = parseSubjectStream(stream);
    if (subject === null) return null;
    if (subject.kind === 'region') return subject.id;
    return (await house.subjects.load(subject.kind, subject.id)).state.own?.region ?? sender;
  }
}

const returnIn = (stream: string) => (stream.startsWith('return-') ? parseReturnId(stream.slice('return-'.length)) : null);
