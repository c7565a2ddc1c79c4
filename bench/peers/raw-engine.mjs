/**
 * The limit: the engine beneath the ledger's log with nothing around it. The same table and index, the same bytes and
 * settings (WAL, FULL), one prepared insert, no revisions asked, nothing checked, in the calling thread.
 */
import { openForWriting } from '../../dist/libs/event-store/src/embedded/log-file.js';

export function openRawEngine(file) {
  const database = openForWriting(file, {});
  const insert = database.prepare(
    'INSERT INTO events (position, stream, revision, type, id, format, created, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  let position = 0;
  return {
    /** One durable transaction. @param rows `[stream, revision, id, data, metadata]` */
    append(rows) {
      database.exec('BEGIN IMMEDIATE');
      for (const [stream, revision, id, data, metadata] of rows) {
        position += 1000;
        insert.run(position, stream, revision, 1, id, 2, 1_700_000_000_000, data, metadata);
      }
      database.exec('COMMIT');
    },
    close: () => database.close(),
  };
}
