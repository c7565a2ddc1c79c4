/** Queries and acts of corrections. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CorrectionPreview, CorrectionRow } from '#contracts';
import type { FigureInput } from '#domain';
import { ask, get, ledger, type PageOf, type Query } from '../shell/api';

export const correctionQueries = {
  list: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'corrections', query],
      queryFn: ({ signal }) => get<PageOf<CorrectionRow>>('/corrections', query, signal),
      placeholderData: keepPreviousData,
    }),
  /** Of a request that stands. */
  requested: (brandId: string, requestId: string) =>
    queryOptions({
      queryKey: [ledger, 'correctionPreview', brandId, requestId],
      queryFn: ({ signal }) => get<CorrectionPreview>(`/brands/${brandId}/corrections/${requestId}/preview`, {}, signal),
      retry: false,
    }),
  /** Of what somebody types; it writes nothing. Null: nothing was typed yet. */
  typed: (brandId: string, asked: { readonly corrects: string; readonly figure: FigureInput } | null) =>
    queryOptions({
      queryKey: [ledger, 'correctionPreview', brandId, asked],
      queryFn: () => ask<CorrectionPreview>('POST', `/brands/${brandId}/corrections/preview`, asked),
      enabled: asked !== null,
      placeholderData: keepPreviousData,
      retry: false,
    }),
};
