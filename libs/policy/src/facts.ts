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
}

export interface JudgementFact {
  readonly criterion: string;
  readonly met: boolean;
  readonly role: string;
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

/** A brand, or something that a document binds beside brands: the construction unit, the institution, the region, the programme. */
export type SubjectKind = 'labour' | 'training' | 'dual' | 'unit' | 'institution' | 'region' | 'programme';

export interface Subject {
  readonly stream: string;
  readonly revision: number;
  readonly name: string;
  readonly kind: SubjectKind;
  readonly category: string | null;
  readonly brandType: string | null;
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
}
