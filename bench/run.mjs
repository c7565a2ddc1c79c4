#!/usr/bin/env node
/**
 * Measures the ledger beside its peers in one run and prints the results; with --write it puts them into README.md.
 *
 *   npm --prefix bench ci && node bench/run.mjs [--only commands,rebuild,load,evaluate,what-if] [--quick] [--write]
 *
 * --rounds N (3), --events N of the rebuild (1,000,000), --brands N of the what-if (10,000), --scale X of the commands (1), --seed N.
 */
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url);
if (!existsSync(new URL('dist/libs/application/src/index.js', root))) {
  console.error('The ledger is not built: run `npm run build` first.');
  process.exit(1);
}
if (!existsSync(new URL('bench/node_modules', root))) {
  console.error('The peers are not installed: run `npm --prefix bench ci` first.');
  process.exit(1);
}

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string', default: 'commands,rebuild,load,evaluate,what-if' },
    brands: { type: 'string' },
    rounds: { type: 'string' },
    events: { type: 'string' },
    scale: { type: 'string' },
    seed: { type: 'string', default: '20261122' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const only = flags.only.split(',');
const options = {
  seed: Number(flags.seed),
  rounds: Number(flags.rounds ?? (flags.quick ? 2 : 3)),
  events: Number(flags.events ?? (flags.quick ? 50_000 : 1_000_000)),
  brands: Number(flags.brands ?? (flags.quick ? 1000 : 10_000)),
  scale: Number(flags.scale ?? (flags.quick ? 0.25 : 1)),
};

const { machine, load } = await import('./machine.mjs');
const { measureCommands } = await import('./commands.mjs');
const { measureEvaluate } = await import('./evaluate.mjs');
const { measureLoad } = await import('./load.mjs');
const { measureRebuild } = await import('./rebuild.mjs');
const { measureWhatIf } = await import('./what-if.mjs');
const { startPostgres } = await import('./peers/emmett-postgresql.mjs');
const { report, writeReport } = await import('./report.mjs');

const say = (line) => console.error(line);
const on = machine();
say(`seed ${options.seed}, ${on.cpu}, ${on.cores} cores, Node ${on.node}, load ${on.load}`);

// The system's temporary folder may be memory, where nothing is ever synced: BENCH_DIR names another.
const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'brand-ledger-bench-'));
// As root PostgreSQL runs under a user of its own, who must find its folder.
await chmod(folder, 0o755);
const measured = { machine: on, options };
const servers = [];
const cleanUp = async () => {
  for (const server of servers.splice(0)) await server.stop();
  await rm(folder, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => cleanUp().finally(() => process.exit(130)));
// emmett's own pool leaves idle connections open after it is closed; that the stopping server ends them is no news.
process.on('uncaughtException', (error) => {
  if (error.code === '57P01' || error.code === 'ECONNRESET') return;
  console.error(error);
  process.exit(1);
});
try {
  if (only.includes('commands') || only.includes('load')) {
    for (const tuned of [false, true]) servers.push(await startPostgres(join(folder, tuned ? 'postgres-tuned' : 'postgres'), { tuned }));
  }
  const [postgres, postgresTuned] = servers;
  if (only.includes('commands')) measured.commands = await measureCommands({ ...options, folder: join(folder, 'commands'), postgres, postgresTuned, say });
  if (only.includes('load')) measured.load = await measureLoad({ ...options, folder: join(folder, 'load'), postgres, postgresTuned, say });
  for (const server of servers.splice(0)) await server.stop();
  // What counts in a rebuild is one run over many events, so it is not warmed up.
  if (only.includes('rebuild')) measured.rebuild = await measureRebuild({ ...options, folder: join(folder, 'rebuild'), say });
  if (only.includes('evaluate')) measured.evaluate = await measureEvaluate({ ...options, say });
  if (only.includes('what-if')) measured.whatIf = await measureWhatIf({ ...options, folder: join(folder, 'what-if'), say });
  measured.machine = { ...on, loadAfter: load() };
  const text = report(measured);
  console.log(text);
  if (flags.write) await writeReport(text);
} finally {
  await cleanUp();
}
process.exit(0);
