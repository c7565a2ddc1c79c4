/**
 * B. Rebuild of all read models from the log: brands, tier status, yearly totals, leaves, work and imports. The same fold
 * fills the same tables on both sides, which a digest of all rows proves on the peers' events; the peers get fewer
 * events, because what counts is their rate, and small tables favour them.
 */
import { DatabaseSync } from '@photostructure/sqlite';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ledgerInOrder } from './brands.mjs';
import * as ours from './ours.mjs';
import { digestsOf, EmmettReadModels } from './peers/emmett-projection.mjs';
import { alternate } from './rounds.mjs';

/** Events that the peers rebuild from: some seconds of their work. */
const PEER_EVENTS = { documented: 3000, tuned: 15_000 };
/** Texts that JSON.parse is given, as many as comfortably stay in memory. */
const PARSED_TEXTS = 100_000;

async function fillOurs(log, chapters, say) {
  let under = [];
  let count = 0;
  let tell = 200_000;
  const waiting = new Map();
  for (const { stream, first, events } of chapters) {
    const before = waiting.get(stream) ?? Promise.resolve();
    const appended = before.then(() => log.append(stream, first === 0 ? 'noStream' : BigInt(first - 1), ours.encoded(events)));
    waiting.set(stream, appended);
    under.push(appended);
    count += events.length;
    if (under.length >= 512) {
      await Promise.all(under);
      under = [];
      waiting.clear();
      if (count >= tell) {
        say(`  ${count.toLocaleString('en')} events written`);
        tell += 200_000;
      }
    }
  }
  await Promise.all(under);
  return count;
}

export async function measureRebuild({ folder, seed, rounds, events, say }) {
  await mkdir(folder, { recursive: true });
  const scale = Math.min(1, events / 100_000);
  const peers = {};
  for (const [name, tuned] of [
    ['documented', false],
    ['tuned', true],
  ]) {
    peers[name] = new EmmettReadModels(join(folder, `emmett-${name}.sqlite`), { tuned });
    await peers[name].fill(ledgerInOrder(seed, Math.max(500, Math.round(PEER_EVENTS[name] * scale))));
  }
  say(`rebuild: writing ${events.toLocaleString('en')} events`);
  const log = await ours.openLog(join(folder, 'ours'));
  try {
    const count = await fillOurs(log, ledgerInOrder(seed, events), say);
    const texts = [];
    for await (const { data, metadata } of log.readAll({ limit: PARSED_TEXTS })) texts.push(JSON.stringify(data), JSON.stringify(metadata));
    const results = await alternate(
      [
        {
          name: 'ours',
          measure: async (round) => {
            const into = join(folder, `ours-models-${round}`);
            await mkdir(into);
            const { events: folded, seconds } = await ours.rebuild(log, into);
            if (folded !== count) throw new Error(`${folded} of ${count} events were folded`);
            return folded / seconds;
          },
        },
        ...Object.entries(peers).map(([name, peer]) => ({
          name: `emmettSqlite-${name}`,
          measure: async (round) => peer.events / (await peer.rebuild(round)),
        })),
        {
          name: 'readAll',
          measure: async () => {
            const begun = performance.now();
            let read = 0;
            for await (const page of log.readPages()) read += page.length;
            return (read / (performance.now() - begun)) * 1000;
          },
        },
        {
          name: 'rawRead',
          measure: () => {
            const database = new DatabaseSync(join(folder, 'ours', 'log', 'log.sqlite'), { readOnly: true });
            try {
              const page = database.prepare('SELECT position, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT 1000', { returnArrays: true });
              const begun = performance.now();
              let read = 0;
              for (let rows = page.all(0); rows.length > 0; rows = page.all(rows.at(-1)[0])) read += rows.length;
              return (read / (performance.now() - begun)) * 1000;
            } finally {
              database.close();
            }
          },
        },
        {
          name: 'jsonParse',
          measure: () => {
            const begun = performance.now();
            for (const text of texts) JSON.parse(text);
            return (texts.length / 2 / (performance.now() - begun)) * 1000;
          },
        },
      ],
      { rounds, warmUp: false, say },
    );
    const same = await sameRows({ folder, seed, peers });
    return { results, events: count, peerEvents: { documented: peers.documented.events, tuned: peers.tuned.events }, same };
  } finally {
    await log.close();
    for (const peer of Object.values(peers)) peer.close();
  }
}

/** Folds the peers' events on our side too and compares all rows. @throws when one table differs */
async function sameRows({ folder, seed, peers }) {
  for (const [name, peer] of Object.entries(peers)) {
    const into = join(folder, `same-${name}`);
    await mkdir(into);
    const log = await ours.openLog(into);
    try {
      await fillOurs(log, ledgerInOrder(seed, peer.events), () => undefined);
      await ours.rebuild(log, into);
      const database = new DatabaseSync(join(into, 'read-models.sqlite'), { readOnly: true });
      const expected = await digestsOf((sql) => database.prepare(sql).all());
      database.close();
      const found = await peer.digests();
      for (const [table, digest] of Object.entries(expected)) {
        if (found[table] !== digest) throw new Error(`table ${table}: ours holds ${digest}, emmett (${name}) ${found[table]}`);
      }
    } finally {
      await log.close();
    }
  }
  return true;
}
