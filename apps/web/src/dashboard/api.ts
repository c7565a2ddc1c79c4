/** Queries of the dashboard: counts beside the running totals, and what each number is made of. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, ledger, type Query, type Rows } from '../shell/api';
import type {
  CountSources,
  Coverage,
  QualityCounts,
  QualitySources,
  ReviewMonths,
  ReviewSources,
  StandingSources,
  TierMovement,
} from '../shell/answers.gen';

const asked = <T>(name: string, path: string, query: Query) =>
  queryOptions({
    queryKey: [ledger, name, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
  });
/** One page of a list: the page before stays until the next is there. */
const paged = <T>(name: string, path: string, query: Query) =>
  queryOptions({ ...asked<T>(name, path, query), placeholderData: keepPreviousData });

export const PATHS = {
  count: '/counts/yearly/sources',
  tier: '/tiers/sources',
  move: '/tiers/movements/sources',
  pyramid: '/tiers/pyramid/sources',
  review: '/reviews/due/sources',
  quality: '/quality/sources',
} as const;

export const dashboardQueries = {
  movements: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'movements', query],
      queryFn: async ({ signal }) => (await get<Rows<TierMovement>>('/tiers/movements', query, signal)).rows,
    }),
  reviews: (query: Query) => asked<ReviewMonths>('reviews', '/reviews/due', query),
  quality: (query: Query) => asked<QualityCounts>('quality', '/quality', query),
  coverage: (query: Query) => asked<Coverage>('coverage', '/coverage', query),
  countSources: (query: Query) => paged<CountSources>('countSources', PATHS.count, query),
  standingSources: (path: string, query: Query) => paged<StandingSources>(`standing ${path}`, path, query),
  reviewSources: (query: Query) => paged<ReviewSources>('reviewSources', PATHS.review, query),
  qualitySources: (query: Query) => paged<QualitySources>('qualitySources', PATHS.quality, query),
};
