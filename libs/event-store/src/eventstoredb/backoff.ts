/** Waits between attempts, doubling, for a bounded or an unbounded time. */
export class Backoff {
  private delay: number;
  private since: number | undefined;

  /**
   * @param patienceMs how long, from the first failure since the last success, waiting makes sense.
   */
  constructor(
    private readonly patienceMs: number,
    private readonly firstDelayMs = 50,
    private readonly maxDelayMs = 2000,
  ) {
    this.delay = firstDelayMs;
  }

  /** Something went well: the next failure is a first one. */
  reset(): void {
    this.delay = this.firstDelayMs;
    this.since = undefined;
  }

  /** False, at once, when patience is at its end or the signal has come; else true after the next delay. */
  async wait(signal: AbortSignal): Promise<boolean> {
    const now = performance.now();
    this.since ??= now;
    if (signal.aborted || now + this.delay - this.since > this.patienceMs) return false;
    await pause(this.delay, signal);
    this.delay = Math.min(this.delay * 2, this.maxDelayMs);
    return !signal.aborted;
  }
}

/** Sleeps, or less when the signal comes. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
