/** The subjects beside brands: where each stands in the api and on this page, what it is called, what it has of its own. */
import type { SubjectCard } from '#contracts';
import type { SubjectState, SubjectStreamKind } from '#domain';
import { SANCTION_WORDS, SUBJECT_DATE_WORDS, SUBJECT_KIND_WORDS, SUBJECT_STATUS_WORDS } from '../../../../libs/domain/src/subject/words';
import type { Dataset } from '../shell/dataset';
import type { Tone } from '../shell/marks';
import type { Book } from '../shell/words';

export type SubjectKind = SubjectStreamKind;

/** Path of each kind, in the api as on the page. */
export const PATH: Readonly<Record<SubjectKind, string>> = {
  unit: 'units',
  institution: 'institutions',
  link: 'links',
  programme: 'programmes',
  window: 'windows',
  region: 'regions',
};
export const kindAt = (path: string): SubjectKind | null =>
  (Object.keys(PATH) as SubjectKind[]).find((kind) => PATH[kind] === path) ?? null;

export const SUBJECT_KIND: Book = SUBJECT_KIND_WORDS;
export const SUBJECT_STATUS: Book = SUBJECT_STATUS_WORDS;
export const SANCTION: Book = SANCTION_WORDS;
export const SUBJECT_DATE: Book = SUBJECT_DATE_WORDS;
export const SANCTION_STATUS: Book = {
  proposed: { zh: '规则建议，待确认', en: 'proposed, to be confirmed' },
  confirmed: { zh: '已确认', en: 'confirmed' },
  dismissed: { zh: '已驳回', en: 'dismissed' },
  lifted: { zh: '已解除', en: 'lifted' },
};

const TONE: Readonly<Record<string, Tone>> = {
  recognised: 'good',
  admitted: 'good',
  designated: 'good',
  running: 'calm',
  open: 'good',
  active: 'calm',
  underReview: 'warn',
  suspended: 'warn',
  refused: 'grave',
  withdrawn: 'grave',
  blacklisted: 'grave',
};
export const toneOf = (status: string): Tone => TONE[status] ?? 'plain';

type Whole<K extends SubjectKind> = NonNullable<Extract<SubjectState, { kind: K }>['own']>;
export type Own<K extends SubjectKind> = Omit<Whole<K>, 'name' | 'region' | 'origin' | 'status' | 'event'>;

/** What a card has of its own kind, as the domain writes it; null for a card of another kind. */
export const ownOf = <K extends SubjectKind>(card: SubjectCard, kind: K): Own<K> | null =>
  card.kind === kind ? (card.own as Own<K>) : null;

/** What rules know the subject as: a link is a dual brand to them. */
export const ruleKind = (kind: SubjectKind): string => (kind === 'link' ? 'dual' : kind);

/** A region with what lies above it, the country left out. */
export const pathOf = ({ path }: SubjectCard['region']): string =>
  path
    .filter(({ code }) => code !== '000000')
    .map(({ name }) => name)
    .join(' · ');

/** Rounds of one dataset: a region is real, and what the demonstration held there stays with the demonstration. */
export const roundsOf = (region: Own<'region'> | null, dataset: Dataset): Own<'region'>['rounds'] =>
  (dataset === 'synthetic' ? region?.syntheticRounds : region?.rounds) ?? [];
