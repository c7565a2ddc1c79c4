/** The shipped forms: every field answers a clause of the pack, every figure is one of the dictionary, and answers are held to both. */
import { METRICS, checkForm, fieldsOf, regionName, type FormAnswer, type FormDefinition } from '#domain';
import { LIVES, brandSpec } from '#testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { formNamed, knownAnswers, shippedForms } from './forms';

const pack = (id: string) =>
  parse(readFileSync(join(__dirname, `../../policy/packs/${id}.yaml`), 'utf8')) as { clauses: { key: string; cite: string }[] };

const form = (name: string): FormDefinition => {
  const definition = formNamed(name);
  if (definition === null) throw new Error(`no form ${name}`);
  return definition;
};
const valueOf = (field: ReturnType<typeof fieldsOf>[number]): FormAnswer['value'] => {
  if (field.kind === 'count') return 10;
  if (field.kind === 'flag') return true;
  if (field.kind === 'date') return '2020-01-01';
  return field.kind === 'choice' ? (Object.keys(field.options ?? {})[0] ?? '') : '文字';
};
const whole = (definition: FormDefinition): FormAnswer[] =>
  fieldsOf(definition).map((field) => ({ field: field.id, clause: field.clause, value: valueOf(field), evidence: [] }));
const changed = (definition: FormDefinition, field: string, value: FormAnswer['value']): FormAnswer[] =>
  whole(definition).map((answer) => (answer.field === field ? { ...answer, value } : answer));

it('both forms are there, derived and marked so', () => {
  expect(shippedForms().map(({ form: name, zh, annex, original }) => [name, zh, annex, original])).toEqual([
    ['im-labour-brand', '劳务品牌推荐表', '附件2', false],
    ['im-training-brand', '职业技能培训品牌推荐表', '附件1', false],
  ]);
});

describe.each(['im-labour-brand', 'im-training-brand'])('%s', (name) => {
  const definition = form(name);
  it('asks under 三（二）, 三（三）or 四（二）alone, in clauses that the pack has', () => {
    const cites = new Map(pack(definition.pack).clauses.map(({ key, cite }) => [key, cite]));
    for (const { id, clause } of fieldsOf(definition))
      expect([id, cites.get(clause)]).toEqual([id, expect.stringMatching(/^(三（[二三]）|四（二）)/)]);
  });
  it('has each field once, figures of the dictionary, and parts of fields that it has', () => {
    const fields = fieldsOf(definition);
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
    for (const { id, kind, figure, atMost, options } of fields) {
      if (figure !== undefined) {
        expect([id, kind]).toEqual([id, 'count']);
        expect(METRICS[figure.metric].units).toContain(figure.unit);
        expect(METRICS[figure.metric].natures).toContain(figure.nature);
      }
      if (atMost !== undefined) expect(fields.map((field) => field.id)).toContain(atMost);
      expect(options !== undefined).toBe(kind === 'choice');
    }
  });
  it('takes answers that fill it, and misses each field that is required', () => {
    expect(checkForm(definition, whole(definition))).toEqual([]);
    const required = fieldsOf(definition)
      .filter((field) => field.required)
      .map(({ id }) => id);
    expect(checkForm(definition, []).map(({ field }) => field)).toEqual(required);
  });
});

const labour = form('im-labour-brand');
it.each<[string, FormAnswer['value'], boolean]>([
  ['workers.trained', 10, true],
  ['workers.trained', 11, false],
  ['workers', 1_000_000_000, true],
  ['workers', 1_000_000_001, false],
  ['workers', -1, false],
  ['workers', '一千', false],
  ['age.since', '2023-02-29', false],
  ['age.since', '2024-02-29', true],
  ['age.origin', 'bought', false],
  ['age.origin', 'formed', true],
  ['integrity.clean', 'yes', false],
  ['brand.summary', '  ', false],
])('%s = %p fits: %p', (field, value, fits) => {
  const faults = checkForm(labour, changed(labour, field, value)).map((fault) => fault.field);
  expect(faults.includes(field)).toBe(!fits);
});

it('a field of another form, twice, or under another clause is a fault', () => {
  const answers = whole(labour);
  const [first] = answers;
  if (first === undefined) throw new Error('an empty form');
  expect(checkForm(labour, [...answers, { ...first, field: 'trained' }])).toMatchObject([{ field: 'trained', zh: '本表没有这一栏' }]);
  expect(checkForm(labour, [...answers, first])).toMatchObject([{ field: first.field, zh: '同一栏填了两次' }]);
  expect(checkForm(labour, [{ ...first, clause: 'si.yi' }, ...answers.slice(1)])).toMatchObject([{ field: first.field }]);
});

it('is opened with what the ledger knows', () => {
  const { state } = brandSpec.given(...LIVES.submitted);
  expect(knownAnswers(labour, state, (code) => regionName(code) ?? code).map(({ field, value }) => [field, value])).toEqual([
    ['brand.name', '敖汉架线工'],
    ['brand.region', '敖汉旗'],
    ['brand.category', '建筑'],
    ['brand.unit', '敖汉旗劳务公司'],
    ['age.since', '2019-05-01'],
  ]);
});
