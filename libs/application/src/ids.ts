import { hash, randomUUID } from 'node:crypto';
import { v5 } from 'uuid';
import { canonicalJson } from '#audit';

/** Namespace of all ids that are derived from content. Never change it: ids in the log depend on it. */
const NAMESPACE = '7d1f6f0c-6a0e-5a52-9a53-2f3f0b7c6c11';

export const newId = (): string => randomUUID();
/** The same parts always give the same id. */
export const derivedId = (...parts: readonly string[]): string => v5(parts.join('\u001f'), NAMESPACE);
/** SHA-256 of the canonical text of a command's body: what an Idempotency-Key is bound to. */
export const bodyHash = (body: unknown): string => hash('sha256', canonicalJson(body));
