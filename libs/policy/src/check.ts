/** Looking a pack over before it is published: everything that opening and composing refuse, and what a careful colleague would ask. */
import { runCases, uncoveredThresholds, type PackCases } from './cases';
import { composePacks, type DigestedPack, type EffectivePack } from './compose';
import { boundProblems } from './delegation';
import { fraction } from './engine-1/exact';
import { PackError, type OpenPack, type PackProblem, openPack, predicatesOf, problem } from './open';
import type { Pack, PackCondition } from './pack';

/** An error stands in the way of publication; a warning wants a second look. */
export interface PackFinding extends PackProblem {
  readonly severity: 'error' | 'warning';
}

/** What the pack is held against. */
export interface Surroundings {
  /** Packs that are in force or wait for approval. An older version of the pack itself is not looked at. */
  readonly known: readonly OpenPack[];
  /** Boundary cases of the document; null: there are none. */
  readonly cases: PackCases | null;
  /** Another document that this one takes the place of. */
  readonly supersedes: string | null;
}

/** Purposes that are asked by themselves: when a brand is named, nominated or assessed, or a subject is tried without writing. */
const ASKED_BY_THEMSELVES = new Set(['name', 'deadline', 'nomination', 'integrity', 'tier', 'eligibility', 'review', 'record']);

/**
 * Looks a pack over.
 * @param document the parsed file, of whatever shape
 * @returns findings in the order of the pack, errors first; none: it can be published
 */
export function checkPack(document: unknown, surroundings: Surroundings): readonly PackFinding[] {
  let open: OpenPack;
  try {
    open = openPack(document);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.problems.map(asError);
  }
  const { pack } = open;
  const known = surroundings.known.filter((each) => each.pack.id !== pack.id);
  const base = pack.role === 'document' ? open : known.find((each) => each.pack.id === pack.completes);
  const family = [
    ...(base === undefined || base === open ? [] : [base]),
    ...known.filter(({ pack: { completes } }) => completes !== null && completes === base?.pack.id),
  ];
  const errors: PackProblem[] = [...twoValues(pack), ...bounds(pack), ...overlaps(pack, known, surroundings.supersedes)];
  const warnings: PackProblem[] = [
    ...unusedClauses(pack),
    ...shadowed(pack),
    ...unreachable(open, family),
    ...unusedParameters(open, family),
  ];
  if (base === undefined) {
    errors.push(
      problem(
        'completes',
        'PACK.UNKNOWN_DOCUMENT',
        `要补充的文件「${pack.completes ?? ''}」不在台账中`,
        `the document it completes, ${pack.completes ?? ''}, is not in the ledger`,
        '先发布该文件，或改正编号',
        'publish that document first, or correct the id',
      ),
    );
  } else {
    if (pack.role === 'house') errors.push(...boundProblems(plain(base), open));
    else
      for (const house of family)
        errors.push(...boundProblems(plain(open), house).map((each) => ({ ...each, place: `${house.pack.id}/${each.place}` })));
    const houses = [...family, open].filter((each) => each.pack.role === 'house');
    try {
      const whole = composePacks(plain(base), houses.map(plain));
      if (errors.length === 0) {
        const tried = thresholds(whole, pack, surroundings.cases);
        errors.push(...tried.errors);
        warnings.push(...tried.warnings);
      }
      errors.push(...crossedParameters(whole, pack));
    } catch (error) {
      if (!(error instanceof PackError)) throw error;
      errors.push(...error.problems.map((each) => ({ ...each, place: each.place.replace(`${pack.id}/`, '') })));
    }
  }
  return [...errors.map(asError), ...warnings.map((each): PackFinding => ({ ...each, severity: 'warning' }))];
}

const asError = (found: PackProblem): PackFinding => ({ ...found, severity: 'error' });
/** Nothing here depends on digests, and this room makes none. */
const plain = (open: OpenPack): DigestedPack => ({ open, digest: '' });

type Entry = Pack['parameters'][number]['values'][number];
const CONDITIONS = ['tier', 'category', 'regionClass', 'region'] as const;
const conditions = ({ when }: Entry): readonly (string | number | null)[] => CONDITIONS.map((name) => when[name] ?? null);
const sameCase = (a: Entry, b: Entry): boolean => conditions(a).every((value, i) => value === conditions(b)[i]);
const daysMeet = (a: Entry, b: Entry): boolean =>
  (a.from ?? '') <= (b.until ?? '9999-12-31') && (b.from ?? '') <= (a.until ?? '9999-12-31');

/** Two values for one case and one day: which of them holds would depend on the order of the lines. */
function twoValues({ parameters }: Pack): readonly PackProblem[] {
  return parameters.flatMap(({ zh, key, values }, p) =>
    values.flatMap((later, index) => {
      const earlier = values.findIndex((each, i) => i < index && sameCase(each, later) && daysMeet(each, later));
      const first = values[earlier];
      if (first === undefined) return [];
      return [
        problem(
          `parameters[${p}].values[${index}]`,
          'PACK.TWO_VALUES',
          `「${zh}」在同一情形、同一时期有两个取值：${String(first.value)}（第 ${earlier + 1} 项）与 ${String(later.value)}（第 ${index + 1} 项）`,
          `${key} has two values for one case and time: ${String(first.value)} (entry ${earlier + 1}) and ${String(later.value)} (entry ${index + 1})`,
          '删去其中一项，或用 from、until 分开时期',
          'remove one, or part the times with from and until',
        ),
      ];
    }),
  );
}

/** An entry that an earlier, wider one of the same region always comes before. */
function shadowed({ parameters }: Pack): readonly PackProblem[] {
  return parameters.flatMap(({ zh, key, values }, p) =>
    values.flatMap((later, index) => {
      const earlier = values.findIndex(
        (each, i) =>
          i < index &&
          !sameCase(each, later) &&
          (each.when.region ?? null) === (later.when.region ?? null) &&
          conditions(each).every((value, c) => value === null || value === conditions(later)[c]) &&
          (each.from ?? '') <= (later.from ?? '') &&
          (later.until ?? '9999-12-31') <= (each.until ?? '9999-12-31'),
      );
      if (earlier < 0) return [];
      return [
        problem(
          `parameters[${p}].values[${index}]`,
          'PACK.SHADOWED_VALUE',
          `「${zh}」的第 ${index + 1} 项永远用不到：第 ${earlier + 1} 项条件更宽，排在前面`,
          `entry ${index + 1} of ${key} is never read: entry ${earlier + 1} is wider and comes first`,
          '把条件更细的一项移到前面',
          'move the narrower entry up',
        ),
      ];
    }),
  );
}

const isLess = (a: string | number | null, b: string | number | null): boolean => {
  const [left, right] = [a === null ? null : fraction(a), b === null ? null : fraction(b)];
  return left !== null && right !== null && left.numerator * right.denominator < right.numerator * left.denominator;
};

/** Lower above upper, where one pack holds both: targets and declared bounds. */
function bounds({ targets, parameters }: Pack): readonly PackProblem[] {
  const crossed = (place: string, zh: string, en: string, lower: string | number, upper: string | number): PackProblem =>
    problem(
      place,
      'PACK.LOWER_ABOVE_UPPER',
      `「${zh}」的下限 ${lower} 高于上限 ${upper}`,
      `${en}: the lower bound ${lower} lies above the upper bound ${upper}`,
      '改正其中一个',
      'correct one of them',
    );
  return [
    ...targets.flatMap(({ zh, en, value, upper }, i) =>
      upper !== null && upper < value ? [crossed(`targets[${i}].upper`, zh, en, value, upper)] : [],
    ),
    ...parameters.flatMap(({ zh, key, bounds: declared }, i) => {
      const { atLeast = null, atMost = null } = declared ?? {};
      return atLeast !== null && atMost !== null && isLess(atMost, atLeast)
        ? [crossed(`parameters[${i}].bounds`, zh, key, atLeast, atMost)]
        : [];
    }),
  ];
}

/** Lower above upper where a rule asks for both by name, for entries of one case and time. Told where the pack at hand takes part. */
function crossedParameters(whole: EffectivePack, pack: Pack): readonly PackProblem[] {
  const seen = new Set<string>();
  return [...whole.rules.values()].flatMap(({ rule, from }) =>
    predicatesOf(rule.condition, '').flatMap(({ predicate }) => {
      const { lower, upper } = predicate;
      if (typeof lower !== 'string' || typeof upper !== 'string' || seen.has(`${lower} ${upper}`)) return [];
      seen.add(`${lower} ${upper}`);
      const [low, high] = [whole.parameters.get(lower), whole.parameters.get(upper)];
      return (low?.entries ?? []).flatMap((a) =>
        (high?.entries ?? []).flatMap((b) => {
          const own = [a.provenance.pack, b.provenance.pack, from.open.pack.id].includes(pack.id);
          if (!own || !sameCase(a.entry, b.entry) || !daysMeet(a.entry, b.entry) || !isLess(b.entry.value, a.entry.value)) return [];
          const at = pack.parameters.findIndex(({ key }) => key === (a.provenance.pack === pack.id ? lower : upper));
          return [
            problem(
              at < 0 ? `rules/${rule.id}` : `parameters[${at}]`,
              'PACK.LOWER_ABOVE_UPPER',
              `「${low?.zh ?? lower}」${String(a.entry.value)} 高于「${high?.zh ?? upper}」${String(b.entry.value)}，条件「${predicate.zh}」永远不能满足`,
              `${lower} (${String(a.entry.value)}) lies above ${upper} (${String(b.entry.value)}): ${predicate.id} can never hold`,
              '改正其中一个',
              'correct one of them',
            ),
          ];
        }),
      );
    }),
  );
}

const lastDay = ({ meta }: Pack): string => [meta.inForceUntil, meta.repealed].filter((day) => day !== null).sort()[0] ?? '9999-12-31';

/** Another document over the same region, kind and days. A document of a lower region is no overlap: the more specific one decides. */
function overlaps(pack: Pack, known: readonly OpenPack[], supersedes: string | null): readonly PackProblem[] {
  if (pack.role !== 'document') return [];
  return known
    .map((each) => each.pack)
    .filter(
      (other) =>
        other.role === 'document' &&
        other.id !== supersedes &&
        other.governs.region === pack.governs.region &&
        other.governs.kinds.some((kind) => pack.governs.kinds.includes(kind)) &&
        other.meta.inForceFrom <= lastDay(pack) &&
        pack.meta.inForceFrom <= lastDay(other),
    )
    .map((other) =>
      problem(
        'governs',
        'PACK.OVERLAPS',
        `与《${other.meta.title}》（${other.id}）适用同一地区、同类品牌、同一时期`,
        `${other.id} governs the same region and kind at the same time`,
        '若本文件替代该文件，请以 --supersedes 写明；否则改正 governs 或施行日期',
        'name it with --supersedes if this document takes its place, else correct governs or the dates',
      ),
    );
}

/** Clauses that nothing of the document carries. */
function unusedClauses(pack: Pack): readonly PackProblem[] {
  const carried = new Set<string | null | undefined>([
    ...pack.parameters.map(({ clause }) => clause),
    ...pack.regionClasses.map(({ clause }) => clause),
    ...pack.rules.flatMap(({ clause, condition }) => [clause, ...predicatesOf(condition, '').map(({ predicate }) => predicate.clause)]),
    ...pack.effects.map(({ clause }) => clause),
    ...pack.targets.map(({ clause }) => clause),
    ...pack.records.map(({ clause }) => clause),
    pack.nominationDeadline?.clause,
  ]);
  // A rule may cite one clause and carry the rows of several.
  const rows = new Set([...pack.rules, ...pack.targets, ...pack.records].flatMap((part) => part.rows));
  return pack.clauses.flatMap(({ key, cite, rows: own }, index) =>
    carried.has(key) || own.some((row) => rows.has(row))
      ? []
      : [
          problem(
            `clauses[${index}]`,
            'PACK.CLAUSE_WITHOUT_EFFECT',
            `条款「${cite}」没有任何规则、目标或记载承载`,
            `no rule, target or record carries clause ${key}`,
            '补上承载它的规则或记载（records），说明它为何不作判定',
            'add the rule, or a record that says why it decides nothing',
          ),
        ],
  );
}

const askedRules = (condition: PackCondition): readonly string[] => {
  if ('shape' in condition) return [];
  if ('all' in condition) return condition.all.flatMap(askedRules);
  if ('any' in condition) return condition.any.flatMap(askedRules);
  return [condition.rule];
};

/** Rules that no effect, no other rule and no purpose asks. */
function unreachable(open: OpenPack, family: readonly OpenPack[]): readonly PackProblem[] {
  const packs = [open, ...family].map(({ pack }) => pack);
  const asked = new Set([
    ...packs.flatMap(({ effects }) => effects.map(({ rule }) => rule)),
    ...packs.flatMap(({ rules }) => rules.flatMap(({ condition }) => askedRules(condition))),
  ]);
  return open.pack.rules.flatMap(({ id, zh, purpose, scope }, index) => {
    const nobody = scope.kinds.length === 0;
    if (!nobody && (asked.has(id) || ASKED_BY_THEMSELVES.has(purpose))) return [];
    return [
      problem(
        `rules[${index}]`,
        'PACK.UNREACHABLE_RULE',
        nobody ? `规则「${zh}」不适用于任何对象` : `规则「${zh}」没有任何触发、规则或用途会问到`,
        nobody ? `rule ${id} applies to nobody` : `no effect, no other rule and no purpose asks rule ${id}`,
        nobody ? '在 scope.kinds 写明适用对象' : '补上触发（effects），或由其他规则引用',
        nobody ? 'say under scope.kinds to whom it applies' : 'add an effect, or ask it from another rule',
      ),
    ];
  });
}

/** Parameters that nothing asks, and that do not say for which people they are. */
function unusedParameters(open: OpenPack, family: readonly OpenPack[]): readonly PackProblem[] {
  // A parameter is asked under whatever name its shape gives it, so every text of a rule or effect counts.
  const texts = new Set<string>();
  const collect = (part: unknown): void => {
    if (typeof part === 'string') texts.add(part);
    else if (typeof part === 'object' && part !== null) Object.values(part).forEach(collect);
  };
  for (const { pack } of [open, ...family]) {
    const { parameters: _own, clauses: _clauses, ...rest } = pack;
    collect(rest);
  }
  return open.pack.parameters.flatMap(({ key, zh, values, forPeople }, index) =>
    texts.has(key) || values.length === 0 || forPeople !== undefined || key.startsWith('reading.')
      ? []
      : [
          problem(
            `parameters[${index}]`,
            'PACK.UNUSED_PARAMETER',
            `参数「${zh}」没有任何规则或触发用到`,
            `no rule and no effect asks parameter ${key}`,
            '由规则引用它，或在 forPeople 写明供谁参照',
            'refer to it from a rule, or say under forPeople who goes by it',
          ),
        ],
  );
}

/** The cases that are about this pack's thresholds, asked; and the thresholds that have none. */
function thresholds(
  whole: EffectivePack,
  pack: Pack,
  cases: PackCases | null,
): { readonly errors: readonly PackProblem[]; readonly warnings: readonly PackProblem[] } {
  const file = `cases/${whole.document.open.pack.id}.yaml`;
  const given: PackCases = cases ?? { format: 1, pack: whole.document.open.pack.id, asOf: pack.meta.inForceFrom, cases: [], due: [] };
  const lacking = uncoveredThresholds(whole, given, pack.id);
  if (cases === null) {
    const none = problem(
      '',
      'PACK.NO_CASES',
      `没有附边界案例文件（${file}），${lacking.length} 个门槛未经核对`,
      `no file of boundary cases (${file}) came with it; ${lacking.length} thresholds were not tried`,
      '把边界案例文件放在政策包文件旁的 cases 目录，或一并上传',
      'put the file into the folder cases beside the pack, or upload both',
    );
    return { errors: [], warnings: lacking.length === 0 ? [] : [none] };
  }
  const warnings = lacking.map((threshold) => {
    const [key = '', entry = ''] = threshold.split('#');
    const index = pack.parameters.findIndex((parameter) => parameter.key === key);
    // A house pack's entries stand behind those of the document under the same key.
    const before = (whole.parameters.get(key)?.entries ?? []).slice(0, Number(entry));
    const own = before.filter(({ provenance }) => provenance.pack === pack.id).length;
    return problem(
      `parameters[${index}].values[${own}]`,
      'PACK.NO_BOUNDARY_CASE',
      `门槛「${pack.parameters[index]?.zh ?? key}」（${threshold}）没有两侧的边界案例`,
      `threshold ${threshold} has no case on both sides`,
      `在 ${file} 补上：达到时通过、差一点时不通过`,
      `add one to ${file}: it passes at the value and fails just short of it`,
    );
  });
  const ran = runCases(whole, cases);
  // A threshold that was changed on purpose leaves its case behind: that wants a look, and stands in nobody's way.
  const outdated = ran.filter(({ code }) => code === 'CASE.OTHER_VALUE');
  return { errors: ran.filter((each) => !outdated.includes(each)), warnings: [...outdated, ...warnings] };
}
