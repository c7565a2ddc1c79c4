/** RFC 8785: one text for one value, whatever the order its keys were written in. What is hashed is always this text. */

declare global {
  interface String {
    /** ES2024; every Node this runs on has it. */
    isWellFormed(): boolean;
  }
}

/** Whether a text has no lone surrogate, and so the same bytes in UTF-8 everywhere. */
export const isWellFormed = (text: string): boolean => text.isWellFormed();

/**
 * The canonical text of a JSON value: keys sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them.
 * @throws TypeError for what JSON does not know (undefined, functions, BigInt, NaN, lone surrogates, class instances,
 * cycles): nothing is left out or changed in silence
 */
export function canonicalJson(value: unknown): string {
  return write(value, []);
}

function write(value: unknown, ancestors: object[]): string {
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${value} has no canonical JSON text`);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no canonical JSON text`);
  if (ancestors.includes(value)) throw new TypeError('a cycle has no canonical JSON text');
  ancestors.push(value);
  const written = Array.isArray(value) ? list(value, ancestors) : members(value, ancestors);
  ancestors.pop();
  return written;
}

/** Finds what JSON escapes (quote, backslash, control characters) and every surrogate; without any a text is its own JSON text. */
const ESCAPED = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

// Every command with an Idempotency-Key is hashed, so the text is put together in place, without lists of its parts.
function text(value: string): string {
  if (!ESCAPED.test(value)) return `"${value}"`;
  if (!isWellFormed(value)) throw new TypeError('a lone surrogate has no canonical JSON text');
  return JSON.stringify(value);
}

function list(items: readonly unknown[], ancestors: object[]): string {
  let written = '[';
  // By index, so that holes are visited too, and then refused as undefined.
  for (let i = 0; i < items.length; i += 1) written += `${i === 0 ? '' : ','}${write(items[i], ancestors)}`;
  return `${written}]`;
}

function members(value: object, ancestors: object[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw new TypeError('a class instance has no canonical JSON text');
  const record = value as Readonly<Record<string, unknown>>;
  let written = '{';
  for (const key of Object.keys(record).sort()) written += `${written === '{' ? '' : ','}${text(key)}:${write(record[key], ancestors)}`;
  return `${written}}`;
}
