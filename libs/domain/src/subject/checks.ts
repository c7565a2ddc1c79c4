/** Questions that the deciders of several subjects ask. Each answers with a refusal, or null when nothing is wrong. */
import {
  badDocument as badDocumentOfBrand,
  notPast as notPastOfBrand,
  unknownEvidence as unknownEvidenceOfBrand,
  type Today,
} from '../brand/decide-checks';
import { joinWords } from '../brand/words';
import { normaliseName } from '../name/normalise';
import { regionName } from '../region/regions';
import type { Refused } from '../refusal';
import type { DocumentRef } from '../values';
import type { SubjectContext, SubjectCore, SubjectIdentity, SubjectStreamKind } from './core';
import { asSubjectRefusal, refuseSubject } from './refusals';
import { SUBJECT_KIND_WORDS, SUBJECT_STATUS_WORDS, type SubjectStatus } from './words';

const shared = (refused: Refused | null): Refused | null => (refused === null ? null : asSubjectRefusal(refused));

/** A date that exists and has come. */
export const notPast = (date: string | null, field: string, ctx: Today): Refused | null => shared(notPastOfBrand(date, field, ctx));
export const badDocument = (document: DocumentRef | null, ctx: Today): Refused | null => shared(badDocumentOfBrand(document, ctx));
/** Everything cited as evidence must have been attached before. */
export const unknownEvidence = (core: SubjectCore, cited: readonly string[], field: string): Refused | null =>
  shared(unknownEvidenceOfBrand(core, cited, field));

/** What every subject that is put on the books by name is asked. */
export function cannotFound(own: SubjectIdentity | null, data: { readonly name: string; readonly region: string }): Refused | null {
  if (own) return refuseSubject('SUBJECT.ALREADY_REGISTERED', null, { name: own.name });
  if (normaliseName(data.name) === '') return refuseSubject('SUBJECT.NAME_EMPTY', 'name');
  return regionName(data.region) === undefined ? refuseSubject('SUBJECT.REGION_UNKNOWN', 'region', { region: data.region }) : null;
}

export const notOnBooks = (kind: SubjectStreamKind): Refused => refuseSubject('SUBJECT.UNKNOWN', null, { kind: SUBJECT_KIND_WORDS[kind] });

export const wrongStatus = (status: SubjectStatus, command: { zh: string; en: string }, allowed: readonly SubjectStatus[]): Refused =>
  refuseSubject('SUBJECT.WRONG_STATUS', null, {
    status: SUBJECT_STATUS_WORDS[status],
    command,
    allowed: joinWords(allowed.map((known) => SUBJECT_STATUS_WORDS[known])),
  });

const OUTCOME_WORDS = {
  pass: { zh: '符合', en: 'met' },
  fail: { zh: '不符合', en: 'not met' },
  undecidable: { zh: '材料不足，无法判定', en: 'undecidable, material is missing' },
  notConfigured: { zh: '文件未规定', en: 'not stated by the document' },
} as const;

/**
 * Where a document in force asks for conditions, only their being met lets a person go on. Where none does, nothing stands
 * in the way: the person's document is all there is, and the event says so by having no decision.
 */
export function conditionsNotMet({ decision }: Pick<SubjectContext, 'decision'>): Refused | null {
  if (decision === null) return null;
  const outcome = decision.explanation?.outcome ?? 'undecidable';
  if (outcome === 'pass') return null;
  return refuseSubject('SUBJECT.CONDITIONS_NOT_MET', null, {
    rule: decision.policy.rule,
    cite: decision.policy.cite ?? decision.policy.umbrella ?? '—',
    outcome: OUTCOME_WORDS[outcome],
  });
}

/** Brands that a subject builds or runs, added and removed. The list may name brands that another ledger keeps. */
export function changedBrands(
  before: readonly string[],
  { added, removed }: { readonly added: readonly string[]; readonly removed: readonly string[] },
): Refused | null {
  const why = (zh: string, en: string): Refused => refuseSubject('SUBJECT.BRANDS_UNCHANGED', null, { why: { zh, en } });
  if (added.length + removed.length === 0) return why('未增未减', 'none is added or removed');
  const known = added.find((id) => before.includes(id) || removed.includes(id));
  if (known !== undefined) return why(`${known} 已在其中，或同时列为移出`, `${known} is among them, or is removed as well`);
  const absent = removed.find((id) => !before.includes(id));
  return absent === undefined ? null : why(`${absent} 不在其中`, `${absent} is not among them`);
}
