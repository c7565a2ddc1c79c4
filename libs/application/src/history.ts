import type { HistoryEntry } from '#contracts';
import {
  BRAND_EVENT_WORDS,
  brandEventSentence,
  brandStream,
  evolveBrand,
  initialBrand,
  staleDecisions,
  type BrandEvent,
  type BrandState,
  type Decision,
} from '#domain';
import { ROLE_NAMES, explanationLines, explanationSentence, type Name } from '#policy';
import type { Ledger } from './ledger';
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
    const revision = Number(recorded.revision);
    state = evolveBrand(state, { ...brandEvent, metadata, revision, id: recorded.id });
    const words = BRAND_EVENT_WORDS[brandEvent.type];
    entries.push({
      revision,
      leaf: leaves.get(revision) ?? null,
      eventId: recorded.id,
      type: brandEvent.type,
      titleZh: words.zh,
      titleEn: words.en,
      sentenceZh: brandEventSentence(inWords(brandEvent, 'zh', codeNames), 'zh'),
      sentenceEn: brandEventSentence(inWords(brandEvent, 'en', codeNames), 'en'),
      effectiveOn: metadata.effectiveOn,
      recordedAt: metadata.recordedAt,
      actor: metadata.actor,
      causedBy: metadata.causationId,
      data: withoutExplanation(brandEvent.data),
      decision: decisionOf(brandEvent),
    });
  }
  if (entries.length === 0) throw problems.brandNotFound(brandId);
  const stale = new Set(staleDecisions(state).map(({ key }) => key));
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

function decisionOf({ data }: BrandEvent): HistoryEntry['decision'] {
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
function withoutExplanation(data: BrandEvent['data']): Record<string, unknown> {
  const rest: Record<string, unknown> = { ...data };
  delete rest['decision'];
  return rest;
}
