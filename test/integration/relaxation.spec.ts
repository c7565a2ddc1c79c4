/** 放宽条件 over HTTP: granted with its panel, seen in the answer of the rule, withdrawn, and refused where it cannot be. */
import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';

const SOURCE = { reference: '示例：填报', note: null };
let app: TestApp;
let brand: string;
let granted: Record<string, unknown>;

const post = (command: string, body: unknown) => app.post(`/api/v1/brands/${brand}/${command}`, body);
async function scale(): Promise<Record<string, unknown>> {
  const { rows = [] } = (await app.get(`/api/v1/brands/${brand}/evaluations?asOf=${today}`)).body;
  const found = rows.find((row) => (row['explanation'] as { rule: string }).rule === 'im.labour.scale');
  if (found === undefined) throw new Error('the rule was not asked');
  return found;
}
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
const year = Number(today.slice(0, 4));
const dayOn = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  app = await startApp();
  const report = {
    ...{ name: '新城非遗剪纸师', kind: 'labour', category: '手工', brandType: null, region: '150102', regionAsStated: null },
    ...{ formedOn: null, cultivatedFrom: '2020-01-01', origin: 'operational', source: SOURCE },
  };
  brand = String((await app.post('/api/v1/brands', { report, nomination: null })).body['brandId']);
  for (const [index, value] of [900, 900, 840].entries())
    for (const directness of ['direct', 'indirect'])
      await post('record-figure', {
        figure: {
          ...{ metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness, bound: 'exact' },
          value: directness === 'direct' ? value : 0,
          window: { fromYear: year - 3 + index, toYear: year - 3 + index, asOf: null },
          estimate: directness === 'direct' ? null : { method: '抽样推算', basis: '示例：样本' },
          source: SOURCE,
        },
      });
  granted = {
    ...{ relaxationId: randomUUID(), pack: 'im-2024-118', rule: 'im.labour.scale', parameter: 'scale.three-years', easedTo: '2400' },
    ...{ ground: 'heritage', reason: '传统技艺，规模受工艺所限' },
    panel: { members: ['专家甲', '专家乙', '专家丙'], votesFor: 2, votesAgainst: 0, recused: ['专家丙'], minutes: '示例纪要3号' },
    ...{ scoreSheet: '示例评分表3号', approvedBy: '孙七', approverRole: '自治区人社部门', document: null },
    ...{ from: today, until: dayOn(300), dual: randomUUID() },
  };
}, 60_000);
afterAll(() => app.stop());

it('without a relaxation the brand falls short, on stated ground', async () => {
  const { explanation, sentenceZh } = await scale();
  expect(explanation).toMatchObject({ outcome: 'fail', restsOnConfigured: false });
  expect(sentenceZh).toContain('累计带动就业2640人（直接2640人、间接0人，估算），第一类地区须达3000人，差360人。');
});

it('one that was not carried by its panel is refused and changes nothing', async () => {
  const panel = { members: ['专家甲', '专家乙'], votesFor: 1, votesAgainst: 1, recused: [], minutes: null };
  const answer = await post('grant-relaxation', { ...granted, panel });
  expect([answer.status, answer.body['code']]).toEqual([422, 'BRAND.RELAXATION_NOT_CARRIED']);
  expect(answer.body['zh']).toBe('评审组赞成 1 票、反对 1 票，未通过。');
  expect((await scale())['explanation']).toMatchObject({ outcome: 'fail' });
});

it('one beyond the bound is on the books and eases nothing, and the answer says why', async () => {
  const answer = await post('grant-relaxation', { ...granted, relaxationId: randomUUID(), easedTo: '2000', until: dayOn(10) });
  expect(answer.status).toBe(200);
  const { explanation, sentenceZh } = await scale();
  expect(explanation).toMatchObject({ outcome: 'fail' });
  expect(sentenceZh).toContain('所登记的放宽（近三年累计带动就业人数）不适用：超出放宽幅度');
  const [first] = answer.body['events'] as { type: string }[];
  expect(first?.type).toBe('RelaxationGranted.v1');
  const { rows = [] } = (await app.get(`/api/v1/brands/${brand}/history`)).body;
  const { relaxationId } = rows.at(-1)?.['data'] as { relaxationId: string };
  expect((await post('withdraw-relaxation', { relaxationId, reason: '填报有误', document: null })).status).toBe(200);
});

it('one within the bound carries the brand, and the answer says that it holds only so', async () => {
  expect((await post('grant-relaxation', granted)).status).toBe(200);
  const { explanation, sentenceZh } = await scale();
  expect(explanation).toMatchObject({ outcome: 'pass', restsOnConfigured: true, root: { notes: ['passesOnlyByRelaxation'] } });
  expect(sentenceZh).toContain('（仅因放宽条件而符合）');
  expect(sentenceZh).toContain('经放宽按2400人执行（情形：非物质文化遗产的职业，理由：传统技艺，规模受工艺所限；自治区人社部门 孙七批准');
  const { rows = [] } = (await app.get(`/api/v1/brands/${brand}/history`)).body;
  expect(rows.at(-1)).toMatchObject({
    type: 'RelaxationGranted.v1',
    sentenceZh: expect.stringContaining('赞成 2 票、反对 0 票、回避 1 人') as unknown,
  });
});

it('withdrawn, it carries nothing from that day on', async () => {
  const answer = await post('withdraw-relaxation', { relaxationId: granted['relaxationId'], reason: '情形不复存在', document: null });
  expect(answer.status).toBe(200);
  expect((await scale())['explanation']).toMatchObject({ outcome: 'fail' });
  const again = await post('withdraw-relaxation', { relaxationId: granted['relaxationId'], reason: '再撤', document: null });
  expect([again.status, again.body['code']]).toEqual([422, 'BRAND.RELAXATION_ENDED']);
});
