import fc from 'fast-check';
import { packDocument } from '../test/support';
import { diffPacks } from './diff';
import { openPack, type OpenPack } from './open';
import type { Pack } from './pack';

type Draft = { -readonly [K in keyof Pack]: Pack[K] };
const IM = openPack(packDocument('im-2024-118'));
const changed = (change: (pack: Draft) => void): OpenPack => {
  const pack = openPack(packDocument('im-2024-118')).pack;
  change(pack);
  return { pack, references: [] };
};
const zh = (to: OpenPack, from: OpenPack = IM): readonly string[] => diffPacks(from, to).map(({ sentenceZh }) => sentenceZh);

test('a threshold of one line is one sentence, with clause, old and new', () => {
  const lowered = changed((pack) => {
    pack.version = '2';
    pack.parameters = pack.parameters.map((each) =>
      each.key === 'scale.three-years'
        ? { ...each, values: each.values.map((one) => (one.value === 3000 ? { ...one, value: 2800 } : one)) }
        : each,
    );
  });
  expect(zh(lowered)).toEqual(['参数「近三年累计带动就业人数」（三（三）2.3）规模特征）：第1类地区：3000 → 2800']);
  expect(diffPacks(IM, lowered)[0]?.sentenceEn).toBe(
    'parameter employment driven over the last three years in total (三（三）2.3）规模特征): regionClass=1: 3000 → 2800',
  );
});

test('rules, effects, clauses and targets that came, went or changed', () => {
  const other = changed((pack) => {
    pack.clauses = [...pack.clauses.slice(1), { key: 'extra', cite: '附则', text: '由厅负责解释', rows: [] }];
    pack.rules = pack.rules
      .filter(({ id }) => id !== 'im.deadline')
      .map((rule) => (rule.id === 'im.labour.name' ? { ...rule, purpose: 'record' } : rule));
    pack.targets = pack.targets.map((each) => ({ ...each, value: 2 }));
    pack.meta = { ...pack.meta, status: '废止' };
  });
  const told = zh(other);
  expect(told[0]).toMatch(/^文件信息「.*」：status：有效 → 废止$/);
  expect(told).toContain('新增条款「附则」');
  expect(told).toContain('删除条款「文头」');
  expect(told).toContain('删除规则「推荐材料报送截止」（四（二））');
  expect(told).toContain('规则「劳务品牌命名」（三（三）1.基本要求（命名））：purpose：name → record');
  expect(told.some((each) => /^目标「每个盟市至少培育一个“双品牌”」（一（一盟市一品牌））：value：1 → 2$/.test(each))).toBe(true);
});

test('an entry that is put in before others is one change, and not a change of all behind it', () => {
  const other = changed((pack) => {
    pack.parameters = pack.parameters.map((each) =>
      each.key === 'scale.three-years' ? { ...each, values: [{ when: { region: '150430' }, value: 900 }, ...each.values] } : each,
    );
  });
  expect(zh(other)).toEqual(['参数「近三年累计带动就业人数」（三（三）2.3）规模特征）：地区150430：无 → 900']);
});

test('values in another order are a change: the first that fits holds', () => {
  const turned = changed((pack) => {
    pack.parameters = pack.parameters.map((each) =>
      each.key === 'scale.three-years' ? { ...each, values: [...each.values].reverse() } : each,
    );
  });
  expect(zh(turned)).toHaveLength(1);
  expect(zh(turned)[0]).toMatch(/：values\.order：第1类地区、家政服务 > .* → 第3类地区 > /);
});

test('a condition deep in a rule is told by its place', () => {
  const other = changed((pack) => {
    pack.rules = pack.rules.map((rule) =>
      rule.id === 'im.labour.conditions'
        ? (JSON.parse(JSON.stringify(rule).replace('"comparison":"moreThan"', '"comparison":"atLeast"')) as typeof rule)
        : rule,
    );
  });
  expect(zh(other)).toEqual([
    '规则「劳务品牌培育条件」（三（三）1.基本要求）：condition.all[技能特征].any[labour.skill.majority].comparison：moreThan → atLeast',
  ]);
});

test('the order of keys is no change: a text from the log has another than a file', () => {
  const sorted = (part: unknown): unknown =>
    Array.isArray(part)
      ? part.map(sorted)
      : typeof part === 'object' && part !== null
        ? Object.fromEntries(
            Object.entries(part)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, each]) => [name, sorted(each)]),
          )
        : part;
  expect(diffPacks(openPack(sorted(packDocument('im-2024-118'))), IM)).toEqual([]);
});

test('nothing changed from a text to itself, and what came one way goes the other', () => {
  expect(diffPacks(IM, IM)).toEqual([]);
  const keys = IM.pack.parameters.map(({ key }) => key);
  fc.assert(
    fc.property(fc.subarray(keys), (kept) => {
      const part = changed((pack) => (pack.parameters = pack.parameters.filter(({ key }) => kept.includes(key))));
      const forth = diffPacks(IM, part);
      const back = diffPacks(part, IM);
      expect(forth.map(({ id, kind }) => [id, kind])).toEqual(keys.filter((key) => !kept.includes(key)).map((key) => [key, 'removed']));
      expect(new Set(back.map(({ id, kind }) => `${id} ${kind}`))).toEqual(new Set(forth.map(({ id }) => `${id} added`)));
    }),
    { numRuns: 20 },
  );
});
