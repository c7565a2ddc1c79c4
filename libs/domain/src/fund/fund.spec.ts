import { specFor, testMetadata, testUuid } from '#testing';
import { decideFund, evolveFund, initialFund, type FundCommand, type FundContext, type FundState } from './decide';
import type { FundEntry, FundEvent } from './events';
import { fundSentence } from './words';

type Asked = FundCommand & { readonly ctx?: Partial<FundContext> };
const RECORDER = { id: 'person-1', role: 'recorder' };
const CHECKER = { id: 'person-2', role: 'checker' };
const context: FundContext = {
  ...{ fundId: testUuid(1), today: '2025-03-01', actor: RECORDER, decisionKnown: true, payeeKnown: true, supportStop: null },
};
const { given } = specFor<FundState, FundEvent, Asked, FundEvent>({
  initial: initialFund,
  evolve: (state, event) => evolveFund(state, event, { ...testMetadata(), actor: { ...RECORDER, region: '150430' } }, 0),
  decide: ({ ctx, ...command }, state) => decideFund(command, state, { ...context, ...ctx }),
  record: (event) => event,
});

const paper = {
  ...{ evidenceId: testUuid(9), kind: '拨付凭证', sha256: 'a'.repeat(64), custodian: '财务科', place: '2 号柜' },
  retention: null,
};
const entry: FundEntry = {
  ...{ fund: '品牌补助', documentNumber: '内人社〔2025〕1号', payee: { stream: `brand-${testUuid(2)}`, name: '某公司' } },
  ...{ purpose: 'brandBuilding', note: null, amount: 300_000, unit: 'yuan', paidOn: '2025-02-10', decision: `brand-${testUuid(2)}@7` },
  evidence: [paper],
};
const record = (over: Partial<FundEntry> = {}, ctx: Partial<FundContext> = {}, despite: string | null = null): Asked => ({
  ...{ type: 'record', data: { region: '150430', origin: 'operational', entry: { ...entry, ...over }, despite }, ctx },
});
const correct = (over: Partial<FundEntry>, ctx: Partial<FundContext> = { actor: CHECKER }): Asked => ({
  ...{ type: 'correct', data: { entry: { ...entry, ...over }, requester: 'person-1', reason: '核对凭证', despite: null }, ctx },
});
const withdraw: Asked = { type: 'withdraw', data: { requester: 'person-1', reason: '重复' }, ctx: { actor: CHECKER } };
const recorded: FundEvent = {
  type: 'FundRecorded.v1',
  data: { fundId: testUuid(1), region: '150430', origin: 'operational', entry, despiteStop: null },
};
const withdrawn: FundEvent = { type: 'FundWithdrawn.v1', data: { requester: 'person-1', reason: '重复' } };
const STOP = `brand-${testUuid(2)}@30`;

it('money is recorded, corrected and withdrawn; what was recorded stays', () => {
  given().when(record()).then(recorded);
  given(recorded)
    .when(correct({ amount: 30_000_000, unit: 'fen' }))
    .then({
      type: 'FundCorrected.v1',
      data: { entry: { ...entry, amount: 30_000_000, unit: 'fen' }, requester: 'person-1', reason: '核对凭证', despiteStop: null },
    });
  given(recorded).when(withdraw).then(withdrawn);
  given(recorded, withdrawn).when(withdraw).thenNothing();
});

it('a payment on a day on which support was stopped stands with its reason, and names what stopped it', () => {
  given()
    .when(record({}, { supportStop: STOP }, '指标已下达'))
    .then({ ...recorded, data: { ...recorded.data, despiteStop: { event: STOP, reason: '指标已下达' } } });
  // A reason without a stop says nothing and is not kept.
  given()
    .when(record({}, {}, '多余'))
    .then(recorded);
});

it('a ledger without accounts cannot tell who asks from who writes', () => {
  given(recorded)
    .when(correct({ amount: 1 }, { actor: { id: 'person-1', role: 'local' } }))
    .thenAccepted();
});

it.each<[string, readonly FundEvent[], Asked, string | null]>([
  ['FUND.UNKNOWN', [], withdraw, null],
  ['FUND.ALREADY_RECORDED', [recorded], record(), null],
  ['FUND.WITHDRAWN', [recorded, withdrawn], correct({ amount: 1 }), null],
  ['FUND.REGION_UNKNOWN', [], { ...record(), data: { ...record().data, region: '999999' } } as Asked, 'region'],
  ['FUND.DATE_INVALID', [], record({ paidOn: '2025-03-02' }), 'entry.paidOn'],
  ['FUND.DATE_INVALID', [], record({ paidOn: '2025-02-29' }), 'entry.paidOn'],
  ['FUND.DECISION_UNKNOWN', [], record({}, { decisionKnown: false }), 'entry.decision'],
  ['FUND.PAYEE_UNKNOWN', [], record({}, { payeeKnown: false }), 'entry.payee'],
  ['FUND.PURPOSE_UNSAID', [], record({ purpose: 'other' }), 'entry.note'],
  ['FUND.SUPPORT_STOPPED', [], record({}, { supportStop: STOP }), 'despite'],
  ['FUND.SUPPORT_STOPPED', [], record({}, { supportStop: STOP }, '  '), 'despite'],
  ['FUND.SUPPORT_STOPPED', [recorded], correct({ amount: 1 }, { actor: CHECKER, supportStop: STOP }), 'despite'],
  ['FUND.SAME_PERSON', [recorded], correct({ amount: 1 }, { actor: RECORDER }), 'requester'],
  [
    'FUND.SAME_PERSON',
    [recorded],
    { ...withdraw, data: { requester: '某科长', reason: '重复' }, ctx: { actor: { ...RECORDER, role: 'approver' } } },
    'requester',
  ],
  ['FUND.CHANGES_NOTHING', [recorded], correct({}), 'entry'],
  ['FUND.EVIDENCE_TWICE', [], record({ evidence: [paper, paper] }), 'entry.evidence'],
])('%s (%#)', (code, history, command, field) => {
  given(...history)
    .when(command)
    .thenRefused(code, field);
});

it('the day of today is a day of payment, and today is the last', () => {
  given()
    .when(record({ paidOn: '2025-03-01' }))
    .thenAccepted();
});

it.each([
  [recorded, `品牌补助（内人社〔2025〕1号）于 2025-02-10 拨付某公司 300,000 元，用于品牌建设，依据 brand-${testUuid(2)}@7。`],
  [withdrawn, '作废：重复。原登记保留。'],
])('is told in a sentence (%#)', (event, zh) => {
  expect(fundSentence(event, 'zh')).toBe(zh);
  expect(fundSentence(event, 'en')).toMatch(/\.$/);
});
