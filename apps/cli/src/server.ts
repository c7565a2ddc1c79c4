import { spawn, type ChildProcess } from 'node:child_process';
import { addressOfHolder } from '#event-store';
import { join } from 'node:path';

/** A server to talk to, and how to let it go again. */
export interface Server {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Finds the server that holds the data folder, or starts one for as long as the command runs. The command line never
 * opens the log itself: one process holds it, and there is one way in.
 * @throws Error in both languages when no server can be reached or started
 */
export async function reachServer(env: NodeJS.ProcessEnv): Promise<Server> {
  if (env['LEDGER_URL'] !== undefined) return { url: env['LEDGER_URL'].replace(/\/$/, ''), close: () => Promise.resolve() };
  const folder = env['DATA_DIR'] ?? './data';
  const running = await runningServer(folder);
  if (running !== null) return { url: running, close: () => Promise.resolve() };
  return startServer(folder, env);
}

/** The process that holds the data folder has written down where it answers. */
async function runningServer(folder: string): Promise<string | null> {
  const address = addressOfHolder(join(folder, 'log'));
  if (address === null) return null;
  try {
    const answer = await fetch(`${address}/healthz`, { signal: AbortSignal.timeout(2000) });
    return answer.ok ? address : null;
  } catch {
    // It was killed and could not take its address back: the folder is free.
    return null;
  }
}

async function startServer(folder: string, env: NodeJS.ProcessEnv): Promise<Server> {
  const main = join(__dirname, '../../api/src/main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', main], {
    env: { ...env, DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Whoever ends this program ends the server that it started.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill('SIGTERM'));
  const url = await addressOf(child);
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** The server prints its address when it is ready. */
function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      const match = /READY (http:\/\/\S+)/.exec(text);
      if (match?.[1] !== undefined) resolve(match[1]);
    });
    child.once('exit', (code) =>
      reject(new Error(`台账服务没有启动成功（退出码 ${code}），原因见上 / the server did not start (exit code ${code}), see above`)),
    );
  });
}
