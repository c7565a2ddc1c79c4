import type { BrandEvent, Decision, RegionEvent } from '#domain';
import fc from 'fast-check';
import { DueQueue } from './due-queue';
import {
  compareDues,
  emptyMemory,
  evolve,
  fanOut,
  fire,
  interested,
  react,
  remember,
  tick,
  type Cause,
  type DueRow,
  type Memory,
  type Reaction,
  type StewardEvent,
} from './process';

const A = '00000000-0000-4000-8000-00000000000a';
const B = '00000000-0000-4000-8000-00000000000b';
const PROPOSAL = '00000000-0000-4000-8000-0000000000f1';
const OBJECTION = '00000000-0000-4000-8000-0000000000f2';
const CORRELATION = '00000000-0000-4000-8000-0000000000cc';
const decision = {} as Decision;
const document = { number: '1号', issuedOn: '2022-01-10', signedBy: '王某' };

interface Given {
  readonly of?: string;
  readonly on?: string;
  readonly depth?: number;
}
let ordinal = 0;
const idOf = (n: number): string => `00000000-0000-4000-9000-${n.toString(16).padStart(12, '0')}`;

const brand = (event: BrandEvent, { of = A, on = '2023-01-31', depth = 0 }: Given = {}): StewardEvent => ({
  ...event,
  id: idOf((ordinal += 1)),
  stream: `brand-${of}`,
  revision: 0n,
  metadata: { effectiveOn: on, correlationId: CORRELATION, causationDepth: depth },
});
const region = (event: RegionEvent, code = '370000'): StewardEvent => ({
  ...event,
  id: idOf((ordinal += 1)),
  stream: `region-${code}`,
  revision: 0n,
  metadata: { effectiveOn: '2023-01-31', correlationId: CORRELATION, causationDepth: 0 },
});
const reported = (of: string, code = '370102', origin: 'operational' | 'published' | 'synthetic' = 'operational'): StewardEvent =>
  brand(
    {
      type: 'BrandReported.v1',
      data: {
        brandId: of,
        name: '历下家政',
        kind: 'labour',
        category: null,
        brandType: null,
        region: code,
        regionAsStated: null,
        formedOn: null,
        cultivatedFrom: null,
        origin,
        source: { reference: '示例', note: null },
      },
    },
    { of },
  );
const nominated = (of: string): StewardEvent =>
  brand(
    {
      type: 'BrandNominated.v1',
      data: {
        pack: 'sd-2021-22',
        tierSought: null,
        submittedAt: '2022-01-05T09:00:00+08:00',
        deadline: null,
        late: false,
        applicant: { unit: '某公司', creditCode: null },
        nameCheck: { verdict: 'accepted', format: null, reason: null },
      },
    },
    { of },
  );
const closed = (year: number, code = '370000', origin: 'operational' | 'synthetic' = 'operational'): StewardEvent =>
  region(
    {
      type: 'YearClosed.v1',
      data: { region: code, year, closedOn: '2023-01-31', closedBy: '审批人', brands: 1, figures: 1, digest: '0'.repeat(64), origin },
    },
    code,
  );
const proposed = (fallsDueOn: string | null): StewardEvent =>
  brand({
    type: 'StepProposed.v1',
    data: { proposalId: PROPOSAL, step: 'announceExit', period: 2022, toTier: null, fallsDueOn, decision },
  });
const announced = (noticeUntil: string): StewardEvent =>
  brand({
    type: 'ExitAnnounced.v1',
    data: { proposalId: PROPOSAL, ground: 'rectificationFailed', noticeFrom: '2023-05-01', noticeUntil, confirmedBy: '王某', document },
  });
const objected = (): StewardEvent =>
  brand({ type: 'ObjectionRaised.v1', data: { objectionId: OBJECTION, purpose: 'exit', by: '某公司', reason: '数据有误' } });
const answered = (upheld: boolean, on = '2023-04-20'): StewardEvent =>
  brand({ type: 'ObjectionDecided.v1', data: { objectionId: OBJECTION, upheld, reason: '核实', document: null } }, { on });
const reviewDue = (of = A, dueOn = '2023-05-01'): StewardEvent =>
  brand({ type: 'ReviewDue.v1', data: { period: 2022, dueOn, decision } }, { of, depth: 1 });

/** given events, the memory they leave. */
function given(...events: readonly StewardEvent[]): Memory {
  const memory = emptyMemory();
  for (const event of events) remember(memory, evolve(memory, event));
  return memory;
}
/** What the last event sets off, after all were folded. */
function reactions(...events: readonly StewardEvent[]): readonly Reaction[] {
  const last = events.at(-1);
  return last === undefined ? [] : react(given(...events), last);
}
const causeOf = (event: StewardEvent): Cause => ({
  event: event.id,
  type: event.type,
  correlationId: CORRELATION,
  causationDepth: event.metadata.causationDepth,
});

describe('interested', () => {
  it.each([
    [`brand-${A}`, 'BrandReported.v1', `brand-${A}`],
    ['region-370000', 'YearClosed.v1', 'region-370000'],
    ['region-370000', 'RegionalFigurePublished.v1', null],
    ['region-370000', 'LocalStandardPublished.v1', null],
    ['region-522601', 'EvaluationRoundHeld.v1', 'region-522601'],
    ['unit-1', 'UnitRegistered.v1', 'unit-1'],
    ['link-1', 'DualLinkProposed.v1', 'link-1'],
    ['window-1', 'WindowOpened.v1', null],
    ['policy-sd-2021-22', 'PolicyPublished.v1', null],
    ['import-1', 'ImportAccepted.v1', null],
    ['name-370102-历下家政', 'NameReserved.v1', null],
  ])('%s %s → %s', (stream, type, key) => expect(interested({ stream, type })).toBe(key));
});

describe('a closed year', () => {
  it('is remembered as a fan-out and sets nothing off by itself', () => {
    const event = closed(2022);
    expect(reactions(event)).toEqual([]);
    expect([...given(event).fanouts.values()]).toEqual([
      { key: event.id, region: '370000', period: 2022, synthetic: false, effectiveOn: '2023-01-31', after: '', cause: causeOf(event) },
    ]);
  });

  it('asks nominated brands below its region, of its own kind of data, in stream order', () => {
    const year = closed(2022, '370100');
    const ids = ['1', '2', '3', '4', '5', '6'].map((digit) => `00000000-0000-4000-8000-00000000000${digit}`);
    const [inside, neverNominated, elsewhere, made, gone, last] = ids as [string, string, string, string, string, string];
    const memory = given(
      reported(last),
      nominated(last),
      reported(inside),
      nominated(inside),
      reported(neverNominated),
      reported(elsewhere, '370202'),
      nominated(elsewhere),
      reported(made, '370102', 'synthetic'),
      nominated(made),
      reported(gone),
      nominated(gone),
      brand(
        { type: 'BrandDelisted.v1', data: { ground: 'withdrawn', proposalId: null, confirmedBy: '王某', document, decision: null } },
        { of: gone },
      ),
      year,
    );
    const row = memory.fanouts.get(year.id);
    if (row === undefined) throw new Error('no fan-out');
    const asked = (id: string): Reaction => ({
      stream: `brand-${id}`,
      trigger: 'yearClosed',
      period: 2022,
      cause: causeOf(year),
      asOf: '2023-01-31',
      effectiveOn: '2023-01-31',
      proposalId: null,
      ground: null,
      corrected: null,
      linked: null,
    });
    const after = (id: string): string => `brand-${id}`;
    const brands = fanOut(memory, row, Number.POSITIVE_INFINITY).reactions.filter(({ stream }) => stream.startsWith('brand-'));
    expect(brands).toEqual([asked(inside), asked(last)]);
    expect(fanOut(memory, row, 1)).toEqual({ reactions: [asked(inside)], next: { ...row, after: after(inside) } });
    expect(fanOut(memory, { ...row, after: after(inside) }, 1)).toEqual({ reactions: [asked(last)], next: { ...row, after: after(last) } });
    // A synthetic year asks no region: those are real.
    expect(fanOut(memory, { ...row, synthetic: true }, 10)).toEqual({ reactions: [asked(made)], next: null });
  });

  it('hands every brand out exactly once, in order, whatever the size of the batches', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 30 }),
        fc.integer({ min: 1, max: 7 }),
        (numbers, limit) => {
          const year = closed(2022, '370102');
          const memory = given(...numbers.flatMap((n) => [reported(idOf(n)), nominated(idOf(n))]), year);
          const seen: string[] = [];
          for (let row = memory.fanouts.get(year.id) ?? null; row !== null;) {
            const { reactions: batch, next } = fanOut(memory, row, limit);
            expect(batch.length).toBeLessThanOrEqual(limit);
            seen.push(...batch.map(({ stream }) => stream));
            row = next;
          }
          expect(seen).toEqual([...seen].sort());
          expect(new Set(seen).size).toBe(seen.length);
          expect(seen.filter((stream) => stream.startsWith('brand-'))).toEqual(numbers.map((n) => `brand-${idOf(n)}`).sort());
        },
      ),
    );
  });
});

describe('what an event sets off', () => {
  const known = [reported(A), nominated(A)];
  const held = (period: number): StewardEvent =>
    brand(
      { type: 'ReviewHeld.v1', data: { period, heldOn: '2023-03-01', panel: null, judgements: [], reason: '审核' } },
      { on: '2023-03-02' },
    );
  const base = { stream: `brand-${A}`, period: 2022, proposalId: null, ground: null, corrected: null, linked: null };

  it('a review held is judged at its due date and counts from the day it was held', () => {
    const event = held(2022);
    expect(reactions(...known, reviewDue(), event)).toEqual([
      { ...base, trigger: 'reviewHeld', cause: causeOf(event), asOf: '2023-05-01', effectiveOn: '2023-03-01' },
    ]);
  });
  it('a review that was never due is judged on the day it was held', () => {
    const event = held(2021);
    expect(reactions(...known, reviewDue(), event)).toEqual([
      { ...base, period: 2021, trigger: 'reviewHeld', cause: causeOf(event), asOf: '2023-03-01', effectiveOn: '2023-03-01' },
    ]);
  });
  it('a rectification reported', () => {
    const event = brand({
      type: 'RectificationReported.v1',
      data: { period: 2022, reportedOn: '2023-04-01', note: '已整改', evidence: [] },
    });
    expect(reactions(...known, event)).toEqual([
      { ...base, trigger: 'rectificationReported', cause: causeOf(event), asOf: '2023-04-01', effectiveOn: '2023-04-01' },
    ]);
  });
  it('support stopped, for the period of its proposal', () => {
    const event = brand(
      { type: 'SupportStopped.v1', data: { proposalId: PROPOSAL, confirmedBy: '王某', document: null } },
      { on: '2023-05-02' },
    );
    expect(reactions(...known, proposed(null), event)).toEqual([
      { ...base, trigger: 'supportStopped', cause: causeOf(event), asOf: '2023-05-02', effectiveOn: '2023-05-02', proposalId: PROPOSAL },
    ]);
  });
  it('a corrected figure, naming the figure that stood before', () => {
    const figure = {
      figureId: B,
      metric: 'employmentDriven' as const,
      unit: 'persons' as const,
      nature: 'flow' as const,
      directness: 'direct' as const,
      bound: 'exact' as const,
      value: 1,
      window: { fromYear: 2022, toYear: 2022, asOf: null },
      status: 'locked' as const,
      estimate: null,
      source: { reference: '示例', note: null },
    };
    const event = brand(
      { type: 'FigureCorrected.v1', data: { corrects: A, figure, requester: '甲', reason: '笔误', evidence: [] } },
      { on: '2023-06-01' },
    );
    expect(reactions(...known, event)).toEqual([
      {
        ...base,
        period: null,
        trigger: 'figureCorrected',
        cause: causeOf(event),
        asOf: '2023-06-01',
        effectiveOn: '2023-06-01',
        corrected: A,
      },
    ]);
  });
  it('nothing follows from any other event, or from a brand that was never reported', () => {
    expect(reactions(...known, reviewDue())).toEqual([]);
    expect(reactions(...known, proposed('2023-06-01'))).toEqual([]);
    expect(reactions(...known, announced('2023-05-16'))).toEqual([]);
    expect(reactions(held(2022))).toEqual([]);
  });
});

describe('due dates', () => {
  const known = [reported(A), nominated(A)];
  const fired = (memory: Memory, today: string): readonly string[] =>
    tick(memory, today).map(({ trigger, effectiveOn }) => `${trigger} ${effectiveOn}`);
  const rectify = (dueOn: string): StewardEvent => brand({ type: 'RectificationOrdered.v1', data: { period: 2022, dueOn, decision } });

  it.each([
    ['review', reviewDue(A, '2023-05-01'), 'reviewDueDatePassed'],
    ['rectification', rectify('2023-05-01'), 'rectificationDueDatePassed'],
    ['proposal', proposed('2023-05-01'), 'proposalFallsDue'],
    ['notice', announced('2023-05-01'), 'noticeEnded'],
  ])('%s: fires on the day after, as of the due date', (_what, event, trigger) => {
    const memory = given(...known, event);
    expect(fired(memory, '2023-05-01')).toEqual([]);
    expect(fired(memory, '2023-05-02')).toEqual([`${trigger} 2023-05-01`]);
    expect(fired(memory, '2024-01-01')).toEqual([`${trigger} 2023-05-01`]);
  });

  it('carries the event that set it, its depth included', () => {
    const event = reviewDue();
    expect(tick(given(...known, event), '2023-06-01')).toEqual([
      {
        stream: `brand-${A}`,
        trigger: 'reviewDueDatePassed',
        period: 2022,
        cause: { ...causeOf(event), causationDepth: 1 },
        asOf: '2023-05-01',
        effectiveOn: '2023-05-01',
        proposalId: null,
        ground: null,
        corrected: null,
        linked: null,
      },
    ]);
  });

  it.each<[string, readonly StewardEvent[]]>([
    [
      'a review that was held',
      [
        reviewDue(),
        brand({ type: 'ReviewHeld.v1', data: { period: 2022, heldOn: '2023-03-01', panel: null, judgements: [], reason: '审核' } }),
      ],
    ],
    ['a review marked overdue', [reviewDue(), brand({ type: 'ReviewOverdue.v1', data: { period: 2022, dueOn: '2023-05-01', decision } })]],
    ['a rectification accepted', [rectify('2023-05-01'), brand({ type: 'RectificationAccepted.v1', data: { period: 2022, decision } })]],
    ['a rectification failed', [rectify('2023-05-01'), brand({ type: 'RectificationFailed.v1', data: { period: 2022, decision } })]],
    [
      'a proposal withdrawn',
      [proposed('2023-05-01'), brand({ type: 'ProposalWithdrawn.v1', data: { proposalId: PROPOSAL, reason: '撤回', decision: null } })],
    ],
    [
      'a proposal confirmed',
      [proposed('2023-05-01'), brand({ type: 'SupportStopped.v1', data: { proposalId: PROPOSAL, confirmedBy: '王某', document: null } })],
    ],
    ['a notice whose objection was upheld', [proposed(null), announced('2023-05-01'), objected(), answered(true)]],
    [
      'a brand that was restored',
      [
        proposed(null),
        announced('2023-05-01'),
        brand({
          type: 'BrandRestored.v1',
          data: { ground: 'decisionRetaken', tier: 'county', confirmedBy: '王某', document, objectionId: null },
        }),
      ],
    ],
    [
      'a brand that has left',
      [
        reviewDue(),
        rectify('2023-05-01'),
        proposed(null),
        announced('2023-05-01'),
        brand({ type: 'BrandDelisted.v1', data: { ground: 'withdrawn', proposalId: null, confirmedBy: '王某', document, decision: null } }),
      ],
    ],
  ])('nothing fires for %s', (_what, events) => expect(tick(given(...known, ...events), '2030-01-01')).toEqual([]));

  it('the end of a notice waits for an open objection, and fires when it is dismissed', () => {
    const open = [...known, proposed(null), announced('2023-05-01'), objected()];
    expect(fired(given(...open), '2023-05-20')).toEqual([]);
    expect(fired(given(...open, answered(false)), '2023-05-02')).toEqual(['noticeEnded 2023-05-01']);
    // Dismissed after the end of the notice: nobody has left before that day.
    expect(fired(given(...open, answered(false, '2023-05-20')), '2023-05-20')).toEqual([]);
    expect(fired(given(...open, answered(false, '2023-05-20')), '2023-05-21')).toEqual(['noticeEnded 2023-05-20']);
  });

  it('fire by date first, then by stream', () => {
    const memory = given(
      reported(B),
      nominated(B),
      ...known,
      reviewDue(B, '2023-05-01'),
      reviewDue(A, '2023-05-01'),
      rectify('2023-04-30'),
    );
    expect(tick(memory, '2023-06-01').map(({ stream, trigger }) => [stream, trigger])).toEqual([
      [`brand-${A}`, 'rectificationDueDatePassed'],
      [`brand-${A}`, 'reviewDueDatePassed'],
      [`brand-${B}`, 'reviewDueDatePassed'],
    ]);
  });

  it('come out of the queue in that order, however they went in', () => {
    const cause: Cause = { event: A, type: 'ReviewDue.v1', correlationId: CORRELATION, causationDepth: 0 };
    const row = fc
      .record({ on: fc.constantFrom('2023-01-01', '2023-01-02', '2023-02-01'), stream: fc.constantFrom('a', 'b', 'c'), key: fc.string() })
      .map(({ on, stream, key }): DueRow => ({ key, stream, what: 'review', period: 2022, on, proposalId: null, ground: null, cause }));
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const queue = new DueQueue();
        rows.forEach((due) => queue.push(due));
        const out: DueRow[] = [];
        for (let due = queue.pop(); due !== undefined; due = queue.pop()) out.push(due);
        const asText = (due: DueRow): string => JSON.stringify(fire(due)) + due.key;
        expect(out.map(asText)).toEqual([...rows].sort(compareDues).map(asText));
      }),
    );
  });
});
