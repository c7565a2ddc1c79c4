import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What a hash costs. Stored with each hash, so that it can be raised: whoever signs in is then hashed anew. */
export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}
/** 32 MiB and about a fifth of a second: the OWASP recommendation for scrypt at this memory. */
export const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** Longer passwords are refused when set, and answered like wrong ones: nobody can make the server hash a book. */
export const MAX_PASSWORD = 128;
export const MIN_PASSWORD = 12;

/** Whoever types with an input method may send full-width letters: they are the same password. */
const normal = (password: string): string => password.normalize('NFKC');
const length = (password: string): number => [...password].length;

function derive(password: string, salt: Buffer, cost: PasswordCost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...cost, maxmem: 256 * cost.N * cost.r };
    scrypt(normal(password), salt, KEY_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

/** Hashes take memory: no more than so many at once, whatever comes in. */
const AT_ONCE = 2;
let running = 0;
const waiting: (() => void)[] = [];
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

/** `scrypt$N$r$p$salt$key`, the last two in base64url. */
export async function hashPassword(password: string, cost: PasswordCost = PASSWORD_COST): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await inTurn(() => derive(password, salt, cost));
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

export interface Verified {
  readonly ok: boolean;
  /** The hash is cheaper than what is asked for now. */
  readonly stale: boolean;
}

/**
 * Compares in constant time. Without a hash (nobody of that name) it takes as long and says no.
 * @throws Error for a stored hash that is none of ours
 */
export async function verifyPassword(password: string, stored: string | null, cost: PasswordCost = PASSWORD_COST): Promise<Verified> {
  if (stored === null || length(password) > MAX_PASSWORD) {
    await inTurn(() => derive('', Buffer.alloc(SALT_BYTES), cost));
    return { ok: false, stale: false };
  }
  const [kind, N, r, p, salt, key] = stored.split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined) throw new Error('a stored password is no scrypt hash');
  const used = { N: Number(N), r: Number(r), p: Number(p) };
  const expected = Buffer.from(key, 'base64url');
  const found = await inTurn(() => derive(password, Buffer.from(salt, 'base64url'), used));
  const ok = expected.length === found.length && timingSafeEqual(expected, found);
  return { ok, stale: ok && (used.N < cost.N || used.r < cost.r || used.p < cost.p) };
}

/** The commonest of those that are long enough, in lower case; shorter ones are refused by their length. */
const COMMON: ReadonlySet<string> = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 123123123123 111111111111 000000000000 888888888888 666666666666
  112233445566 147258369147 987654321098 password1234 password12345 password123456 passw0rd1234 p@ssw0rd1234 passwordpassword
  qwertyuiop12 qwertyuiop123 qwertyuiopasdf qwertyuiop[] 1qaz2wsx3edc 1qaz2wsx3edc4rfv 1q2w3e4r5t6y zaq12wsxcde3 asdfghjkl123 asdfghjklzxc
  abcd12345678 abcdefghijkl abc123456789 a12345678901 aa1234567890 admin1234567 admin123456789 administrator administrator1 administrator123
  admin@123456 admin@1234567 root12345678 woaini123456 woaini1314520 5201314520131 iloveyou1234 letmein12345 welcome12345 changeme1234
  brandledger12 renshejuhuhu renshe123456 laowupinpai123 zhongguo1234 beijing12345`.split(/\s+/),
);

export type PasswordFault = 'short' | 'long' | 'name' | 'common' | 'same';

/** What is wrong with a new password; null for nothing. Length beats signs of every sort, so no sort is asked for. */
export function faultOf(password: string, names: readonly string[]): PasswordFault | null {
  const text = normal(password);
  if (length(text) < MIN_PASSWORD) return 'short';
  if (length(text) > MAX_PASSWORD) return 'long';
  const low = text.toLowerCase();
  if (names.some((name) => [...name].length >= 2 && low.includes(normal(name).toLowerCase()))) return 'name';
  if (COMMON.has(low) || new Set(low).size < 5) return 'common';
  return null;
}

/** Letters and digits that nobody mistakes for each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Sixteen signs in four groups: 79 bits, and easy to read out. */
export function newPassword(): string {
  const signs: string[] = [];
  while (signs.length < 16) for (const byte of randomBytes(16)) if (byte < 248 && signs.length < 16) signs.push(ALPHABET[byte % 31] ?? '');
  return [0, 4, 8, 12].map((at) => signs.slice(at, at + 4).join('')).join('-');
}
