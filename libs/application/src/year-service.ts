import { canonicalJson, sha256Hex } from '#audit';
import {
  decideRegion,
  evolveRegion,
  initialRegion,
  isWithin,
  regionName,
  regionStream,
  type Origin,
  type RegionCommand,
  type RegionState,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import { MAX_DECISIONS, type CommandOptions } from './carry-out';
import { bodyHash, newId } from './ids';
import type { Ledger, WriteContext } from './ledger';
import { problemOfLog, problems } from './problems';

/** What the read models know of a year: the figures in force that a closing covers. */
export interface FiguresOfYear {
  /**
   * Figures in force of the year, of brands in the region and everything below it, in order of figure id: all that the log
   * held when the question was asked.
   * @throws LedgerProblem LEDGER.NOT_CAUGHT_UP
   */
  figuresOf(
    region: string,
    year: number,
    origin: Origin,
  ): Promise<{ readonly brands: number; readonly figures: readonly { readonly figureId: string; readonly value: number }[] }>;
}

export interface YearAnswer {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  /** True when nothing was written now. */
  readonly repeated: boolean;
  /** False when nothing was written before either, because the ledger says so already. */
  readonly recorded: boolean;
}

/** Reads and writes `region-<code>` streams: closing a year (年度封账), and the regional figures that sources publish. */
export class YearService {
  constructor(
    readonly ledger: Ledger,
    private readonly figures: FiguresOfYear,
  ) {}

  /**
   * Closes a year for a region and everything below it. The event is a summary with a digest of the figures it found;
   * the figures stay the source. The steward fans out from it.
   */
  async close(
    region: string,
    body: { readonly year: number; readonly closedOn: string; readonly closedBy: string; readonly origin: Origin },
    options: CommandOptions,
  ): Promise<YearAnswer> {
    if (regionName(region) === undefined) throw problems.unknownRegion(region);
    if (!isWithin(region, options.actor.region)) throw problems.outOfScope(region, options.actor.region);
    const { brands, figures } = await this.figures.figuresOf(region, body.year, body.origin);
    const digest = sha256Hex(canonicalJson(figures.map(({ figureId, value }) => [figureId, value])));
    return this.decide(region, { type: 'closeYear', data: { region, ...body, brands, figures: figures.length, digest } }, options);
  }

  /** Decides a command on a region's stream and appends it at the revision it was folded at. */
  async decide(region: string, command: RegionCommand, options: CommandOptions): Promise<YearAnswer> {
    const stream = regionStream(region);
    // What the caller sent, not what the ledger adds to it: a digest may differ when the request is repeated.
    const hash = bodyHash(
      command.type === 'closeYear'
        ? { year: command.data.year, closedOn: command.data.closedOn, closedBy: command.data.closedBy, origin: command.data.origin }
        : command.data,
    );
    for (let attempt = 1; ; attempt += 1) {
      const { state, revision, position, seen } = await this.load(region, options);
      if (seen !== null) {
        if (seen.bodyHash !== hash) throw problems.idempotencyReused(options.idempotencyKey ?? '');
        return { stream, revision: seen.revision, position: seen.position, repeated: true, recorded: true };
      }
      if (options.ifMatch !== undefined && options.ifMatch !== revision) throw problems.staleIfMatch(options.ifMatch, revision);
      const today = options.effectiveOn ?? this.ledger.clock.today();
      const decided = decideRegion(command, state, { today });
      if (!decided.ok) throw problems.refused(decided.refusal);
      if (decided.events.length === 0) return { stream, revision, position, repeated: true, recorded: false };
      const idempotency =
        options.idempotencyKey === undefined ? null : { actor: options.actor.id, key: options.idempotencyKey, bodyHash: hash };
      const context: WriteContext = {
        actor: options.actor,
        correlationId: options.correlationId ?? newId(),
        causationId: null,
        causationDepth: 0,
        effectiveOn: today,
        idempotency,
      };
      try {
        const appended = await this.ledger.append(stream, revision < 0n ? 'noStream' : revision, decided.events, context);
        return { stream, revision: appended.revision, position: appended.position, repeated: false, recorded: true };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw problemOfLog(error);
        if (attempt === MAX_DECISIONS) throw problems.tooManyConflicts(stream);
      }
    }
  }

  private async load(
    region: string,
    options: CommandOptions,
  ): Promise<{
    state: RegionState;
    revision: bigint;
    position: bigint;
    seen: { bodyHash: string; revision: bigint; position: bigint } | null;
  }> {
    let state = initialRegion;
    let revision = -1n;
    let position = 0n;
    let seen: { bodyHash: string; revision: bigint; position: bigint } | null = null;
    for await (const { event, metadata, recorded } of this.ledger.readStream(regionStream(region))) {
      if (event.type === 'YearClosed.v1' || event.type === 'RegionalFigurePublished.v1') state = evolveRegion(state, event);
      ({ revision, position } = recorded);
      const { idempotency } = metadata;
      if (idempotency !== null && idempotency.key === options.idempotencyKey && idempotency.actor === options.actor.id)
        seen = { bodyHash: idempotency.bodyHash, revision, position };
    }
    return { state, revision, position, seen };
  }
}
