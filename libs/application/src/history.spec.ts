import { regionPath, type BrandCommand } from '#domain';
import { publishShippedPacks } from './bootstrap';
import { evaluateDry } from './evaluation';
import { historyOf } from './history';
import { CLERK, World, problemOf, recordFigure, report, type Process } from './world.fixture';

let world: World;
let here: Process;
let brandId: string;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  await publishShippedPacks(here.ledger, here.policies);
  ({ brandId } = await here.brands.found(report('敖汉架线工'), null, { actor: CLERK }));
});
afterEach(() => world.close());

const history = async () => historyOf(here.ledger, brandId, new Map([[0, 17]]), await here.policies.codeNames());
const judgement = (criterion: string, role: string): BrandCommand => ({
  type: 'recordJudgement',
  data: { criterion, met: true, role, by: '李四', reason: '材料齐全', evidence: [] },
});

it('a history tells every event in both languages, with the leaf as far as it is known', async () => {
  await here.brands.command(brandId, recordFigure(2025, 3000), { actor: CLERK });
  expect((await history()).map(({ revision, leaf, type, titleZh, decision }) => ({ revision, leaf, type, titleZh, decision }))).toEqual([
    { revision: 0, leaf: 17, type: 'BrandReported.v1', titleZh: expect.stringMatching(/[\u4e00-\u9fff]/) as string, decision: null },
    { revision: 1, leaf: null, type: 'FigureRecorded.v1', titleZh: expect.stringMatching(/[\u4e00-\u9fff]/) as string, decision: null },
  ]);
  expect((await history())[1]?.sentenceZh).toContain('3,000 人');
});

it.each([
  ['labour.region', 'expert', /^评审专家李四评判“[^a-z.]+”符合：材料齐全。$/],
  ['没有编号的标准', '县人社局', /^县人社局李四评判“没有编号的标准”符合：材料齐全。$/],
])('a judgement on %s by %s is told in the words of the packs', async (criterion, role, sentence) => {
  await here.brands.command(brandId, judgement(criterion, role), { actor: CLERK });
  const entry = (await history()).at(-1);
  expect(entry?.sentenceZh).toMatch(sentence);
  // The event itself keeps the codes.
  expect(entry?.data).toMatchObject({ criterion, role });
});

it('every criterion and kind of evidence that a published pack asks for has its words', async () => {
  const names = await here.policies.codeNames();
  const codes = here.policies
    .all()
    .flatMap(({ open }) => [...JSON.stringify(open.pack.rules).matchAll(/"(?:criterion|kind)":"([^"]+)"/g)].map(([, code]) => code ?? ''));
  expect(codes.length).toBeGreaterThan(30);
  expect([...new Set(codes)].filter((code) => !names.has(code) && /^[a-z]/.test(code))).toEqual([]);
});

it('the history of a brand that is not there is a problem', async () => {
  expect(await problemOf(historyOf(here.ledger, '00000000-0000-4000-8000-000000000000', new Map(), new Map()))).toEqual({
    code: 'BRAND.NOT_FOUND',
    kind: 'notFound',
  });
});

it('a dry evaluation answers every rule that speaks of the brand, and writes nothing', async () => {
  for (const year of [2023, 2024, 2025]) await here.brands.command(brandId, recordFigure(year, 1000), { actor: CLERK });
  const before = (await world.events('brand-')).length;
  const { state } = await here.ledger.loadBrand(brandId);
  const pack = await here.policies.packsFor({ regions: regionPath('150430'), kind: 'labour' }, '2026-03-02');
  if (pack === null) throw new Error('no pack governs Aohan');
  const answers = evaluateDry(pack, state, { asOf: '2026-03-02' });
  expect(pack.document.open.pack.id).toBe('im-2024-118');
  expect(answers.length).toBeGreaterThan(1);
  expect(answers.map(({ outcome }) => outcome)).toContain('undecidable');
  const scale = JSON.stringify(answers);
  expect(scale).toContain('"actual":{"kind":"count","value":3000,"unit":"persons"}');
  expect(await world.events('brand-')).toHaveLength(before);
});
