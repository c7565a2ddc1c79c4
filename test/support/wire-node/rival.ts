/**
 * A second writer in a process of its own: appends `COUNT` events to `STREAM` at the node `URL`, each at the revision it has
 * last read, and reads again when somebody was faster. Prints `WROTE <revision>` for each and `CONFLICTS <n>` at the end.
 */
import { randomUUID } from 'node:crypto';
import { connectEventStoreDb, StreamNotFound, WrongExpectedRevision, type EventLog, type ExpectedRevision } from '#event-store';

async function standing(log: EventLog, stream: string): Promise<ExpectedRevision> {
  try {
    for await (const { revision } of log.readStream(stream, { direction: 'backwards', limit: 1 })) return revision;
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return 'noStream';
}

async function main(): Promise<void> {
  const { URL: url = '', STREAM: stream = '', COUNT: count = '0', NAME: name = '' } = process.env;
  const log = connectEventStoreDb({ url });
  let conflicts = 0;
  let expected = await standing(log, stream);
  for (let n = 0; n < Number(count);) {
    try {
      const event = { id: randomUUID(), type: 'ToyMade.v1', data: { by: name, n }, metadata: {} };
      const { revision } = await log.append(stream, expected, [event]);
      process.stdout.write(`WROTE ${revision}\n`);
      expected = revision;
      n += 1;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      conflicts += 1;
      expected = error.actual;
    }
  }
  process.stdout.write(`CONFLICTS ${conflicts}\n`);
  await log.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
