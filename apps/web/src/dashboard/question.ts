/** Which number somebody follows: kept in the address, so that the list behind a number can be linked, reloaded and left by “back”. */
import type { Query } from '../shell/api';
import type { Place } from '../shell/address';

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

/** What a question must say to be one, and of which type. */
const SAYS: Readonly<Record<Question['about'], Readonly<Record<string, 'string' | 'number' | 'boolean'>>>> = {
  count: { region: 'string', year: 'number', metric: 'string', unit: 'string', nature: 'string', directness: 'string', status: 'string' },
  tier: { region: 'string', claimed: 'boolean' },
  move: { region: 'string', year: 'number', movement: 'string' },
  pyramid: { region: 'string', year: 'number', tier: 'string' },
  review: { region: 'string', month: 'string' },
  quality: { region: 'string', kind: 'string' },
};
/** What it may say beside that. */
const MAY_SAY = ['kind', 'tier', 'stage', 'category', 'fromTier', 'toTier'] as const;

function isQuestion(read: unknown): read is Question {
  if (typeof read !== 'object' || read === null) return false;
  const said = read as Readonly<Record<string, unknown>>;
  const about = String(said['about']);
  if (!Object.hasOwn(SAYS, about)) return false;
  return (
    Object.entries(SAYS[about as Question['about']]).every(([name, type]) => typeof said[name] === type) &&
    MAY_SAY.every((name) => said[name] === undefined || typeof said[name] === 'string')
  );
}

/** The question in the address, or null. What is not one (an address that was edited) asks nothing. */
export function questionOf(place: Place): Question | null {
  const text = place.params.get('of');
  if (text === null) return null;
  try {
    const read: unknown = JSON.parse(text);
    return isQuestion(read) ? read : null;
  } catch {
    return null;
  }
}

export const queryOf = ({ about: _about, ...query }: Question, dataset: string): Query => ({ ...query, dataset });
