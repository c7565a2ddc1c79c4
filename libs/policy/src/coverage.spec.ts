/** docs/coverage.md against the packs: a missing row and a stale file are refused. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Each case starts programs of its own, which takes its time on a busy machine.
jest.setTimeout(60_000);

const root = join(__dirname, '../../..');
const script = join(root, 'scripts/coverage.mjs');
const packs = join(root, 'libs/policy/packs');
const run = (...options: string[]): { status: number | null; told: string } => {
  const { status, stderr } = spawnSync(process.execPath, [script, ...options], { encoding: 'utf8' });
  return { status, told: stderr };
};

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'coverage-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the table in docs is the one that the packs give, and no row is empty', () => {
  expect(run('--check')).toEqual({ status: 0, told: '' });
  const lines = readFileSync(join(root, 'docs/coverage.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]{2}-\d\d /.test(line));
  expect(lines).toHaveLength(148);
  for (const line of lines)
    expect(line).toMatch(/^\| [A-Z]{2}-\d\d \| [a-z0-9-]+ \| \S.* \| (rule|target|parameter|relaxation|record) .+ \|$/);
});

test('a stale table is refused', () => {
  const out = join(folder, 'coverage.md');
  execFileSync(process.execPath, [script, '--out', out]);
  expect(run('--check', '--out', out).status).toBe(0);
  writeFileSync(out, readFileSync(out, 'utf8').replace('kl.school.trained', 'kl.school.other'));
  expect(run('--check', '--out', out)).toEqual({ status: 1, told: expect.stringContaining('is stale') as unknown });
});

test('a row that no pack carries, and a row that the reading does not have, are refused by name', () => {
  cpSync(packs, folder, { recursive: true });
  const kaili = join(folder, 'kaili-2024-9.yaml');
  writeFileSync(kaili, readFileSync(kaili, 'utf8').replace('rows: [KL-20], clause', 'rows: [KL-99], clause'));
  const { status, told } = run('--packs', folder, '--out', join(folder, 'coverage.md'));
  expect(status).toBe(1);
  expect(told).toContain('no pack carries KL-20');
  expect(told).toContain('the reading has no row KL-99');
});
