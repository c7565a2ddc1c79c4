/** The life of a policy over HTTP and from the command line: check, draft, approve, compare, repeal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type Answered, type TestApp } from '../support/app';

const ROOT = join(__dirname, '../..');
const PACK = readFileSync(join(ROOT, 'libs/policy/packs/im-2024-118.yaml'), 'utf8');
const THRESHOLD = '{ when: { regionClass: 1 }, value: 3000 }';
const asVersion = (version: string, threshold = 2800): string =>
  PACK.replace("version: '1'", `version: '${version}'`).replace(THRESHOLD, THRESHOLD.replace('3000', String(threshold)));
const paper = { number: '敖人社发〔2026〕3号', issuedOn: '2026-03-01', signedBy: '王五' };

let app: TestApp;
let folder: string;
beforeAll(async () => {
  app = await startApp();
  folder = mkdtempSync(join(tmpdir(), 'policy-life-'));
}, 60_000);
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const codeOf = ({ status, body }: Answered): readonly unknown[] => [status, body['code']];
const draft = (version: string, over: object = {}): Promise<Answered> =>
  app.post('/api/v1/policies', { text: asVersion(version), draftedBy: '张三', reason: '门槛调整', effectiveFrom: '2099-01-01', ...over });
const act = (version: string, what: string, body: object): Promise<Answered> =>
  app.post(`/api/v1/policies/im-2024-118/versions/${version}/${what}`, body);

interface Life {
  readonly versions: readonly {
    readonly version: string;
    readonly phase: string;
    readonly dates: Record<string, unknown>;
    readonly approvedBy: unknown;
  }[];
  readonly history: readonly { readonly type: string; readonly zh: string; readonly en: string }[];
  readonly delegated: readonly { readonly key: string }[];
  readonly standards: readonly { readonly value: string; readonly regionName: string }[];
}
const life = async (pack = 'im-2024-118'): Promise<Life> => (await app.get<Life>(`/api/v1/policies/${pack}`)).body;

describe('over HTTP', () => {
  it('the shipped packs are in force, published with the first start and approved by nobody; what has expired says so', async () => {
    const { status, body } = await app.get('/api/v1/policies');
    expect(status).toBe(200);
    expect(body['drafts']).toEqual([]);
    const phases = new Map((body.rows ?? []).map((row) => [row['pack'], row['phase']]));
    expect(phases.get('im-2024-118')).toBe('inForce');
    expect(phases.get('skills-im-2022-2025')).toBe('expired');
    expect((body.rows ?? []).every((row) => row['approvedBy'] === null)).toBe(true);
    expect((await life('skills-im-2022-2025')).history.map(({ type }) => type)).toEqual(['PolicyPublished.v1', 'PolicyExpired.v1']);
  });

  it('a draft waits, is approved by a second person, and the three dates stand apart', async () => {
    const drafted = await draft('2');
    expect(drafted.status).toBe(201);
    expect(drafted.body).toMatchObject({ pack: 'im-2024-118', version: '2', repeated: false });
    expect(drafted.headers.get('location')).toBe('/api/v1/policies/im-2024-118');
    expect((await draft('2')).body).toMatchObject({ repeated: true });
    const waiting = (await app.get('/api/v1/policies')).body['drafts'] as readonly Record<string, unknown>[];
    expect(waiting).toMatchObject([{ pack: 'im-2024-118', version: '2', phase: 'draft', draftedBy: '张三' }]);

    expect(codeOf(await act('2', 'approve', { approvedBy: '张三' }))).toEqual([422, 'POLICY.SAME_PERSON']);
    expect(codeOf(await act('2', 'approve', { approvedBy: '李四', digest: 'a'.repeat(64) }))).toEqual([422, 'POLICY.OTHER_TEXT']);
    const approved = await act('2', 'approve', { approvedBy: '李四', digest: waiting[0]?.['digest'] });
    expect([approved.status, approved.headers.get('etag')]).toEqual([200, '"3"']);

    const found = await life();
    expect(found.versions.map(({ version, phase, approvedBy }) => [version, phase, approvedBy])).toEqual([
      ['1', 'inForce', null],
      ['2', 'approved', '李四'],
    ]);
    expect(found.versions[1]?.dates).toMatchObject({
      made: '2024-07-05',
      published: '2024-07-10',
      inForceFrom: '2024-07-05',
      effectiveFrom: '2099-01-01',
    });
    expect(found.versions[0]?.dates['until']).toBe('2098-12-31');
    expect(found.history.map(({ type }) => type)).toEqual([
      'PolicyPublished.v1',
      'PolicyDrafted.v1',
      'PolicyApproved.v1',
      'PolicySuperseded.v1',
    ]);
  });

  it('what changed is told with clause, old and new', async () => {
    const { body } = await app.get('/api/v1/policies/im-2024-118/diff?from=1&to=2');
    expect((body['changes'] as readonly { readonly sentenceZh: string }[]).map(({ sentenceZh }) => sentenceZh)).toEqual([
      '参数「近三年累计带动就业人数」（三（三）2.3）规模特征）：第1类地区：3000 → 2800',
    ]);
    const file = await app.post('/api/v1/policies/diff', {
      from: { pack: 'im-2024-118', version: '2' },
      to: { text: asVersion('3', 2500) },
    });
    expect(file.body['changes']).toHaveLength(1);
    expect(codeOf(await app.get('/api/v1/policies/im-2024-118/diff?from=1&to=9'))).toEqual([404, 'POLICY.NO_SUCH_VERSION']);
    expect(codeOf(await app.post('/api/v1/policies/diff', { from: { text: '[' }, to: { text: PACK } }))).toEqual([
      400,
      'POLICY.INVALID_PACK',
    ]);
  });

  it('a version is repealed; a draft is returned', async () => {
    expect((await act('2', 'repeal', { repealedOn: '2099-01-01', repealedBy: '李四', reason: '撤回' })).status).toBe(200);
    expect((await life()).versions.map(({ phase }) => phase)).toEqual(['inForce', 'approved']);
    expect((await life()).versions[0]?.dates['until']).toBeNull();
    expect((await draft('3')).status).toBe(201);
    expect((await act('3', 'return', { returnedBy: '李四', reason: '引文有误' })).status).toBe(200);
    expect((await life()).versions[2]?.phase).toBe('returned');
  });

  it('a file is checked without writing anything, with line and column', async () => {
    const before = (await life()).history.length;
    const { status, body } = await app.post('/api/v1/policies/check', {
      text: PACK.replace('clause: san.san.2.2,', 'clause: san.san.9.9,'),
    });
    expect([status, body['errors']]).toEqual([200, 1]);
    const line = PACK.split('\n').findIndex((each) => each.includes('key: age.months')) + 1;
    expect((body['findings'] as readonly Record<string, unknown>[])[0]).toMatchObject({
      code: 'PACK.UNKNOWN_CLAUSE',
      severity: 'error',
      line,
    });
    expect((await life()).history).toHaveLength(before);
  });

  it.each<[string, () => Promise<Answered>, number, string]>([
    ['no text', () => app.post('/api/v1/policies', { draftedBy: '张三', reason: '试' }), 400, 'INPUT.INVALID'],
    ['a field nobody knows', () => act('2', 'approve', { approvedBy: '李四', force: true }), 400, 'INPUT.INVALID'],
    ['text that is no pack', () => draft('4', { text: 'a: 1' }), 400, 'POLICY.INVALID_PACK'],
    ['a backdated draft', () => draft('4', { effectiveFrom: '2025-01-01' }), 422, 'POLICY.BACKDATED'],
    ['a version that is not there', () => act('9', 'approve', { approvedBy: '李四' }), 404, 'POLICY.NO_SUCH_VERSION'],
    ['a pack that is not there', () => app.get('/api/v1/policies/im-1999-1'), 404, 'POLICY.UNKNOWN'],
    ['a name that is none', () => app.get('/api/v1/policies/%E6%94%BF%E7%AD%96'), 400, 'INPUT.INVALID'],
  ])('%s is refused in both languages', async (_what, ask, status, code) => {
    const answer = await ask();
    expect(codeOf(answer)).toEqual([status, code]);
    expect(answer.body).toMatchObject({
      zh: expect.stringMatching(/[\u4e00-\u9fff]/) as unknown,
      todo: { en: expect.stringMatching(/[a-z]/) as unknown },
    });
  });

  it('a banner sets what the document hands down, and takes it back', async () => {
    const body = {
      pack: 'im-2024-118',
      parameter: 'training.county.trained',
      value: 100,
      effectiveFrom: '2099-04-01',
      document: paper,
      draftedBy: '张三',
      approvedBy: '王五',
    };
    const set = await app.post('/api/v1/regions/150430/local-standards', body);
    expect(set.status).toBe(201);
    expect((await life()).delegated.map(({ key }) => key)).toContain('training.county.trained');
    expect((await life()).standards).toMatchObject([{ value: '100', regionName: '敖汉旗' }]);
    expect(codeOf(await app.post('/api/v1/regions/150400/local-standards', body))).toEqual([422, 'STANDARD.OTHER_REGION']);
    expect(codeOf(await app.post('/api/v1/regions/150430/local-standards', { ...body, value: 0.5 }))).toEqual([400, 'INPUT.INVALID']);
    const end = { repealedOn: '2099-04-01', document: paper, draftedBy: '张三', approvedBy: '王五', reason: '撤回' };
    expect((await app.post(`/api/v1/regions/150430/local-standards/${String(set.body['standardId'])}/repeal`, end)).status).toBe(200);
    expect((await app.get('/api/v1/regions/150430/local-standards')).body.rows).toMatchObject([{ repealedOn: '2099-04-01' }]);
  });
});

describe('from the command line', () => {
  async function cli(...args: readonly string[]): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [join(ROOT, 'dist/apps/cli/src/main.js'), 'policy', ...args], {
      cwd: folder,
      env: { PATH: process.env['PATH'], LEDGER_URL: app.url },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  }
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  it('checks a file with the cases beside it, and its exit code says whether there are errors', async () => {
    mkdirSync(join(folder, 'cases'));
    writeFileSync(join(folder, 'cases/im-2024-118.yaml'), readFileSync(join(ROOT, 'libs/policy/packs/cases/im-2024-118.yaml')));
    const sound = await cli('check', file('same.yaml', PACK));
    expect(sound.said).not.toMatch(/CASE\.|NO_BOUNDARY/);
    expect([sound.code, /im-2024-118 第 1 版：没有错误/.test(sound.said)]).toEqual([0, true]);
    const moved = await cli('check', file('moved.yaml', asVersion('5')));
    expect([moved.code, /提醒 CASE\.OTHER_VALUE/.test(moved.said)]).toEqual([0, true]);
    const broken = await cli('check', file('broken.yaml', PACK.replace('unit: months', 'unit: moons')));
    expect(broken.code).toBe(1);
    expect(broken.said).toMatch(/^broken\.yaml:\d+:\d+ {2}错误 PACK\.UNKNOWN_UNIT/);
    expect((await cli('check', 'nothing.yaml')).said).toContain('没有文件');
  }, 60_000);

  it('drafts, approves, compares and repeals', async () => {
    const name = file('next.yaml', asVersion('5', 2700));
    expect((await cli('publish', name, '--as', '张三')).said).toContain('缺少必需的选项');
    const late = await cli('publish', name, '--as', '张三', '--reason', '门槛调整');
    expect([late.code, /追溯/.test(late.said)]).toEqual([1, true]);
    const drafted = await cli('publish', name, '--as', '张三', '--reason', '门槛调整', '--effective', '2099-06-01');
    expect([drafted.code, /已起草 im-2024-118 第 5 版/.test(drafted.said)]).toEqual([0, true]);
    expect((await cli('approve', 'im-2024-118', '5', '--as', '张三')).said).toContain('不能审定自己起草的版本');
    expect((await cli('approve', 'im-2024-118', '5', '--as', '李四')).code).toBe(0);
    expect((await cli('diff', 'im-2024-118@1', 'im-2024-118@5')).said).toContain('第1类地区：3000 → 2700');
    expect((await cli('diff', name, 'im-2024-118@5')).said).toContain('没有变化');
    expect((await cli('diff', 'neither', 'im-2024-118@5')).said).toContain('既不是文件');
    expect((await cli('list')).said).toMatch(/im-2024-118@5 {2}已审定待施行 {2}2099-06-01—.*审定：李四/);
    expect((await cli('repeal', 'im-2024-118', '5', '--as', '李四', '--on', '2099-06-01', '--reason', '撤回')).code).toBe(0);
  }, 60_000);
});
