/** A refusal is an answer, not an exception: typed, with a code, both languages, the field, and what to do. */
export interface Refusal {
  /** Stable, such as `BRAND.WRONG_STAGE`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** Path of the field at fault, or null when it is the whole command. */
  readonly field: string | null;
  /** What to do about it. */
  readonly todo: { readonly zh: string; readonly en: string };
}

export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}
export type Decided<E> = { readonly ok: true; readonly events: readonly E[] } | Refused;

export const accept = <E>(...events: E[]): Decided<E> => ({ ok: true, events });
export const refuse = (refusal: Refusal): Refused => ({ ok: false, refusal });
