/** Where calls for returns and returns meet the log, and how locked figures reach their brands. */
import { canonicalJson, sha256Hex } from '#audit';
import {
  callStream,
  checkLines,
  checkLinesOf,
  decideCall,
  decideReturn,
  draftProgress,
  evolveCall,
  evolveReturn,
  figuresToApply,
  fillRefusal,
  findingsThatHinder,
  initialCall,
  initialReturn,
  lastDayOfTerm,
  lineKey,
  linesOfDraft,
  linesToReport,
  parseLineKey,
  parseReturnId,
  periodOf,
  returnStream,
  seenOn,
  setAside,
  addDays,
  RETURN_REFUSALS,
  type Actor,
  type CallCommand,
  type CallEvent,
  type CallState,
  type CallTerms,
  type Finding,
  type LineContext,
  type ReportingUnit,
  type ReturnBrand,
  type ReturnCommand,
  type ReturnContext,
  type ReturnEvent,
  type ReturnLine,
  type ReturnPlace,
  type ReturnState,
  type WorkingCalendar,
  type YearlyFigure,
} from '#domain';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrandService } from './brand-service';
import { Lanes, carryOut, checkScope, type CommandOptions, type Desk } from './carry-out';
import { derivedId, newId } from './ids';
import type { Folded, Ledger } from './ledger';
import { LedgerProblem, problems } from './problems';
import { shippedReportingRules, type ReportingRules } from './reporting-rules';

export interface ReturnAnswer {
  readonly stream: string;
  readonly id: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** True when nothing was written now, because it stands already. */
  readonly repeated: boolean;
}

/** What the read models know beside a return's own stream. */
export interface ReturnLookups {
  /**
   * Brands that a return speaks of, and what was told of them before.
   * @param of `named`: brands that lines name. `whole`: every brand expected too; else only the first, which says who reports
   * @param fresh waits until the models hold all that the log held when asked
   * @throws LedgerProblem LEDGER.NOT_CAUGHT_UP
   */
  brandsOfReturn(
    terms: CallTerms,
    place: ReturnPlace,
    of: { readonly named: readonly string[]; readonly whole: boolean },
    fresh: boolean,
  ): Promise<{
    readonly expected: readonly string[];
    readonly brands: readonly ReturnBrand[];
    readonly lastYear: LineContext['lastYear'];
    readonly earlier: LineContext['earlier'];
  }>;
  /** Lower medians of what brands of one category told to a call. */
  peerMedians(call: string): Promise<readonly PeerMedian[]>;
  /** Returns with locked lines whose figures may not have reached their brands. */
  returnsToApply(): Promise<readonly string[]>;
}

interface PeerMedian {
  readonly category: string | null;
  readonly metric: string;
  readonly directness: string;
  readonly trade: string;
  readonly median: number;
  readonly count: number;
}

/** A cell of a draft, and what writing some of them came to. */
export interface ReturnDraftCell {
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
  readonly revision: number;
  readonly by: string;
  readonly at: string;
  /** Id of the event that is to report the cell as it stands; null: written since. It counts once that event is in the log. */
  readonly claimedBy: string | null;
}
export interface WrittenDraftCell {
  readonly line: string;
  readonly field: string;
  readonly value: string | null;
  readonly seen: number;
}
export interface DraftWriting {
  readonly saved: readonly ReturnDraftCell[];
  readonly conflicts: readonly { readonly yours: WrittenDraftCell; readonly theirs: ReturnDraftCell }[];
}

/** Where drafts lie: beside the log. */
export interface ReturnDraftStore {
  cells(returnId: string): Promise<readonly ReturnDraftCell[]>;
  write(returnId: string, cells: readonly WrittenDraftCell[], by: { readonly by: string; readonly at: string }): Promise<DraftWriting>;
  /** Marks what is about to be reported, as it was read; a cell that was written since is not marked. */
  claim(returnId: string, read: readonly ReturnDraftCell[], report: string): Promise<void>;
  /** Throws away what these events reported. */
  discard(returnId: string, reports: readonly string[]): Promise<void>;
}

/** A return as the log and the read models have it. */
export interface OpenReturn {
  readonly returnId: string;
  readonly place: ReturnPlace;
  readonly terms: CallTerms;
  readonly state: ReturnState;
  readonly revision: bigint;
  readonly checks: LineContext;
  /** Null where the call expects nothing of it. */
  readonly unit: ReportingUnit | null;
}

/** A draft as it stands: what was typed, the lines it comes to, and what is found about them. */
export interface OpenDraft {
  readonly open: OpenReturn;
  readonly cells: readonly ReturnDraftCell[];
  /** Brands that were typed and do not belong here any more: their cells are kept, and not reported. */
  readonly aside: ReturnType<typeof setAside>;
  readonly lines: readonly ReturnLine[];
  readonly findings: readonly Finding[];
  readonly progress: { readonly asked: number; readonly filled: number };
}

/** What writing some cells came to: all that is found about the brands they speak of, as the draft says it now. */
export interface WrittenDraft {
  readonly written: DraftWriting;
  readonly open: OpenReturn;
  readonly brands: readonly string[];
  readonly findings: OpenDraft['findings'];
  readonly progress: OpenDraft['progress'];
}

/** Medians of a call are asked again after so long: they move with every return, and nobody needs them to the second. */
const PEERS_MS = 10_000;
/** Brands that are written at once, so that the log can sync many appends together. */
const LANES = 32;
/** Cells of one draft: many times what a county with hundreds of brands fills in; nobody fills the store with lines of their own. */
export const MOST_DRAFT_CELLS = 50_000;
const MAX_BUSY = 20;
const BUSY_PAUSE_MS = 25;
const RESUME_PAUSE_MS = 1000;

const noReturn = (): LedgerProblem =>
  new LedgerProblem('notFound', fillRefusal('RETURN.UNKNOWN', RETURN_REFUSALS['RETURN.UNKNOWN'], null, {}));
const noCall = (): LedgerProblem => new LedgerProblem('notFound', fillRefusal('CALL.UNKNOWN', RETURN_REFUSALS['CALL.UNKNOWN'], null, {}));

export class ReturnService {
  private readonly lanes = new Lanes();
  private readonly applying = new Map<string, Promise<void>>();
  private closing = false;
  private readonly medians = new Map<string, { readonly until: number; readonly rows: Promise<readonly PeerMedian[]> }>();

  constructor(
    readonly ledger: Ledger,
    private readonly brands: BrandService,
    private readonly lookups: ReturnLookups,
    readonly drafts: ReturnDraftStore,
    private readonly calendar: WorkingCalendar,
    private readonly configured: ReportingRules = shippedReportingRules(),
    private readonly warn: (problem: unknown, returnId: string) => void = () => undefined,
  ) {}

  // Calls

  /** 下发填报任务. */
  async call(data: Extract<CallCommand, { type: 'call' }>['data'], options: CommandOptions): Promise<ReturnAnswer> {
    const callId = options.idempotencyKey === undefined ? newId() : derivedId('call', options.actor.id, options.idempotencyKey);
    checkScope(options.actor, data.region);
    return this.onCall(callId, { type: 'call', data }, options, true);
  }

  changeCall(callId: string, command: Exclude<CallCommand, { type: 'call' }>, options: CommandOptions): Promise<ReturnAnswer> {
    return this.onCall(callId, command, options, false);
  }

  async loadCall(callId: string): Promise<Folded<CallState>> {
    let state = initialCall;
    let revision = -1n;
    for await (const { event, metadata, recorded } of this.ledger.readStream(callStream(callId))) {
      revision = recorded.revision;
      state = evolveCall(state, { ...(event as CallEvent), metadata, id: recorded.id, revision: Number(revision) });
    }
    return { state, revision };
  }

  private async onCall(callId: string, command: CallCommand, options: CommandOptions, mayBeNew: boolean): Promise<ReturnAnswer> {
    const stream = callStream(callId);
    const desk: Desk<CallState, CallEvent> = {
      ...{ stream, mayBeNew, seen: seenOn, notFound: noCall },
      load: () => this.loadCall(callId),
      regionOf: ({ terms }) => terms?.region ?? null,
      decide: ({ state }) => Promise.resolve(decideCall(command, state, this.callContext(callId, command))),
      append: ({ revision }, events, context) => this.ledger.append(stream, revision < 0n ? 'noStream' : revision, events, context),
    };
    return this.lanes.inTurn(stream, async () => ({
      stream,
      id: callId,
      ...(await carryOut(this.ledger, desk, options, { [command.type]: command.data })),
    }));
  }

  private callContext(callId: string, command: CallCommand) {
    const { rules, workingDays } = this.configured;
    const period = command.type === 'call' ? periodOf(command.data.period) : null;
    const days = period === null ? 0 : workingDays[period.kind];
    // The day after the period's end is the first that may count.
    const dueOn = period === null ? null : lastDayOfTerm(addDays(period.to, 1), days, this.calendar);
    return { callId, rules, workingDays: days, calendar: { name: this.calendar.edition, dueOn } };
  }

  // Returns

  /** The return as the log has it now. Revision -1 where nothing was ever written. */
  async load(returnId: string): Promise<Folded<ReturnState>> {
    let state = initialReturn;
    let revision = -1n;
    for await (const { event, metadata, recorded } of this.ledger.readStream(returnStream(returnId))) {
      revision = recorded.revision;
      state = evolveReturn(state, { ...(event as ReturnEvent), metadata, id: recorded.id, revision: Number(revision) });
    }
    return { state, revision };
  }

  /**
   * A return with everything that its lines are compared with.
   * @param fresh waits for the read models; a draft that is being typed does not
   * @throws LedgerProblem RETURN.UNKNOWN, CALL.UNKNOWN, ACCESS.OUT_OF_SCOPE
   */
  async open(returnId: string, actor: Actor, fresh: boolean): Promise<OpenReturn> {
    return this.openOf(returnId, actor, fresh, { named: [], whole: true });
  }

  private async openOf(returnId: string, actor: Actor, fresh: boolean, of: BrandsAsked): Promise<OpenReturn> {
    const place = parseReturnId(returnId);
    if (place === null) throw noReturn();
    checkScope(actor, place.region);
    const terms = (await this.loadCall(place.call)).state.terms;
    if (terms === null) throw noCall();
    return this.opened(returnId, place, terms, await this.load(returnId), fresh, of);
  }

  private async opened(
    returnId: string,
    place: ReturnPlace,
    terms: CallTerms,
    { state, revision }: Folded<ReturnState>,
    fresh: boolean,
    { named, whole }: BrandsAsked,
  ): Promise<OpenReturn> {
    const standing = whole ? [...state.lines.values()].map(({ line }) => line.brandId) : [];
    const known = await this.lookups.brandsOfReturn(terms, place, { named: [...new Set([...standing, ...named])], whole }, fresh);
    const brands = new Map(known.brands.map((brand) => [brand.brandId, brand]));
    const first = known.expected.map((brandId) => brands.get(brandId)).find((brand) => brand !== undefined);
    const unit = first?.reporter ?? state.head?.unit ?? null;
    const peers = await this.peersOf(terms.callId, [...brands.values()]);
    return {
      ...{ returnId, place, terms, state, revision, unit },
      checks: {
        ...{ region: place.region, unit: place.unit, brands, expected: known.expected },
        told: new Set([...state.lines.values()].map(({ line }) => line.brandId)),
        ...{ lastYear: known.lastYear, earlier: known.earlier, peers },
      },
    };
  }

  /** Medians for every line that these brands may have. */
  private async peersOf(call: string, brands: readonly ReturnBrand[]): Promise<LineContext['peers']> {
    const cached = this.medians.get(call);
    const now = performance.now();
    const rows = cached !== undefined && cached.until > now ? cached.rows : this.lookups.peerMedians(call);
    if (rows !== cached?.rows) {
      for (const [known, { until }] of this.medians) if (until <= now) this.medians.delete(known);
      this.medians.set(call, { until: now + PEERS_MS, rows });
      rows.catch(() => this.medians.delete(call));
    }
    const peers = new Map<string, { readonly median: number; readonly count: number }>();
    const byCategory = new Map<string | null, PeerMedian[]>();
    for (const row of await rows) byCategory.set(row.category, [...(byCategory.get(row.category) ?? []), row]);
    for (const { brandId, category } of brands)
      for (const { metric, directness, trade, median, count } of byCategory.get(category) ?? [])
        peers.set(`${brandId}|${metric}|${directness}|${trade}`, { median, count });
    return peers;
  }

  /**
   * 报送. What a colleague writes into the draft meanwhile is not reported with it: it stays, as the next draft. What is reported
   * is claimed before the append and thrown away after it, so that a crash between them neither reports twice nor hides anything.
   * @param lines null: what the draft holds. Of a draft beside given lines only the cells of those lines end with the report.
   */
  async report(returnId: string, lines: readonly ReturnLine[] | null, options: CommandOptions): Promise<ReturnAnswer> {
    const draft = lines === null ? await this.draft(returnId, options.actor) : null;
    const told = lines ?? (draft === null ? [] : this.linesOfDraft(draft, options));
    const keys = new Set(told.map(lineKey));
    const claimed = draft?.cells ?? (await this.drafts.cells(returnId)).filter(({ line }) => keys.has(line));
    const reportId = newId();
    const claim = (): Promise<void> => this.drafts.claim(returnId, claimed, reportId);
    const answer = await this.onReturn(
      returnId,
      { type: 'report', data: { lines: told } },
      options,
      { report: { lines } },
      { reportId, claim },
    );
    if (!answer.repeated) await this.drafts.discard(returnId, [reportId]);
    return answer;
  }

  private linesOfDraft(draft: OpenDraft, options: CommandOptions): readonly ReturnLine[] {
    // A repeat of a report whose draft is gone is answered from the stream.
    const repeated =
      options.idempotencyKey !== undefined && seenOn(draft.open.state, options.actor.id, options.idempotencyKey) !== undefined;
    const unreadable = repeated
      ? []
      : draft.findings.filter(({ code }) => code === 'RETURN.VALUE_INVALID' || code === 'RETURN.ROSTER_INCOMPLETE');
    if (unreadable.length > 0) throw notFitting(unreadable);
    return linesToReport(draft.lines, draft.open.state);
  }

  /** Everything else that may be done with a return. */
  async act(
    returnId: string,
    command: Exclude<ReturnCommand, { type: 'report' | 'recordApplied' }>,
    options: CommandOptions,
  ): Promise<ReturnAnswer> {
    const answer = await this.onReturn(returnId, command, options, { [command.type]: command.data });
    if (command.type === 'lock') this.applyBehind(returnId);
    return answer;
  }

  /** @param reporting what a report does right before its append, and the id of its first event */
  private async onReturn(
    returnId: string,
    command: ReturnCommand,
    options: CommandOptions,
    body: unknown,
    reporting: { readonly reportId: string; readonly claim: () => Promise<void> } | null = null,
  ): Promise<ReturnAnswer> {
    const place = parseReturnId(returnId);
    if (place === null) throw noReturn();
    const stream = returnStream(returnId);
    const named = command.type === 'report' ? command.data.lines.map(({ brandId }) => brandId) : [];
    const desk: Desk<ReturnState, ReturnEvent> = {
      ...{ stream, mayBeNew: command.type === 'report' || command.type === 'allowLate', seen: seenOn, notFound: noReturn },
      load: () => this.load(returnId),
      regionOf: () => place.region,
      decide: async (folded) => {
        const terms = (await this.loadCall(place.call)).state.terms;
        if (terms === null) throw noCall();
        const open = await this.opened(returnId, place, terms, folded, command.type === 'report', { named, whole: true });
        const decided = decideReturn(command, folded.state, this.context(open, options));
        if (!decided.ok && decided.refusal.code === 'RETURN.LINES_NOT_FIT' && command.type === 'report')
          throw notFitting(findingsThatHinder(command.data.lines, open.state, terms, open.checks), decided.refusal);
        return decided;
      },
      append: async ({ revision }, events, context) => {
        await reporting?.claim();
        const ids = reporting === null ? undefined : [reporting.reportId];
        return this.ledger.append(stream, revision < 0n ? 'noStream' : revision, events, context, ids);
      },
    };
    return this.lanes.inTurn(stream, async () => ({ stream, id: returnId, ...(await carryOut(this.ledger, desk, options, body)) }));
  }

  private context({ returnId, terms, unit, checks }: OpenReturn, options: CommandOptions): ReturnContext {
    return {
      ...{ returnId, actor: options.actor, call: terms, unit, checks },
      today: options.effectiveOn ?? this.ledger.clock.today(),
      digest: (value) => sha256Hex(canonicalJson(value)),
    };
  }

  // Drafts

  /** @throws LedgerProblem RETURN.UNKNOWN, CALL.UNKNOWN, ACCESS.OUT_OF_SCOPE */
  async draft(returnId: string, actor: Actor): Promise<OpenDraft> {
    const { open, cells: all } = await this.held(returnId, actor, null);
    const aside = setAside(brandsIn(all), open.terms, open.checks);
    const apart = new Set(aside.map(({ brandId }) => brandId));
    const cells = apart.size === 0 ? all : all.filter(({ line }) => !apart.has(parseLineKey(line)?.brandId ?? ''));
    const { lines, unreadable } = linesOfDraft(cells, open.state, open.terms);
    const findings = [...unreadable, ...checkLines(lines, open.terms, open.checks)];
    return { open, cells, aside, lines, findings, progress: draftProgress(lines, open.terms, open.checks) };
  }

  /**
   * A return and what was typed for it. What a crash left of a report is thrown away first: it would stand in the way of what is typed now.
   * @param brands the return is opened as far as these go; null: whole
   */
  private async held(returnId: string, actor: Actor, brands: readonly string[] | null) {
    // The cells first: a report that claims some of them is then in the log that is read next, or has not been yet.
    const all = await this.drafts.cells(returnId);
    const named = brands ?? brandsIn(all);
    const open = await this.openOf(returnId, actor, false, { named, whole: brands === null });
    const reports = new Set(open.state.reports);
    const cells = all.filter(({ claimedBy }) => claimedBy === null || !reports.has(claimedBy));
    if (cells.length < all.length) await this.drafts.discard(returnId, open.state.reports);
    return { open, cells };
  }

  /** Keeps what was typed, cell by cell. What somebody else wrote meanwhile is left and told. */
  async writeDraft(returnId: string, cells: readonly WrittenDraftCell[], actor: Actor): Promise<WrittenDraft> {
    const brands = brandsIn(cells);
    // Refused before anything is kept: nobody fills the store with returns that are none.
    const { open, cells: before } = await this.held(returnId, actor, brands);
    const { terms, state, checks } = open;
    if (open.unit === null)
      throw problems.refused(
        fillRefusal('RETURN.NOT_EXPECTED', RETURN_REFUSALS['RETURN.NOT_EXPECTED'], null, {
          unit: open.place.unit,
          region: open.place.region,
        }),
      );
    if (terms.status === 'closed') throw problems.refused(fillRefusal('CALL.CLOSED', RETURN_REFUSALS['CALL.CLOSED'], null, {}));
    const after = new Map(before.map((cell) => [cellKey(cell), cell]));
    const fresh = new Set(cells.map(cellKey).filter((key) => !after.has(key)));
    if (after.size + fresh.size > MOST_DRAFT_CELLS)
      throw problems.refused(
        fillRefusal('RETURN.DRAFT_FULL', RETURN_REFUSALS['RETURN.DRAFT_FULL'], 'cells', { most: String(MOST_DRAFT_CELLS) }),
      );
    const written = await this.drafts.write(returnId, cells, { by: actor.id, at: this.ledger.clock.now().toISOString() });
    for (const cell of [...written.saved, ...written.conflicts.map(({ theirs }) => theirs)]) after.set(cellKey(cell), cell);

    const { lines, unreadable } = linesOfDraft([...after.values()], state, terms);
    const touched = new Set(brands);
    const findings = [
      ...unreadable.filter(({ line }) => touched.has(parseLineKey(line ?? '')?.brandId ?? '')),
      ...checkLinesOf(touched, lines, terms, checks),
    ];
    return { written, open, brands, findings, progress: draftProgress(lines, terms, checks) };
  }

  // Locked figures

  private applyBehind(returnId: string): void {
    this.apply(returnId).catch((error: unknown) => {
      if (!this.closing) this.warn(error, returnId);
    });
  }

  /**
   * Brings the locked figures of a return to their brands, as often as it is asked: ids follow from return and line, so that
   * nothing is recorded twice. A figure that its brand refuses is parked and shown.
   * @throws LedgerProblem when the log does not answer; the next start goes on
   */
  apply(returnId: string): Promise<void> {
    // One after the other: a lock may come while the one before is being applied.
    const before = this.applying.get(returnId) ?? Promise.resolve();
    const run = before.catch(() => undefined).then(() => this.applyAll(returnId));
    this.applying.set(returnId, run);
    const settled = run.then(
      () => undefined,
      () => undefined,
    );
    void settled.then(() => {
      if (this.applying.get(returnId) === run) this.applying.delete(returnId);
    });
    return run;
  }

  private async applyAll(returnId: string): Promise<void> {
    const { state } = await this.load(returnId);
    const lock = state.locks.at(-1);
    const queue = [...figuresToApply(state)];
    if (queue.length === 0 || lock === undefined) return;
    const options: CommandOptions = { actor: lock.by, effectiveOn: lock.on, correlationId: derivedId('return-applied', returnId) };
    const figures: Applied['figures'][number][] = [];
    const parked: Applied['parked'][number][] = [];
    let broken = false;
    const work = async (): Promise<void> => {
      for (let figure = queue.shift(); figure !== undefined && !broken && !this.closing; figure = queue.shift()) {
        const { brandId, metric, directness, lines } = figure;
        const place = { brandId, metric, directness, lines: [...lines] };
        try {
          const { value } = figure;
          if (value === null) parked.push({ ...place, ...NO_TOTAL });
          else figures.push({ ...place, value, figureId: await this.applyOne(returnId, figure, value, options) });
        } catch (error) {
          if (!(error instanceof LedgerProblem) || !isTheFiguresFault(error)) {
            broken = true;
            throw error;
          }
          const { code, zh, en } = error.refusal;
          parked.push({ ...place, code, zh, en });
        }
      }
    };
    const results = await Promise.allSettled(Array.from({ length: Math.min(LANES, queue.length) }, work));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    if (this.closing) throw problems.stopping();
    const inOrder = <T extends { readonly lines: readonly string[] }>(all: readonly T[]): T[] =>
      [...all].sort((a, b) => ((a.lines[0] ?? '') < (b.lines[0] ?? '') ? -1 : 1));
    await this.onReturn(returnId, { type: 'recordApplied', data: { figures: inOrder(figures), parked: inOrder(parked) } }, options, null);
  }

  /** @returns id of the figure in the brand's stream */
  private async applyOne(returnId: string, figure: YearlyFigure, value: number, options: CommandOptions): Promise<string> {
    const { brandId, key, metric, unit, directness, nature, year, estimate, lines } = figure;
    const figureId = derivedId('return-figure', returnId, key);
    const parts = lines.length === 1 ? null : `由 ${lines.length} 个工种合计 / the sum of ${lines.length} trades`;
    const command = {
      type: 'publishFigure' as const,
      data: {
        figure: {
          ...{ figureId, metric, unit, nature, directness, bound: 'exact' as const, value, status: 'locked' as const, estimate },
          window:
            nature === 'stock' ? { fromYear: null, toYear: year, asOf: `${year}-12-31` } : { fromYear: year, toYear: year, asOf: null },
          source: { reference: returnStream(returnId), note: parts },
        },
      },
    };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.brands.command(brandId, command, { ...options, idempotencyKey: `return:${returnId}:${key}` });
        return figureId;
      } catch (error) {
        if (!(error instanceof LedgerProblem) || error.refusal.code !== 'LEDGER.BUSY' || attempt === MAX_BUSY) throw error;
        await sleep(BUSY_PAUSE_MS * attempt);
      }
    }
  }

  /** Goes on with what a crash cut short, as soon as the read models know all that is written. */
  async resume(): Promise<void> {
    while (!this.closing) {
      try {
        for (const returnId of await this.lookups.returnsToApply()) this.applyBehind(returnId);
        return;
      } catch (error) {
        if (!(error instanceof LedgerProblem) || error.refusal.code !== 'LEDGER.NOT_CAUGHT_UP') throw error;
        await sleep(RESUME_PAUSE_MS);
      }
    }
  }

  /** Ends what is being applied after the figures under way; the next start goes on with it. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled(this.applying.values());
  }
}

type BrandsAsked = Parameters<ReturnLookups['brandsOfReturn']>[2];
type Applied = Extract<ReturnEvent, { type: 'ReturnLinesApplied.v1' }>['data'];

const NO_TOTAL = {
  code: 'RETURN.NO_TOTAL',
  zh: '各工种中有的没有数据，或合计超出可存数值，不能得出全年合计。',
  en: 'Some trade has no figure, or the sum is beyond what can be stored: there is no total of the year.',
};

/** Only what the figure itself is to blame for is parked; a log that does not answer stops it all, to be resumed. */
const isTheFiguresFault = ({ kind, refusal }: LedgerProblem): boolean =>
  ['refused', 'invalid', 'conflict', 'notFound', 'forbidden', 'tooLarge'].includes(kind) && refusal.code !== 'LEDGER.BUSY';

const cellKey = ({ line, field }: { readonly line: string; readonly field: string }): string => `${line}#${field}`;

/** Brands that lines speak of. */
const brandsIn = (cells: readonly { readonly line: string }[]): readonly string[] => [
  ...new Set([...new Set(cells.map(({ line }) => line))].flatMap((line) => parseLineKey(line)?.brandId ?? [])),
];

/** Every place at fault by its line and field. */
function notFitting(findings: readonly Finding[], given?: LedgerProblem['refusal']): LedgerProblem {
  const [first] = findings;
  const refusal =
    given ??
    fillRefusal('RETURN.LINES_NOT_FIT', RETURN_REFUSALS['RETURN.LINES_NOT_FIT'], `lines.${first?.line ?? ''}`, {
      count: findings.length,
      first: { zh: first?.zh ?? '', en: first?.en ?? '' },
    });
  return new LedgerProblem(
    'refused',
    refusal,
    findings.map(({ line, field, zh, en }) => ({ field: `lines.${line ?? ''}.${field ?? ''}`, zh, en })),
  );
}
