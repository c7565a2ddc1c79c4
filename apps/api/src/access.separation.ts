import { LOCAL_ROLE, accessProblems, type Access, type Action, type Grant } from '#access';
import type { Ledger, ReturnService } from '#application';
import { BRAND_EVENT_WORDS, RUNG_WORDS, SUBJECT_EVENT_WORDS } from '#domain';
import type { AccessedRequest } from './access.request';

/** Roles that are no person. */
const NO_PERSON: ReadonlySet<string> = new Set([LOCAL_ROLE, 'steward', 'import', 'importer']);

const wordOf = (type: string): string => {
  const words: Readonly<Record<string, { readonly zh: string } | undefined>> = { ...BRAND_EVENT_WORDS, ...SUBJECT_EVENT_WORDS };
  return words[type]?.zh ?? (type === 'PolicyDrafted.v1' ? '起草政策版本' : type);
};

/**
 * 经办、复核、审批 are three persons: refuses an act of somebody who did an earlier step on the same stream, by themselves or
 * for whom they stand in, or for whom another one stood in then.
 * @returns the revision up to which it looked; null when the step asks for nobody else
 * @throws LedgerProblem ACCESS.SAME_PERSON
 */
export async function checkSeparation(
  { ledger, access, returns }: { readonly ledger: Ledger; readonly access: Access; readonly returns: ReturnService },
  action: Action,
  grant: Grant,
  stream: string,
  request: AccessedRequest,
): Promise<bigint | null> {
  const { notBy } = action;
  if (notBy === undefined) return null;
  const persons = new Set([grant.person, ...(grant.standIn === null ? [] : [grant.standIn.principal])]);
  const forThem = await access.standInActs.inTheNameOf([...persons]);
  const sent = request.body as Readonly<Record<string, unknown>> | null | undefined;
  if (notBy.lines !== undefined)
    return checkLines({ ledger, returns }, { action, grant, stream, over: notBy.lines.over, named: sent?.['lines'] }, persons, forThem);
  let earlier: string | null = null;
  let revision = -1n;
  for await (const { event, metadata, recorded } of ledger.readStream(stream)) {
    revision = recorded.revision;
    if (event.type === notBy.since) earlier = null;
    if (!notBy.events.includes(event.type) || NO_PERSON.has(metadata.actor.role)) continue;
    if (notBy.same !== undefined && (event.data as Record<string, unknown>)[notBy.same] !== request.params[notBy.same]) continue;
    if (notBy.of !== undefined && (event.data as Record<string, unknown>)[notBy.of] !== sent?.[notBy.of]) continue;
    if (persons.has(metadata.actor.id) || forThem.has(metadata.correlationId)) earlier = event.type;
  }
  if (earlier !== null) throw accessProblems.samePerson(action.zh, wordOf(earlier));
  return revision;
}

interface OnLines {
  readonly action: Action;
  readonly grant: Grant;
  readonly stream: string;
  readonly over: readonly string[];
  /** Keys of lines as they were sent; anything else means all of them. */
  readonly named: unknown;
}

/** Which steps a line stands on is known by the return, what this very person did by the domain; in whose name a step was done, by its correlation. */
async function checkLines(
  { ledger, returns }: { readonly ledger: Ledger; readonly returns: ReturnService },
  { action, grant, stream, over, named }: OnLines,
  persons: ReadonlySet<string>,
  forThem: ReadonlySet<string>,
): Promise<bigint> {
  const theirs = new Set<string>();
  for await (const { metadata, recorded } of ledger.readStream(stream)) {
    if (NO_PERSON.has(metadata.actor.role)) continue;
    const inTheirName = forThem.has(metadata.correlationId) && metadata.actor.id !== grant.person;
    if (inTheirName || (persons.has(metadata.actor.id) && metadata.actor.id !== grant.person)) theirs.add(recorded.id);
  }
  const { state, revision } = await returns.load(stream.slice('return-'.length));
  if (theirs.size === 0) return revision;
  for (const [key, { standing, taken }] of state.lines) {
    const asked = Array.isArray(named) ? named.includes(key) : standing !== 'locked';
    const step = asked ? taken.find(({ event, rung }) => theirs.has(event) && !over.includes(rung)) : undefined;
    if (step !== undefined) throw accessProblems.samePerson(action.zh, RUNG_WORDS[step.rung].zh);
  }
  return revision;
}
