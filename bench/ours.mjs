/** The ledger as it is embedded: log, codec, services and read models over a folder of their own. */
import { BrandService, Ledger, PolicyLibrary, ledgerCodec, systemClock } from '../dist/libs/application/src/index.js';
import { openEmbeddedLog } from '../dist/libs/event-store/src/index.js';
import { openReadModels, prepareReadModels, rebuildReadModels } from '../dist/libs/projections/src/index.js';
import { join } from 'node:path';

export const openLog = (folder) => openEmbeddedLog({ folder: join(folder, 'log') });

/** Events in the form the log takes: checked by the ledger's own codec. */
export const encoded = (events) => events.map((event) => ledgerCodec.encode(event));

/** A process that has folded nothing yet. */
export function services(log) {
  const ledger = new Ledger(log, systemClock);
  return { ledger, brands: new BrandService(ledger, new PolicyLibrary(ledger), () => Promise.resolve(0)) };
}

/** Writes brands of a benchmark, each in one append. */
export async function fill(log, brands) {
  await Promise.all(brands.map(({ stream, events }) => log.append(stream, 'noStream', encoded(events))));
}

/**
 * Rebuilds all read models in an empty database, as `brand-ledger rebuild` does beside a running one.
 * @returns how many events were folded, and how many rows each table holds
 */
export async function rebuild(log, folder) {
  const db = await openReadModels({ file: join(folder, 'read-models.sqlite') });
  try {
    const options = {
      db,
      log,
      clock: systemClock,
      owner: 'bench',
      decode: (recorded) => ledgerCodec.decode(recorded),
      signal: new AbortController().signal,
    };
    await prepareReadModels(options);
    const begun = performance.now();
    const { events } = await rebuildReadModels(options);
    return { events, seconds: (performance.now() - begun) / 1000 };
  } finally {
    await db.close();
  }
}
