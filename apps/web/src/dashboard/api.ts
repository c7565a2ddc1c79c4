/** Queries of the dashboard: counts beside the running totals, and what each number is made of. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { get, ledger, type Query, type Rows } from '../shell/api';
import type { Coverage, QualityCounts, ReviewMonths, TierMovement } from '../shell/answers.gen';

const asked = <T>(name: string, path: string, query: Query) =>
  queryOptions({
    queryKey: [ledger, name, query],
    queryFn: ({ signal }) => get<T>(path, query, signal),
  });
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
  /** One page of what a number is made of: the page before stays until the next is there. */
  sources: <T>(path: string, query: Query) =>
    queryOptions({ ...asked<T>(`sources ${path}`, path, query), placeholderData: keepPreviousData }),
};
