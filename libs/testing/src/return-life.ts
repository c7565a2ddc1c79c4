/** A small county for the specs of returns: two labour brands of one unit, one of another, one training brand, and a call. */
import {
  decideCall,
  decideReturn,
  evolveCall,
  evolveReturn,
  initialCall,
  initialReturn,
  lineKey,
  returnIdOf,
  type CallCommand,
  type CallContext,
  type CallEvent,
  type CallRules,
  type CallTerms,
  type EventMetadata,
  type LineContext,
  type ReturnBrand,
  type ReturnCommand,
  type ReturnContext,
  type ReturnEvent,
  type ReturnLine,
} from '#domain';
import { specFor } from './given-when-then';

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const CALL = id(900);
export const UNIT = `unit-${id(1)}`;
export const INSTITUTION = `institution-${id(3)}`;
/** 敖汉旗, in 赤峰市 of 内蒙古. */
export const COUNTY = '150430';

export const metadata = (over: Partial<EventMetadata> = {}): EventMetadata => ({
  v: 1,
  correlationId: id(999),
  causationId: null,
  causationDepth: 0,
  actor: { id: 'p-unit', role: 'constructionUnit', region: COUNTY },
  effectiveOn: '2026-01-05',
  recordedAt: '2026-01-05T02:00:00.000Z',
  idempotency: null,
  ...over,
});

export const rules: CallRules = {
  jump: { numerator: 3, denominator: 2 },
  outlier: { numerator: 10, denominator: 1, peers: 5 },
  approvedBy: '某省人力资源和社会保障厅（演示）',
  approvedOn: '2025-12-01',
  note: '本地配置（演示值）',
};
export const callContext: CallContext = {
  callId: CALL,
  rules,
  workingDays: 10,
  calendar: { name: 'chinese-days 1.0.0', dueOn: '2026-01-15' },
};

export const terms = (over: Partial<CallTerms> = {}): CallTerms => ({
  callId: CALL,
  region: '150000',
  period: '2025',
  kind: 'labour',
  basis: 'period',
  title: '2025年度劳务品牌成效数据',
  asked: [
    { metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness: 'direct' },
    { metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness: 'indirect' },
    { metric: 'workers', unit: 'persons', nature: 'stock', directness: 'unstated' },
    { metric: 'skilledWorkers', unit: 'persons', nature: 'stock', directness: 'unstated' },
    { metric: 'employedNew', unit: 'persons', nature: 'flow', directness: 'unstated' },
  ],
  relations: [
    { part: 'skilledWorkers', whole: 'workers' },
    { part: 'employedNew', whole: 'employmentDriven' },
  ],
  dueOn: '2026-01-15',
  dueBy: { workingDays: 10, calendar: 'chinese-days 1.0.0' },
  rules,
  origin: 'operational',
  document: null,
  status: 'open',
  calledOn: '2025-12-20',
  extended: null,
  ...over,
});

export const brand = (n: number, over: Partial<ReturnBrand> = {}): ReturnBrand => ({
  brandId: id(n),
  name: `品牌${n}`,
  kind: 'labour',
  category: '家政服务',
  region: COUNTY,
  reporter: { id: UNIT, name: '敖汉劳务公司' },
  delistedOn: null,
  ...over,
});

const KNOWN: readonly ReturnBrand[] = [
  brand(10),
  brand(11),
  brand(12, { reporter: { id: `unit-${id(2)}`, name: '另一公司' } }),
  brand(13, { region: '150421' }),
  brand(14, { delistedOn: '2024-12-31' }),
  brand(15, { delistedOn: '2025-01-01' }),
  brand(20, { kind: 'training', reporter: { id: INSTITUTION, name: '敖汉职校' } }),
];

export const checks = (over: Partial<LineContext> = {}): LineContext => ({
  region: COUNTY,
  unit: UNIT,
  brands: new Map(KNOWN.map((known) => [known.brandId, known])),
  told: new Set(),
  expected: [id(10)],
  lastYear: new Map(),
  earlier: new Map(),
  peers: new Map(),
  ...over,
});

export const context = (over: Partial<ReturnContext> = {}): ReturnContext => ({
  returnId: returnIdOf({ region: COUNTY, period: '2025', unit: UNIT, call: CALL }),
  actor: { id: 'p-unit', role: 'constructionUnit', region: COUNTY },
  today: '2026-01-05',
  call: terms(),
  unit: { id: UNIT, name: '敖汉劳务公司' },
  checks: checks(),
  digest: () => 'd'.repeat(64),
  ...over,
});

export const line = (metric: ReturnLine['metric'], value: number | null, over: Partial<ReturnLine> = {}): ReturnLine => ({
  brandId: id(10),
  metric,
  directness: metric === 'employmentDriven' ? 'direct' : 'unstated',
  trade: null,
  unit: 'persons',
  nature: metric === 'workers' || metric === 'skilledWorkers' ? 'stock' : 'flow',
  value,
  estimate: null,
  roster: null,
  explanations: [],
  note: value === null ? '未开展' : null,
  ...over,
});
export const indirect = (value: number, over: Partial<ReturnLine> = {}): ReturnLine =>
  line('employmentDriven', value, { directness: 'indirect', estimate: { method: '按订单折算', basis: '2025年订单台账' }, ...over });

/** All that the call asks of one brand. */
export const whole = (n = 10): ReturnLine[] =>
  [line('employmentDriven', 100), indirect(40), line('workers', 500), line('skilledWorkers', 200), line('employedNew', 30)].map((each) => ({
    ...each,
    brandId: id(n),
  }));
export const keys = (lines: readonly ReturnLine[]): string[] => lines.map(lineKey);

export const PERSONS = {
  unit: { id: 'p-unit', role: 'constructionUnit', region: COUNTY },
  recorder: { id: 'p-recorder', role: 'recorder', region: COUNTY },
  checker: { id: 'p-checker', role: 'checker', region: COUNTY },
  prefecture: { id: 'p-prefecture', role: 'prefectureReviewer', region: '150400' },
  province: { id: 'p-province', role: 'provinceScreener', region: '150000' },
  locker: { id: 'p-locker', role: 'approver', region: '150000' },
  local: { id: 'local', role: 'local', region: '000000' },
} as const;
export type Person = keyof typeof PERSONS;

/** An event, and who wrote it. */
export type By = ReturnEvent & { readonly by: Person };

export const { given } = specFor<
  ReturnType<typeof evolveReturn>,
  By & { n: number },
  { command: ReturnCommand; ctx?: Partial<ReturnContext> },
  ReturnEvent | By
>({
  initial: initialReturn,
  evolve: (state, { by, n, ...event }) =>
    evolveReturn(state, { ...event, id: id(5000 + n), revision: n, metadata: metadata({ actor: PERSONS[by] }) }),
  decide: ({ command, ctx }, state) => decideReturn(command, state, context(ctx)),
  record: (event, n) => ({ by: 'unit' as const, ...event, n }),
});

export const { given: givenCall } = specFor<
  ReturnType<typeof evolveCall>,
  CallEvent & { n: number },
  { command: CallCommand; ctx?: Partial<CallContext> },
  CallEvent
>({
  initial: initialCall,
  evolve: (state, { n, ...event }) => evolveCall(state, { ...event, id: id(5000 + n), revision: n, metadata: metadata() }),
  decide: ({ command, ctx }, state) => decideCall(command, state, { ...callContext, ...ctx }),
  record: (event, n) => ({ ...event, n }),
});

type Data<T extends ReturnEvent['type']> = Extract<ReturnEvent, { type: T }>['data'];
export const reported = (lines: readonly ReturnLine[] = whole(), over: Partial<Data<'ReturnReported.v1'>> = {}): ReturnEvent => ({
  type: 'ReturnReported.v1',
  data: {
    ...{ returnId: context().returnId, callId: CALL, region: COUNTY, period: '2025', unit: { id: UNIT, name: '敖汉劳务公司' } },
    ...{ kind: 'labour', basis: 'period', origin: 'operational', onBehalf: false, dueOn: '2026-01-15', late: false },
    lines: [...lines],
    ...over,
  },
});
export const advanced = (
  rung: Data<'ReturnLinesAdvanced.v1'>['rung'],
  by: Person,
  lines = keys(whole()),
  over: Data<'ReturnLinesAdvanced.v1'>['passedOver'] = [],
): By => ({
  type: 'ReturnLinesAdvanced.v1',
  data: { rung, passedOver: over, lines, note: null },
  by,
});
/** Up to a rung, each taken by its own person. */
export function upTo(rung: 'reported' | 'checked' | 'reviewed' | 'approved' | 'accepted', lines = whole()): (ReturnEvent | By)[] {
  const steps = [
    advanced('checked', 'recorder', keys(lines)),
    advanced('reviewed', 'checker', keys(lines)),
    advanced('approved', 'prefecture', keys(lines)),
    advanced('accepted', 'province', keys(lines)),
  ];
  const until = ['reported', 'checked', 'reviewed', 'approved', 'accepted'].indexOf(rung);
  return [reported(lines), ...steps.slice(0, until)];
}
