// Writes docs/coverage.md from the document packs: every row of the reading with what carries it.
//   node scripts/coverage.mjs            writes the table
//   node scripts/coverage.mjs --check    refuses a stale table
//   --packs <folder> --out <file>        other places (for the spec)
// A row that no document pack carries, or a row that the reading does not have, is refused in either mode.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = new URL('..', import.meta.url).pathname;
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1];
};
const folder = option('--packs', join(root, 'libs/policy/packs'));
const out = option('--out', join(root, 'docs/coverage.md'));

/** Rows that the reading has, by document. */
const READING = { IM: 37, SD: 27, SN: 26, KL: 43, SP: 15 };
const expected = Object.entries(READING).flatMap(([prefix, count]) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`),
);

const WHY = {
  definition: 'definition: it says what something is and decides nothing by itself',
  workflow: 'workflow: it says which office does what; no fact of a subject is asked and no condition stated',
  kept: 'workflow: the events say that it was done, by whom and when; the document states no condition, period or consequence',
  support: 'support: money and help are recorded and explained, nothing is paid',
  target: 'dated or unmeasured aim, kept as a record: no figure of ours measures it',
  judgement: 'qualitative: people judge it, and nothing hangs on it by itself',
  reference: 'reference: kept so that it is not lost, not usable as a rule',
};

const files = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => parse(readFileSync(join(folder, name), 'utf8')));
const packs = files.filter((pack) => pack.role === 'document');
const houses = files.filter((pack) => pack.role === 'house');

const rows = new Map();
const carrierOf = (row) => {
  if (!rows.has(row)) rows.set(row, { packs: new Set(), cites: new Set(), deciding: [], configured: [], records: [] });
  return rows.get(row);
};
for (const pack of packs) {
  const clauses = new Map(pack.clauses.map((clause) => [clause.key, clause]));
  const carry = (row, clause) => {
    const carrier = carrierOf(row);
    carrier.packs.add(pack.id);
    carrier.cites.add(clauses.get(clause)?.cite ?? clause);
    return carrier;
  };
  for (const rule of pack.rules) for (const row of rule.rows) carry(row, rule.clause).deciding.push(`rule \`${rule.id}\` ${rule.zh}`);
  for (const target of pack.targets)
    for (const row of target.rows)
      carry(row, target.clause).deciding.push(`target \`${target.id}\` ${target.zh}${target.aim ? '（力争）' : ''}`);
  for (const relaxation of pack.relaxations ?? [])
    for (const row of relaxation.rows)
      carry(row, relaxation.clause).deciding.push(`relaxation \`${relaxation.id}\` ${relaxation.zh}（幅度、期限、批准人由本地配置）`);
  // What follows: the effects that ask a rule or a target of the row.
  const rowsOf = new Map([...pack.rules, ...pack.targets].map(({ id, rows: own }) => [id, own]));
  for (const effect of pack.effects)
    for (const row of rowsOf.get(effect.rule ?? effect.target) ?? [])
      carry(row, effect.clause).deciding.push(
        `effect \`${effect.id}\` ${effect.on} → ${effect.then}${effect.sanction ? `（${effect.sanction}）` : ''}`,
      );
  for (const parameter of pack.parameters) {
    const own = clauses.get(parameter.clause);
    // A clause of several rows does not say which of them its parameter is about; the rules that ask it do.
    if (own?.rows.length === 1) carry(own.rows[0], parameter.clause).deciding.push(`parameter \`${parameter.key}\` ${parameter.zh}`);
  }
  // What a house pack configures under a clause is told apart: it is no policy of the document.
  for (const house of houses.filter(({ completes }) => completes === pack.id))
    for (const rule of house.rules)
      for (const row of clauses.get(rule.umbrella)?.rows ?? []) carry(row, rule.umbrella).configured.push(`rule \`${rule.id}\` ${rule.zh}`);
  for (const record of pack.records) for (const row of record.rows) carry(row, record.clause).records.push(record);
}

const missing = expected.filter((row) => {
  const carrier = rows.get(row);
  return carrier === undefined || carrier.deciding.length + carrier.records.length === 0;
});
const unknown = [...rows.keys()].filter((row) => !expected.includes(row));
if (missing.length > 0 || unknown.length > 0) {
  if (missing.length > 0) console.error(`缺少：${missing.join('、')} / no pack carries ${missing.join(', ')}`);
  if (unknown.length > 0) console.error(`多出：${unknown.join('、')} / the reading has no row ${unknown.join(', ')}`);
  process.exit(1);
}

const cell = (text) => text.replaceAll('|', '\\|');
const lines = expected.map((row) => {
  const { packs: from, cites, deciding, configured, records } = rows.get(row);
  const why = records.map(
    ({ kind, zh, events = [] }) =>
      `record (${kind}) ${zh}${events.length === 0 ? '' : ` — kept by ${events.map((event) => `\`${event}\``).join(', ')}`}${deciding.length === 0 ? ` — ${WHY[kind === 'workflow' && events.length > 0 ? 'kept' : kind]}` : ''}`,
  );
  const local = configured.length === 0 ? [] : [`configured（文件未规定，本地配置）: ${configured.join('；')}`];
  return `| ${row} | ${[...from].join(', ')} | ${cell([...cites].join('；'))} | ${cell([...deciding, ...why, ...local].join('<br>'))} |`;
});
const decided = expected.filter((row) => rows.get(row).deciding.length > 0).length;
const text = `# Coverage of the source rules / 条款覆盖表

Generated from the document packs by \`node scripts/coverage.mjs\`; a spec refuses a missing row and a stale file. Of ${expected.length} rows, ${decided}
are carried by a rule, a target, a relaxation or a parameter, with the effects that follow from it; the
other ${expected.length - decided} are records, each with the event that keeps it or the reason why it decides nothing. Rules that a house pack configures
under a clause are marked as configured（文件未规定）: they are no policy of these documents.

| Row | Pack | Clause 条款 | Carried by |
|---|---|---|---|
${lines.join('\n')}
`;
if (process.argv.includes('--check')) {
  if (!existsSync(out) || readFileSync(out, 'utf8') !== text) {
    console.error(`${out} 已过时，请运行 node scripts/coverage.mjs / is stale: run node scripts/coverage.mjs`);
    process.exit(1);
  }
} else {
  writeFileSync(out, text);
}
