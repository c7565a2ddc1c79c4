/** A provider of identities in a process of its own, and a browser in a few lines: cookies kept by host, redirects walked one by one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

export interface TestProvider {
  readonly issuer: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** A port that nobody has now: the provider must know the address of the ledger before the ledger runs. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

export function startProvider(env: Readonly<Record<string, string>>): Promise<TestProvider> {
  const child: ChildProcess = spawn(process.execPath, [join(__dirname, 'oidc-provider.mjs')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stdout?.on('data', (bytes: Buffer) => {
      const port = Number(/READY (\d+)/.exec(bytes.toString())?.[1] ?? 0);
      if (port > 0)
        resolve({
          issuer: `http://127.0.0.1:${port}`,
          port,
          stop: async () => {
            child.kill();
            await ended;
          },
        });
    });
    child.once('exit', (code) => reject(new Error(`the provider ended with ${code}: ${said}`)));
  });
}

export class TestBrowser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** One request, with the cookies of its host; redirects are not followed. */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const jar = this.jarOf(url);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string> | undefined) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = '', ...traits] = line.split(';');
      const at = pair.indexOf('=');
      const gone = traits.some((trait) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(trait)) || pair.slice(at + 1) === '';
      if (gone) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  jarOf(url: string): Map<string, string> {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    return jar;
  }

  /** Walks redirects until an answer that is none, or until a host is reached. @returns the answer, or the address at that host */
  async walk(url: string, until?: string): Promise<{ readonly url: string; readonly answer: Response | null }> {
    let at = url;
    for (let step = 0; step < 20; step += 1) {
      if (until !== undefined && at.startsWith(until)) return { url: at, answer: null };
      const answer = await this.request(at);
      const next = answer.headers.get('location');
      if (next === null) return { url: at, answer };
      at = new URL(next, at).href;
    }
    throw new Error(`it goes in circles at ${at}`);
  }

  /** Signs in at the provider as `sub` and agrees. @returns the address that the provider sends the browser back to */
  async signInAt(authorization: string, sub: string, back: string): Promise<string> {
    let { url, answer } = await this.walk(authorization, back);
    for (const form of [{ prompt: 'login', login: sub, password: 'any' }, { prompt: 'consent' }]) {
      if (answer === null) break;
      if (!answer.ok) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
      const posted = await this.request(url, {
        method: 'POST',
        body: new URLSearchParams(form as Record<string, string>),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      const next = posted.headers.get('location');
      if (next === null) throw new Error(`the provider answered ${posted.status}: ${await posted.text()}`);
      ({ url, answer } = await this.walk(new URL(next, url).href, back));
    }
    return url;
  }
}
