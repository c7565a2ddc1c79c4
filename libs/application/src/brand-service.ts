import {
  brandFacts,
  brandStream,
  brandSubject,
  decideBrand,
  evolveBrand,
  isWithin,
  regionName,
  regionPath,
  seenIdempotency,
  type Actor,
  type BrandCommand,
  type BrandEvent,
  type BrandState,
  type CommandContext,
  type Decided,
  type Decision,
  type StewardBrandCommand,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import { bodyHash, derivedId, newId } from './ids';
import { checkName, nominationDeadline } from '#policy';
import { assessmentDecision } from './evaluation';
import type { Appended, Folded, Ledger, WriteContext } from './ledger';
import { releaseName, reserveName } from './names';
import type { PolicyLibrary } from './policies';
import { problemOfLog, problems } from './problems';

/** How a command reaches the ledger: who, and what the caller knows and remembers. */
export interface CommandOptions {
  readonly actor: Actor;
  /** Revision the caller saw (If-Match). A command with it is never retried. */
  readonly ifMatch?: bigint;
  readonly idempotencyKey?: string;
  readonly correlationId?: string;
  /** Business date of the act, where a script or a file states it; else the clock's today. */
  readonly effectiveOn?: string;
}

export interface CommandAnswer {
  readonly stream: string;
  readonly brandId: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when this very command had been carried out before, and nothing was written now. */
  readonly repeated: boolean;
}

/** A human command without If-Match is decided again at most so often when somebody else was faster. */
export const MAX_DECISIONS = 4;

/** The one place where commands meet the log. */
export class BrandService {
  /** The last command under way on each brand. */
  private readonly lanes = new Map<string, Promise<void>>();

  constructor(
    readonly ledger: Ledger,
    readonly policies: PolicyLibrary,
    /** Leaf index of the last event of the log that this process has considered: the basis of a decision. */
    private readonly lastLeaf: () => Promise<number>,
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

  /**
   * One command at a time for a brand, as far as this process goes: waiting is cheaper than deciding in vain. Writers in
   * other processes meet at the append.
   */
  private async execute(
    brandId: string,
    commands: readonly BrandCommand[],
    options: CommandOptions & { brandMayBeNew: boolean; body: unknown },
  ): Promise<CommandAnswer> {
    const before = this.lanes.get(brandId);
    const turn =
      before === undefined
        ? this.decideAndAppend(brandId, commands, options)
        : before.then(() => this.decideAndAppend(brandId, commands, options));
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    this.lanes.set(brandId, settled);
    try {
      return await turn;
    } finally {
      if (this.lanes.get(brandId) === settled) this.lanes.delete(brandId);
    }
  }

  /** Five steps: fold, repeat?, still what the caller saw?, decide, append at the revision that was folded. */
  private async decideAndAppend(
    brandId: string,
    commands: readonly BrandCommand[],
    options: CommandOptions & { brandMayBeNew: boolean; body: unknown },
  ): Promise<CommandAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      let folded = attempt === 1 ? await this.ledger.loadBrandWarm(brandId) : await this.ledger.loadBrand(brandId);
      if (options.ifMatch !== undefined && options.ifMatch !== folded.revision) folded = await this.ledger.loadBrand(brandId);
      if (folded.revision < 0n && !options.brandMayBeNew) throw problems.brandNotFound(brandId);
      if (folded.state.stage !== 'none') this.checkScope(options.actor, folded.state.identity.region);

      const repeated = await this.repeated(brandId, folded, options, options.body);
      if (repeated !== null) return repeated;
      if (options.ifMatch !== undefined && options.ifMatch !== folded.revision)
        throw problems.staleIfMatch(options.ifMatch, folded.revision);

      const decided = await this.decideAll(brandId, commands, folded, options);
      const events = decided.ok ? decided.events : [];
      if (events.length === 0) {
        // No append proves that the warm state is the newest: another process may have written meanwhile.
        const now = await this.ledger.loadBrand(brandId);
        if (now.revision !== folded.revision && attempt < MAX_DECISIONS) continue;
        if (!decided.ok) throw problems.refused(decided.refusal);
        return this.answer(brandId, await this.lastOf(brandId), [], true);
      }
      try {
        const appended = await this.ledger.appendToBrand(brandId, folded, events, this.writeContext(options, options.body));
        return this.answer(
          brandId,
          appended,
          events.map((event, i) => ({ id: appended.ids[i] ?? '', type: event.type })),
          false,
        );
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw problemOfLog(error);
        if (options.ifMatch !== undefined) throw problems.staleIfMatch(options.ifMatch, error.actual);
        if (attempt === MAX_DECISIONS) throw problems.tooManyConflicts(brandStream(brandId));
      }
    }
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
    meta: { readonly causationId: string; readonly causationDepth: number; readonly correlationId: string; readonly effectiveOn: string },
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
      const pack = await this.policies.packsFor({ regions: regionPath(state.identity.region), kind: state.identity.kind }, today);
      decision = pack === null ? null : assessmentDecision(pack, state, Number(revision), await this.lastLeaf(), today);
    }
    return {
      brandId,
      today,
      now: this.ledger.clock.now().toISOString(),
      ids: [newId(), newId(), newId(), newId()],
      nomination,
      decision,
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
    if (options.idempotencyKey === undefined) return null;
    const seen = seenIdempotency(folded.state, options.actor.id, options.idempotencyKey);
    if (seen === undefined) return null;
    if (seen.bodyHash !== bodyHash(body)) throw problems.idempotencyReused(options.idempotencyKey);
    const written: { id: string; type: string }[] = [];
    let position = 0n;
    let revision = -1n;
    for await (const { event, metadata, recorded } of this.ledger.readStream(brandStream(brandId))) {
      if (metadata.idempotency?.actor !== options.actor.id || metadata.idempotency.key !== options.idempotencyKey) continue;
      written.push({ id: recorded.id, type: event.type });
      position = recorded.position;
      revision = recorded.revision;
    }
    return { stream: brandStream(brandId), brandId, revision, position, events: written, repeated: true };
  }

  private async lastOf(brandId: string): Promise<{ readonly revision: bigint; readonly position: bigint }> {
    for await (const recorded of this.ledger.log.readStream(brandStream(brandId), { direction: 'backwards', limit: 1 })) return recorded;
    throw problems.brandNotFound(brandId);
  }

  private answer(
    brandId: string,
    at: Pick<Appended, 'revision' | 'position'>,
    events: CommandAnswer['events'],
    repeated: boolean,
  ): CommandAnswer {
    return { stream: brandStream(brandId), brandId, revision: at.revision, position: at.position, events, repeated };
  }

  private writeContext(options: CommandOptions, body: unknown): WriteContext {
    return {
      actor: options.actor,
      correlationId: options.correlationId ?? newId(),
      causationId: null,
      causationDepth: 0,
      effectiveOn: options.effectiveOn ?? this.ledger.clock.today(),
      idempotency:
        options.idempotencyKey === undefined ? null : { actor: options.actor.id, key: options.idempotencyKey, bodyHash: bodyHash(body) },
    };
  }

  /** A region scope covers itself and everything below it. */
  checkScope(actor: Actor, region: string): void {
    if (!isWithin(region, actor.region)) throw problems.outOfScope(region, actor.region);
  }
}

/** The steward acts for the whole country, in its own name. */
export const STEWARD: Actor = { id: 'steward', role: 'steward', region: '000000' };
