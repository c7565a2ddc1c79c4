/** The shipped packs against the documents: every row in its place, every quotation word for word, nothing configured shown as stated. */
import { createHash } from 'node:crypto';
import {
  IM,
  IM_ALONE,
  KAILI,
  KL,
  SD,
  SD_ALONE,
  SN,
  SP,
  containing,
  having,
  including,
  matching,
  packDocument,
  packLines,
  shipped,
  sourceText,
  subject,
} from '../test/support';
import { effectsFor, governs, policyOf } from './compose';
import type { Pack } from './pack';
import { STEPS, TRIGGERS } from './pack';
import { assessmentRules, dueOn, gradesAsked, nominationDeadline, parameterValue, regionClass } from './lookups';
import { METRIC_NAMES, UNIT_NAMES } from './vocabulary';
import {
  METRICS,
  UNITS,
  brandEventSchemas,
  catalogueEventSchemas,
  policyEventSchemas,
  regionEventSchemas,
  subjectEventSchemas,
} from '#domain';

const DOCUMENTS = [
  ['im-2024-118', 'inner-mongolia-2024-118.zh.txt', 'IM', 37],
  ['sd-2021-22', 'shandong-2021-22.zh.txt', 'SD', 27],
  ['skills-im-2022-2025', 'skills-inner-mongolia-2022-2025.zh.txt', 'SN', 26],
  ['kaili-2024-9', 'kaili-2024-9.zh.txt', 'KL', 43],
  ['city-speech-2024', 'city-speech-2024.zh.txt', 'SP', 15],
] as const;
/** Documents that a house pack completes; the others leave nothing open that anyone has set. */
const COMPLETED: readonly string[] = ['im-2024-118', 'sd-2021-22', 'kaili-2024-9'];
const pack = (id: string): Pack => shipped(id).open.pack;

/** Printing differs between the page and its copies: spaces and full-width marks. Words do not. */
const plain = (text: string): string => {
  // The page of the speech carries readings after its characters: 勞務(wù).
  const spoken = text.replace(/\([a-zà-ü]*[à-üāēěīńňōūǎǐǒǔǖǘǚǜ][a-zà-üāēěīńňōūǎǐǒǔǖǘǚǜ]*\)/g, '').replace(/([一-鿿])\([a-zü]+\)/g, '$1');
  const marks: Readonly<Record<string, string>> = { '，': ',', '；': ';', '：': ':', '（': '(', '）': ')', '—': '-' };
  return [...spoken.replace(/\s/g, '')].map((mark) => marks[mark] ?? mark).join('');
};

/** Where each row of the reading is carried: rules by id, `record`, or `target`. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  'IM-01': ['record'],
  'IM-02': ['target'],
  'IM-03': ['record'],
  'IM-04': ['record'],
  'IM-05': ['record'],
  'IM-06': ['record'],
  'IM-07': ['record'],
  'IM-08': ['im.dual.conditions'],
  'IM-09': ['im.dual.conditions'],
  'IM-10': ['im.dual.conditions'],
  'IM-11': ['relaxation'],
  'IM-12': ['im.institution.conditions', 'im.training.conditions'],
  'IM-13': ['im.institution.conditions', 'im.training.conditions'],
  'IM-14': ['record'],
  'IM-15': ['im.training.province'],
  'IM-16': ['im.training.prefecture'],
  'IM-17': ['im.training.county'],
  'IM-18': ['im.training.conditions'],
  'IM-19': ['im.training.conditions'],
  'IM-20': ['record'],
  'IM-21': ['im.labour.name'],
  'IM-22': ['im.labour.conditions'],
  'IM-23': ['im.labour.conditions'],
  'IM-24': ['im.labour.scale'],
  'IM-25': ['im.labour.scale'],
  'IM-26': ['im.labour.scale'],
  'IM-27': ['im.labour.scale'],
  'IM-28': ['im.labour.conditions'],
  'IM-29': ['im.labour.conditions'],
  'IM-30': ['im.labour.conditions'],
  'IM-31': ['record'],
  'IM-32': ['record'],
  'IM-33': ['im.labour.materials', 'im.training.materials', 'record'],
  'IM-34': ['im.deadline'],
  'IM-35': ['record'],
  'IM-36': ['record'],
  'IM-37': ['record'],
  'SD-01': ['record'],
  'SD-02': ['target'],
  'SD-03': ['target'],
  'SD-04': ['target'],
  'SD-05': ['sd.city.survey'],
  'SD-06': ['sd.city.key-projects'],
  'SD-07': ['sd.brand.type'],
  'SD-08': ['record'],
  'SD-09': ['record'],
  'SD-10': ['sd.unit.recognition'],
  'SD-11': ['sd.brand.name'],
  'SD-12': ['sd.unit.trained'],
  'SD-13': ['sd.unit.used'],
  'SD-14': ['record'],
  'SD-15': ['record'],
  'SD-16': ['record', 'sd.unit.standards'],
  'SD-17': ['record'],
  'SD-18': ['record'],
  'SD-19': ['record'],
  'SD-20': ['record'],
  'SD-21': ['record'],
  'SD-22': ['record'],
  'SD-23': ['sd.unit.commission'],
  'SD-24': ['record', 'sd.brand.catalogue'],
  'SD-25': ['record'],
  'SD-26': ['record'],
  'SD-27': ['record'],
  'SN-01': ['record'],
  'SN-02': ['target'],
  'SN-03': ['target'],
  'SN-04': ['target'],
  'SN-05': ['target'],
  'SN-06': ['target'],
  'SN-07': ['target'],
  'SN-08': ['target', 'target'],
  'SN-09': ['target'],
  'SN-10': ['target'],
  'SN-11': ['record'],
  'SN-12': ['record'],
  'SN-13': ['record'],
  'SN-14': ['record', 'record'],
  'SN-15': ['record'],
  'SN-16': ['record'],
  'SN-17': ['record'],
  'SN-18': ['target', 'target'],
  'SN-19': ['record'],
  'SN-20': ['record'],
  'SN-21': ['record'],
  'SN-22': ['record'],
  'SN-23': ['record'],
  'SN-24': ['record'],
  'SN-25': ['record'],
  'SN-26': ['record'],
  'KL-01': ['record'],
  'KL-02': ['target', 'target'],
  'KL-03': ['record'],
  'KL-04': ['kl.enterprise.subsidy'],
  'KL-05': ['record'],
  'KL-06': ['record'],
  'KL-07': ['kl.rongwan.order'],
  'KL-08': ['record'],
  'KL-09': ['kl.post-first'],
  'KL-10': ['kl.enterprise.education-funds'],
  'KL-11': ['record'],
  'KL-12': ['kl.school.trained'],
  'KL-13': ['record'],
  'KL-14': ['kl.school.round'],
  'KL-15': ['kl.school.preferred'],
  'KL-16': ['record'],
  'KL-17': ['kl.school.teachers', 'record'],
  'KL-18': ['record'],
  'KL-19': ['record'],
  'KL-20': ['record'],
  'KL-21': ['record'],
  'KL-22': ['kl.accountability', 'record'],
  'KL-23': ['target', 'target', 'target', 'target'],
  'KL-24': ['kl.guizhou.class'],
  'KL-25': ['kl.guizhou.rates', 'target'],
  'KL-26': ['target', 'target'],
  'KL-27': ['target', 'target'],
  'KL-28': ['kl.exams-supervised'],
  'KL-29': ['target', 'target', 'target'],
  'KL-30': ['target'],
  'KL-31': ['target'],
  'KL-32': ['kl.rongwan.retained', 'target'],
  'KL-33': ['target', 'target', 'target'],
  'KL-34': ['kl.training.conditions'],
  'KL-35': ['kl.rongwan.class'],
  'KL-36': ['target'],
  'KL-37': ['kl.training.conditions'],
  'KL-38': ['target', 'target', 'target', 'target'],
  'KL-39': ['record'],
  'KL-40': ['kl.farm.limits', 'kl.farm.subsidy', 'record'],
  'KL-41': ['kl.trade-filing'],
  'KL-42': ['target', 'target'],
  'KL-43': ['record'],
  'SP-01': ['target'],
  'SP-02': ['target'],
  'SP-03': ['record'],
  'SP-04': ['record'],
  'SP-05': ['target'],
  'SP-06': ['target', 'target'],
  'SP-07': ['target', 'target'],
  'SP-08': ['target', 'target', 'target'],
  'SP-09': ['target', 'target'],
  'SP-10': ['target', 'target'],
  'SP-11': ['target', 'target'],
  'SP-12': ['target', 'target', 'target'],
  'SP-13': ['record'],
  'SP-14': ['target'],
  'SP-15': ['record'],
};

/** Numbers that their document writes in words, or otherwise than a number. */
const WRITTEN: Readonly<Record<string, string>> = {
  'age.months': '一年以上',
  'skill.majority': '多数',
  'deadline.day': '2024年7月30日',
  'school.round-months': '每三年',
  'school.full-time-share': '1/3',
  'exams.supervised': '逢考必督',
  'rongwan.retained-months': '三个月以上',
  'relaxation.reach': '培训项目或劳务品牌',
};

describe.each(DOCUMENTS)('%s', (id, source, prefix, rows) => {
  const document = pack(id);
  const house = COMPLETED.includes(id) ? pack(`${id}-house`) : null;

  test('carries every row of the reading exactly where it belongs', () => {
    const found: Record<string, string[]> = {};
    const carry = (place: string, carried: readonly string[]): void => carried.forEach((row) => (found[row] ??= []).push(place));
    for (const rule of document.rules) carry(rule.id, rule.rows);
    for (const record of document.records) carry('record', record.rows);
    for (const target of document.targets) carry('target', target.rows);
    for (const relaxation of document.relaxations ?? []) carry('relaxation', relaxation.rows);
    const expected = Object.fromEntries(Object.entries(PLACES).filter(([row]) => row.startsWith(prefix)));
    expect(Object.keys(expected)).toHaveLength(rows);
    expect(Object.fromEntries(Object.entries(found).map(([row, places]) => [row, places.sort()]))).toEqual(expected);
  });

  test('every row stands at a clause, and rules and records cite a clause that carries their rows', () => {
    const clauses = new Map(document.clauses.map((clause) => [clause.key, clause]));
    expect(new Set(document.clauses.flatMap((clause) => clause.rows))).toEqual(
      new Set(Object.keys(PLACES).filter((row) => row.startsWith(prefix))),
    );
    for (const record of document.records)
      for (const row of record.rows) expect([row, clauses.get(record.clause)?.rows]).toEqual([row, containing([row])]);
    for (const target of document.targets)
      for (const row of target.rows) expect([row, clauses.get(target.clause)?.rows]).toEqual([row, containing([row])]);
  });

  test.each(document.clauses.map(({ key, text }) => [key, text] as const))('quotes %s word for word', (_key, text) => {
    expect(plain(sourceText(source))).toContain(plain(text));
  });

  test('the stated numbers stand in the words of their clause', () => {
    for (const parameter of document.parameters) {
      const words = document.clauses
        .filter((clause) => clause.rows.some((row) => document.clauses.find(({ key }) => key === parameter.clause)?.rows.includes(row)))
        .map(({ text }) => text);
      for (const { value } of parameter.values) {
        const written = WRITTEN[parameter.key] ?? (parameter.unit === 'ratio' ? `${String(value).split('/')[0] ?? ''}%` : String(value));
        expect([parameter.key, words.some((text) => text.includes(written))]).toEqual([parameter.key, true]);
      }
    }
  });

  test('the document pack holds nothing configured, the house pack nothing stated', () => {
    for (const part of [...document.rules, ...document.parameters, ...document.effects])
      expect(part).toMatchObject({ basis: 'stated', approvedBy: null, approvedOn: null });
    if (house === null) return;
    for (const part of [...house.rules, ...house.parameters, ...house.effects])
      expect(part).toMatchObject({
        basis: 'configured',
        clause: null,
        approvedBy: including('示例'),
        approvedOn: matching(/^\d{4}-/),
      });
    expect(house.clauses).toEqual([]);
  });

  test('words that no document has stand in no quotation, rule or parameter of the document pack', () => {
    const words = /公示|异议|整改|警告|降级|抽查/;
    expect(sourceText(source)).not.toMatch(words);
    const said = [
      ...document.clauses.map(({ text }) => text),
      ...document.rules.flatMap(({ zh }) => zh),
      ...document.parameters.map(({ zh }) => zh),
    ].join('\n');
    expect(said).not.toMatch(words);
  });

  test('a threshold is one line of the file', () => {
    const lines = packLines(id).split('\n');
    for (const { key, values } of document.parameters) {
      for (const { when, value } of values) {
        const conditions = ['regionClass', 'category', 'tier']
          .flatMap((name) => (name in when ? [`${name}: ${String(when[name as keyof typeof when])}`] : []))
          .join(', ');
        const written = new RegExp(`when: \\{ ?${conditions} ?\\}, value: '?${String(value)}'? \\}`);
        const own = lines.filter((line) => written.test(line) && (values.length > 1 || line.includes(`key: ${key},`)));
        expect([key, value, own.length]).toEqual([key, value, 1]);
      }
    }
  });
});

test('what a document leaves open stands open in it and is completed by its house pack', () => {
  const open = (id: string): string[] =>
    pack(id)
      .parameters.filter(({ values }) => values.length === 0)
      .map(({ key }) => key);
  expect(open('im-2024-118')).toEqual([
    'pool.call-period',
    'relaxation.max-easing',
    'relaxation.max-months',
    'relaxation.approver',
    'training.county.trained',
    'training.county.pass-rate',
    'training.county.employment-rate',
    'name.person-words',
    'name.occupation-words',
    'scale.each-year',
    'skill.certified',
    'integrity.months',
  ]);
  expect(open('sd-2021-22')).toEqual(['name.trade-words', 'target.about-tolerance', 'review.period-months']);
  const unset = (alone: typeof IM, completed: typeof IM): string[] =>
    [...alone.parameters.keys()].filter((key) => completed.parameters.get(key)?.entries.length === 0);
  expect(unset(IM_ALONE, IM)).toEqual(['training.county.trained', 'training.county.pass-rate', 'training.county.employment-rate']);
  // Nobody has said what 左右 means: such a target is told and not judged.
  expect(unset(SD_ALONE, SD)).toEqual(['target.about-tolerance']);
});

test('the three later documents only record answers on brands, and none displaces another for Inner Mongolia or Shandong', () => {
  const onBrands = [SN, KL, SP].flatMap((each) =>
    TRIGGERS.flatMap((trigger) => effectsFor(each, subject({ kind: 'training', regions: KAILI }), trigger)),
  );
  expect([...new Set(onBrands.map(({ effect }) => effect.then))]).toEqual(['recordAnswer']);
  expect([...new Set([SN, SP].flatMap((each) => each.effects.map(({ effect }) => effect.then)))]).toEqual(['recordAnswer']);
  expect(['skills-im-2022-2025', 'city-speech-2024'].map((id) => [pack(id).governs.kinds, pack(id).rules])).toEqual([
    [[], []],
    [[], []],
  ]);
  const governing = (regions: readonly string[], kind: 'labour' | 'training' | 'dual'): string[] =>
    [IM, SD, SN, KL, SP].filter((each) => governs(each, subject({ regions, kind }))).map((each) => each.document.open.pack.id);
  for (const kind of ['labour', 'training', 'dual'] as const)
    expect(governing(['150102', '150100', '150000'], kind)).toEqual(['im-2024-118']);
  expect(governing(['370100', '370000'], 'labour')).toEqual(['sd-2021-22']);
  expect(governing(KAILI, 'training')).toEqual(['kaili-2024-9']);
  expect([governing(KAILI, 'labour'), governing(KAILI, 'dual')]).toEqual([[], []]);
});

test('what the later documents are stands in their packs: an explanation, a work plan, a speech with an inferred year', () => {
  expect(pack('skills-im-2022-2025').meta).toMatchObject({ kindOfDocument: including('政策解读'), made: null, published: null });
  for (const { cite } of pack('skills-im-2022-2025').clauses) expect(cite).toMatch(/^解读/);
  expect(pack('city-speech-2024').meta).toMatchObject({ kindOfDocument: including('不是规则性文件'), status: including('推定') });
  expect(pack('kaili-2024-9').interpretations).toEqual(
    containing([having({ id: 'whom', chosen: '镇（街道）、部门、单位', others: ['品牌'] })]),
  );
});

test('what a record is kept by is an event of the ledger', () => {
  const known = new Set(
    Object.keys({
      ...brandEventSchemas,
      ...subjectEventSchemas,
      ...regionEventSchemas,
      ...catalogueEventSchemas,
      ...policyEventSchemas,
    }),
  );
  const named = DOCUMENTS.flatMap(([id]) => pack(id).records.flatMap(({ events = [] }) => events));
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((event) => !known.has(event))).toEqual([]);
});

test('ambiguities of the reading are recorded as interpretations, each with what was chosen', () => {
  const recorded = DOCUMENTS.flatMap(([id]) => pack(id).interpretations);
  expect(recorded.flatMap(({ ambiguity }) => ambiguity ?? []).sort((a, b) => a - b)).toEqual([
    1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 8, 9, 10, 11, 12, 13, 14, 15, 15, 16, 17, 18, 19, 20, 21, 22, 22,
  ]);
  for (const { chosen, zh } of recorded) expect([chosen, zh]).toEqual([matching(/./), matching(/[一-鿿]/)]);
});

test.each([
  ['150100', 1],
  ['150200', 1],
  ['150500', 1],
  ['150400', 1],
  ['150900', 1],
  ['150700', 2],
  ['152200', 2],
  ['152500', 2],
  ['150600', 2],
  ['150800', 2],
  ['150300', 3],
  ['152900', 3],
  ['150781', 3],
  ['152501', 3],
])('region %s is of class %i', (region, expected) => {
  expect(regionClass(IM, subject({ regions: [region, '150000'] }))).toEqual({ class: expected, region });
});

test('a banner takes the class of its league, except the two cities with entries of their own', () => {
  expect(regionClass(IM, subject({ regions: ['150430', '150400', '150000'] }))).toEqual({ class: 1, region: '150400' });
  expect(regionClass(IM, subject({ regions: ['150781', '150700', '150000'] }))).toEqual({ class: 3, region: '150781' });
  expect(regionClass(IM, subject({ regions: ['152501', '152500', '150000'] }))).toEqual({ class: 3, region: '152501' });
  expect(regionClass(IM, subject({ regions: ['370100', '370000'] }))).toBeNull();
});

describe('the Shandong mechanism, trigger by trigger', () => {
  const brand = subject({ regions: ['370100', '370000'], tier: 'prefecture' });
  const steps = (trigger: (typeof TRIGGERS)[number]): string[] =>
    effectsFor(SD, brand, trigger).map(({ effect }) => `${effect.then}${effect.when.length === 0 ? '' : ` if ${effect.when.join('/')}`}`);

  test.each([
    ['yearClosed', ['markReviewDue', 'loseEligibility if fail', 'findEligible if pass', 'proposePromotion if pass']],
    ['reviewDueDatePassed', ['markReviewOverdue']],
    ['reviewHeld', ['concludeReview', 'warn if fail', 'orderRectification if fail']],
    ['rectificationReported', ['acceptRectification if pass', 'failRectification if fail', 'proposeSupportStop if fail']],
    [
      'rectificationDueDatePassed',
      [
        'acceptRectification if pass',
        'failRectification if fail/undecidable/notConfigured',
        'proposeSupportStop if fail/undecidable/notConfigured',
      ],
    ],
    ['supportStopped', ['proposeExit']],
    ['noticeEnded', ['delist']],
    ['figureCorrected', ['markStale']],
    ['proposalFallsDue', []],
  ] as const)('%s', (trigger, expected) => {
    expect(steps(trigger)).toEqual(expected);
  });

  test('steps towards a tier concern the next one only', () => {
    const tiers = (tier: string | null): (string | null | undefined)[] =>
      effectsFor(SD, { ...brand, tier }, 'yearClosed')
        .filter(({ effect }) => effect.then === 'findEligible')
        .map(({ effect }) => SD.rules.get(effect.rule ?? '')?.rule.tier);
    expect([tiers('county'), tiers('prefecture'), tiers('province')]).toEqual([['prefecture'], ['province'], []]);
    const training = (tier: string | null): (string | null)[] =>
      effectsFor(IM, subject({ kind: 'training', tier }), 'yearClosed')
        .filter(({ effect }) => effect.then === 'findEligible')
        .map(({ effect }) => effect.rule);
    expect(training('prefecture')).toEqual(['im.training.province']);
    expect(training(null)).toEqual(['im.training.county', 'im.training.prefecture', 'im.training.province']);
  });

  test('every step cites the configured rule, who approved it, and 三（三） as its umbrella', () => {
    for (const effect of SD.effects.filter(({ provenance }) => provenance.basis === 'configured')) {
      expect(policyOf(SD, effect)).toMatchObject({
        pack: 'sd-2021-22-house',
        version: '1',
        digest: shipped('sd-2021-22-house').digest,
        basis: 'configured',
        clause: null,
        cite: null,
        umbrella: '三（三）',
        rule: effect.effect.rule ?? effect.effect.id,
      });
      expect(effect.provenance.approvedBy).toBe('示例：本地人社部门（演示配置）');
    }
  });

  test('eligibility under Inner Mongolia rests on a stated rule, although a local rule says when to look', () => {
    const [found] = IM.effects.filter(({ effect }) => effect.id === 'im.eligible-labour');
    if (found === undefined) throw new Error('no such effect');
    expect(policyOf(IM, found)).toMatchObject({
      pack: 'im-2024-118',
      rule: 'im.labour.scale',
      basis: 'stated',
      cite: '三（三）2.3）规模特征',
      umbrella: null,
    });
    expect(found.provenance.basis).toBe('configured');
  });

  test('due dates are calendar days from the day the step starts', () => {
    const [due] = effectsFor(SD, brand, 'yearClosed');
    if (due === undefined) throw new Error('no effect');
    expect(dueOn(SD, due, 'dueAfter', brand, '2024-01-31')).toBe('2024-04-30');
    expect(dueOn(SD, due, 'fallsDueAfter', brand, '2024-01-31')).toBeNull();
  });

  test('every trigger is used or knowingly left, and every step is one the steward knows', () => {
    const effects = [SD, IM, KL].flatMap((each) => each.effects);
    const used = new Set(effects.map(({ effect }) => effect.on));
    expect(TRIGGERS.filter((trigger) => !used.has(trigger))).toEqual(['proposalFallsDue']);
    const then = new Set(effects.map(({ effect }) => effect.then));
    expect(STEPS.filter((step) => !then.has(step))).toEqual(['proposeDowngrade']);
  });
});

test('an assessment asks the conditions of nomination and those of the tier that is sought', () => {
  const ids = (kind: 'labour' | 'training' | 'dual', tier: string | null): string[] =>
    assessmentRules(IM, subject({ kind }), tier).map(({ id }) => id);
  expect(ids('labour', null)).toEqual(['im.labour.conditions']);
  expect(ids('training', 'prefecture')).toEqual(['im.training.conditions', 'im.training.prefecture']);
  expect(ids('dual', 'province')).toEqual(['im.dual.conditions']);
  expect(assessmentRules(SD, subject({ regions: ['370000'] }), 'prefecture').map(({ id }) => id)).toEqual(['sd.brand.catalogue']);
});

test('the deadline for nominations is the end of the day that the rule names', () => {
  expect(nominationDeadline(IM)).toBe(`${String(parameterValue(IM, 'deadline.day', subject(), '2024-07-10')?.value)}T23:59:59.999+08:00`);
  expect(nominationDeadline(SD)).toBeNull();
});

test('the vocabulary names the metrics and units of the data dictionary as the dictionary does', () => {
  expect(METRIC_NAMES).toEqual(Object.fromEntries(Object.entries(METRICS).map(([id, { zh, en }]) => [id, { zh, en }])));
  expect(Object.keys(UNIT_NAMES)).toEqual(containing([...UNITS]));
});

test('the copies of the sources are named with the digests they have', () => {
  const readme = sourceText('README.md');
  for (const [, file] of DOCUMENTS) {
    const digest = createHash('sha256').update(sourceText(file)).digest('hex');
    expect(readme).toContain(`\`${file}\``);
    expect(readme).toContain(digest);
  }
});

test('packs are plain data: no line of a file is lost on reading', () => {
  for (const id of [...DOCUMENTS.map(([id]) => id), ...COMPLETED.map((id) => `${id}-house`)]) expect(pack(id)).toEqual(packDocument(id));
});

it.each([
  [KL, 'privateSchool', [['school', 'kl.school.preferred', '三（一）3']]],
  // 职业院校 are bound by other clauses, and the other documents grade nobody.
  [KL, 'vocationalSchool', []],
  [IM, 'privateSchool', []],
] as const)('the documents ask for a grade of private schools in Kaili alone (%#)', (pack, institutionType, expected) => {
  const asked = [...gradesAsked(pack, institutionType)];
  expect(asked.map(([evaluation, { rule, provenance }]) => [evaluation, rule.id, provenance.cite])).toEqual(expected);
});
