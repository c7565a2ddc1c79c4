/** Turns what was measured into text: figures per second with their spread, and the aims as ratios within the run. */
import { readFile, writeFile } from 'node:fs/promises';
import { IN_FLIGHT } from './commands.mjs';
import { RULES, marginalCosts } from './evaluate.mjs';
import { SIZES } from './load.mjs';
import { SECONDS } from './what-if.mjs';

const README = new URL('README.md', import.meta.url);
const BEGIN = '<!-- results: written by `node bench/run.mjs --write` -->';
const END = '<!-- end of results -->';

const whole = (value) => (value >= 100 ? Number(value.toPrecision(3)).toLocaleString('en') : value.toPrecision(2));
const cell = (side) => {
  if (side === undefined) return '';
  if (side.summary === null) return `fails: ${side.failure.split('\n')[0]}`;
  const { median, min, max } = side.summary;
  const late =
    side.failure !== null ? `; then failed: ${side.failure.split('\n')[0]}` : side.stumbles > 0 ? `; ${side.stumbles} failed and begun again` : '';
  return `**${whole(median)}** (${whole(min)}–${whole(max)})${late}`;
};
const table = (head, rows) =>
  [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');

const median = (side) => side?.summary?.median ?? null;

function aim(name, ours, theirs, atLeast) {
  if (ours === null || theirs === null) return [name, `≥ ${atLeast}×`, 'not measured', ''];
  const ratio = ours / theirs;
  const verdict = ratio >= atLeast ? 'reached' : `**missed** by ${Math.round((1 - ratio / atLeast) * 100)} %`;
  return [name, `≥ ${atLeast}×`, `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}×`, verdict];
}

/** zen-engine answers in its own threads: the better of one at a time and many in flight stands for it. */
const bestZen = (sides) => Math.max(median(sides.zenEngine) ?? 0, median(sides.zenEngineInFlight) ?? 0) || null;

function aims({ commands, rebuild, load, evaluate, whatIf }) {
  const rows = [];
  if (commands !== undefined) {
    const { results } = commands;
    rows.push(aim('durable commands, sequential, against emmett-sqlite', median(results[1].ours), median(results[1].emmettSqlite), 10));
    rows.push(aim('durable commands, 64 in flight, against emmett-postgresql', median(results[64].ours), median(results[64].emmettPostgres), 10));
    rows.push(aim('durable commands, 64 in flight, against appends of the raw engine', median(results[64].ours), median(results[64].raw), 0.5));
  }
  if (rebuild !== undefined) {
    rows.push(
      aim('rebuild of all read models, against emmett-sqlite', median(rebuild.results.ours), median(rebuild.results['emmettSqlite-documented']), 15),
    );
  }
  if (load !== undefined) {
    for (const size of SIZES) {
      rows.push(aim(`load and decide, ${size} events, warm, against emmett-sqlite`, median(load[size].oursWarm), median(load[size].emmettSqlite), 10));
      rows.push(aim(`load and decide, ${size} events, cold, against emmett-sqlite`, median(load[size].oursCold), median(load[size].emmettSqlite), 4));
    }
  }
  if (evaluate !== undefined) {
    for (const { kind, id } of RULES) {
      const sides = evaluate.results[kind];
      rows.push(aim(`evaluations of ${id}, against json-rules-engine`, median(sides.ours), median(sides.jsonRulesEngine), 10));
      rows.push(aim(`evaluations of ${id}, against zen-engine`, median(sides.ours), bestZen(sides), 3));
    }
  }
  if (whatIf !== undefined) {
    for (const { what, seconds } of Object.values(whatIf.results))
      rows.push([
        `what-if, ${whatIf.brands.toLocaleString('en')} brands × ${whatIf.years} years: ${what}`,
        `< ${SECONDS} s`,
        `${seconds.toFixed(1)} s`,
        whatIf.brands < 10_000 ? 'fewer brands than the aim asks' : seconds < SECONDS ? 'reached' : `**missed** by ${Math.round((seconds / SECONDS - 1) * 100)} %`,
      ]);
  }
  return table(['aim', 'wanted', 'measured', ''], rows);
}

function commandsTable({ results, settings }) {
  const sides = [
    ['**ours** (embedded log, warm brands)', 'ours'],
    ['emmett-sqlite, as documented', 'emmettSqlite'],
    ['emmett-sqlite, tuned (one open connection; in flight: answered *before* the commit)', 'emmettSqliteTuned'],
    ['emmett-postgresql, as documented', 'emmettPostgres'],
    ['emmett-postgresql, tuned (pool and server)', 'emmettPostgresTuned'],
    ['emmett in memory (**not durable**)', 'emmettMemory'],
    ['our log alone: the same events, decided before', 'oursLog'],
    ['raw engine: prepared inserts of the same bytes', 'raw'],
  ];
  return [
    table(['commands per second', ...IN_FLIGHT.map((n) => (n === 1 ? 'sequential' : `${n} in flight`))], sides.map(([title, name]) => [title, ...IN_FLIGHT.map((n) => cell(results[n][name]))])),
    `Durability: ours ${settings.ours.journal}, synchronous=${settings.ours.synchronous} (FULL); PostgreSQL ${settings.postgres}; emmett-sqlite WAL with SQLite's default, FULL.`,
  ].join('\n\n');
}

function rebuildTable({ results, events, peerEvents }) {
  const count = (value) => value.toLocaleString('en');
  return table(
    ['rebuild of all read models', 'events', 'events per second'],
    [
      ['**ours**', count(events), cell(results.ours)],
      ['emmett-sqlite, as documented', count(peerEvents.documented), cell(results['emmettSqlite-documented'])],
      ['emmett-sqlite, tuned', count(peerEvents.tuned), cell(results['emmettSqlite-tuned'])],
      ['limit: our log read and parsed, nothing else', count(events), cell(results.readAll)],
      ['limit: rows read by the raw engine, not parsed', count(events), cell(results.rawRead)],
      ['limit: JSON.parse of data and metadata', 'at most 100,000', cell(results.jsonParse)],
    ],
  );
}

function loadTable(results) {
  const sides = [
    ['**ours**, cold', 'oursCold'],
    ['**ours**, warm (as a command finds it)', 'oursWarm'],
    ['**ours**, warm, the log asked for anything newer', 'oursWarmAsked'],
    ['emmett-sqlite, as documented', 'emmettSqlite'],
    ['emmett-sqlite, tuned', 'emmettSqliteTuned'],
    ['emmett-postgresql, as documented', 'emmettPostgres'],
    ['emmett-postgresql, tuned', 'emmettPostgresTuned'],
    ['emmett in memory', 'emmettMemory'],
  ];
  return table(['load and decide, per second', ...SIZES.map((size) => `${size} events`)], sides.map(([title, name]) => [title, ...SIZES.map((size) => cell(results[size][name]))]));
}

function evaluateTable(measured) {
  const { results, alike, brands, years } = measured;
  const sides = [
    ['**ours**: four answers, clause, facts, margin', 'ours'],
    ['json-rules-engine: results of every condition', 'jsonRulesEngine'],
    ['zen-engine with trace, one at a time', 'zenEngine'],
    ['zen-engine with trace, 64 in flight', 'zenEngineInFlight'],
  ];
  const micros = (value) => (value === null ? '' : `${value >= 10 ? Math.round(value) : value.toFixed(1)} µs`);
  const names = { ours: '**ours**', jsonRulesEngine: 'json-rules-engine', zenEngine: 'zen-engine, 64 in flight' };
  return [
    `All three decided alike on ${(alike.pass + alike.fail).toLocaleString('en')} evaluations (${brands} brands, ${years} years, three rules): ${alike.pass.toLocaleString('en')} pass, ${alike.fail.toLocaleString('en')} fail.`,
    table(['evaluations with full explanation per second', ...RULES.map(({ what }) => what)], sides.map(([title, name]) => [title, ...RULES.map(({ kind }) => cell(results[kind][name]))])),
    table(
      ['what more costs, a brand', 'one more rule', 'one more year of three rules'],
      marginalCosts(measured).map(({ side, perRule, perYear }) => [names[side], micros(perRule), micros(perYear)]),
    ),
  ].join('\n\n');
}

function whatIfTable({ results, brands, years, eventsEach, threads }) {
  const count = (value) => value.toLocaleString('en');
  return [
    `${count(brands)} brands of ${eventsEach} events, ${years} evaluation years, ${threads} threads; reading and folding the log is part of it.`,
    table(
      ['what if', 'seconds', 'processor seconds', 'questions', 'not asked again', 'outcomes that change', 'the serving thread held up at most'],
      Object.values(results).map(({ what, seconds, cpuSeconds, totals, heldUpMs }) => [
        what,
        `**${seconds.toFixed(1)}**`,
        cpuSeconds.toFixed(1),
        count(totals.asked),
        count(totals.skipped),
        count(totals.changed),
        `${Math.round(heldUpMs)} ms`,
      ]),
    ),
  ].join('\n\n');
}

function stamp({ machine, options }) {
  const { date, cpu, cores, memoryGiB, system, node, commit, load, loadAfter, packages } = machine;
  return [
    `Measured ${date} on ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}; commit ${commit}; load ${load} before and ${loadAfter} after; seed ${options.seed}, ${options.rounds} rounds.`,
    Object.entries(packages)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  ].join('\n\n');
}

export function report(measured) {
  const { commands, rebuild, load, evaluate, whatIf } = measured;
  return [
    stamp(measured),
    'Figures are per second: **median** (least–greatest of the rounds).',
    `### Aims\n\n${aims(measured)}`,
    ...(commands === undefined ? [] : [`### A. Durable commands\n\n${commandsTable(commands)}`]),
    ...(rebuild === undefined ? [] : [`### B. Rebuild\n\n${rebuildTable(rebuild)}`]),
    ...(load === undefined ? [] : [`### C. Load and decide\n\n${loadTable(load)}`]),
    ...(evaluate === undefined ? [] : [`### D. Evaluations\n\n${evaluateTable(evaluate)}`]),
    ...(whatIf === undefined ? [] : [`### E. What if\n\n${whatIfTable(whatIf)}`]),
  ].join('\n\n');
}

/** Puts the results between the markers of README.md. @throws when the markers are not there */
export async function writeReport(text) {
  const before = await readFile(README, 'utf8');
  const begin = before.indexOf(BEGIN);
  const end = before.indexOf(END);
  if (begin < 0 || end < begin) throw new Error('bench/README.md has lost the markers of its results');
  await writeFile(README, `${before.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${before.slice(end)}`);
}
