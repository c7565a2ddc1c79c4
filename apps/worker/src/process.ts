import { tellError } from '#application';

/** A second signal after this long does not wait for the first to be done. */
const PATIENCE_MS = 2000;

/**
 * Runs a program until it is told to stop (Ctrl-C, SIGTERM, a closed terminal) or cannot start. What was opened is closed
 * in the opposite order, at whatever point of the start the signal comes; a failure is told in both languages, without a
 * stack, and ends with exit code 1.
 * @param start receives `onStop`, to be called with the way back as soon as something is open
 */
export function runProcess(start: (onStop: (close: () => Promise<void>) => void) => Promise<void>): void {
  const closers: (() => Promise<void>)[] = [];
  let stoppedAt: number | null = null;

  const end = async (code: number): Promise<void> => {
    try {
      for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
      process.exit(code);
    } catch (error) {
      console.error(tellError(error));
      process.exit(1);
    }
  };
  const stop = (): void => {
    const now = performance.now();
    if (stoppedAt === null) void end(0);
    else if (now - stoppedAt > PATIENCE_MS) process.exit(1);
    stoppedAt ??= now;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

  start((close) => closers.push(close)).catch((error: unknown) => {
    // What is being closed fails for whoever still uses it.
    if (stoppedAt !== null) return;
    console.error(tellError(error));
    void end(1);
  });
}
