/**
 * A second reading connection to an embedded log, for a thread of the process that holds the folder: a long evaluation reads
 * beside the ledger's own thread and holds nobody up. It takes no lock and cannot write.
 */
import { join, resolve } from 'node:path';
import { StreamNotFound, StreamTombstoned } from '../errors';
import type { EventLog, RecordedEvent } from '../port';
import { LogReader, STREAM_PAGE } from './reader';

export type StreamReader = Pick<EventLog, 'readStream' | 'close'>;

/** @param folder the folder of the log; the log must be open in this process */
export function openSecondReader(folder: string): StreamReader {
  const reader = new LogReader(join(resolve(folder), 'log.sqlite'), Date.now);
  return {
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, SQLite is not
    async *readStream(stream, { from = 0n } = {}): AsyncGenerator<RecordedEvent, void, undefined> {
      const view = reader.stream(stream);
      if (view?.tombstoned === true) throw new StreamTombstoned(stream);
      if (view === undefined || view.missing) throw new StreamNotFound(stream);
      for (let at = Math.max(view.first, Number(from)); at <= view.last; at += STREAM_PAGE)
        yield* reader.streamPage(view, at, Math.min(view.last, at + STREAM_PAGE - 1));
    },
    close: () => {
      reader.close();
      return Promise.resolve();
    },
  };
}
