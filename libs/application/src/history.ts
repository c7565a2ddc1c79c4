import type { HistoryEntry } from '#contracts';
import {
  BRAND_EVENT_WORDS,
  FUND_EVENT_WORDS,
  SUBJECT_EVENT_WORDS,
  brandEventSentence,
  brandStream,
  evolveBrand,
  evolveSubject,
  fundSentence,
  fundStream,
  initialBrand,
  initialSubject,
  staleDecisions,
  staleSubjectDecisions,
  subjectEventSchemas,
  subjectEventSentence,
  subjectStream,
  type AllocationRule,
  type BrandEvent,
  type BrandState,
  type Decision,
  type FundEvent,
  type Progress,
  type SubjectEvent,
  type SubjectState,
  type SubjectStreamKind,
} from '#domain';
import { ROLE_NAMES, SUBJECT_METRIC_NAMES, explanationLines, explanationSentence, type Name } from '#policy';
import type { DecodedEvent, Ledger } from './ledger';
import type { LedgerEvent } from './ledger-codec';
import { problems } from './problems';

/** Ordinals of a brand's events in the whole log, by revision, as far as the reader knows them. */
export type LeafIndexes = ReadonlyMap<number, number>;

/**
 * The life of a brand, event by event, said in both languages; where a rule decided, with its whole explanation.
 * Sentences are rendered on reading: what is stored are codes and numbers.
 * @param codeNames what the published packs call criteria and kinds of evidence
 * @throws LedgerProblem BRAND.NOT_FOUND
 */
export async function historyOf(
  ledger: Ledger,
  brandId: string,
  leaves: LeafIndexes,
  codeNames: ReadonlyMap<string, Name>,
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let state: BrandState = initialBrand;
  for await (const { event, metadata, recorded } of ledger.readStream(brandStream(brandId))) {
    const brandEvent = event as BrandEvent;
    state = evolveBrand(state, { ...brandEvent, metadata, revision: recorded.revision, id: recorded.id });
    entries.push(
      entryOf({ event, metadata, recorded }, leaves, {
        title: BRAND_EVENT_WORDS[brandEvent.type],
        zh: brandEventSentence(inWords(brandEvent, 'zh', codeNames), 'zh'),
        en: brandEventSentence(inWords(brandEvent, 'en', codeNames), 'en'),
      }),
    );
  }
  if (entries.length === 0) throw problems.brandNotFound(brandId);
  return withStale(entries, staleDecisions(state));
}

/** The life of one entry of money; nothing when it was never recorded. */
export async function fundHistoryOf(ledger: Ledger, fundId: string, leaves: LeafIndexes): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  for await (const decoded of ledger.readStream(fundStream(fundId))) {
    const event = decoded.event as FundEvent;
    entries.push(
      entryOf(decoded, leaves, {
        title: FUND_EVENT_WORDS[event.type],
        zh: fundSentence(event, 'zh'),
        en: fundSentence(event, 'en'),
      }),
    );
  }
  return entries;
}

/**
 * The life of a unit, an institution, a dual brand, a programme, a window or a region, said as a brand's is. What else stands in
 * a region's stream (closed years, local standards, published aggregates) is shown by its name and data.
 */
export async function subjectHistoryOf(
  ledger: Ledger,
  kind: SubjectStreamKind,
  id: string,
  leaves: LeafIndexes,
  codeNames: ReadonlyMap<string, Name>,
): Promise<readonly HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  let state: SubjectState = initialSubject(kind, id);
  for await (const decoded of ledger.readStream(subjectStream(kind, id))) {
    const { event, metadata, recorded } = decoded;
    state = evolveSubject(state, { type: event.type, data: event.data, metadata, id: recorded.id, revision: recorded.revision });
    const said = isSubjectEvent(event) ? event : null;
    entries.push(
      entryOf(decoded, leaves, {
        title: said === null ? { zh: event.type, en: event.type } : SUBJECT_EVENT_WORDS[said.type],
        zh: said === null ? event.type : subjectEventSentence(subjectInWords(said, 'zh', codeNames), 'zh'),
        en: said === null ? event.type : subjectEventSentence(subjectInWords(said, 'en', codeNames), 'en'),
      }),
    );
  }
  return withStale(entries, staleSubjectDecisions(state));
}

const isSubjectEvent = (event: { readonly type: string }): event is SubjectEvent => event.type in subjectEventSchemas;

function entryOf(
  { event, metadata, recorded }: DecodedEvent,
  leaves: LeafIndexes,
  words: { readonly title: Name; readonly zh: string; readonly en: string },
): HistoryEntry {
  const revision = Number(recorded.revision);
  return {
    revision,
    leaf: leaves.get(revision) ?? null,
    eventId: recorded.id,
    type: event.type,
    titleZh: words.title.zh,
    titleEn: words.title.en,
    sentenceZh: words.zh,
    sentenceEn: words.en,
    effectiveOn: metadata.effectiveOn,
    recordedAt: metadata.recordedAt,
    actor: metadata.actor,
    correlationId: metadata.correlationId,
    causedBy: metadata.causationId,
    data: withoutExplanation(event.data),
    decision: decisionOf(event),
  };
}

function withStale(entries: readonly HistoryEntry[], marked: readonly { readonly key: string }[]): readonly HistoryEntry[] {
  const stale = new Set(marked.map(({ key }) => key));
  return entries.map((entry) =>
    entry.decision === null ? entry : { ...entry, decision: { ...entry.decision, stale: stale.has(entry.decision.key) } },
  );
}

/** An event whose codes of packs are put into words: what a criterion or a kind of evidence is called, and who judged. */
function inWords(event: BrandEvent, locale: 'zh' | 'en', names: ReadonlyMap<string, Name>): BrandEvent {
  const word = (code: string): string => names.get(code)?.[locale] ?? code;
  switch (event.type) {
    case 'JudgementRecorded.v1': {
      const { criterion, role } = event.data;
      return { ...event, data: { ...event.data, criterion: word(criterion), role: ROLE_NAMES[role]?.[locale] ?? role } };
    }
    case 'EvidenceAttached.v1':
      return { ...event, data: { ...event.data, kind: word(event.data.kind) } };
    default:
      return event;
  }
}

function subjectInWords(event: SubjectEvent, locale: 'zh' | 'en', names: ReadonlyMap<string, Name>): SubjectEvent {
  const word = (code: string): string => names.get(code)?.[locale] ?? code;
  const told = (progress: Progress): Progress => ({
    ...progress,
    target: word(progress.target),
    metric: SUBJECT_METRIC_NAMES[progress.metric]?.[locale] ?? progress.metric,
  });
  switch (event.type) {
    case 'SubjectJudgementRecorded.v1': {
      const { criterion, role } = event.data;
      return { ...event, data: { ...event.data, criterion: word(criterion), role: ROLE_NAMES[role]?.[locale] ?? role } };
    }
    case 'SubjectEvidenceAttached.v1':
      return { ...event, data: { ...event.data, kind: word(event.data.kind) } };
    case 'ProgrammeProgressRecorded.v1':
      return { ...event, data: told(event.data) };
    case 'ProgrammeProgressCorrected.v1':
      return { ...event, data: { ...event.data, progress: told(event.data.progress) } };
    case 'AllocationDeclared.v1':
      return { ...event, data: { ...event.data, rule: allocationInWords(event.data.rule, word) } };
    default:
      return event;
  }
}

function allocationInWords(rule: AllocationRule, word: (code: string) => string): AllocationRule {
  switch (rule.kind) {
    case 'full':
      return { ...rule, target: word(rule.target) };
    case 'shares':
      return { ...rule, shares: rule.shares.map(({ target, count }) => ({ target: word(target), count })) };
    case 'together':
      return { ...rule, targets: rule.targets.map(word) };
  }
}

function decisionOf({ data }: LedgerEvent): HistoryEntry['decision'] {
  const decision: Decision | null = 'decision' in data ? data.decision : null;
  if (decision === null) return null;
  const { policy, explanation } = decision;
  const text = (locale: 'zh' | 'en'): string =>
    explanation === null
      ? ''
      : [
          explanationSentence(explanation, locale),
          ...explanationLines(explanation, locale).map(({ depth, text: line }) => '　'.repeat(depth) + line),
        ].join('\n');
  return {
    key: decision.key,
    basis: policy.basis,
    pack: policy.pack,
    version: policy.version,
    digest: policy.digest,
    rule: policy.rule,
    cite: policy.cite,
    umbrella: policy.umbrella,
    explanationZh: text('zh'),
    explanationEn: text('en'),
    explanation,
    stale: false,
  };
}

/** The event's own content; the explanation stands beside it, once. */
function withoutExplanation(data: LedgerEvent['data']): Record<string, unknown> {
  const rest: Record<string, unknown> = { ...data };
  delete rest['decision'];
  return rest;
}
