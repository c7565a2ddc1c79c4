import type { Proof } from '#access';
import type { LedgerConfig } from '#application';
import { parseCookie, stringifySetCookie, type SetCookie } from 'cookie';

type CookieOptions = Omit<SetCookie, 'name' | 'value'>;

/** The parts of Fastify to which cookies are added. */
interface Host {
  decorateRequest(name: string, value: null): unknown;
  decorateReply(name: string, value: unknown): unknown;
  addHook(name: 'onRequest', hook: (request: { readonly headers: { readonly cookie?: string | undefined } }) => Promise<void>): unknown;
}

export interface CookieReply {
  header(name: string, value: string): unknown;
  setCookie(name: string, value: string, options: CookieOptions): unknown;
  clearCookie(name: string, options: CookieOptions): unknown;
}

/** `request.cookies`, `reply.setCookie` and `reply.clearCookie`, as @fastify/cookie has them, which jest cannot load. */
export function addCookies(fastify: Host): void {
  fastify.decorateRequest('cookies', null);
  fastify.addHook('onRequest', (request) => {
    Object.assign(request, { cookies: request.headers.cookie === undefined ? {} : parseCookie(request.headers.cookie) });
    return Promise.resolve();
  });
  // Fastify adds one header of this name to another.
  const set = function (this: CookieReply, name: string, value: string, options: CookieOptions): void {
    this.header('set-cookie', stringifySetCookie({ name, value, ...options }));
  };
  fastify.decorateReply('setCookie', set);
  fastify.decorateReply('clearCookie', function (this: CookieReply, name: string, options: CookieOptions): void {
    set.call(this, name, '', { ...options, maxAge: 0 });
  });
}

/** Over TLS the browser itself sees to it that no other host or path can have set the cookie (`__Host-`). */
export const isSecure = ({ accounts }: LedgerConfig): boolean => accounts.publicUrl?.startsWith('https://') === true;
export const sessionCookieName = (config: LedgerConfig): string => (isSecure(config) ? '__Host-ledger' : 'ledger_session');

const options = (config: LedgerConfig): CookieOptions => ({ path: '/', httpOnly: true, sameSite: 'strict', secure: isSecure(config) });

/** The session's secret, for as long as the browser is open; the server ends it sooner. */
export const sendSessionCookie = (reply: CookieReply, config: LedgerConfig, secret: string): unknown =>
  reply.setCookie(sessionCookieName(config), secret, options(config));
export const clearSessionCookie = (reply: CookieReply, config: LedgerConfig): unknown =>
  reply.clearCookie(sessionCookieName(config), options(config));

/** The secret that a browser brings along; null for none. */
export const sessionSecret = (
  request: { readonly cookies?: Readonly<Record<string, string | undefined>> },
  config: LedgerConfig,
): string | null => request.cookies?.[sessionCookieName(config)] ?? null;

export const NO_PROOF: Proof = { bearer: null, cookie: null };

/** What a request brings along to prove who asks; null where it says that it brings a token, and brings none. */
export function proofOf(
  request: {
    readonly headers: { readonly authorization?: string | undefined };
    readonly cookies?: Readonly<Record<string, string | undefined>>;
  },
  config: LedgerConfig,
): Proof | null {
  const { authorization } = request.headers;
  const bearer = /^Bearer +(\S{1,200})$/i.exec(authorization ?? '')?.[1] ?? null;
  if (authorization !== undefined && bearer === null) return null;
  return { bearer, cookie: sessionSecret(request, config) };
}
