/** Opening a pack: from any value to a pack that fits its schema and is sound in itself, or an error that names every fault. */
import { z } from 'zod';
import { isDay } from './calendar';
import { fraction } from './engine-1/exact';
import { OWED_BY } from './engine-1/shape';
import { SHAPES, bindPredicate } from './engine-1/shapes';
import { Pack, type PackCondition, type PackPredicate } from './pack';
import { type ReadingFault, readPack } from './readings';
import { METRIC_NAMES, SUBJECT_METRIC_NAMES, UNIT_NAMES } from './vocabulary';

export interface PackProblem {
  /** Where in the pack: `rules[3].condition.all[0].parameter`. */
  readonly place: string;
  /** Stable, such as `PACK.UNKNOWN_CLAUSE`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

export const problem = (place: string, code: string, zh: string, en: string, todoZh: string, todoEn: string): PackProblem => ({
  place,
  code,
  zh,
  en,
  todo: { zh: todoZh, en: todoEn },
});

/** A pack that does not hold together. `problems` lists all faults found, each with place, both languages and what to do. */
export class PackError extends Error {
  readonly code = 'PACK.INVALID';
  readonly zh: string;
  constructor(
    readonly pack: string,
    readonly problems: readonly PackProblem[],
  ) {
    super(`pack ${pack}: ${problems.map(({ place, en, todo }) => `${place}: ${en} (${todo.en})`).join('; ')}`);
    this.name = 'PackError';
    this.zh = `政策包「${pack}」：${problems.map(({ place, zh, todo }) => `${place}：${zh}（${todo.zh}）`).join('；')}`;
  }
}

/** What a pack refers to and may be held by the document it completes. */
export interface Reference {
  readonly place: string;
  readonly kind: 'rule' | 'parameter' | 'interpretation';
  readonly refersTo: string;
}

/** A sound pack. `references` are those that only the completed document can answer; a document pack has none. */
export interface OpenPack {
  readonly pack: Pack;
  readonly references: readonly Reference[];
}

const FIXED_UNITS = ['days', 'months', 'ratio', 'words', 'day', 'list'];

/** Every predicate of a condition with its place. */
export function predicatesOf(
  condition: PackCondition,
  place: string,
): readonly { readonly predicate: PackPredicate; readonly place: string }[] {
  if ('shape' in condition) return [{ predicate: condition, place }];
  if ('all' in condition) return condition.all.flatMap((child, index) => predicatesOf(child, `${place}.all[${index}]`));
  if ('any' in condition) return condition.any.flatMap((child, index) => predicatesOf(child, `${place}.any[${index}]`));
  return [];
}

function rulesAsked(condition: PackCondition, place: string): readonly { readonly rule: string; readonly place: string }[] {
  if ('shape' in condition) return [];
  if ('all' in condition) return condition.all.flatMap((child, index) => rulesAsked(child, `${place}.all[${index}]`));
  if ('any' in condition) return condition.any.flatMap((child, index) => rulesAsked(child, `${place}.any[${index}]`));
  return [{ rule: condition.rule, place: `${place}.rule` }];
}

/**
 * Reads a pack.
 * @param document the parsed pack (of YAML or JSON)
 * @throws PackError with every fault: what does not fit the schema, or, when it fits, what does not hold together
 */
export function openPack(document: unknown): OpenPack {
  const parsed = Pack.safeParse(document);
  if (!parsed.success) {
    const id = z.looseObject({ id: z.string() }).safeParse(document);
    throw new PackError(
      id.success ? id.data.id : '?',
      parsed.error.issues.map((issue) => schemaProblem('', issue)),
    );
  }
  const { problems, references } = examined(parsed.data);
  if (problems.length > 0) throw new PackError(parsed.data.id, problems);
  return { pack: parsed.data, references };
}

/** What does not hold together in a pack that fits its schema, and what only the document it completes can answer. */
function examined(pack: Pack): { readonly problems: readonly PackProblem[]; readonly references: readonly Reference[] } {
  const problems: PackProblem[] = [];
  const references: Reference[] = [];
  const clauses = new Set(pack.clauses.map(({ key }) => key));
  const report = (place: string, code: string, zh: string, en: string, todoZh: string, todoEn: string): void =>
    void problems.push(problem(place, code, zh, en, todoZh, todoEn));

  const unique = (place: string, ids: readonly string[]): void => {
    for (const [index, id] of ids.entries()) {
      if (ids.indexOf(id) !== index)
        report(
          `${place}[${index}]`,
          'PACK.DUPLICATE_ID',
          `编号「${id}」重复`,
          `id ${id} stands twice`,
          '改用另一个编号',
          'choose another id',
        );
    }
  };
  unique(
    'clauses',
    pack.clauses.map(({ key }) => key),
  );
  unique(
    'parameters',
    pack.parameters.map(({ key }) => key),
  );
  unique(
    'rules',
    pack.rules.map(({ id }) => id),
  );
  unique(
    'effects',
    pack.effects.map(({ id }) => id),
  );
  unique(
    'targets',
    pack.targets.map(({ id }) => id),
  );
  unique(
    'interpretations',
    pack.interpretations.map(({ id }) => id),
  );
  unique(
    'regionClasses',
    pack.regionClasses.map(({ region }) => region),
  );
  unique(
    'predicates',
    pack.rules.flatMap((rule) => predicatesOf(rule.condition, '').map(({ predicate }) => predicate.id)),
  );

  const clause = (place: string, key: string | null | undefined): void => {
    if (typeof key === 'string' && !clauses.has(key))
      report(
        place,
        'PACK.UNKNOWN_CLAUSE',
        `条款「${key}」不在 clauses 中`,
        `clause ${key} is not under clauses`,
        '补上条款或改正引用',
        'add the clause or correct the reference',
      );
  };
  const rules = new Set(pack.rules.map(({ id }) => id));
  const parameters = new Map(pack.parameters.map((parameter) => [parameter.key, parameter]));
  const interpretations = new Set(pack.interpretations.map(({ id }) => id));
  const refer = (place: string, kind: Reference['kind'], refersTo: string): void => {
    const here = kind === 'rule' ? rules.has(refersTo) : kind === 'parameter' ? parameters.has(refersTo) : interpretations.has(refersTo);
    if (here) return;
    if (pack.role === 'house') references.push({ place, kind, refersTo });
    else
      report(
        place,
        'PACK.UNKNOWN_REFERENCE',
        `引用的「${refersTo}」不存在`,
        `${kind} ${refersTo} does not exist`,
        '补上或改正引用',
        'add it or correct the reference',
      );
  };

  if (pack.role === 'document' && pack.completes !== null)
    report(
      'completes',
      'PACK.ROLE',
      '文件包不能再补充别的文件',
      'a document pack completes nothing',
      '改为 null，或将 role 改为 house',
      'write null, or make it a house pack',
    );
  if (pack.role === 'house' && pack.completes === null)
    report(
      'completes',
      'PACK.ROLE',
      '本地配置必须写明补充哪一份文件',
      'a house pack must name the document it completes',
      '填写文件包的编号',
      'write the id of the document pack',
    );

  for (const [list, parts] of [
    ['parameters', pack.parameters],
    ['rules', pack.rules],
    ['effects', pack.effects],
  ] as const) {
    for (const [index, part] of parts.entries()) {
      const place = `${list}[${index}]`;
      clause(`${place}.clause`, part.clause);
      if (part.basis === 'stated' && (part.clause === null || part.approvedBy !== null || part.approvedOn !== null)) {
        report(
          place,
          'PACK.STATED_WITHOUT_CLAUSE',
          '文件规定的内容必须引用条款，且不写批准人',
          'what is stated cites its clause and has no approver',
          '补上条款；若文件没有规定，改为 configured 并移入本地配置',
          'cite the clause, or make it configured and move it to a house pack',
        );
      }
      if (part.basis === 'configured' && (part.clause !== null || part.approvedBy === null || part.approvedOn === null)) {
        report(
          place,
          'PACK.CONFIGURED_WITHOUT_APPROVAL',
          '本地配置必须写明批准人和批准日期，且不得冒用条款',
          'what is configured names who approved it and when, and cites no clause of its own',
          '补上 approvedBy 与 approvedOn，clause 改为 null',
          'give approvedBy and approvedOn, and set clause to null',
        );
      }
      if (part.basis === 'configured' && pack.role === 'document')
        report(
          place,
          'PACK.CONFIGURED_IN_DOCUMENT',
          '文件包不得含有本地配置',
          'a document pack holds nothing configured',
          '移入补充该文件的本地配置',
          'move it to a house pack that completes this document',
        );
      if (part.basis === 'stated' && pack.role === 'house')
        report(
          place,
          'PACK.STATED_IN_HOUSE',
          '本地配置不得含有文件规定',
          'a house pack states nothing',
          '改为 configured，或移入文件包',
          'make it configured, or move it to the document pack',
        );
    }
  }

  const { made, published, inForceFrom, inForceUntil, repealed } = pack.meta;
  const dates: readonly (readonly [place: string, day: string | null | undefined])[] = [
    ...Object.entries({ made, published, inForceFrom, inForceUntil, repealed }).map(([name, day]) => [`meta.${name}`, day] as const),
    ...[pack.parameters, pack.rules, pack.effects].flatMap((list, i) =>
      list.map(({ approvedOn }, index) => [`${['parameters', 'rules', 'effects'][i] ?? ''}[${index}].approvedOn`, approvedOn] as const),
    ),
    ...pack.parameters.flatMap(({ values }, p) =>
      values.flatMap(({ from, until }, v) => [
        [`parameters[${p}].values[${v}].from`, from] as const,
        [`parameters[${p}].values[${v}].until`, until] as const,
      ]),
    ),
    ...pack.targets.map(({ by }, index) => [`targets[${index}].by`, by] as const),
  ];
  // The same few days stand everywhere.
  const wrong = new Set([...new Set(dates.map(([, day]) => day))].filter((day) => typeof day === 'string' && !isDay(day)));
  for (const [place, day] of dates) {
    if (typeof day === 'string' && wrong.has(day))
      report(place, 'PACK.DATES', `「${day}」不是历法中的日期`, `${day} is no date of the calendar`, '改正日期', 'correct the date');
  }
  const lastDay = [inForceUntil, repealed].filter((day) => day !== null).sort()[0];
  if (lastDay !== undefined && lastDay < inForceFrom)
    report('meta', 'PACK.DATES', '失效日期早于施行日期', 'it ends before it is in force', '改正日期', 'correct the dates');

  for (const [index, parameter] of pack.parameters.entries()) {
    const place = `parameters[${index}]`;
    if (!(parameter.unit in UNIT_NAMES) && !FIXED_UNITS.includes(parameter.unit))
      report(
        `${place}.unit`,
        'PACK.UNKNOWN_UNIT',
        `单位「${parameter.unit}」未定义`,
        `unit ${parameter.unit} is not defined`,
        `可用：${[...Object.keys(UNIT_NAMES), ...FIXED_UNITS].join('、')}`,
        `use one of ${[...Object.keys(UNIT_NAMES), ...FIXED_UNITS].join(', ')}`,
      );
    if (typeof parameter.delegatedTo === 'string' && !OWED_BY.some((role) => role === parameter.delegatedTo))
      report(
        `${place}.delegatedTo`,
        'PACK.UNKNOWN_ROLE',
        `角色「${parameter.delegatedTo}」未定义`,
        `role ${parameter.delegatedTo} is not defined`,
        `可用：${OWED_BY.join('、')}`,
        `use one of ${OWED_BY.join(', ')}`,
      );
    for (const [entry, { value, from, until }] of parameter.values.entries()) {
      const at = `${place}.values[${entry}]`;
      if (typeof from === 'string' && typeof until === 'string' && from > until)
        report(at, 'PACK.DATES', '起始日晚于截止日', 'it begins after it ends', '改正日期', 'correct the dates');
      const text = parameter.unit === 'words' || parameter.unit === 'day' || parameter.unit === 'list';
      const fits =
        value === null ||
        (text ? typeof value === 'string' : parameter.unit === 'ratio' ? fraction(value) !== null : typeof value === 'number');
      if (!fits)
        report(
          `${at}.value`,
          'PACK.VALUE',
          `「${String(value)}」不是单位 ${parameter.unit} 的值`,
          `${String(value)} is no value of unit ${parameter.unit}`,
          '整数写整数；比率写分数，如 9/10',
          'write an integer, or a ratio as a fraction such as 9/10',
        );
      if (parameter.unit === 'day' && typeof value === 'string' && !/^\d{4}-\d{2}-\d{2}$/.test(value))
        report(`${at}.value`, 'PACK.VALUE', `「${value}」不是日期`, `${value} is no date`, '写成 2024-07-30', 'write it like 2024-07-30');
    }
  }

  for (const [index, rule] of pack.rules.entries()) {
    const place = `rules[${index}]`;
    for (const { predicate, place: at } of predicatesOf(rule.condition, `${place}.condition`)) {
      clause(`${at}.clause`, predicate.clause);
      if ((predicate.clause === null) !== (pack.role === 'house')) {
        report(
          `${at}.clause`,
          'PACK.PREDICATE_CLAUSE',
          pack.role === 'house' ? '本地配置的条件不得引用条款' : '文件包的每个条件都要引用条款',
          pack.role === 'house' ? 'a predicate of a house pack cites no clause' : 'every predicate of a document pack cites its clause',
          pack.role === 'house' ? 'clause 改为 null' : '补上条款',
          pack.role === 'house' ? 'set clause to null' : 'cite the clause',
        );
      }
      const bound = bindPredicate(predicate);
      if (bound === undefined) {
        report(
          `${at}.shape`,
          'PACK.UNKNOWN_SHAPE',
          `规则形式「${predicate.shape}」不存在`,
          `there is no shape ${predicate.shape}`,
          `可用：${Object.keys(SHAPES).join('、')}`,
          `use one of ${Object.keys(SHAPES).join(', ')}`,
        );
        continue;
      }
      if (!bound.ok) {
        problems.push(...bound.error.issues.map((issue) => schemaProblem(at, issue)));
        continue;
      }
      for (const parameter of bound.predicate.parameters) refer(`${at}.parameter`, 'parameter', parameter);
      for (const metric of bound.predicate.metrics) {
        if (!(metric in METRIC_NAMES) && !(metric in SUBJECT_METRIC_NAMES))
          report(
            `${at}.metrics`,
            'PACK.UNKNOWN_METRIC',
            `指标「${metric}」不在数据字典中`,
            `metric ${metric} is not in the data dictionary`,
            '改用数据字典中的指标',
            'use a metric of the data dictionary',
          );
      }
      const { interpretation } = predicate;
      if (typeof interpretation === 'string') refer(`${at}.interpretation`, 'interpretation', interpretation);
    }
    for (const { rule: asked, place: at } of rulesAsked(rule.condition, `${place}.condition`)) refer(at, 'rule', asked);
    if (circular((id) => pack.rules.find((other) => other.id === id)?.condition, rule.id))
      report(
        `${place}.condition`,
        'PACK.CIRCULAR',
        `规则「${rule.id}」引用了自身`,
        `rule ${rule.id} asks itself`,
        '去掉循环引用',
        'remove the circle',
      );
    if (rule.purpose === 'tier' && rule.tier === null)
      report(`${place}.tier`, 'PACK.TIER', '层级规则必须写明层级', 'a tier rule names its tier', '填写 tier', 'give tier');
  }

  for (const [index, effect] of pack.effects.entries()) {
    const place = `effects[${index}]`;
    if (effect.rule !== null) refer(`${place}.rule`, 'rule', effect.rule);
    if (effect.target !== undefined && (effect.rule !== null || !pack.targets.some(({ id }) => id === effect.target)))
      report(
        `${place}.target`,
        'PACK.EFFECT_TARGET',
        `目标「${effect.target}」不存在，或同时写了 rule`,
        `target ${effect.target} does not exist, or a rule stands beside it`,
        '引用本文件的目标，且 rule 为 null',
        'name a target of this pack, with rule null',
      );
    if ((effect.then === 'proposeSanction') !== (effect.sanction !== undefined))
      report(
        `${place}.sanction`,
        'PACK.EFFECT_SANCTION',
        'proposeSanction 必须写明 sanction，其他动作不写',
        'proposeSanction names its sanction, no other step does',
        '填写或删除 sanction',
        'give sanction, or remove it',
      );
    if (effect.rule === null && effect.target === undefined && effect.when.length > 0)
      report(
        `${place}.when`,
        'PACK.WHEN',
        '没有规则就没有结果可言',
        'without a rule there is no outcome to wait for',
        'when 改为 []，或填写 rule',
        'set when to [], or name a rule',
      );
    for (const key of ['dueAfter', 'fallsDueAfter'] as const) {
      const parameter = effect[key];
      if (parameter === null) continue;
      refer(`${place}.${key}`, 'parameter', parameter);
      const found = parameters.get(parameter);
      if (found !== undefined && found.unit !== 'days')
        report(
          `${place}.${key}`,
          'PACK.UNIT',
          `「${parameter}」的单位应为 days`,
          `${parameter} must count days`,
          '改用以日计的参数',
          'use a parameter of unit days',
        );
    }
  }

  for (const [list, parts] of [
    ['targets', pack.targets],
    ['interpretations', pack.interpretations],
    ['records', pack.records],
    ['regionClasses', pack.regionClasses],
    ['relaxations', pack.relaxations ?? []],
  ] as const) {
    for (const [index, part] of parts.entries()) clause(`${list}[${index}].clause`, part.clause);
  }
  for (const [index, relaxation] of (pack.relaxations ?? []).entries()) {
    for (const key of ['reach', 'bound', 'months', 'approver'] as const)
      refer(`relaxations[${index}].${key}`, 'parameter', relaxation[key]);
    if (relaxation.interpretation !== undefined) refer(`relaxations[${index}].interpretation`, 'interpretation', relaxation.interpretation);
  }
  clause('nominationDeadline.clause', pack.nominationDeadline?.clause);

  // A pack at fault would be at fault under each of its readings, too.
  if (problems.length === 0) problems.push(...faultsOfReadings(pack));
  return { problems, references };
}

const READING_FAULTS: Readonly<
  Record<ReadingFault['kind'], (what: string) => readonly [zh: string, en: string, todoZh: string, todoEn: string]>
> = {
  unknownReading: (what) => [
    `没有「${what}」这一读法`,
    `there is no reading ${what}`,
    '选用 readings 中已有的读法',
    'use a reading under readings',
  ],
  unknownPart: (what) => [
    `读法改动的「${what}」不在本政策包中`,
    `the reading changes ${what}, which this pack does not hold`,
    '改为本政策包中的参数、条件或规则',
    'name a parameter, predicate or rule of this pack',
  ],
  clash: (what) => [`两种读法都改动「${what}」`, `two readings change ${what}`, '一次只取其中一种', 'take one of them at a time'],
  empty: (what) => [
    `读法「${what}」没有任何改动`,
    `the reading ${what} changes nothing`,
    '写明改动，或只列入 others',
    'say what it changes, or list it under others only',
  ],
};

/** Faults of readings in the words of this room. */
export const readingProblems = (faults: readonly ReadingFault[]): readonly PackProblem[] =>
  faults.map(({ place, kind, what }) =>
    problem(place, `PACK.READING_${kind === 'clash' ? 'CLASH' : 'UNKNOWN'}`, ...READING_FAULTS[kind](what)),
  );

/** Each reading by itself: what it changes is there, and the pack read so is sound. */
function faultsOfReadings(pack: Pack): readonly PackProblem[] {
  return pack.interpretations.flatMap(({ id, readings = [] }, index) =>
    readings.flatMap((reading, order): readonly PackProblem[] => {
      const place = `interpretations[${index}].readings[${order}]`;
      if (readings.findIndex((other) => other.id === reading.id) !== order)
        return [
          problem(
            place,
            'PACK.DUPLICATE_ID',
            `编号「${reading.id}」重复`,
            `id ${reading.id} stands twice`,
            '改用另一个编号',
            'choose another id',
          ),
        ];
      const read = readPack(pack, [{ interpretation: id, reading: reading.id }]);
      if (!read.ok) return readingProblems(read.faults);
      return examined(read.pack).problems.map((each) => ({ ...each, place: `${place} → ${each.place}` }));
    }),
  );
}

/** Whether a rule asks itself, directly or through others. */
export function circular(conditionOf: (rule: string) => PackCondition | undefined, start: string): boolean {
  const seen = new Set<string>();
  const visit = (id: string): boolean => {
    const condition = conditionOf(id);
    if (condition === undefined || seen.has(id)) return false;
    seen.add(id);
    return rulesAsked(condition, '').some(({ rule }) => rule === start || visit(rule));
  };
  return visit(start);
}

function schemaProblem(base: string, issue: z.core.$ZodIssue): PackProblem {
  const path = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return problem(
    `${base}${base === '' ? path.replace(/^\./, '') : path}`,
    'PACK.SCHEMA',
    `不符合政策包格式：${issue.message}`,
    issue.message,
    '对照 libs/policy/src/pack.ts 的格式改正',
    'correct it by the format in libs/policy/src/pack.ts',
  );
}
