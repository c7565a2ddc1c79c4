import fc from 'fast-check';
import { specFor, testUuid } from '#testing';
import {
  decideLocalStandard,
  decidePolicy,
  decidesOn,
  evolveLocalStandards,
  evolvePolicy,
  initialPolicy,
  policyEnd,
  policyPhase,
  statedUntilOf,
  type GovernedSpan,
  type LocalStandardCommand,
  type LocalStandardContext,
  type LocalStandardEvent,
  type LocalStandards,
  type PolicyCommand,
  type PolicyContext,
  type PolicyEvent,
} from '..';

type DataOf<T extends PolicyEvent['type']> = Extract<PolicyEvent, { type: T }>['data'];
type Asked = PolicyCommand & { readonly ctx?: Partial<PolicyContext> };

const TODAY = '2026-03-02';
const KNOWN = '2026-03-02T02:00:00.000Z';
const CONTEXT: PolicyContext = {
  today: TODAY,
  governs: { region: '150000', kinds: ['labour', 'training'] },
  documentInForceFrom: '2024-07-05',
  others: [],
  faults: [],
};
const { given } = specFor<ReturnType<typeof evolvePolicy>, PolicyEvent, Asked, PolicyEvent>({
  initial: initialPolicy,
  evolve: (state, event) => evolvePolicy(state, event, KNOWN),
  decide: ({ ctx = {}, ...command }, state) => decidePolicy(command, state, { ...CONTEXT, ...ctx }),
  record: (event) => event,
});

const PACK = 'im-2024-118';
const A = 'a'.repeat(64);
const B = 'b'.repeat(64);
const draftData = (over: Partial<DataOf<'PolicyDrafted.v1'>> = {}): DataOf<'PolicyDrafted.v1'> => ({
  pack: PACK,
  version: '2',
  digest: A,
  document: '{}',
  effectiveFrom: '2027-01-01',
  statedUntil: null,
  draftedBy: '张三',
  reason: '门槛调整',
  backdatedBecause: null,
  supersedes: null,
  ...over,
});
const drafted = (over: Partial<DataOf<'PolicyDrafted.v1'>> = {}): PolicyEvent => ({ type: 'PolicyDrafted.v1', data: draftData(over) });
const approved = (over: Partial<DataOf<'PolicyApproved.v1'>> = {}): PolicyEvent => ({
  type: 'PolicyApproved.v1',
  data: { pack: PACK, version: '2', digest: A, approvedBy: '李四', note: null, backdatedBecause: null, ...over },
});
const published: PolicyEvent = {
  type: 'PolicyPublished.v1',
  data: { pack: PACK, version: '1', digest: B, document: '{}', effectiveFrom: '2024-07-05', publishedBy: 'bootstrap', reason: '首次启动' },
};
const superseded = (version: string, by: string, from: string): PolicyEvent => ({
  type: 'PolicySuperseded.v1',
  data: { pack: PACK, version, by: { pack: PACK, version: by }, from },
});
const returned: PolicyEvent = {
  type: 'PolicyReturned.v1',
  data: { pack: PACK, version: '2', digest: A, returnedBy: '李四', reason: '引文有误' },
};
const repealed = (version: string, repealedOn: string): PolicyEvent => ({
  type: 'PolicyRepealed.v1',
  data: { pack: PACK, version, repealedOn, repealedBy: '李四', reason: '文件废止', document: null, backdatedBecause: null },
});
const expired = (version: string, lastDay: string): PolicyEvent => ({ type: 'PolicyExpired.v1', data: { pack: PACK, version, lastDay } });

const draft = (over: Partial<DataOf<'PolicyDrafted.v1'>> = {}, ctx: Partial<PolicyContext> = {}): Asked => ({
  type: 'draft',
  data: draftData(over),
  ctx,
});
const approve = (over: Partial<Extract<PolicyCommand, { type: 'approve' }>['data']> = {}, ctx: Partial<PolicyContext> = {}): Asked => ({
  type: 'approve',
  data: { pack: PACK, version: '2', approvedBy: '李四', note: null, digest: null, backdatedBecause: null, ...over },
  ctx,
});
const sendBack = (version = '2'): Asked => ({ type: 'return', data: { pack: PACK, version, returnedBy: '李四', reason: '引文有误' } });
const repeal = (version: string, repealedOn: string, ctx: Partial<PolicyContext> = {}, backdatedBecause: string | null = null): Asked => ({
  type: 'repeal',
  data: { pack: PACK, version, repealedOn, repealedBy: '李四', reason: '文件废止', document: null, backdatedBecause },
  ctx,
});
const note: Asked = { type: 'noteExpiry', data: { pack: PACK } };

const OTHER: GovernedSpan = {
  pack: 'im-2026-7',
  version: '1',
  title: '另一份文件',
  region: '150000',
  kinds: ['labour'],
  from: '2026-01-01',
  until: null,
  supersedes: null,
};
const FAULT = { place: 'im-house/rules[0]', zh: '引用的规则不存在', en: 'no such rule', todo: { zh: '改正', en: 'correct it' } };

describe('起草', () => {
  it('is recorded, and decides nothing', () => {
    given().when(draft()).then(drafted());
    const state = evolvePolicy(initialPolicy, drafted(), KNOWN);
    const edition = state.editions.get('2');
    expect(edition === undefined ? null : [decidesOn(edition, '2030-01-01'), policyPhase(edition, '2030-01-01')]).toEqual([false, 'draft']);
  });
  it('of the same text twice: nothing', () => given(drafted()).when(draft()).thenNothing());
  it('of a returned version with another text', () =>
    given(drafted(), returned)
      .when(draft({ digest: B }))
      .then(drafted({ digest: B })));
  it('today is no backdating, yesterday is', () => {
    given()
      .when(draft({ effectiveFrom: TODAY }))
      .then(drafted({ effectiveFrom: TODAY }));
    given()
      .when(draft({ effectiveFrom: '2026-03-01' }))
      .thenRefused('POLICY.BACKDATED', 'backdatedBecause');
    given()
      .when(draft({ effectiveFrom: '2026-03-01', backdatedBecause: '文件早已施行，现补录' }))
      .then(drafted({ effectiveFrom: '2026-03-01', backdatedBecause: '文件早已施行，现补录' }));
  });
  it.each<[string, string, readonly PolicyEvent[], Asked]>([
    ['POLICY.VERSION_EXISTS', 'version', [drafted()], draft({ digest: B })],
    ['POLICY.VERSION_EXISTS', 'version', [published], draft({ version: '1' })],
    ['POLICY.DATE_INVALID', 'effectiveFrom', [], draft({ effectiveFrom: '2027-02-29' })],
    ['POLICY.BEFORE_DOCUMENT', 'effectiveFrom', [], draft({ effectiveFrom: '2024-07-04', backdatedBecause: '补录' })],
    ['POLICY.SUPERSEDES_UNKNOWN', 'supersedes', [], draft({ supersedes: 'im-2020-1' })],
    ['POLICY.OVERLAPS', 'governs', [], draft({}, { others: [OTHER] })],
    ['POLICY.DOES_NOT_COMPOSE', 'im-house/rules[0]', [], draft({}, { faults: [FAULT] })],
  ])('%s', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
  it.each<[string, Partial<GovernedSpan>, Partial<DataOf<'PolicyDrafted.v1'>>]>([
    ['it takes the place of the other', {}, { supersedes: OTHER.pack }],
    ['the other takes its place', { supersedes: PACK }, {}],
    ['another region, above or below', { region: '150100' }, {}],
    ['another kind', { kinds: ['dual'] }, {}],
    ['the other ends the day before', { until: '2027-01-01' }, {}],
    ['it ends before the other begins', { from: '2027-01-02' }, { statedUntil: '2027-01-01' }],
  ])('overlaps nothing where %s', (_why, other, over) => {
    given()
      .when(draft(over, { others: [{ ...OTHER, ...other }] }))
      .then(drafted(over));
  });
  it.each<[string, Partial<GovernedSpan>, Partial<DataOf<'PolicyDrafted.v1'>>]>([
    ['the other ends on its first day', { until: '2027-01-02' }, {}],
    ['it ends on the first day of the other', { from: '2027-01-02' }, { statedUntil: '2027-01-02' }],
  ])('overlaps by one day where %s', (_why, other, over) => {
    given()
      .when(draft(over, { others: [{ ...OTHER, ...other }] }))
      .thenRefused('POLICY.OVERLAPS', 'governs');
  });
  it('of a house pack overlaps nothing: it governs nothing by itself', () =>
    given()
      .when(draft({}, { governs: null, others: [OTHER] }))
      .then(drafted()));
});

describe('审定', () => {
  it('by a second person brings it into force, and ends what was in force from that day on', () =>
    given(published, drafted())
      .when(approve({ note: '已核对' }))
      .then(approved({ note: '已核对' }), superseded('1', '2', '2027-01-01')));
  it('of a version that begins before one approved already ends when that one begins', () =>
    given(
      published,
      drafted({ version: '3', effectiveFrom: '2028-01-01' }),
      approved({ version: '3' }),
      superseded('1', '3', '2028-01-01'),
      drafted(),
    )
      .when(approve())
      .then(approved(), superseded('1', '2', '2027-01-01'), superseded('2', '3', '2028-01-01')));
  it('twice by the same person: nothing', () => given(drafted(), approved()).when(approve()).thenNothing());
  it.each<[string, string, readonly PolicyEvent[], Asked]>([
    ['POLICY.NO_SUCH_VERSION', 'version', [drafted()], approve({ version: '9' })],
    ['POLICY.SAME_PERSON', 'approvedBy', [drafted()], approve({ approvedBy: '张三' })],
    ['POLICY.SAME_PERSON', 'approvedBy', [drafted()], approve({ approvedBy: ' 张　三 ' })],
    ['POLICY.NOT_A_DRAFT', 'version', [published], approve({ version: '1' })],
    ['POLICY.NOT_A_DRAFT', 'version', [drafted(), approved()], approve({ approvedBy: '王五' })],
    ['POLICY.NOT_A_DRAFT', 'version', [drafted(), returned], approve()],
    ['POLICY.OTHER_TEXT', 'digest', [drafted()], approve({ digest: B })],
    ['POLICY.BACKDATED', 'backdatedBecause', [drafted()], approve({}, { today: '2027-01-02' })],
    ['POLICY.OVERLAPS', 'governs', [drafted()], approve({}, { others: [OTHER] })],
    ['POLICY.DOES_NOT_COMPOSE', 'im-house/rules[0]', [drafted()], approve({}, { faults: [FAULT] })],
  ])('%s', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
  it('after its effective date needs a reason', () =>
    given(drafted())
      .when(approve({ backdatedBecause: '审定延误' }, { today: '2027-01-02' }))
      .then(approved({ backdatedBecause: '审定延误' })));
});

describe('退回', () => {
  it('sends a draft back', () => given(drafted()).when(sendBack()).then(returned));
  it('twice: nothing', () => given(drafted(), returned).when(sendBack()).thenNothing());
  it.each<[string, readonly PolicyEvent[], Asked]>([
    ['POLICY.NOT_A_DRAFT', [published], sendBack('1')],
    ['POLICY.NO_SUCH_VERSION', [published], sendBack('2')],
  ])('%s', (code, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, 'version');
  });
});

describe('废止', () => {
  it('ends a version from a day on', () => given(published).when(repeal('1', TODAY)).then(repealed('1', TODAY)));
  it('twice: nothing', () => given(published, repealed('1', TODAY)).when(repeal('1', TODAY)).thenNothing());
  it('of a version before its first day gives its predecessor back', () => {
    const history = [published, drafted(), approved(), superseded('1', '2', '2027-01-01'), repealed('2', '2027-01-01')];
    const state = history.reduce((folded, event) => evolvePolicy(folded, event, KNOWN), initialPolicy);
    const on = (version: string, day: string): string => policyPhase(state.editions.get(version) ?? never(), day);
    expect([on('1', '2027-06-01'), on('2', '2027-06-01')]).toEqual(['inForce', 'repealed']);
  });
  it.each<[string, string, readonly PolicyEvent[], Asked]>([
    ['POLICY.NO_SUCH_VERSION', 'version', [published], repeal('7', TODAY)],
    ['POLICY.NOT_IN_FORCE', 'version', [drafted()], repeal('2', '2027-02-01')],
    ['POLICY.NOT_IN_FORCE', 'version', [published, superseded('1', '2', '2026-01-01')], repeal('1', TODAY)],
    ['POLICY.DATE_INVALID', 'repealedOn', [published], repeal('1', '2026-04-31')],
    ['POLICY.REPEALED_BEFORE_EFFECT', 'repealedOn', [drafted(), approved()], repeal('2', '2026-12-31')],
    ['POLICY.ENDS_BEFORE', 'repealedOn', [published, superseded('1', '2', '2027-01-01')], repeal('1', '2027-01-01')],
    ['POLICY.BACKDATED', 'backdatedBecause', [published], repeal('1', '2026-03-01')],
    ['POLICY.DOES_NOT_COMPOSE', 'im-house/rules[0]', [published], repeal('1', TODAY, { faults: [FAULT] })],
  ])('%s', (code, field, history, asked) => {
    given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
});

describe('期满失效', () => {
  const until = drafted({ effectiveFrom: '2026-01-01', statedUntil: '2026-12-31' });
  it('is noted on the day after the last, once', () => {
    given(until, approved())
      .when({ ...note, ctx: { today: '2026-12-31' } })
      .thenNothing();
    given(until, approved())
      .when({ ...note, ctx: { today: '2027-01-01' } })
      .then(expired('2', '2026-12-31'));
    given(until, approved(), expired('2', '2026-12-31'))
      .when({ ...note, ctx: { today: '2027-02-01' } })
      .thenNothing();
  });
  it('is not noted of a draft, or of what ended before', () => {
    given(until)
      .when({ ...note, ctx: { today: '2027-02-01' } })
      .thenNothing();
    given(until, approved(), repealed('2', '2026-06-01'))
      .when({ ...note, ctx: { today: '2027-02-01' } })
      .thenNothing();
  });
  it('holds by the date alone, and reads the dates of what the first start published', () => {
    const text = JSON.stringify({ meta: { inForceUntil: '2026-12-31', repealed: '2026-06-01' } });
    const state = evolvePolicy(initialPolicy, { type: 'PolicyPublished.v1', data: { ...published.data, document: text } }, KNOWN);
    expect(policyEnd(state.editions.get('1') ?? never())).toEqual({ how: 'expired', from: '2026-06-01', by: null });
    expect(statedUntilOf(JSON.stringify({ meta: { inForceUntil: '9999-12-31', repealed: null } }))).toBeNull();
    expect(statedUntilOf(JSON.stringify({ meta: { inForceUntil: '2026-12-31' } }))).toBe('2026-12-31');
  });
});

test('on every day at most one approved version decides, whatever the order of approvals and repeals', () => {
  const day = fc.integer({ min: 0, max: 27 }).map((n) => `2027-01-${String(n + 1).padStart(2, '0')}`);
  const steps = fc.array(fc.tuple(fc.constantFrom('approve', 'repeal'), day), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(steps, day, (list, asked) => {
      let state = initialPolicy;
      const run = (command: PolicyCommand): void => {
        const decided = decidePolicy(command, state, CONTEXT);
        if (decided.ok) state = decided.events.reduce((folded, event) => evolvePolicy(folded, event, KNOWN), state);
      };
      for (const [index, [what, on]] of list.entries()) {
        const version = String(index + 2);
        if (what === 'approve') {
          run({ type: 'draft', data: draftData({ version, effectiveFrom: on }) });
          run({ type: 'approve', data: { pack: PACK, version, approvedBy: '李四', note: null, digest: null, backdatedBecause: null } });
        } else {
          for (const each of [...state.editions.keys()].slice(-1))
            run({
              type: 'repeal',
              data: {
                pack: PACK,
                version: each,
                repealedOn: on,
                repealedBy: '李四',
                reason: '废止',
                document: null,
                backdatedBecause: null,
              },
            });
        }
      }
      expect([...state.editions.values()].filter((edition) => decidesOn(edition, asked)).length).toBeLessThanOrEqual(1);
    }),
  );
});

function never(): never {
  throw new Error('no such version');
}

describe('本级标准', () => {
  type LocalAsked = LocalStandardCommand & { readonly ctx?: Partial<LocalStandardContext> };
  const DELEGATION: LocalStandardContext['delegation'] = {
    delegatedTo: 'banner',
    namesRegion: true,
    unit: 'persons',
    zh: '旗县级：上年度培训规模',
    en: 'banner tier: trained last year',
    valueFault: null,
  };
  const local = specFor<LocalStandards, LocalStandardEvent, LocalAsked, LocalStandardEvent>({
    initial: [],
    evolve: evolveLocalStandards,
    decide: ({ ctx = {}, ...command }, state) => decideLocalStandard(command, state, { today: TODAY, delegation: DELEGATION, ...ctx }),
    record: (event) => event,
  });
  type Published = Extract<LocalStandardEvent, { type: 'LocalStandardPublished.v1' }>['data'];
  type Repealed = Extract<LocalStandardEvent, { type: 'LocalStandardRepealed.v1' }>['data'];
  const paper = { number: '敖人社发〔2026〕3号', issuedOn: '2026-03-01', signedBy: '王五' };
  const standard = (over: Partial<Published> = {}): Published => ({
    standardId: testUuid(1),
    region: '150430',
    pack: PACK,
    parameter: 'training.county.trained',
    unit: 'persons',
    value: 100,
    effectiveFrom: '2026-04-01',
    document: paper,
    draftedBy: '张三',
    approvedBy: '王五',
    reason: null,
    backdatedBecause: null,
    ...over,
  });
  const ended = (over: Partial<Repealed> = {}): Repealed => ({
    standardId: testUuid(1),
    region: '150430',
    repealedOn: '2027-01-01',
    document: paper,
    draftedBy: '张三',
    approvedBy: '王五',
    reason: '重新制定',
    backdatedBecause: null,
    ...over,
  });
  const was = (over: Partial<Published> = {}): LocalStandardEvent => ({ type: 'LocalStandardPublished.v1', data: standard(over) });
  const is = (over: Partial<Repealed> = {}): LocalStandardEvent => ({ type: 'LocalStandardRepealed.v1', data: ended(over) });
  const publish = (
    over: Partial<Published> = {},
    delegation: Partial<NonNullable<LocalStandardContext['delegation']>> | null = {},
  ): LocalAsked => ({
    type: 'publishLocalStandard',
    data: standard(over),
    ctx: { delegation: delegation === null ? null : { ...DELEGATION, ...delegation } },
  });
  const end = (over: Partial<Repealed> = {}): LocalAsked => ({ type: 'repealLocalStandard', data: ended(over) });

  it('is published by two persons with its paper', () => local.given().when(publish()).then(was()));
  it('the same twice: nothing', () =>
    local
      .given(was())
      .when(publish({ standardId: testUuid(2) }))
      .thenNothing());
  it('is repealed from a day on, once', () => {
    local.given(was()).when(end()).then(is());
    local.given(was(), is()).when(end()).thenNothing();
  });
  it('that was taken back before its first day leaves room for another', () =>
    local
      .given(was(), is({ repealedOn: '2026-04-01' }))
      .when(publish({ standardId: testUuid(2), value: 120 }))
      .then(was({ standardId: testUuid(2), value: 120 })));
  it.each<[string, string, readonly LocalStandardEvent[], LocalAsked]>([
    ['POLICY.SAME_PERSON', 'approvedBy', [], publish({ approvedBy: '张 三' })],
    ['POLICY.DATE_INVALID', 'document.issuedOn', [], publish({ document: { ...paper, issuedOn: '2026-02-29' } })],
    ['STANDARD.NOT_DELEGATED', 'parameter', [], publish({}, null)],
    ['STANDARD.NOT_DELEGATED', 'parameter', [], publish({}, { delegatedTo: null })],
    ['STANDARD.OTHER_REGION', 'region', [], publish({}, { namesRegion: false })],
    ['STANDARD.UNIT', 'unit', [], publish({ unit: 'personTimes' })],
    [
      'STANDARD.OUT_OF_BOUNDS',
      'value',
      [],
      publish({}, { valueFault: { zh: '不得低于 50', en: 'not below 50', todo: { zh: '改正', en: 'correct it' } } }),
    ],
    ['POLICY.DATE_INVALID', 'effectiveFrom', [], publish({ effectiveFrom: '2026-04-31' })],
    ['POLICY.BACKDATED', 'backdatedBecause', [], publish({ effectiveFrom: '2026-03-01' })],
    ['STANDARD.EXISTS', 'effectiveFrom', [was()], publish({ standardId: testUuid(2), value: 120 })],
    ['STANDARD.NOT_FOUND', 'standardId', [], end()],
    ['STANDARD.REPEALED_ALREADY', 'standardId', [was(), is()], end({ repealedOn: '2028-01-01' })],
    ['STANDARD.REPEALED_BEFORE_EFFECT', 'repealedOn', [was()], end({ repealedOn: '2026-03-31' })],
    ['POLICY.DATE_INVALID', 'repealedOn', [was()], end({ repealedOn: '2027-13-01' })],
    [
      'POLICY.BACKDATED',
      'backdatedBecause',
      [was({ effectiveFrom: '2026-01-01', backdatedBecause: '补录' })],
      end({ repealedOn: '2026-03-01' }),
    ],
  ])('%s', (code, field, history, asked) => {
    local
      .given(...history)
      .when(asked)
      .thenRefused(code, field);
  });
});
