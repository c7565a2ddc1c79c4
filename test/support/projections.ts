import { sql } from 'kysely';
import type { EventMetadata } from '#domain';
import { positionToText, prepareReadModels, Projector, readModels, type DecodedEvent, type ReadModelDatabase } from '#projections';
import { testMetadata } from '#testing';
import { MemoryLog } from './memory-log';

/** An event to be projected: a stream, a type and data, and what of the metadata matters. */
export interface Told {
  readonly stream: string;
  readonly event: Omit<DecodedEvent, 'metadata'>;
  readonly metadata?: Partial<EventMetadata>;
}

type Delivered = Parameters<Projector['apply']>[1]['events'][number];

/** Gives events ids, revisions, positions and leaf indexes, as a log would. */
export function recorded(told: readonly Told[]): Delivered[] {
  const revisions = new Map<string, bigint>();
  return told.map(({ stream, event, metadata }, leaf) => {
    const revision = (revisions.get(stream) ?? -1n) + 1n;
    revisions.set(stream, revision);
    const decoded = { ...event, metadata: testMetadata(metadata) } as DecodedEvent;
    const id = `00000000-0000-4000-9000-${String(leaf).padStart(12, '0')}`;
    return {
      leaf,
      event: decoded,
      recorded: {
        id,
        type: event.type,
        data: {},
        metadata: {},
        stream,
        revision,
        position: 1000n + BigInt(leaf) * 100n,
        created: new Date(0),
      },
    };
  });
}

/** Tables of the read models in a database, ready to be projected into. */
export async function preparedForTest(db: ReadModelDatabase): Promise<void> {
  await prepareReadModels({
    db,
    log: new MemoryLog(() => new Date(0)),
    decode: () => {
      throw new Error('nothing is read');
    },
    owner: 'test',
    clock: { now: () => new Date(0) },
    signal: new AbortController().signal,
  });
}

export async function emptied(db: ReadModelDatabase): Promise<void> {
  await db.inTransaction(async (tx) => {
    for (const table of readModels.flatMap((model) => model.tables)) await sql`delete from ${sql.ref(table.name)}`.execute(tx);
    await sql`delete from subscription`.execute(tx);
  });
}

/** Folds events into empty tables, in one batch, and sets the checkpoint. */
export async function projected(db: ReadModelDatabase, told: readonly Told[], projector = new Projector(db)): Promise<void> {
  const events = recorded(told);
  const [first, ...rest] = events;
  if (first === undefined) return;
  await db.inTransaction((tx) => projector.apply(tx, { events: [first, ...rest] }));
  projector.committed();
  const position = positionToText(events.at(-1)?.recorded.position);
  await db.inTransaction((tx) =>
    sql`insert into subscription (name, epoch, lease_until, position, leaf, watermark, state, updated_at) values ('read-models', 1, 0, ${position}, ${events.length - 1}, '', 'live', '')`.execute(
      tx,
    ),
  );
}

/** Everything the tables hold, in order of key: to be compared whole. */
export async function contents(db: ReadModelDatabase): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const table of readModels.flatMap((model) => model.tables)) {
    found[table.name] = (await sql<object>`select * from ${sql.ref(table.name)} order by ${sql.ref(table.key)}`.execute(db.read)).rows;
  }
  return found;
}
