/**
 * What a rule may look at: the facts of one subject as they lie at or below a basis. Built by the domain from folded
 * state; the evaluator never asks for more, so that the same facts give the same answer for ever.
 */
export interface FigureFact {
  readonly figureId: string;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly bound: string;
  readonly value: number;
  readonly fromYear: number | null;
  readonly toYear: number | null;
  /** The date a stock stands at, as far as it is known: `2025-06` or `2025-12-28`. Of several in one year the last is the year's end. */
  readonly asOf?: string | null;
  readonly status: 'published' | 'locked';
  /** `{stream}@{revision}` of the event that recorded it. */
  readonly event: string;
  /** The target of a programme that it was reported for; then it counts for no other. Left out: for whatever asks for the metric. */
  readonly target?: string | null;
}

export interface JudgementFact {
  readonly criterion: string;
  readonly met: boolean;
  readonly role: string;
  readonly event: string;
  /** 评审 behind it, where a panel judged. */
  readonly panel?: PanelFact | null;
}
/** A vote of a panel（评审）. Who is recused（回避）is no longer entitled to vote. */
export interface PanelFact {
  /** What was decided: `recognition`, `review`, `relaxation`. */
  readonly purpose: string;
  readonly on: string;
  readonly members: number;
  readonly recused: number;
  readonly votesFor: number;
  readonly votesAgainst: number;
  readonly event: string;
}
export interface EvidenceFact {
  readonly kind: string;
  readonly event: string;
}
export interface BreachFact {
  readonly on: string;
  readonly kind: string;
  readonly cleared: boolean;
  readonly event: string;
}
/** One entry of a call（征集）with its score; the subject's own entry stands among them, known by its stream. */
export interface CompetitorFact {
  readonly stream: string;
  /** An integer; a score with decimals is given in its smallest unit. Null: not scored yet. */
  readonly score: number | null;
  /** What decides between equal scores, where the call declares it: more is better. */
  readonly tieBreak: number | null;
  readonly event: string;
}
/** A relaxation（放宽条件）as granted. Whether it is applied, the evaluator says: that needs ground, bound and time of the pack. */
export interface WaiverFact {
  readonly relaxationId: string;
  /** The rule it was granted for. */
  readonly rule: string;
  /** The parameter that is eased, and to what: an integer, or a ratio `3/5`. */
  readonly parameter: string;
  readonly easedTo: string;
  /** Id of a ground of the pack, or of its 其他. */
  readonly ground: string;
  readonly reason: string;
  readonly approvedBy: string;
  readonly approverRole: string;
  /** First and last day. */
  readonly from: string;
  readonly until: string;
  /** Granted for a dual brand: its stream. Null: for the subject by itself. */
  readonly dual: string | null;
  readonly event: string;
}
/** A public notice（公示）and what was objected. */
export interface NoticeFact {
  /** `recognition`, `exit`. */
  readonly purpose: string;
  /** First and last day. */
  readonly from: string;
  readonly until: string;
  /** Objections that wait for an answer, and those that were upheld. */
  readonly openObjections: number;
  readonly upheldObjections: number;
  readonly event: string;
}
/** A grade given in an evaluation. */
export interface GradeFact {
  /** Code of the evaluation: `school`. */
  readonly evaluation: string;
  /** The scale that the evaluation declared, best first. */
  readonly scale: readonly string[];
  readonly grade: string;
  readonly on: string;
  readonly event: string;
}
/** A sanction that was confirmed. */
export interface SanctionFact {
  /** Rung of the ladder: `notice`, `stopSupport`, `plaqueRemoved`, `withdrawal`, `delisted`, `blacklist`. */
  readonly rung: string;
  readonly on: string;
  /** The day it was lifted; null: it stands. */
  readonly lifted: string | null;
  readonly event: string;
}

/** A brand, or something that a document binds beside brands: the construction unit, the institution, the region, the programme. */
export type SubjectKind = 'labour' | 'training' | 'dual' | 'unit' | 'institution' | 'region' | 'programme';

export interface Subject {
  readonly stream: string;
  readonly revision: number;
  readonly name: string;
  readonly kind: SubjectKind;
  readonly category: string | null;
  readonly brandType: string | null;
  /** Tier held; of a region its level (`province`, `prefecture`, `county`). */
  readonly tier: string | null;
  /** Region codes from the subject's own to the province, most specific first: `['150781', '150700', '150000']`. */
  readonly regions: readonly string[];
}

export interface Facts {
  readonly figures: readonly FigureFact[];
  readonly judgements: readonly JudgementFact[];
  readonly evidence: readonly EvidenceFact[];
  readonly breaches: readonly BreachFact[];
  /** Business dates by name: `cultivatedFrom`, `formedOn`, `recognisedOn`, `listedOn`, with the event each came from. */
  readonly dates: Readonly<Record<string, { readonly on: string; readonly event: string } | null>>;
  /** Moments by name: `submittedAt`. */
  readonly moments: Readonly<Record<string, { readonly at: string; readonly event: string } | null>>;
  /** Names of regions in the path and their aliases, for the naming rule: `['敖汉旗', '敖汉', '赤峰市', '赤峰', …]`. */
  readonly placeNames: readonly string[];
  /** Linked subjects of a dual brand with their own explanations; empty until links exist. */
  readonly linked: readonly { readonly stream: string; readonly kind: string; readonly tier: string | null; readonly outcome: string }[];
  // Left out: nothing of the kind is known. Older decisions were taken without them.
  readonly panels?: readonly PanelFact[];
  readonly competitors?: readonly CompetitorFact[];
  readonly waivers?: readonly WaiverFact[];
  readonly notices?: readonly NoticeFact[];
  readonly grades?: readonly GradeFact[];
  readonly sanctions?: readonly SanctionFact[];
}
