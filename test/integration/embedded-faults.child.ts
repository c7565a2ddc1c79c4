/** A process that works on an embedded log until it is killed: `node embedded-faults.child.js <folder> write|hold`. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openEmbeddedLog, type EmbeddedLog, type ExpectedRevision } from '#event-store';

const pause = new Int32Array(new SharedArrayBuffer(4));
/** Straight into the pipe: what was said before the kill has been said. A pipe that is full, because its reader is busy, is waited for. */
function say(...words: readonly unknown[]): void {
  for (let rest = Buffer.from(`${words.join(' ')}\n`); rest.length > 0;)
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
}

async function write(log: EmbeddedLog, stream: string): Promise<never> {
  let expected: ExpectedRevision = 'any';
  for (;;) {
    const batch = Array.from({ length: 1 + Math.floor(Math.random() * 3) }, () => ({
      id: randomUUID(),
      type: 'ToyMade.v1',
      data: { text: '劳务品牌'.repeat(20) },
      metadata: {},
    }));
    const { revision, position } = await log.append(stream, expected, batch);
    say('acknowledged', stream, revision, position, ...batch.map(({ id }) => id));
    expected = revision;
  }
}

async function follow(log: EmbeddedLog): Promise<void> {
  for await (const message of log.subscribe({ after: log.head }))
    if (message.kind === 'event') say('seen', message.event.position, message.event.id);
}

async function main(folder: string, task: string): Promise<void> {
  const began = performance.now();
  const log = await openEmbeddedLog({ folder });
  say('opened', Math.round(performance.now() - began));
  if (task === 'hold') return void setInterval(() => undefined, 1000);
  await Promise.all([follow(log), ...Array.from({ length: 16 }, (_, n) => write(log, `toy-${n}`))]);
}

const [, , folder = '', task = ''] = process.argv;
main(folder, task).catch((error: unknown) => {
  say('failed', error);
  process.exit(1);
});
