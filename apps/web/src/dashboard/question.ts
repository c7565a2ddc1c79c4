/** Which number somebody follows: kept in the address, so that the list behind a number can be linked, reloaded and left by “back”. */
import type { Query } from '../shell/api';
import type { Place } from '../shell/router';
import { placeOf } from '../shell/router';

export type Question =
  | {
      readonly about: 'count';
      readonly region: string;
      readonly year: number;
      readonly metric: string;
      readonly unit: string;
      readonly nature: string;
      readonly directness: string;
      readonly status: string;
      readonly tier?: string | undefined;
      readonly category?: string | undefined;
    }
  | {
      readonly about: 'tier';
      readonly region: string;
      readonly kind?: string | undefined;
      readonly tier?: string | undefined;
      readonly claimed: boolean;
      readonly stage?: string | undefined;
    }
  | {
      readonly about: 'move';
      readonly region: string;
      readonly kind?: string | undefined;
      readonly year: number;
      readonly movement: string;
      readonly fromTier?: string | undefined;
      readonly toTier?: string | undefined;
    }
  | { readonly about: 'pyramid'; readonly region: string; readonly kind?: string | undefined; readonly year: number; readonly tier: string }
  | { readonly about: 'review'; readonly region: string; readonly month: string }
  | { readonly about: 'quality'; readonly region: string; readonly kind: string };

const ABOUT = new Set(['count', 'tier', 'move', 'pyramid', 'review', 'quality']);

/** The question in the address, or null. What is not one (an address that was edited) asks nothing. */
export function questionOf(place: Place): Question | null {
  const text = place.params.get('of');
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && 'about' in read && ABOUT.has(String(read.about)) ? (read as Question) : null;
  } catch {
    return null;
  }
}

/** Address of the place where one stands, with the list behind a number open. */
export const addressOf = (place: Place, question: Question): string =>
  placeOf(place.path.map(encodeURIComponent).join('/'), { ...Object.fromEntries(place.params), of: JSON.stringify(question) });

export const queryOf = ({ about: _about, ...query }: Question, dataset: string): Query => ({ ...query, dataset });
