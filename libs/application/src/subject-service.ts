import {
  FOUNDING_COMMANDS,
  brandStream,
  decideSubject,
  decideSubjectBySteward,
  evolveSubject,
  factsOf,
  foldSubject,
  initialSubject,
  isActiveLink,
  isWithin,
  parseSubjectStream,
  regionName,
  regionPath,
  seenSubjectIdempotency,
  subjectOf,
  subjectStream,
  targetFactsOf,
  tierHeld,
  type Actor,
  type Decision,
  type Explanation,
  type GivenFacts,
  type KnownBrand,
  type Outcome,
  type RecordedSubjectEvent,
  type StewardSubjectCommand,
  type SubjectCommand,
  type SubjectContext,
  type SubjectEvent,
  type SubjectState,
  type SubjectStreamKind,
  type TargetTerms,
} from '#domain';
import { WrongExpectedRevision } from '#event-store';
import {
  ENGINE,
  evaluate,
  parameterValue,
  policyOfRule,
  progressOf,
  ruleApplies,
  rulesFor,
  targetsFor,
  type EffectivePack,
  type Facts,
  type Subject,
  type TargetProgress,
} from '#policy';
import { STEWARD } from './brand-service';
import { Lanes, carryOut, checkScope, lastOf, type CommandOptions, type Desk } from './carry-out';
import { evaluateDry, sideOutcome } from './evaluation';
import { derivedId, newId } from './ids';
import type { Folded, Ledger } from './ledger';
import type { PolicyLibrary } from './policies';
import { LedgerProblem, problems } from './problems';

export interface SubjectAnswer {
  readonly stream: string;
  readonly id: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when nothing was written now, because it stands already. */
  readonly repeated: boolean;
}

/** What the read models know beside a subject's own stream. */
export interface SubjectLookups {
  /** Streams of links that name a training brand, dissolved ones too: the streams themselves say how they stand. */
  linksOf(brandIds: readonly string[]): Promise<readonly string[]>;
  /** Counts over the brands of a region, as they stand today and stood at the ends of the last years. */
  countsOf(region: string, today: string): Promise<GivenFacts>;
}

/** What a document answers on a subject, written nowhere. */
export interface DryAnswers {
  readonly pack: EffectivePack;
  readonly rules: readonly Explanation[];
  readonly targets: readonly TargetProgress[];
}

/** House parameter: whether a training brand may stand in two active links（`allow` 或 `refuse`）. The document does not say. */
const SHARED_TRAINING_PARAMETER = 'reading.shared-training';
/** Commands that a document's conditions are asked for. */
const CONDITIONED: Readonly<Record<string, readonly string[]>> = {
  unit: ['recognise', 'refuseRecognition'],
  institution: ['admit'],
  link: ['recognise', 'refuseRecognition', 'holdReview'],
};

/** Where commands on units, institutions, links, programmes, windows and regions meet the log. */
export class SubjectService {
  private readonly lanes = new Lanes();

  constructor(
    readonly ledger: Ledger,
    readonly policies: PolicyLibrary,
    /** Leaf index of the last event of the log that this process has considered: the basis of a decision. */
    private readonly lastLeaf: () => Promise<number>,
    private readonly lookups: SubjectLookups,
  ) {}

  /** Puts a subject on the books. The id is derived from actor and key where there is a key, so that a repeated request founds nothing twice. */
  async found(asked: SubjectCommand, options: CommandOptions & { readonly id?: string }): Promise<SubjectAnswer> {
    const { kind, command } = asked;
    if (command.type !== FOUNDING_COMMANDS[kind]) throw new RangeError(`${command.type} founds no ${kind}`);
    const id = options.id ?? (options.idempotencyKey === undefined ? newId() : derivedId(kind, options.actor.id, options.idempotencyKey));
    const region = 'region' in command.data ? command.data.region : null;
    if (region !== null) {
      if (regionName(region) === undefined) throw problems.unknownRegion(region);
      checkScope(options.actor, region);
    }
    return this.execute(id, asked, options, true);
  }

  /** Carries out one command on a subject that exists. */
  async command(id: string, asked: SubjectCommand, options: CommandOptions): Promise<SubjectAnswer> {
    if (asked.kind === 'region' && regionName(id) === undefined) throw problems.unknownRegion(id);
    return this.execute(id, asked, options, asked.kind === 'region');
  }

  private async execute(id: string, asked: SubjectCommand, options: CommandOptions, mayBeNew: boolean): Promise<SubjectAnswer> {
    const { kind, command } = asked;
    // A call of the province is answered by its counties: what is handed in to it is a brand of one's own region.
    const answersCall = asked.kind === 'window' && asked.command.type === 'receiveNomination' ? asked.command.data.brandId : null;
    const desk: Desk<SubjectState, SubjectEvent> = {
      ...this.deskOf(kind, id),
      mayBeNew,
      load: () => this.load(kind, id),
      regionOf: (state) => {
        const region = state.own?.region ?? null;
        return answersCall !== null && region !== null && isWithin(options.actor.region, region) ? null : region;
      },
      decide: async (folded) => {
        await this.checkNamedBrands(asked, options.actor);
        return decideSubject(asked, folded.state, await this.contextOf(asked, folded, options));
      },
      append: (folded, events, context) =>
        this.ledger.append(subjectStream(kind, id), folded.revision < 0n ? 'noStream' : folded.revision, events, context),
    };
    if (answersCall !== null) {
      const { state } = await this.ledger.loadBrand(answersCall);
      if (state.stage !== 'none') checkScope(options.actor, state.identity.region);
    }
    const stream = subjectStream(kind, id);
    return this.lanes.inTurn(stream, async () => ({
      stream,
      id,
      ...(await carryOut(this.ledger, desk, options, { [command.type]: command.data })),
    }));
  }

  /**
   * Who speaks for a unit or institution reads the brands that it names, and is asked to report for them. So nobody hangs another
   * region's brand on a unit of their own. A dual brand tells tier and standing of its sides, so it takes none either. A brand
   * that another ledger keeps is nobody's here.
   * @throws LedgerProblem ACCESS.OUT_OF_SCOPE
   */
  private async checkNamedBrands(asked: SubjectCommand, actor: Actor): Promise<void> {
    for (const brandId of new Set(brandsNamed(asked))) {
      const { state } = await this.ledger.loadBrandWarm(brandId);
      if (state.stage !== 'none') checkScope(actor, state.identity.region);
    }
  }

  private deskOf(kind: SubjectStreamKind, id: string): Pick<Desk<SubjectState, SubjectEvent>, 'stream' | 'seen' | 'notFound'> {
    return { stream: subjectStream(kind, id), seen: seenSubjectIdempotency, notFound: () => problems.subjectNotFound(kind, id) };
  }

  /** The subject as the log has it now. Revision -1 where nothing was ever written on it. */
  async load(kind: SubjectStreamKind, id: string): Promise<Folded<SubjectState>> {
    let state = initialSubject(kind, id);
    let revision = -1n;
    for await (const { event, metadata, recorded } of this.ledger.readStream(subjectStream(kind, id))) {
      revision = recorded.revision;
      state = evolveSubject(state, { type: event.type, data: event.data, metadata, id: recorded.id, revision });
    }
    return { state, revision };
  }

  /** The subject as it stood at one of its own revisions: what a replay compares a decision with. */
  async loadAt(kind: SubjectStreamKind, id: string, revision: bigint): Promise<SubjectState> {
    const events: RecordedSubjectEvent[] = [];
    for await (const { event, metadata, recorded } of this.ledger.readStream(subjectStream(kind, id))) {
      if (recorded.revision > revision) break;
      events.push({ type: event.type, data: event.data, metadata, id: recorded.id, revision: recorded.revision });
    }
    return foldSubject(initialSubject(kind, id), events);
  }

  /**
   * One decision of the steward, appended at exactly the revision it was evaluated at.
   * @returns conflict when the subject moved on: evaluate again, never re-send
   */
  async executeSteward(
    kind: SubjectStreamKind,
    id: string,
    expectedRevision: bigint,
    command: StewardSubjectCommand,
    meta: {
      readonly causationId: string | null;
      readonly causationDepth: number;
      readonly correlationId: string;
      readonly effectiveOn: string;
    },
  ): Promise<{ readonly revision: bigint; readonly position: bigint } | 'conflict'> {
    const { state, revision } = await this.load(kind, id);
    if (revision !== expectedRevision) return 'conflict';
    const decided = decideSubjectBySteward(command, state, this.plain(id, meta.effectiveOn));
    if (!decided.ok) throw problems.refused(decided.refusal);
    if (decided.events.length === 0) return lastOf(this.ledger, this.deskOf(kind, id));
    try {
      const expected = revision < 0n ? 'noStream' : revision;
      return await this.ledger.append(subjectStream(kind, id), expected, decided.events, { actor: STEWARD, idempotency: null, ...meta });
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'conflict';
      throw error;
    }
  }

  /**
   * Every document that binds a subject on a date, completed by its house packs: those that govern its region and have a rule or
   * a target for its kind; of a programme and a dual brand the one it names.
   * @param knownOn business date at whose end the ledger is asked; left out: now
   */
  async packsBinding(state: SubjectState, on: string, knownOn?: string): Promise<readonly EffectivePack[]> {
    const subject = await this.subjectOn(state, on, knownOn);
    if (subject === null || state.own === null) return [];
    const named = 'pack' in state.own ? [state.own.pack] : this.documentsOf(subject.regions);
    const packs: EffectivePack[] = [];
    for (const pack of named) {
      try {
        packs.push(await this.policies.named(pack, on, subject.regions, knownOn));
      } catch (error) {
        // Published, but not in force on that day.
        if (!(error instanceof LedgerProblem) || error.refusal.code !== 'POLICY.UNKNOWN') throw error;
      }
    }
    return packs.filter(
      (pack) =>
        targetsFor(pack, subject).length > 0 || [...pack.rules.values()].some(({ rule }) => rule.scope.kinds.includes(subject.kind)),
    );
  }

  /** Who it is on a date, with what its region was merged into by then. Null for a window, and for what is not on the books. */
  private async subjectOn(state: SubjectState, on: string, knownOn?: string): Promise<Subject | null> {
    return subjectOf(state, on, await this.policies.merges(knownOn));
  }

  /** Documents that govern one of these regions, the most specific region first. */
  private documentsOf(regions: readonly string[]): readonly string[] {
    const documents = this.policies.all().filter(({ open: { pack } }) => pack.role === 'document' && regions.includes(pack.governs.region));
    const sorted = documents.sort((a, b) => regions.indexOf(a.open.pack.governs.region) - regions.indexOf(b.open.pack.governs.region));
    return [...new Set(sorted.map(({ open }) => open.pack.id))];
  }

  /** Facts that no stream of the subject holds: the sides of a dual brand, counts over a region's brands. */
  async givenFacts(state: SubjectState, asOf: string): Promise<GivenFacts> {
    if (state.kind === 'link' && state.own) return { linked: await this.sidesOf(state.own, asOf) };
    return state.kind === 'region' ? this.lookups.countsOf(state.id, this.ledger.clock.today()) : {};
  }

  /** Each side of a dual brand with the answer of its own conditions. */
  private async sidesOf(
    { labour, training, pack: named }: { readonly labour: string; readonly training: readonly string[]; readonly pack: string },
    asOf: string,
  ): Promise<Facts['linked']> {
    const sides: Facts['linked'][number][] = [];
    for (const brandId of [labour, ...training]) {
      const { state } = await this.ledger.loadBrand(brandId);
      if (state.stage === 'none') {
        sides.push({ stream: brandStream(brandId), kind: brandId === labour ? 'labour' : 'training', tier: null, outcome: 'undecidable' });
        continue;
      }
      const outcome = await this.sideOutcome(state, named, asOf);
      sides.push({ stream: brandStream(brandId), kind: state.identity.kind, tier: tierHeld(state), outcome });
    }
    return sides;
  }

  /** Whether a brand meets what a document asks of one side of a dual brand on a day. */
  async sideOutcome(state: KnownBrand, named: string, asOf: string): Promise<Outcome> {
    if (state.stage === 'delisted') return 'fail';
    const regions = await this.policies.pathOn(state.identity.region, asOf);
    const pack = await this.policies.named(named, asOf, regions);
    const answers = evaluateDry(pack, state, { asOf }, regions).flatMap(({ rule, outcome }) => {
      const asked = pack.rules.get(rule)?.rule;
      return asked === undefined ? [] : [{ purpose: asked.purpose, tier: asked.tier, outcome }];
    });
    return sideOutcome(answers, tierHeld(state));
  }

  /** What every document in force answers on a subject, without writing anything. */
  async evaluateDry(
    state: SubjectState,
    at: { readonly asOf: string; readonly factsFrom?: 'published' | 'locked'; readonly knownOn?: string },
  ): Promise<readonly DryAnswers[]> {
    const { knownOn, ...moment } = at;
    const subject = await this.subjectOn(state, at.asOf, knownOn);
    if (subject === null) return [];
    const given = await this.givenFacts(state, at.asOf);
    const facts = factsOf(state, given);
    const targetFacts = targetFactsOf(state, given);
    if (facts === null || targetFacts === null) return [];
    return (await this.packsBinding(state, at.asOf, knownOn)).map((pack) => ({
      pack,
      rules: [...pack.rules.values()]
        .filter(({ rule }) => ruleApplies(rule, subject))
        .map(({ rule }) => evaluate(pack, rule.id, subject, facts, moment)),
      targets: targetsFor(pack, subject).map((target) => progressOf(pack, target.id, subject, targetFacts, moment)),
    }));
  }

  /** What the document says of the conditions of a recognition, an admission or a link. Null where none in force asks for any. */
  private async conditionsOf(state: SubjectState, revision: bigint, command: string, today: string): Promise<Decision | null> {
    const subject = await this.subjectOn(state, today);
    if (subject === null) return null;
    for (const pack of await this.packsBinding(state, today)) {
      const [rule] = rulesFor(pack, subject, 'nomination');
      const facts = rule === undefined ? null : factsOf(state, await this.givenFacts(state, today));
      if (rule === undefined || facts === null) continue;
      const policy = policyOfRule(pack, rule.id);
      return {
        key: [
          subject.stream,
          rule.id,
          `${policy.pack}@${policy.version}`,
          today.slice(0, 4),
          `${subject.stream}@${revision}`,
          command,
          0,
        ].join('|'),
        policy,
        engine: ENGINE,
        basis: { leaf: await this.lastLeaf(), revision: Number(revision) },
        cause: { event: null, type: command },
        explanation: evaluate(pack, rule.id, subject, facts, { asOf: today }),
      };
    }
    return null;
  }

  private plain(id: string, today: string): SubjectContext {
    return {
      id,
      today,
      now: this.ledger.clock.now().toISOString(),
      ids: [newId(), newId()],
      decision: null,
      targets: null,
      brands: [],
      sharedTraining: { allowed: false, interpretation: SHARED_TRAINING_PARAMETER, links: [] },
      round: null,
    };
  }

  private async contextOf(
    { kind, command }: SubjectCommand,
    folded: Folded<SubjectState>,
    options: CommandOptions,
  ): Promise<SubjectContext> {
    const { state, revision } = folded;
    const plain = this.plain(state.id, options.effectiveOn ?? this.ledger.clock.today());
    const { today } = plain;
    const decision =
      CONDITIONED[kind]?.includes(command.type) === true ? await this.conditionsOf(state, revision, command.type, today) : null;
    const context = { ...plain, decision };
    if (kind === 'programme') {
      const pack = command.type === 'register' ? command.data.pack : state.kind === 'programme' ? state.own?.pack : undefined;
      return { ...context, targets: pack === undefined ? null : await this.targetsOf(pack, today) };
    }
    if (kind === 'link' && (command.type === 'propose' || command.type === 'addTraining')) {
      const [named, region, labour, training] =
        command.type === 'propose'
          ? [command.data.pack, command.data.region, [command.data.labour], command.data.training]
          : [state.kind === 'link' ? (state.own?.pack ?? '') : '', state.own?.region ?? '', [], [command.data.brandId]];
      const pack = await this.policies.named(named, today, regionPath(region));
      return {
        ...context,
        brands: await this.brandsOf([...labour, ...training]),
        sharedTraining: await this.sharedTraining(pack, state, training, today),
      };
    }
    if (kind === 'window' && command.type === 'open') await this.policies.named(command.data.pack, today, regionPath(command.data.region));
    if (kind === 'window' && command.type === 'receiveNomination')
      return { ...context, brands: await this.brandsOf([command.data.brandId]) };
    if (kind === 'institution' && command.type === 'grade')
      return { ...context, round: await this.roundOf(command.data, state.own?.origin === 'synthetic') };
    return context;
  }

  private async targetsOf(pack: string, today: string): Promise<readonly TargetTerms[] | null> {
    await this.policies.refresh();
    // A programme goes on reporting after its document has ended: the newest version that decided is asked.
    const document = this.policies.all().findLast(({ open }) => open.pack.id === pack && open.pack.role === 'document');
    if (document === undefined) return null;
    const inForce = await this.policies.named(pack, today).catch((error: unknown) => {
      if (error instanceof LedgerProblem) return null;
      throw error;
    });
    const targets = inForce === null ? document.open.pack.targets : [...inForce.targets.values()].map(({ target }) => target);
    return targets
      .filter(({ scope = 'programme' }) => scope === 'programme')
      .map(({ id, metric, of, unit, span }) => ({ id, metric, of: of ?? null, unit, span: span ?? 'atDate' }));
  }

  private async brandsOf(ids: readonly string[]): Promise<SubjectContext['brands']> {
    const found: SubjectContext['brands'][number][] = [];
    for (const brandId of new Set(ids)) {
      const { state } = await this.ledger.loadBrand(brandId);
      if (state.stage !== 'none') found.push({ brandId, kind: state.identity.kind, region: state.identity.region });
    }
    return found;
  }

  /** The read model knows which links name a brand; the links' own streams say whether they still do. */
  private async sharedTraining(
    pack: EffectivePack,
    state: SubjectState,
    training: readonly string[],
    today: string,
  ): Promise<SubjectContext['sharedTraining']> {
    const subject: Subject = {
      ...{ stream: subjectStream('link', state.id), revision: state.core.revision, name: '', kind: 'dual' },
      ...{ category: null, brandType: null, tier: null, regions: [pack.document.open.pack.governs.region] },
    };
    const value = parameterValue(pack, SHARED_TRAINING_PARAMETER, subject, today)?.value;
    const links: { brandId: string; link: string }[] = [];
    for (const stream of await this.lookups.linksOf(training)) {
      const id = parseSubjectStream(stream)?.id;
      if (id === undefined || id === state.id) continue;
      const other = (await this.load('link', id)).state;
      if (other.kind !== 'link' || other.own === null || !isActiveLink(other.own)) continue;
      for (const brandId of training) if (other.own.training.includes(brandId)) links.push({ brandId, link: stream });
    }
    return { allowed: value === 'allow', interpretation: SHARED_TRAINING_PARAMETER, links };
  }

  /** A round that was held for real grades nothing made up, and the other way round. */
  private async roundOf(
    { region, roundId }: { readonly region: string; readonly roundId: string },
    synthetic: boolean,
  ): Promise<SubjectContext['round']> {
    const { state } = await this.load('region', region);
    const rounds = state.kind !== 'region' ? [] : synthetic ? state.own.syntheticRounds : state.own.rounds;
    const round = rounds.find((held) => held.roundId === roundId);
    return round === undefined ? null : { evaluation: round.evaluation, scale: round.scale, heldOn: round.heldOn };
  }
}

function brandsNamed({ kind, command }: SubjectCommand): readonly string[] {
  if (kind === 'unit' || kind === 'institution')
    return command.type === 'register' ? command.data.brands : command.type === 'changeBrands' ? command.data.added : [];
  if (kind !== 'link') return [];
  if (command.type === 'propose') return [command.data.labour, ...command.data.training];
  return command.type === 'addTraining' ? [command.data.brandId] : [];
}
