/**
 * The ledger of pure parts alone: decider, steward's core, packs. No log, no clock and no process that could die; a
 * steward that answers at once, and a business date that whoever tells the story moves. What the running ledger must
 * come to, whatever happens to it.
 */
import {
  brandFacts,
  brandSubject,
  decideBrand,
  evolveBrand,
  initialBrand,
  type BrandCommand,
  type BrandEvent,
  type BrandState,
  type Origin,
  type RecordedBrandEvent,
  type Refusal,
} from '#domain';
import { checkName, composePacks, nominationDeadline, openPack, type EffectivePack } from '#policy';
import {
  emptyMemory,
  evolve,
  fanOut,
  fire,
  planEffects,
  planStale,
  react,
  remember,
  tick,
  type Reaction,
  type StewardEvent,
} from '#steward';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A document pack with the house pack that completes it, from the files that are shipped. */
export function shippedPack(document: string): EffectivePack {
  const open = (name: string) => ({
    open: openPack(parse(readFileSync(join(__dirname, '../../libs/policy/packs', `${name}.yaml`), 'utf8'))),
    digest: createHash('sha256').update(name).digest('hex'),
  });
  return composePacks(open(document), [open(`${document}-house`)]);
}

/** The pack in force on a date for a brand that lies in these regions. */
export type PackOn = (regions: readonly string[], on: string) => EffectivePack | null;

export class RefusedByDomain extends Error {
  constructor(
    readonly refusal: Refusal,
    what: string,
  ) {
    super(`${what}: ${refusal.code} ${refusal.zh}`);
  }
}

export class PureLedger {
  readonly streams = new Map<string, RecordedBrandEvent[]>();
  private readonly states = new Map<string, BrandState>();
  /** What rules triggered, in order. */
  readonly byRule: { readonly brandId: string; readonly type: string; readonly on: string }[] = [];
  private readonly memory = emptyMemory();
  private count = 0;

  constructor(private readonly packOn: PackOn) {}

  private id(): string {
    this.count += 1;
    return `00000000-0000-4000-8000-${String(this.count).padStart(12, '0')}`;
  }

  state(brandId: string): BrandState {
    return this.states.get(brandId) ?? initialBrand;
  }

  /** The business date becomes `today`: what fell due before comes first. */
  moveTo(today: string): void {
    for (let [next] = tick(this.memory, today); next !== undefined; [next] = tick(this.memory, today)) {
      const due = [...this.memory.dues.values()].filter((row) => row.on < today).find((row) => sameReaction(fire(row), next));
      this.act(next);
      if (due) remember(this.memory, [{ table: 'dues', key: due.key, row: null }]);
    }
  }

  /** @throws RefusedByDomain */
  command(brandId: string, command: BrandCommand, today: string): readonly RecordedBrandEvent[] {
    const state = this.state(brandId);
    const decided = decideBrand(command, state, {
      brandId,
      actor: { id: 'local', role: 'local' },
      today,
      now: `${today}T08:00:00Z`,
      ids: [this.id(), this.id()],
      idempotency: null,
      nomination: this.nominationOf(command, state, today),
      decision: null,
    });
    if (!decided.ok) throw new RefusedByDomain(decided.refusal, `${today} ${brandId} ${command.type}`);
    return this.append(brandId, decided.events, today, 0);
  }

  closeYear(region: string, year: number, today: string, origin: Origin): void {
    const event: StewardEvent = {
      id: this.id(),
      stream: `region-${region}`,
      revision: 0n,
      metadata: { effectiveOn: today, correlationId: this.id(), causationDepth: 0 },
      type: 'YearClosed.v1',
      data: { region, year, closedOn: today, closedBy: '审批人', brands: 0, figures: 0, digest: '0'.repeat(64), origin },
    };
    remember(this.memory, evolve(this.memory, event));
    for (const row of [...this.memory.fanouts.values()]) {
      for (const reaction of fanOut(this.memory, row, Number.POSITIVE_INFINITY).reactions) this.act(reaction);
      remember(this.memory, [{ table: 'fanouts', key: row.key, row: null }]);
    }
  }

  private nominationOf(command: BrandCommand, state: BrandState, today: string) {
    if (command.type !== 'nominate' || state.stage === 'none') return null;
    const subject = brandSubject(state);
    const pack = this.packOn(subject.regions, today);
    if (pack === null) throw new Error(`no pack on ${today}`);
    return { deadline: nominationDeadline(pack), nameCheck: checkName(pack, subject, brandFacts(state).placeNames, today) };
  }

  private append(
    brandId: string,
    events: readonly BrandEvent[],
    effectiveOn: string,
    causationDepth: number,
  ): readonly RecordedBrandEvent[] {
    const stream = this.streams.get(brandId) ?? [];
    this.streams.set(brandId, stream);
    const written = events.map((event): RecordedBrandEvent => {
      const metadata = {
        v: 1 as const,
        correlationId: this.id(),
        causationId: null,
        causationDepth,
        actor: { id: 'somebody', role: causationDepth === 0 ? 'recorder' : 'steward', region: '000000' },
        effectiveOn,
        recordedAt: '2026-11-22T00:00:00Z',
        idempotency: null,
      };
      const recorded: RecordedBrandEvent = { ...event, id: this.id(), revision: stream.length, metadata };
      stream.push(recorded);
      this.states.set(brandId, evolveBrand(this.state(brandId), recorded));
      return recorded;
    });
    for (const event of written) {
      const seen: StewardEvent = { ...event, stream: `brand-${brandId}`, revision: BigInt(event.revision) };
      remember(this.memory, evolve(this.memory, seen));
      for (const reaction of react(this.memory, seen)) this.act(reaction);
    }
    return written;
  }

  private act(reaction: Reaction): void {
    const { stream, effectiveOn, asOf, cause } = reaction;
    // Of the pure ledger's subjects only brands answer.
    if (!stream.startsWith('brand-')) return;
    const brandId = stream.slice('brand-'.length);
    const done = new Set<string>();
    for (;;) {
      const state = this.state(brandId);
      if (state.stage === 'none') return;
      const history = this.streams.get(brandId) ?? [];
      const { regions } = brandSubject(state);
      const at = { brandId, revision: BigInt(history.length - 1), leaf: this.count, effectiveOn };
      const pack = this.packOn(regions, asOf);
      const plan =
        reaction.corrected === null
          ? pack && planEffects({ ...reaction, ...at, pack, state, mode: 'act' })
          : planStale({
              ...at,
              history,
              correction: cause.event ?? '',
              corrected: reaction.corrected,
              packOn: (date) => this.packOn(regions, date),
            });
      const command = plan?.commands.find(({ data }) => !done.has(data.decision.key));
      if (!command) return;
      done.add(command.data.decision.key);
      const decided = decideBrand(command, state, {
        brandId,
        actor: { id: 'steward', role: 'steward' },
        today: effectiveOn,
        now: `${effectiveOn}T08:00:00Z`,
        ids: [],
        nomination: null,
        decision: null,
        idempotency: null,
      });
      if (!decided.ok) throw new RefusedByDomain(decided.refusal, `${effectiveOn} steward ${command.type}`);
      for (const { type } of decided.events) this.byRule.push({ brandId, type, on: effectiveOn });
      this.append(brandId, decided.events, effectiveOn, cause.causationDepth + 1);
    }
  }
}

const sameReaction = (a: Reaction, b: Reaction): boolean => JSON.stringify(a) === JSON.stringify(b);
