/**
 * C. Load and decide: a brand of 20 or 200 events is read, folded and a command decided on it; nothing is appended. Cold:
 * a process that has folded nothing (the pages of the file may be in the system's memory, on every side). Warm: the
 * folded brand is at hand, as it is for a command, where the append itself proves it; emmett keeps nothing.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getInMemoryEventStore } from '@event-driven-io/emmett';
import { brandsOf, commandOf } from './brands.mjs';
import * as ours from './ours.mjs';
import { decide, fill, loadAndDecide } from './peers/decider.mjs';
import * as emmettPostgres from './peers/emmett-postgresql.mjs';
import * as emmettSqlite from './peers/emmett-sqlite.mjs';
import { seeded } from './random.mjs';
import { alternate, perSecond } from './rounds.mjs';

export const SIZES = [20, 200];
const BRANDS = { 20: 400, 200: 100 };
/** Loads of one side in one round. */
const COUNTS = {
  20: { cold: 4000, warm: 40_000, validated: 10_000, sqlite: 400, postgres: 800, memory: 10_000 },
  200: { cold: 600, warm: 20_000, validated: 10_000, sqlite: 150, postgres: 200, memory: 1500 },
};

export async function measureLoad({ folder, seed, rounds, scale, postgres, postgresTuned, say }) {
  await mkdir(folder, { recursive: true });
  const results = {};
  for (const size of SIZES) {
    say(`load and decide, brands of ${size} events`);
    const brands = brandsOf(seed + size, BRANDS[size], size);
    const random = seeded(seed);
    const works = brands.map((brand, i) => ({ brand, command: commandOf(random, i), key: random.uuid() }));
    const counts = COUNTS[size];
    const run = (count, work) => perSecond(Math.max(20, Math.round(count * scale)), 1, (i) => work(works[i % works.length]));

    const log = await ours.openLog(join(folder, `ours-${size}`));
    await ours.fill(log, brands);
    const warm = ours.services(log);
    for (const { brandId } of brands) await warm.ledger.loadBrand(brandId);
    const stores = {
      sqlite: emmettSqlite.documented(join(folder, `emmett-${size}.sqlite`)),
      sqliteTuned: emmettSqlite.tuned(join(folder, `emmett-tuned-${size}.sqlite`)),
      postgres: emmettPostgres.documented(postgres.url),
      postgresTuned: emmettPostgres.tuned(postgresTuned.url, 10),
      memory: { store: getInMemoryEventStore(), close: () => undefined },
    };
    for (const { store } of Object.values(stores)) await fill(store, brands);
    const emmett = (name, count) => ({
      measure: () => run(count, ({ brand, command, key }) => loadAndDecide(stores[name].store, brand, command, key)),
    });
    try {
      results[size] = await alternate(
        [
          {
            name: 'oursCold',
            measure: () =>
              run(counts.cold, async ({ brand, command, key }) => {
                const { state } = await ours.services(log).ledger.loadBrand(brand.brandId);
                return decide(brand.brandId, command, key, state);
              }),
          },
          {
            name: 'oursWarm',
            measure: () =>
              run(counts.warm, async ({ brand, command, key }) => {
                const { state } = await warm.ledger.loadBrandWarm(brand.brandId);
                return decide(brand.brandId, command, key, state);
              }),
          },
          {
            name: 'oursWarmAsked',
            measure: () =>
              run(counts.validated, async ({ brand, command, key }) => {
                const { state } = await warm.ledger.loadBrand(brand.brandId);
                return decide(brand.brandId, command, key, state);
              }),
          },
          { name: 'emmettSqlite', ...emmett('sqlite', counts.sqlite) },
          { name: 'emmettSqliteTuned', ...emmett('sqliteTuned', counts.sqlite * 2) },
          { name: 'emmettPostgres', ...emmett('postgres', counts.postgres) },
          { name: 'emmettPostgresTuned', ...emmett('postgresTuned', counts.postgres) },
          { name: 'emmettMemory', ...emmett('memory', counts.memory) },
        ],
        { rounds, say },
      );
    } finally {
      await log.close();
      for (const { close } of Object.values(stores)) await close();
    }
  }
  return results;
}
