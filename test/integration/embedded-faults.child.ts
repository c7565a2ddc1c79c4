/** A process that works on an embedded log until it is killed: `node embedded-faults.child.js <folder> write|hold`. */
import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { openEmbeddedLog, type EmbeddedLog, type ExpectedRevision } from '#event-store';

// Straight into the pipe: what was said before the kill has been said.
const say = (...words: readonly unknown[]): void => void writeSync(1, `${words.join(' ')}\n`);

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
