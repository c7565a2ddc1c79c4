import { decideName, evolveName, initialName, nameStream, normaliseName, type NameState } from '#domain';
import { LogError, WrongExpectedRevision } from '#event-store';
import type { Ledger, WriteContext } from './ledger';
import { LedgerProblem, problems } from './problems';

/** Founding or renaming takes milliseconds; a reservation older than this, whose holder does not bear the name, was left by a crash. */
const TAKING_MS = 30_000;
const MAX_ATTEMPTS = 5;

/**
 * Reserves a name in its region before a brand is founded or renamed, so that two clerks cannot found one brand twice.
 *
 * The reservation is its own stream, made with NO_STREAM. One whose holder does not bear the name half a minute later (a
 * crash between the two appends, or a refusal at the second) is taken over by the next who asks; until then somebody may
 * be about to take it.
 * @throws LedgerProblem NAME.TAKEN, NAME.EMPTY, LEDGER.BUSY
 */
export async function reserveName(ledger: Ledger, region: string, name: string, brandId: string, context: WriteContext): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { state, reservedAt, ...at } = await load(ledger, region, name);
    const isFresh = ledger.clock.now().getTime() - Date.parse(reservedAt) < TAKING_MS;
    const holderFounded = state.holder !== null && (isFresh || (await bears(ledger, state.holder, region, name)));
    const decided = decideName({ type: 'reserve', data: { region, name, brandId, holderFounded } }, state);
    if (!decided.ok) throw new LedgerProblem(decided.refusal.code === 'NAME.TAKEN' ? 'conflict' : 'refused', decided.refusal);
    if (await appended(ledger, at, decided.events, context)) return;
  }
  throw problems.tooManyConflicts(nameStream(region, name));
}

/**
 * Gives a name back, once its brand bears another. Where the log does not take it, nothing is lost: what its holder does
 * not bear is taken over by whoever asks for it.
 */
export async function releaseName(
  ledger: Ledger,
  region: string,
  name: string,
  brandId: string,
  reason: string,
  context: WriteContext,
): Promise<void> {
  try {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const { state, ...at } = await load(ledger, region, name);
      if (await bears(ledger, brandId, region, name)) return;
      const decided = decideName({ type: 'release', data: { brandId, reason } }, state);
      if (!decided.ok || (await appended(ledger, at, decided.events, context))) return;
    }
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
  }
}

interface At {
  readonly stream: string;
  readonly revision: bigint;
}

async function load(
  ledger: Ledger,
  region: string,
  name: string,
): Promise<At & { readonly state: NameState; readonly reservedAt: string }> {
  const stream = nameStream(region, name);
  let state = initialName;
  let reservedAt = '';
  let revision = -1n;
  for await (const { event, metadata, recorded } of ledger.readStream(stream)) {
    if (event.type === 'NameReserved.v1' || event.type === 'NameReleased.v1') state = evolveName(state, event);
    reservedAt = metadata.recordedAt;
    revision = recorded.revision;
  }
  return { stream, state, revision, reservedAt };
}

/** @returns false when somebody else wrote first */
async function appended(
  ledger: Ledger,
  { stream, revision }: At,
  events: Parameters<Ledger['append']>[2],
  context: WriteContext,
): Promise<boolean> {
  if (events.length === 0) return true;
  try {
    await ledger.append(stream, revision < 0n ? 'noStream' : revision, events, { ...context, idempotency: null });
    return true;
  } catch (error) {
    if (error instanceof WrongExpectedRevision) return false;
    throw error;
  }
}

async function bears(ledger: Ledger, brandId: string, region: string, name: string): Promise<boolean> {
  const { state } = await ledger.loadBrand(brandId);
  return state.stage !== 'none' && state.identity.region === region && normaliseName(state.identity.name) === normaliseName(name);
}
