/**
 * The same business on both sides: the ledger's own pure `decideBrand` and `evolveBrand`, and its Idempotency-Keys, run
 * inside emmett's command handler. What differs is only the machinery around them.
 */
import { CommandHandler } from '@event-driven-io/emmett';
import { bodyHash, newId, systemClock } from '../../dist/libs/application/src/index.js';
import { decideBrand, evolveBrand, initialBrand } from '../../dist/libs/domain/src/index.js';
import { ACTOR } from '../brands.mjs';

/** Folds what emmett hands over: stored events carry their position from 1, those just decided have none yet. */
export function evolve(state, { type, data, metadata }) {
  const position = metadata.streamPosition;
  const revision = position === undefined ? (state.revision ?? -1) + 1 : Number(position) - 1;
  return evolveBrand(state, { type, data, metadata, id: metadata.messageId ?? '', revision });
}

export const initialState = () => initialBrand;

const contextOf = (brandId, idempotency) => ({
  brandId,
  today: systemClock.today(),
  now: systemClock.now().toISOString(),
  ids: [newId(), newId(), newId(), newId()],
  nomination: null,
  decision: null,
  idempotency,
});

/** Decides and stamps: exactly what the ledger writes beside an event. @throws when the command is refused */
export function decide(brandId, command, key, state) {
  const hash = bodyHash({ [command.type]: command.data });
  const decided = decideBrand(command, state, contextOf(brandId, { actor: ACTOR.id, key, bodyHash: hash }));
  if (!decided.ok) throw new Error(`refused: ${decided.refusal.code}`);
  const metadata = {
    v: 1,
    correlationId: newId(),
    causationId: null,
    causationDepth: 0,
    actor: ACTOR,
    effectiveOn: systemClock.today(),
    recordedAt: systemClock.now().toISOString(),
    idempotency: { actor: ACTOR.id, key, bodyHash: hash },
  };
  return decided.events.map((event) => ({ ...event, metadata }));
}

const handler = CommandHandler({ evolve, initialState });

/** One command through emmett's command handler: reads the stream, folds, decides, appends at the revision read. */
export const handle = (store, { brandId, stream }, command, key) => handler(store, stream, (state) => decide(brandId, command, key, state));

/** Reads, folds and decides, and appends nothing. */
export async function loadAndDecide(store, { brandId, stream }, command, key) {
  const { state } = await store.aggregateStream(stream, { evolve, initialState });
  return decide(brandId, command, key, state);
}

/** Events of a benchmark as emmett takes them. */
export const asEmmett = (events) => events.map(({ type, data, metadata }) => ({ type, data, metadata }));

export async function fill(store, brands) {
  for (const { stream, events } of brands) await store.appendToStream(stream, asEmmett(events));
}
