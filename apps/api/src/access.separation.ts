import { LOCAL_ROLE, accessProblems, type Access, type Action, type Grant } from '#access';
import type { Ledger } from '#application';
import { BRAND_EVENT_WORDS, SUBJECT_EVENT_WORDS } from '#domain';
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
  { ledger, access }: { readonly ledger: Ledger; readonly access: Access },
  action: Action,
  grant: Grant,
  stream: string,
  request: AccessedRequest,
): Promise<bigint | null> {
  const { notBy } = action;
  if (notBy === undefined) return null;
  const persons = new Set([grant.person, ...(grant.standIn === null ? [] : [grant.standIn.principal])]);
  const forThem = new Set(
    (await access.records.standInActs(stream))
      .filter(({ principal }) => principal !== null && persons.has(principal))
      .map(({ correlation }) => correlation),
  );
  let earlier: string | null = null;
  let revision = -1n;
  for await (const { event, metadata, recorded } of ledger.readStream(stream)) {
    revision = recorded.revision;
    if (event.type === notBy.since) earlier = null;
    if (!notBy.events.includes(event.type) || NO_PERSON.has(metadata.actor.role)) continue;
    if (notBy.same !== undefined && (event.data as Record<string, unknown>)[notBy.same] !== request.params[notBy.same]) continue;
    if (persons.has(metadata.actor.id) || forThem.has(metadata.correlationId)) earlier = event.type;
  }
  if (earlier !== null) throw accessProblems.samePerson(action.zh, wordOf(earlier));
  return revision;
}
