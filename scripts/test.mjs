// Runs everything that must hold: build (which checks types), lint, format, dependency rules, dead code, then every jest
// suite. The last line is `N passed, N failed`; a check counts as one test.
//
//   npm test                     everything
//   npm test -- --only=jest      only the suites; further arguments go to jest
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCode, buildPage } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);

const checks = [
  { name: 'types of the page', command: 'typescript/bin/tsc', args: ['--noEmit', '-p', 'apps/web/tsconfig.json'] },
  { name: 'lint', command: 'eslint/bin/eslint.js', args: ['--max-warnings', '0', '.'] },
  { name: 'format', command: 'prettier/bin/prettier.cjs', args: ['--check', '--log-level', 'warn', 'apps', 'libs', 'test', 'scripts'] },
  {
    name: 'dependency rules',
    command: 'dependency-cruiser/bin/dependency-cruise.mjs',
    args: ['libs', 'apps', 'test', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'dead code', command: 'knip/bin/knip.js', args: ['--no-progress'] },
];

let passed = 0;
let failed = 0;

function run(name, command, args) {
  const started = Date.now();
  const result = spawnSync(process.execPath, [join('node_modules', command), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  const ok = result.status === 0;
  console.log(`${ok ? 'PASS' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  return ok;
}

const [only, ...rest] = process.argv.slice(2);
const jestOnly = only === '--only=jest';

buildCode();
buildPage();
if (!jestOnly) {
  for (const { name, command, args } of checks) {
    if (run(name, command, args)) passed += 1;
    else failed += 1;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-report-'));
const report = join(folder, 'jest.json');
const jestOk = run('jest', 'jest/bin/jest.js', ['--json', `--outputFile=${report}`, ...(jestOnly ? rest : process.argv.slice(2))]);
try {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (result.numTotalTests === 0) failed += 1;
} catch (error) {
  console.error(`jest left no report: ${error.message}`);
  failed += 1;
}
if (!jestOk && failed === 0) failed += 1;
rmSync(folder, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
