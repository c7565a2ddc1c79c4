import {
  brandFacts,
  brandStream,
  brandSubject,
  decideBrand,
  evolveBrand,
  regionName,
  seenIdempotency,
  type Actor,
  type BrandCommand,
  type BrandEvent,
  type BrandState,
  type CommandContext,
  type Decided,
  type Decision,
  type StewardBrandCommand,
  type WorkingCalendar,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import {
  Lanes,
  carryOut,
  checkScope,
  lastOf,
  repeatedOn,
  writeContext,
  type CarriedOut,
  type CommandOptions,
  type Desk,
} from './carry-out';
import { formNamed } from './forms';
import { derivedId, newId } from './ids';
import { checkName, nominationDeadline } from '#policy';
import { assessmentDecision } from './evaluation';
import type { Folded, Ledger, WriteContext } from './ledger';
import { releaseName, reserveName } from './names';
import type { PolicyLibrary } from './policies';
import { problemOfLog, problems } from './problems';

export { MAX_DECISIONS, type CommandOptions } from './carry-out';

export interface CommandAnswer {
  readonly stream: string;
  readonly brandId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when this very command had been carried out before, and nothing was written now. */
  readonly repeated: boolean;
}

/** The one place where commands meet the log. */
export class BrandService {
  private readonly lanes = new Lanes();

  constructor(
    readonly ledger: Ledger,
    readonly policies: PolicyLibrary,
    /** Leaf index of the last event of the log that this process has considered: the basis of a decision. */
    private readonly lastLeaf: () => Promise<number>,
    /** Working days, for terms that are counted in them. Null: none are. */
    private readonly calendar: WorkingCalendar | null = null,
  ) {}

  /**
   * Founds a brand: reserves its name, then writes `BrandReported`, and `BrandNominated` with it when it is nominated
   * at once. The id is derived from actor and key where there is a key, so that a repeated request founds nothing twice.
   */
  async found(
    report: Extract<BrandCommand, { type: 'report' }>['data'],
    nomination: Extract<BrandCommand, { type: 'nominate' }>['data'] | null,
    options: CommandOptions & { readonly brandId?: string },
  ): Promise<CommandAnswer> {
    const brandId =
      options.brandId ?? (options.idempotencyKey === undefined ? newId() : derivedId('brand', options.actor.id, options.idempotencyKey));
    if (regionName(report.region) === undefined) throw problems.unknownRegion(report.region);
    this.checkScope(options.actor, report.region);
    const body = { report, nomination };
    const folded = await this.ledger.loadBrand(brandId);
    const repeated = await this.repeated(brandId, folded, options, body);
    if (repeated !== null) return repeated;
    if (folded.revision >= 0n) throw problems.brandExists(brandId);
    const commands: BrandCommand[] = [
      { type: 'report', data: report },
      ...(nomination === null ? [] : [{ type: 'nominate' as const, data: nomination }]),
    ];
    await this.reserve(brandId, commands, folded, report.region, report.name, options);
    return this.execute(brandId, commands, { ...options, brandMayBeNew: true, body });
  }

  /** Carries out one command on a brand that exists. */
  async command(brandId: string, command: BrandCommand, options: CommandOptions): Promise<CommandAnswer> {
    if (command.type === 'rename') return this.rename(brandId, command, options);
    return this.execute(brandId, [command], { ...options, brandMayBeNew: false, body: { [command.type]: command.data } });
  }

  /** A brand keeps its id through renaming; the new name is reserved first, the old one given back last. */
  private async rename(
    brandId: string,
    command: Extract<BrandCommand, { type: 'rename' }>,
    options: CommandOptions,
  ): Promise<CommandAnswer> {
    const folded = await this.ledger.loadBrand(brandId);
    if (folded.state.stage === 'none') throw problems.brandNotFound(brandId);
    const { region, name } = folded.state.identity;
    this.checkScope(options.actor, region);
    const body = { rename: command.data };
    const repeated = await this.repeated(brandId, folded, options, body);
    if (repeated !== null) return repeated;
    if (options.ifMatch !== undefined && options.ifMatch !== folded.revision) throw problems.staleIfMatch(options.ifMatch, folded.revision);
    await this.reserve(brandId, [command], folded, region, command.data.to, options);
    const answer = await this.execute(brandId, [command], { ...options, brandMayBeNew: false, body });
    if (!answer.repeated) await releaseName(this.ledger, region, name, brandId, command.data.reason, this.writeContext(options, null));
    return answer;
  }

  /** Takes a name for commands that are about to be carried out; what would be refused takes none. */
  private async reserve(
    brandId: string,
    commands: readonly BrandCommand[],
    folded: Folded<BrandState>,
    region: string,
    name: string,
    options: CommandOptions,
  ): Promise<void> {
    const decided = await this.decideAll(brandId, commands, folded, options);
    if (!decided.ok) throw problems.refused(decided.refusal);
    try {
      await reserveName(this.ledger, region, name, brandId, this.writeContext(options, null));
    } catch (error) {
      throw problemOfLog(error);
    }
  }

  private async execute(
    brandId: string,
    commands: readonly BrandCommand[],
    options: CommandOptions & { brandMayBeNew: boolean; body: unknown },
  ): Promise<CommandAnswer> {
    const desk: Desk<BrandState, BrandEvent> = {
      ...this.deskOf(brandId),
      mayBeNew: options.brandMayBeNew,
      load: (how) => (how === 'warm' ? this.ledger.loadBrandWarm(brandId) : this.ledger.loadBrand(brandId)),
      regionOf: (state) => (state.stage === 'none' ? null : state.identity.region),
      decide: (folded) => this.decideAll(brandId, commands, folded, options),
      append: (folded, events, context) => this.ledger.appendToBrand(brandId, folded, events, context),
    };
    return this.lanes.inTurn(brandId, async () => this.answer(brandId, await carryOut(this.ledger, desk, options, options.body)));
  }

  private deskOf(brandId: string): Pick<Desk<BrandState, BrandEvent>, 'stream' | 'seen' | 'notFound'> {
    return { stream: brandStream(brandId), seen: seenIdempotency, notFound: () => problems.brandNotFound(brandId) };
  }

  private async decideAll(
    brandId: string,
    commands: readonly BrandCommand[],
    folded: Folded<BrandState>,
    options: CommandOptions,
  ): Promise<Decided<BrandEvent>> {
    const events: BrandEvent[] = [];
    let state = folded.state;
    for (const command of commands) {
      const decided = decideBrand(command, state, await this.commandContext(brandId, command, state, folded.revision, options));
      if (!decided.ok) return decided;
      events.push(...decided.events);
      if (commands.length > 1) state = this.preview(state, decided.events, options, Number(folded.revision) + events.length);
    }
    return { ok: true, events };
  }

  private preview(state: BrandState, events: readonly BrandEvent[], options: CommandOptions, lastRevision: number): BrandState {
    const metadata = {
      v: 1 as const,
      ...this.writeContext(options, null),
      idempotency: null,
      recordedAt: this.ledger.clock.now().toISOString(),
    };
    return events.reduce<BrandState>(
      (folded, event, i) => evolveBrand(folded, { ...event, metadata, id: newId(), revision: lastRevision - events.length + 1 + i }),
      state,
    );
  }

  /**
   * One decision of the steward, appended at exactly the revision it was evaluated at.
   * @returns conflict when the brand moved on: evaluate again, never re-send
   */
  async executeSteward(
    brandId: string,
    expectedRevision: bigint,
    command: StewardBrandCommand,
    meta: {
      readonly causationId: string | null;
      readonly causationDepth: number;
      readonly correlationId: string;
      readonly effectiveOn: string;
    },
  ): Promise<{ readonly revision: bigint; readonly position: bigint } | 'conflict'> {
    let folded = await this.ledger.loadBrandWarm(brandId);
    if (folded.revision !== expectedRevision) folded = await this.ledger.loadBrand(brandId);
    if (folded.revision !== expectedRevision) return 'conflict';
    const decided = decideBrand(
      command,
      folded.state,
      await this.commandContext(brandId, command, folded.state, folded.revision, { actor: STEWARD, effectiveOn: meta.effectiveOn }),
    );
    if (!decided.ok || decided.events.length === 0) {
      if ((await this.ledger.loadBrand(brandId)).revision !== expectedRevision) return 'conflict';
      if (!decided.ok) throw problems.refused(decided.refusal);
      return { revision: folded.revision, position: (await this.lastOf(brandId)).position };
    }
    try {
      return await this.ledger.appendToBrand(brandId, folded, decided.events, { actor: STEWARD, idempotency: null, ...meta });
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'conflict';
      throw error;
    }
  }

  private async commandContext(
    brandId: string,
    command: BrandCommand,
    state: BrandState,
    revision: bigint,
    options: CommandOptions,
  ): Promise<CommandContext> {
    const today = options.effectiveOn ?? this.ledger.clock.today();
    let nomination: CommandContext['nomination'] = null;
    let decision: Decision | null = null;
    if (command.type === 'nominate' && state.stage !== 'none') {
      const pack = await this.policies.named(command.data.pack, today);
      nomination = {
        deadline: nominationDeadline(pack),
        nameCheck: checkName(pack, brandSubject(state), brandFacts(state).placeNames, today),
      };
    }
    if (command.type === 'assess' && state.stage !== 'none') {
      const regions = await this.policies.pathOn(state.identity.region, today);
      const pack = await this.policies.packsFor({ regions, kind: state.identity.kind }, today);
      decision = pack === null ? null : assessmentDecision(pack, state, Number(revision), await this.lastLeaf(), today, regions);
    }
    return {
      brandId,
      actor: options.actor,
      today,
      now: this.ledger.clock.now().toISOString(),
      ids: [newId(), newId(), newId(), newId()],
      nomination,
      decision,
      form: command.type === 'fileForm' ? formNamed(command.data.form) : null,
      calendar: this.calendar,
      // Repeats were answered before anything is decided.
      idempotency: null,
    };
  }

  private async repeated(
    brandId: string,
    folded: Folded<BrandState>,
    options: CommandOptions,
    body: unknown,
  ): Promise<CommandAnswer | null> {
    const repeated = await repeatedOn(this.ledger, this.deskOf(brandId), folded, options, body);
    return repeated === null ? null : this.answer(brandId, repeated);
  }

  private lastOf(brandId: string): Promise<{ readonly revision: bigint; readonly position: bigint }> {
    return lastOf(this.ledger, this.deskOf(brandId));
  }

  private answer(brandId: string, carriedOut: CarriedOut): CommandAnswer {
    return { stream: brandStream(brandId), brandId, ...carriedOut };
  }

  private writeContext(options: CommandOptions, body: unknown): WriteContext {
    return writeContext(this.ledger, options, body);
  }

  /** A region scope covers itself and everything below it. */
  checkScope(actor: Actor, region: string): void {
    checkScope(actor, region);
  }
}

/** The steward acts for the whole country, in its own name. */
export const STEWARD: Actor = { id: 'steward', role: 'steward', region: '000000' };
