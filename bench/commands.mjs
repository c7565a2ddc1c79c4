/**
 * A. Durable commands: `recordFigure` with an Idempotency-Key on brands of twenty events, 1, 64 and 256 in flight. Every
 * command is decided on the folded brand and is on the disk before it is answered. Every measurement has brands of its
 * own and gives each of them eight commands or so, whichever side it is, so that all fold brands of one size.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getInMemoryEventStore } from '@event-driven-io/emmett';
import { ACTOR, brandsOf, commandOf } from './brands.mjs';
import * as ours from './ours.mjs';
import { fill, handle } from './peers/decider.mjs';
import * as emmettPostgres from './peers/emmett-postgresql.mjs';
import * as emmettSqlite from './peers/emmett-sqlite.mjs';
import { openRawEngine } from './peers/raw-engine.mjs';
import { seeded } from './random.mjs';
import { alternate, perSecond } from './rounds.mjs';

const EVENTS_EACH = 20;
const COMMANDS_EACH = 8;
export const IN_FLIGHT = [1, 64, 256];

/** How many commands a side is given in one round: enough for a second or two of its work. */
const COUNTS = {
  ours: { 1: 2000, 64: 12_000, 256: 12_000 },
  raw: { 1: 4000, 64: 40_000, 256: 40_000 },
  emmettSqlite: { 1: 200, 64: 200, 256: 200 },
  emmettSqliteTuned: { 1: 400, 64: 400, 256: 400 },
  emmettPostgres: { 1: 400, 64: 1200, 256: 1200 },
  emmettPostgresTuned: { 1: 400, 64: 1200, 256: 1200 },
  emmettMemory: { 1: 4000, 64: 4000, 256: 4000 },
};

/** Commands in an order in which no brand has two of them in flight: a brand always falls to the same lane. */
function plan(seed, count, inFlight) {
  const random = seeded(seed + 1);
  const lanes = Math.max(1, Math.round(count / COMMANDS_EACH / inFlight));
  const brands = brandsOf(seed, lanes * inFlight, EVENTS_EACH);
  const commands = Array.from({ length: count }, (_, i) => ({
    brand: brands[i % brands.length],
    command: commandOf(random, Math.floor(i / brands.length)),
    key: random.uuid(),
  }));
  return { brands, commands };
}

export async function measureCommands({ folder, seed, rounds, scale, postgres, postgresTuned, say }) {
  await mkdir(folder, { recursive: true });
  const log = await ours.openLog(join(folder, 'ours'));
  const raw = openRawEngine(join(folder, 'raw.sqlite'));
  const memory = getInMemoryEventStore();
  const sqlite = emmettSqlite.documented(join(folder, 'emmett.sqlite'));
  const sqliteTuned = emmettSqlite.tuned(join(folder, 'emmett-tuned.sqlite'));
  const postgresStore = emmettPostgres.documented(postgres.url);
  const results = {};
  let rawStreams = 0;
  try {
    for (const inFlight of IN_FLIGHT) {
      say(`commands, ${inFlight} in flight`);
      const tunedStore = emmettPostgres.tuned(postgresTuned.url, Math.max(10, Math.min(inFlight, 64)));
      const planned = (side, round) => plan(seed + inFlight * 1000 + round * 17 + side.length, Math.max(inFlight, Math.round(COUNTS[side][inFlight] * scale)), inFlight);
      const emmett = (side, store) => async (round) => {
        const { brands, commands } = planned(side, round);
        await fill(store, brands);
        return perSecond(commands.length, inFlight, (i) => handle(store, commands[i].brand, commands[i].command, commands[i].key));
      };
      const sides = [
        {
          name: 'ours',
          measure: async (round) => {
            const { brands, commands } = planned('ours', round);
            await ours.fill(log, brands);
            const process = ours.services(log);
            for (const { brandId } of brands) await process.ledger.loadBrand(brandId);
            return perSecond(commands.length, inFlight, (i) => {
              const { brand, command, key } = commands[i];
              return process.brands.command(brand.brandId, command, { actor: ACTOR, idempotencyKey: key });
            });
          },
        },
        {
          name: 'oursLog',
          measure: (round) => {
            const { brands } = planned('ours', round + 500);
            const events = brands.flatMap(({ stream, events: lived }) => ours.encoded(lived).map((event, i) => ({ stream, event, i })));
            // The first events of all brands, then the second of all: a stream always falls to the same lane.
            events.sort((a, b) => a.i - b.i);
            const count = Math.min(events.length, Math.round(COUNTS.ours[inFlight] * scale));
            return perSecond(count, inFlight, (n) => {
              const { stream, event, i } = events[n];
              return log.append(stream, i === 0 ? 'noStream' : BigInt(i - 1), [event]);
            });
          },
        },
        {
          name: 'raw',
          measure: (round) => {
            const { events } = brandsOf(seed + 7 * (round + 2), 1, 40)[0];
            const { data, metadata } = events.find(({ type }) => type === 'FigureRecorded.v1');
            const texts = [JSON.stringify(data), JSON.stringify(metadata)];
            const count = Math.round(COUNTS.raw[inFlight] * scale);
            const random = seeded(seed + 7 * (round + 2));
            const streams = Math.ceil(count / COMMANDS_EACH);
            const batches = [];
            for (let i = 0; i < count; i += inFlight) {
              batches.push(
                Array.from({ length: inFlight }, (_, j) => [rawStreams + ((i + j) % streams), Math.floor((i + j) / streams), random.uuid(), ...texts]),
              );
            }
            rawStreams += streams;
            const begun = performance.now();
            for (const batch of batches) raw.append(batch);
            return ((batches.length * inFlight) / (performance.now() - begun)) * 1000;
          },
        },
        { name: 'emmettSqlite', measure: (round) => emmettSqlite.quietly(() => emmett('emmettSqlite', sqlite.store)(round)) },
        { name: 'emmettSqliteTuned', measure: (round) => emmettSqlite.quietly(() => emmett('emmettSqliteTuned', sqliteTuned.store)(round)) },
        { name: 'emmettPostgres', measure: emmett('emmettPostgres', postgresStore.store) },
        { name: 'emmettPostgresTuned', measure: emmett('emmettPostgresTuned', tunedStore.store) },
        { name: 'emmettMemory', measure: emmett('emmettMemory', memory) },
      ];
      results[inFlight] = await alternate(sides, { rounds, say });
      await tunedStore.close();
    }
    return { results, settings: { ours: log.engine.durability, postgres: await emmettPostgres.durabilityOf(postgres.url) } };
  } finally {
    await log.close();
    raw.close();
    sqliteTuned.close();
    await postgresStore.close();
  }
}
