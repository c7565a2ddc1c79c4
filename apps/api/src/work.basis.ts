/** By which clause, or by whose configuration, each piece of open work is asked for. */
import type { PolicyLibrary } from '#application';
import type { WorkItem, WorkKindId } from '#contracts';
import type { EffectivePack, PackEffect } from '#policy';

export type WorkBasis = Pick<WorkItem, 'cite' | 'pack' | 'configured'>;

/** Event of the ledger that answers a kind of work: a clause that names the event asks for it. */
const EVENTS: Partial<Record<WorkKindId, string>> = {
  ...{ formDraft: 'RecommendationFormFiled.v1', returned: 'BrandNominated.v1', toRecommend: 'BrandRecommended.v1' },
  ...{ toScreen: 'NominationScreened.v1', toAssess: 'BrandAssessed.v1', expertAsked: 'BrandAssessed.v1' },
  ...{ toNotify: 'NoticePosted.v1', toCapture: 'NoticePosted.v1', noticeEnds: 'NoticePosted.v1', objection: 'ObjectionDecided.v1' },
  ...{ toRecognise: 'BrandRecognised.v1', toList: 'CatalogueEntered.v1' },
  ...{ reviewDue: 'ReviewDue.v1', reviewOverdue: 'ReviewDue.v1', reviewHeld: 'ReviewHeld.v1', exitNoticeEnds: 'BrandDelisted.v1' },
  windowCloses: 'WindowOpened.v1',
};
/** Step of the rules that brings a kind of work about: where it is configured, so is the work. */
const STEPS: Partial<Record<WorkKindId, PackEffect['then']>> = {
  ...{ reviewDue: 'markReviewDue', reviewOverdue: 'markReviewOverdue', reviewHeld: 'concludeReview' },
  ...{ rectificationDue: 'orderRectification', rectificationReported: 'orderRectification' },
  ...{ exitNoticeEnds: 'delist', staleDecision: 'markStale', sanction: 'proposeSanction', evaluationDue: 'markEvaluationDue' },
};
const PROPOSED: Readonly<Record<string, PackEffect['then']>> = {
  ...{ stopSupport: 'proposeSupportStop', announceExit: 'proposeExit', delist: 'delist' },
  ...{ promote: 'proposePromotion', downgrade: 'proposeDowngrade' },
};

/** What no document asks for and nobody approved yet: the order of work that the ledger comes with. */
export const OWN_ORDER: WorkBasis = {
  ...{ cite: null, pack: null },
  configured: {
    zh: '台账默认流程（演示值，尚未经任何部门审定）',
    en: 'the ledger’s own order of work (to show with; no department has approved it)',
  },
};
/** Numbers that whoever runs the ledger sets. */
export const OPERATOR: WorkBasis = {
  ...{ cite: null, pack: null },
  configured: { zh: '运行配置（由系统管理单位设定）', en: 'set by whoever runs this ledger' },
};
export const approvedBy = (by: string | null, on: string | null, note = ''): NonNullable<WorkBasis['configured']> => ({
  zh: `${note}${by ?? '未写明批准人'}${on === null ? '' : `，${on}`}`,
  en: `${by ?? 'approver not given'}${on === null ? '' : `, ${on}`}`,
});

/** @param step of a proposal */
export function basisIn(pack: EffectivePack, what: WorkKindId, step: string | null = null): WorkBasis {
  const { open } = pack.document;
  const event = EVENTS[what];
  const records = event === undefined ? [] : open.pack.records.filter(({ events }) => events?.includes(event) === true);
  const record = records.find(({ kind }) => kind === 'workflow') ?? records[0];
  const then = step === null ? STEPS[what] : PROPOSED[step];
  const effect = then === undefined ? undefined : pack.effects.find((each) => each.effect.then === then);
  const { provenance, umbrella } = effect ?? { provenance: null, umbrella: null };
  const cite = provenance?.cite ?? umbrella ?? open.pack.clauses.find(({ key }) => key === record?.clause)?.cite ?? null;
  if (cite === null && provenance === null) return OWN_ORDER;
  return {
    cite,
    pack: cite === null ? null : { id: open.pack.id, title: open.pack.meta.title },
    configured: provenance?.basis === 'configured' ? approvedBy(provenance.approvedBy, provenance.approvedOn) : null,
  };
}

/** What a document governs: the pack that a nomination names, or null for the one of its region and kind today. */
interface Governed {
  readonly pack: string | null;
  readonly region: string;
  readonly kind: string;
}
const placeOf = ({ pack, region, kind }: Governed): string => `${pack ?? ''}|${region}|${kind}`;

/** Asks each document once for each kind of work in one region. */
export class BasisFinder {
  private readonly packs = new Map<string, Promise<EffectivePack | null>>();
  private readonly found = new Map<string, WorkBasis>();

  constructor(
    private readonly policies: PolicyLibrary,
    private readonly today: string,
  ) {}

  async of(what: WorkKindId, about: Governed, step: string | null = null): Promise<WorkBasis> {
    const pack = await this.packOf(about);
    if (pack === null) return OWN_ORDER;
    const key = `${placeOf(about)}|${what}|${step ?? ''}`;
    const before = this.found.get(key);
    if (before !== undefined) return before;
    const basis = basisIn(pack, what, step);
    this.found.set(key, basis);
    return basis;
  }

  /** The document that is asked, with its house rules; null where none governs. */
  packOf(about: Governed): Promise<EffectivePack | null> {
    const place = placeOf(about);
    const known = this.packs.get(place) ?? this.find(about);
    this.packs.set(place, known);
    return known;
  }

  private async find({ pack, region, kind }: Governed): Promise<EffectivePack | null> {
    const regions = await this.policies.pathOn(region, this.today);
    // A pack of a nomination is never withdrawn from it; one that cannot be composed today leaves its work without a clause, not without a queue.
    if (pack !== null) return this.policies.named(pack, this.today, regions).catch(() => null);
    return this.policies.packsFor({ regions, kind }, this.today);
  }
}
