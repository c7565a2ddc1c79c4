/** A thread that reads one file, so that the server goes on answering; a file that eats memory takes the thread with it, not the server. */
import type { ImportInstruction, Read } from '#contracts';
import type { FormDefinition } from '#domain';
import { parentPort, workerData } from 'node:worker_threads';
import { checkUpload, type CheckedUpload, type FormatChoice, type LocatedProblem } from './check-file';
import { fillFromFile, type Filled, type FillRequest } from './fill-cells';
import { readForm, type FilledForm } from './fill-form';
import { markCopy } from './mark-copy';

export type SheetTask = { readonly bytes: Uint8Array } & (
  | { readonly kind: 'check'; readonly choice: FormatChoice; readonly today: string; readonly scope: string }
  | { readonly kind: 'mark'; readonly problems: readonly LocatedProblem[] }
  | { readonly kind: 'fill'; readonly request: FillRequest }
  | { readonly kind: 'form'; readonly definition: FormDefinition }
);

export type FromThread =
  | { readonly say: 'progress'; readonly step: 'read' | 'check'; readonly rows: number; readonly of: number | null }
  | { readonly say: 'find'; readonly asked: readonly { readonly region: string; readonly name: string }[] }
  /** Instructions go in parts, so that taking them in never holds up the server for long. */
  | { readonly say: 'part'; readonly instructions: readonly NamedInstruction[] }
  | { readonly say: 'checked'; readonly answer: CheckAnswer }
  | { readonly say: 'marked'; readonly bytes: Uint8Array }
  | { readonly say: 'filled'; readonly answer: Read<Filled> }
  | { readonly say: 'form'; readonly answer: Read<FilledForm> };

/** An instruction, and the name of its brand as the file writes it. */
export interface NamedInstruction {
  readonly instruction: ImportInstruction;
  readonly name: string;
}
export type CheckAnswer = Extract<CheckedUpload, { ok: false }> | Omit<Extract<CheckedUpload, { ok: true }>, 'records' | 'instructions'>;

const PART = 1000;

const port = parentPort;
if (port === null) throw new Error('this file runs as a thread');
const tell = (message: FromThread, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, [...transfer]);

async function check(task: Extract<SheetTask, { kind: 'check' }>): Promise<void> {
  const checked = await checkUpload(task.bytes, task.choice, {
    today: task.today,
    scope: task.scope,
    findBrands: (asked) =>
      new Promise((resolve) => {
        port?.once('message', (ids: readonly (string | null)[]) => resolve(ids));
        tell({ say: 'find', asked });
      }),
    onProgress: (step, rows, of) => tell({ say: 'progress', step, rows, of }),
  });
  if (!checked.ok) return tell({ say: 'checked', answer: checked });
  const { records, instructions, ...answer } = checked;
  const names = new Map(records.map((record) => [Number(record['row']), record['name'] ?? '']));
  for (let first = 0; first < instructions.length; first += PART) {
    // The other side takes in all that has arrived without a pause: the next part goes when it asks for it.
    const asked = new Promise((resolve) => port?.once('message', resolve));
    tell({
      say: 'part',
      instructions: instructions.slice(first, first + PART).map((instruction) => ({ instruction, name: names.get(instruction.row) ?? '' })),
    });
    await asked;
  }
  tell({ say: 'checked', answer });
}

async function run(task: SheetTask): Promise<void> {
  switch (task.kind) {
    case 'check':
      return check(task);
    case 'mark':
      return tell({ say: 'marked', bytes: await markCopy(task.bytes, task.problems) });
    case 'fill':
      return tell({ say: 'filled', answer: await fillFromFile(task.bytes, task.request) });
    case 'form':
      return tell({ say: 'form', answer: await readForm(task.bytes, task.definition) });
  }
}

void run(workerData as SheetTask).finally(() => port.close());
