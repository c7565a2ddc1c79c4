import { problems, type CommandOptions } from '#application';
import type { Actor } from '#domain';
import { correlationOf } from './actor';

/** The part of Fastify's reply that controllers use. */
export interface Reply {
  header(name: string, value: string): unknown;
}

/** A stream's revision as an entity tag. */
export const etagOf = (revision: bigint | number): string => `"${revision}"`;

/** @throws LedgerProblem INPUT.INVALID for an If-Match that is no revision, or a key that is too long */
export function readOptions(actor: Actor, headers: Record<string, string | undefined>): CommandOptions {
  const ifMatch = headers['if-match'];
  const key = headers['idempotency-key'];
  if (key !== undefined && (key.length === 0 || key.length > 200)) {
    throw problems.invalid([
      { field: 'Idempotency-Key', zh: '幂等键应为 1 至 200 个字符', en: 'the Idempotency-Key has 1 to 200 characters' },
    ]);
  }
  const correlationId = correlationOf(actor);
  return {
    actor,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(ifMatch === undefined || ifMatch === '*' ? {} : { ifMatch: revisionOf(ifMatch) }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
}

function revisionOf(header: string): bigint {
  const match = /^(?:W\/)?"(\d{1,18})"$/.exec(header.trim());
  if (match?.[1] === undefined)
    throw problems.invalid([
      { field: 'If-Match', zh: 'If-Match 应为上次读取时的 ETag，例如 "12"', en: 'If-Match is the ETag of the last read, such as "12"' },
    ]);
  return BigInt(match[1]);
}
