/** The thread of a what-if: folds brands from a log of its own opening and asks both packs. It reads and never writes. */
import { brandFacts, brandSubject, evolveBrand, initialBrand, isWithin, type BrandState, type RecordedBrandEvent } from '#domain';
import { StreamNotFound, connectEventStoreDb, openSecondReader, type StreamReader } from '#event-store';
import { WhatIfTally, concerns, momentsOf, planWhatIf, whatIf, type OutcomeChange, type WhatIfTotals } from '#policy';
import { parentPort, workerData } from 'node:worker_threads';
import { businessDateOf } from './clock';
import { ledgerCodec } from './ledger-codec';
import { composeTexts, type PackTexts } from './what-if';

/** Where the events lie: the folder that this process holds, or an EventStoreDB. */
export type LogSource = { readonly folder: string } | { readonly url: string };

export interface WhatIfTask {
  readonly source: LogSource;
  readonly before: PackTexts;
  readonly after: PackTexts;
  readonly years: { readonly from: number; readonly to: number };
  readonly today: string;
  readonly region: string;
  readonly knownOn: string | null;
  readonly factsFrom: 'published' | 'locked' | undefined;
}

export interface Batch {
  readonly no: number;
  readonly streams: readonly string[];
  /** False: enough rows are kept already, and this batch only counts. */
  readonly rows: boolean;
}

export interface BatchDone {
  readonly no: number;
  readonly streams: number;
  readonly totals: WhatIfTotals;
  /** In the order of the streams. */
  readonly rows: readonly OutcomeChange[];
}

async function foldedAt(log: StreamReader, stream: string, knownOn: string | null): Promise<BrandState> {
  let state: BrandState = initialBrand;
  try {
    for await (const recorded of log.readStream(stream)) {
      const { type, data, metadata } = ledgerCodec.decode(recorded);
      if (knownOn !== null && businessDateOf(new Date(metadata.recordedAt)) > knownOn) break;
      state = evolveBrand(state, { type, data, metadata, revision: Number(recorded.revision), id: recorded.id } as RecordedBrandEvent);
    }
  } catch (error) {
    if (!(error instanceof StreamNotFound)) throw error;
  }
  return state;
}

function run(task: WhatIfTask, port: NonNullable<typeof parentPort>): void {
  const log = 'folder' in task.source ? openSecondReader(task.source.folder) : connectEventStoreDb({ url: task.source.url });
  const plan = planWhatIf(composeTexts(task.before), composeTexts(task.after));
  const answer = async ({ no, streams, rows: wanted }: Batch): Promise<BatchDone> => {
    const tally = new WhatIfTally();
    const rows: OutcomeChange[] = [];
    for (const stream of streams) {
      const state = await foldedAt(log, stream, task.knownOn);
      if (state.stage === 'none' || !isWithin(state.identity.region, task.region)) continue;
      const subject = brandSubject(state);
      if (!concerns(plan, subject)) continue;
      const facts = brandFacts(state);
      const found = whatIf(plan, subject, facts, momentsOf(plan, facts, task.years, task.today, task.factsFrom), wanted);
      tally.add(found);
      if (wanted) rows.push(...found.changes);
    }
    return { no, streams: streams.length, totals: tally.totals(), rows };
  };
  let turn = Promise.resolve();
  port.on('message', (batch: Batch) => {
    turn = turn.then(async () => port.postMessage(await answer(batch)));
    // A fault ends the thread, and with it the job, which says so.
    turn.catch((error: unknown) =>
      setImmediate(() => {
        throw error;
      }),
    );
  });
}

if (parentPort !== null) run(workerData as WhatIfTask, parentPort);
