import { problems } from '#application';
import type { EventLog } from '#event-store';
import type { Steward } from '#steward';
import type { Models } from './models';

const SETTLE_MS = 120_000;

/** What runs in the background: the read models' subscription and the steward's. */
export class Worker {
  constructor(
    private readonly models: Models,
    private readonly steward: Steward,
    private readonly log: EventLog,
  ) {}

  async start(): Promise<void> {
    this.models.start();
    await this.steward.start();
  }

  /** Resolves when the steward has come to the end of the log, consequences included. */
  decided(): Promise<void> {
    return this.steward.settled({ timeoutMs: SETTLE_MS });
  }

  /**
   * Resolves when the steward and the read models have come to the end of the log, consequences included.
   * @throws StewardError, LedgerProblem LEDGER.NOT_CAUGHT_UP
   */
  async settled(): Promise<void> {
    await this.decided();
    for await (const { position } of this.log.readAll({ direction: 'backwards', limit: 1 }))
      if (!(await this.models.waitFor(position, SETTLE_MS))) throw problems.notCaughtUp();
  }

  async stop(): Promise<void> {
    await this.steward.stop();
    await this.models.stop();
  }
}
