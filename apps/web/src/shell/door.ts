/** How the page reaches the interface: with its CSRF token, and with a sign-in in place where the session has ended. */

let csrf: string | null = null;
let signIn: (() => Promise<void>) | null = null;
let asking: Promise<void> | null = null;

/** The token of the session; every request that changes something carries it. */
export function holdCsrf(token: string | null): void {
  csrf = token;
}

/** What asks for a sign-in while the page stays as it is; it resolves when somebody has signed in. */
export function onSignInNeeded(ask: (() => Promise<void>) | null): void {
  signIn = ask;
}

const withToken = (init: RequestInit): RequestInit => {
  if (csrf === null || init.method === undefined || init.method === 'GET') return init;
  const headers = new Headers(init.headers);
  headers.set('x-csrf-token', csrf);
  return { ...init, headers };
};

/**
 * `fetch`, but a request that meets an ended session waits until its user has signed in again, and is then sent once more:
 * nothing that was typed is lost, and a command keeps its Idempotency-Key.
 */
export async function reach(address: string, init: RequestInit = {}): Promise<Response> {
  const answer = await fetch(address, withToken(init));
  if (answer.status !== 401 || signIn === null) return answer;
  asking ??= signIn().finally(() => {
    asking = null;
  });
  await asking;
  return fetch(address, withToken(init));
}
