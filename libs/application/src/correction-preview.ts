/**
 * What a correction would do, before anybody approves it: the domain decides it, the steward's own functions answer it, nothing is
 * written. Sentences are rendered here, as a history's are.
 */
import type { CorrectionPreview } from '#contracts';
import {
  BRAND_EVENT_WORDS,
  brandEventSentence,
  brandStream,
  decideBrand,
  foldBrand,
  initialBrand,
  isActiveLink,
  parseSubjectStream,
  regionName,
  regionPath,
  regionPathOn,
  regionStream,
  type Actor,
  type BrandEvent,
  type CommandContext,
  type Decision,
  type Explanation,
  type FigureInput,
  type KnownBrand,
  type RecordedBrandEvent,
} from '#domain';
import { explanationSentence, type EffectivePack } from '#policy';
import { checkScope } from './carry-out';
import { newId } from './ids';
import type { Ledger } from './ledger';
import type { PolicyLibrary } from './policies';
import { problems } from './problems';
import type { SubjectLookups, SubjectService } from './subject-service';

interface Approval {
  readonly brandId: string;
  readonly history: readonly RecordedBrandEvent[];
  /** What an approval would append. */
  readonly approval: readonly RecordedBrandEvent[];
}

/** What the steward says of an approval before it is given. */
export interface CorrectionForesight {
  /** Days on which it has to be known which pack is in force. */
  datesToAsk(of: Approval): readonly string[];
  foresee(
    of: Approval & {
      readonly leaf: number;
      readonly packOn: (date: string) => EffectivePack | null;
      readonly regionsOn: (date: string) => readonly string[];
    },
  ): {
    readonly marks: readonly {
      readonly decisionKey: string;
      readonly event: RecordedBrandEvent;
      readonly decision: Decision;
      readonly before: Explanation;
      readonly after: Explanation | null;
    }[];
    readonly courses: readonly {
      readonly trigger: string;
      readonly period: number | null;
      readonly asOf: string;
      readonly without: readonly BrandEvent[];
      readonly instead: readonly BrandEvent[];
    }[];
  };
}

/** A request that stands, or a correction that nobody has asked for yet. */
export type CorrectionAsked = { readonly requestId: string } | { readonly corrects: string; readonly figure: FigureInput };

/** Nobody: whether whoever looks may also approve is asked when they do. */
const LOOKING = { id: 'preview', role: 'local' };

export class CorrectionPreviews {
  constructor(
    private readonly ledger: Ledger,
    private readonly policies: PolicyLibrary,
    private readonly subjects: SubjectService,
    private readonly lookups: Pick<SubjectLookups, 'linksOf'>,
    private readonly lastLeaf: () => Promise<number>,
    private readonly foresight: CorrectionForesight,
  ) {}

  /**
   * @throws LedgerProblem BRAND.NOT_FOUND, ACCESS.OUT_OF_SCOPE, and what the approval would be refused with: a figure that was
   * corrected meanwhile, a request that is settled, a value that cannot be
   */
  async preview(brandId: string, asked: CorrectionAsked, actor: Actor): Promise<CorrectionPreview> {
    const history = await this.historyOf(brandId);
    const state = foldBrand(initialBrand, history);
    if (state.stage === 'none') throw problems.brandNotFound(brandId);
    checkScope(actor, state.identity.region);
    const approval = this.approvalOf(brandId, state, asked);
    const correction = approval.find((event) => event.type === 'FigureCorrected.v1');
    const before = state.figures.find(({ figureId }) => figureId === correction?.data.corrects);
    if (correction === undefined || before === undefined) throw problems.brandNotFound(brandId);
    const { region, kind } = state.identity;
    const merges = await this.policies.merges();
    const regionsOn = (date: string): readonly string[] => regionPathOn(region, date, merges);
    // As the steward asks it: the brand's place is that of the day of the correction, the pack that of each decision.
    const regions = regionsOn(correction.metadata.effectiveOn);
    const packs = new Map<string, EffectivePack | null>();
    for (const date of this.foresight.datesToAsk({ brandId, history, approval }))
      packs.set(date, await this.policies.packsFor({ regions, kind }, date));
    const { marks, courses } = this.foresight.foresee({
      ...{ brandId, history, approval, regionsOn },
      leaf: await this.lastLeaf(),
      packOn: (date) => packs.get(date) ?? null,
    });
    const after = foldBrand(state, approval);
    return {
      brandId,
      revision: state.revision,
      requestId: 'requestId' in asked ? asked.requestId : null,
      corrects: before.figureId,
      valueBefore: before.value,
      valueAfter: correction.data.figure.value,
      closedYears: await this.closedYears(state, before.window),
      decisions: marks.map(({ decisionKey, event, decision, before: stood, after: retaken }) => {
        const { rule, basis, cite, umbrella } = decision.policy;
        return {
          ...{ decisionKey, eventId: event.id, revision: Number(event.revision), takenOn: event.metadata.effectiveOn },
          ...told(event),
          ...{ rule, basis, cite, umbrella, before: answerOf(stood), after: retaken === null ? null : answerOf(retaken) },
        };
      }),
      courses: courses.map(({ trigger, period, asOf, without, instead }) => ({
        ...{ trigger, period, asOf, without: without.map(told), instead: instead.map(told) },
      })),
      links: after.stage === 'none' ? [] : await this.linksOf(brandId, state, after),
    };
  }

  private async historyOf(brandId: string): Promise<readonly RecordedBrandEvent[]> {
    const history: RecordedBrandEvent[] = [];
    for await (const { event, metadata, recorded } of this.ledger.readStream(brandStream(brandId)))
      history.push({ ...(event as BrandEvent), metadata, id: recorded.id, revision: recorded.revision });
    return history;
  }

  /** The events that an approval would append now. @throws LedgerProblem what it would be refused with */
  private approvalOf(brandId: string, state: KnownBrand, asked: CorrectionAsked): readonly RecordedBrandEvent[] {
    const today = this.ledger.clock.today();
    const now = this.ledger.clock.now().toISOString();
    const context: CommandContext = {
      ...{ brandId, actor: LOOKING, today, now, ids: [newId()], nomination: null, decision: null, idempotency: null },
    };
    const decided =
      'requestId' in asked
        ? decideBrand({ type: 'approveCorrection', data: { requestId: asked.requestId, note: null } }, state, context)
        : decideBrand(
            { type: 'correctFigure', data: { ...asked, requester: LOOKING.id, reason: LOOKING.id, evidence: [] } },
            state,
            context,
          );
    if (!decided.ok) throw problems.refused(decided.refusal);
    const correlationId = newId();
    return decided.events.map((event, i) => ({
      ...event,
      id: newId(),
      revision: state.revision + 1 + i,
      metadata: {
        ...{ v: 1, correlationId, causationId: null, causationDepth: 0, actor: { ...LOOKING, region: state.identity.region } },
        ...{ effectiveOn: today, recordedAt: now, idempotency: null },
      },
    }));
  }

  /** Closings, of the brand's region and of those above it, of the years that the figure speaks of. */
  private async closedYears(
    { identity }: KnownBrand,
    { fromYear, toYear }: { readonly fromYear: number | null; readonly toYear: number | null },
  ): Promise<CorrectionPreview['closedYears']> {
    const [from, to] = [fromYear ?? toYear, toYear ?? fromYear];
    const found: CorrectionPreview['closedYears'] = [];
    for (const code of regionPath(identity.region)) {
      for await (const { event } of this.ledger.readStream(regionStream(code))) {
        if (event.type !== 'YearClosed.v1' || (event.data.origin === 'synthetic') !== (identity.origin === 'synthetic')) continue;
        const { region, year, closedOn } = event.data;
        if (from !== null && to !== null && from <= year && year <= to)
          found.push({ region, regionName: regionName(region) ?? region, year, closedOn });
      }
    }
    return found;
  }

  private async linksOf(brandId: string, before: KnownBrand, after: KnownBrand): Promise<CorrectionPreview['links']> {
    const today = this.ledger.clock.today();
    const found: CorrectionPreview['links'] = [];
    for (const stream of await this.lookups.linksOf([brandId])) {
      const place = parseSubjectStream(stream);
      if (place?.kind !== 'link') continue;
      const { state } = await this.subjects.load('link', place.id);
      if (state.kind !== 'link' || state.own === null || !isActiveLink(state.own)) continue;
      const { name, region, labour, training, pack, recognition } = state.own;
      if (labour !== brandId && !training.includes(brandId)) continue;
      found.push({
        ...{ id: place.id, name, side: labour === brandId ? 'labour' : 'training', counted: recognition !== null },
        region: { code: region, name: regionName(region) ?? region, path: pathOf(region) },
        before: await this.subjects.sideOutcome(before, pack, today),
        after: await this.subjects.sideOutcome(after, pack, today),
      });
    }
    return found;
  }
}

const pathOf = (region: string): { code: string; name: string }[] =>
  [...regionPath(region)].reverse().map((code) => ({ code, name: regionName(code) ?? code }));

const told = (event: BrandEvent) => ({
  ...{ type: event.type, titleZh: BRAND_EVENT_WORDS[event.type].zh, titleEn: BRAND_EVENT_WORDS[event.type].en },
  ...{ zh: brandEventSentence(event, 'zh'), en: brandEventSentence(event, 'en') },
});

const answerOf = (explanation: Explanation) => ({
  ...{ outcome: explanation.outcome, explanation },
  ...{ zh: explanationSentence(explanation, 'zh'), en: explanationSentence(explanation, 'en') },
});
