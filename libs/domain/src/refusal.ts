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

/** A refusal as it is written down once: texts hold `{name}` places that the decider fills. */
export interface RefusalText {
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
}

/** What fills the places of a text: the same in both languages, or words that have both. */
export type Places = Readonly<Record<string, string | number | { readonly zh: string; readonly en: string }>>;

/** The answer "no" with this code. `field` is the path of the command's field at fault, or null for the whole command. */
export function fillRefusal(code: string, text: RefusalText, field: string | null, places: Places): Refusal {
  const fill = (template: string, locale: 'zh' | 'en'): string =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const place = places[name];
      return place === undefined ? '' : typeof place === 'object' ? place[locale] : String(place);
    });
  return {
    code,
    field,
    zh: fill(text.zh, 'zh'),
    en: fill(text.en, 'en'),
    todo: { zh: fill(text.todo.zh, 'zh'), en: fill(text.todo.en, 'en') },
  };
}
