/** What the pages of the procedure ask the interface. */
import { queryOptions } from '@tanstack/react-query';
import type { FormAnswer } from '#domain';
import type { FormCheck, FormDraftView, FormLayout, ProcedureView } from '#contracts';
import { ask, get, ledger } from '../shell/api';

export const procedureOf = (brandId: string) =>
  queryOptions({
    queryKey: [ledger, 'procedure', brandId],
    queryFn: ({ signal }) => get<ProcedureView>(`/brands/${brandId}/procedure`, {}, signal),
  });

export const formLayouts = () =>
  queryOptions({
    queryKey: ['forms'],
    staleTime: Infinity,
    queryFn: async ({ signal }) => (await get<{ readonly rows: readonly FormLayout[] }>('/forms', {}, signal)).rows,
  });

/** Not under `ledger`: what a clerk types must not be asked again because something else happened. */
export const formDraft = (brandId: string, form: string) =>
  queryOptions({
    queryKey: ['form-draft', brandId, form],
    staleTime: Infinity,
    gcTime: 0,
    queryFn: ({ signal }) => get<FormDraftView>(`/brands/${brandId}/form-draft`, { form }, signal),
  });

export const saveDraft = (
  brandId: string,
  body: { readonly form: string; readonly formVersion: string; readonly answers: readonly FormAnswer[]; readonly after: number },
): Promise<FormDraftView> => ask('POST', `/brands/${brandId}/form-draft`, body);

export const checkAnswers = (brandId: string, form: string, answers: readonly FormAnswer[]): Promise<FormCheck> =>
  ask('POST', `/brands/${brandId}/form-check`, { form, answers });
