import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A compiled program of the tests in a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  /** Lines of its standard output so far. */
  readonly lines: readonly string[];
  /** What it has written to standard error so far. */
  complaints(): string;
  /** The first line, past or future, that the pattern fits. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  signal(signal: NodeJS.Signals): void;
  /** How it ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const compiled = (file: string): string => join(__dirname.replace(/([/\\])dist[/\\]test([/\\])/, '$1test$2'), '../../../dist', file);

/** Starts a compiled program, named by its path below `dist/`, with nothing but this environment. */
export function runProgram(file: string, env: Readonly<Record<string, string>>, args: readonly string[] = []): Program {
  const child = spawn(process.execPath, [compiled(file), ...args], {
    // Programs of these specs work as the single user, unless one says otherwise.
    env: { PATH: process.env['PATH'], ACCOUNTS: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const complaints: string[] = [];
  const waiting = new Set<() => void>();
  const tell = (): void => {
    for (const look of [...waiting]) look();
  };
  let over = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    tell();
  });
  child.stderr.on('data', (text: Buffer) => complaints.push(text.toString('utf8')));
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      resolve(code ?? signal ?? -1);
      tell();
    });
  });
  return {
    process: child,
    lines,
    complaints: () => complaints.join(''),
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = lines.map((line) => pattern.exec(line)).find((match) => match !== null);
          if (!found && !over) return;
          waiting.delete(look);
          if (found) resolve(found);
          else reject(new Error(`${file} ended without a line like ${pattern.source}: ${complaints.join('')}`));
        };
        waiting.add(look);
        look();
      }),
    signal: (signal) => void child.kill(signal),
    ended,
  };
}

export const startProgram = (name: 'main.js' | 'rival.js', env: Readonly<Record<string, string>>): Program =>
  runProgram(`test/support/wire-node/${name}`, env);

/** A wire node in a process of its own, listening. */
export async function startNodeProgram(env: Readonly<Record<string, string>> = {}): Promise<Program & { readonly port: number }> {
  const program = startProgram('main.js', env);
  const [, port] = await program.line(/^LISTENING (\d+)$/);
  return { ...program, port: Number(port) };
}
