/**
 * Carries a reaction out on one brand: fold, plan, execute, and again until nothing is left to do.
 *
 * Every decision is evaluated on the brand as it stands then and is appended at exactly that revision. When the brand
 * has moved on, the rules are asked again; what was planned before is thrown away, never re-sent.
 */
import { brandSubject, type BrandState, type RecordedBrandEvent, type StewardBrandCommand } from '#domain';
import type { EventLog, Position } from '#event-store';
import type { EffectivePack } from '#policy';
import type { WorkingDays } from './working-days';
import { stewardErrors } from './errors';
import { planEffects, type Mode, type Plan } from './plan';
import type { Reaction } from './process';
import { planStale, touchedDecisions } from './stale';

/** What the steward asks of the application: it knows commands, not how they reach the log. */
export interface StewardPort {
  /** The brand folded from the log as it is now. */
  loadBrand(brandId: string): Promise<{ readonly state: BrandState; readonly revision: bigint }>;
  /** The pack in force on a date for a brand of this region and kind, among those known now. */
  packsFor(subject: { readonly regions: readonly string[]; readonly kind: string }, on: string): Promise<EffectivePack | null>;
  /**
   * Appends what the command decides at exactly the expected revision.
   * @returns conflict when the brand stands elsewhere. A refusal is thrown: an error with `refusal` {code, zh, en}
   */
  execute(
    brandId: string,
    expectedRevision: bigint,
    command: StewardBrandCommand,
    meta: { readonly causationId: string; readonly causationDepth: number; readonly correlationId: string; readonly effectiveOn: string },
  ): Promise<{ readonly revision: bigint; readonly position: bigint } | 'conflict'>;
}

/** Counts leaves ahead of the checkpoint, so that a decision can say as far as which event of the log it looked. */
export class Horizon {
  /** Publications of policy that lie between where it began and where it stands. */
  publications = 0;

  constructor(
    private readonly log: EventLog,
    private position: Position | undefined,
    private leaf: number,
  ) {}

  /** Moves to the end of the log as it is now. @returns the leaf index of its last event */
  async advance(): Promise<number> {
    for await (const event of this.log.readAll(this.position === undefined ? {} : { after: this.position })) {
      this.position = event.position;
      this.leaf += 1;
      if (event.stream.startsWith('policy-') || event.type.startsWith('LocalStandard')) this.publications += 1;
    }
    return this.leaf;
  }

  /** Back before the first event. */
  restart(): void {
    this.position = undefined;
    this.leaf = -1;
  }

  /** What the subscription has counted by itself need not be read again. */
  atLeast(position: Position, leaf: number): void {
    if (this.position === undefined || position > this.position) {
      this.position = position;
      this.leaf = leaf;
    }
  }
}

export interface Surroundings {
  readonly port: StewardPort;
  readonly horizon: Horizon;
  /** The whole stream of a brand, decoded. */
  readonly history: (brandId: string) => Promise<readonly RecordedBrandEvent[]>;
  readonly mode: Mode;
  /** How many events may stand between what the steward does and a person's act. */
  readonly maxDepth: number;
  readonly workingDays: WorkingDays | null;
  /** Called with the position of every append, before the next step. */
  readonly appended: (position: Position) => void;
}

/** More steps than any ladder has; a plan that still asks for more never ends. */
const MAX_STEPS = 32;
/** So often a brand may move under the steward before it lets the others go first. */
const MAX_CONFLICTS = 20;

/**
 * @returns the steps that `proposeOnly` kept back
 * @throws StewardError STEWARD.TOO_DEEP, STEWARD.ENDLESS, STEWARD.CONTENTION; whatever the port throws
 */
export async function act(around: Surroundings, reaction: Reaction): Promise<readonly StewardBrandCommand[]> {
  const { cause } = reaction;
  const depth = cause.causationDepth + 1;
  if (depth > around.maxDepth) throw stewardErrors.tooDeep(depth, around.maxDepth);
  const meta = { causationId: cause.event, causationDepth: depth, correlationId: cause.correlationId, effectiveOn: reaction.effectiveOn };
  const done = new Set<string>();
  let conflicts = 0;
  for (;;) {
    const { plan, revision } = await evaluated(around, reaction);
    const command = plan.commands.find(({ data }) => !done.has(data.decision.key));
    if (command === undefined) return plan.withheld;
    if (done.size === MAX_STEPS) throw stewardErrors.endless(reaction.brandId, MAX_STEPS);
    const result = await around.port.execute(reaction.brandId, revision, command, meta);
    if (result === 'conflict') {
      conflicts += 1;
      if (conflicts === MAX_CONFLICTS) throw stewardErrors.contention(reaction.brandId, conflicts);
      continue;
    }
    done.add(command.data.decision.key);
    around.appended(result.position);
  }
}

/** The plan on the brand as it stands now, with the leaf as far as which everything was considered. */
async function evaluated(around: Surroundings, reaction: Reaction): Promise<{ readonly plan: Plan; readonly revision: bigint }> {
  for (;;) {
    const { state, revision } = await around.port.loadBrand(reaction.brandId);
    const known = around.horizon.publications;
    const plan = await prepare(around, reaction, state, revision);
    const leaf = await around.horizon.advance();
    // A policy that was published meanwhile lies below that leaf: it has to be considered too.
    if (around.horizon.publications === known) return { plan: plan(leaf), revision };
  }
}

async function prepare(around: Surroundings, reaction: Reaction, state: BrandState, revision: bigint): Promise<(leaf: number) => Plan> {
  const nothing = (): Plan => ({ commands: [], withheld: [], skipped: [] });
  if (state.stage === 'none') return nothing;
  const { brandId, trigger, period, cause, asOf, effectiveOn, proposalId, corrected } = reaction;
  const { regions, kind } = brandSubject(state);
  const { mode, workingDays } = around;
  if (trigger !== 'figureCorrected') {
    const pack = await around.port.packsFor({ regions, kind }, asOf);
    if (pack === null) return nothing;
    return (leaf) =>
      planEffects({ pack, trigger, period, cause, brandId, state, revision, leaf, asOf, effectiveOn, proposalId, mode, workingDays });
  }
  if (corrected === null) return nothing;
  const history = (await around.history(brandId)).filter((event) => BigInt(event.revision) <= revision);
  const packs = new Map<string, EffectivePack | null>();
  for (const date of [effectiveOn, ...touchedDecisions(brandId, history, corrected).map(({ explanation }) => explanation.asOf)]) {
    if (!packs.has(date)) packs.set(date, await around.port.packsFor({ regions, kind }, date));
  }
  return (leaf) =>
    planStale({
      brandId,
      history,
      revision,
      leaf,
      correction: cause.event,
      corrected,
      packOn: (date) => packs.get(date) ?? null,
      effectiveOn,
    });
}
