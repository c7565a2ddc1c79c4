/** Queries and acts of the room of returns. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  CallReturnsBody,
  Completeness,
  PatchDraftBody,
  PatchedDraft,
  ReturnCallRow,
  ReturnCard,
  ReturnDraft,
  ReturnRow,
} from '#contracts';
import type { z } from 'zod';
import { ask, get, ledger, newKey, send, type CommandAnswer, type PageOf, type Query, type Rows } from '../shell/api';

export const returnQueries = {
  calls: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'returnCalls', query],
      queryFn: async ({ signal }) => (await get<Rows<ReturnCallRow>>('/return-calls', query, signal)).rows,
    }),
  list: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'returns', query],
      queryFn: ({ signal }) => get<PageOf<ReturnRow>>('/returns', query, signal),
      placeholderData: keepPreviousData,
    }),
  card: (returnId: string) =>
    queryOptions({
      queryKey: [ledger, 'return', returnId],
      queryFn: ({ signal }) => get<ReturnCard>(`/returns/${returnId}`, {}, signal),
    }),
  /** Outside the log: only asked for when it is opened, and now and then for what other clerks wrote. */
  draft: (returnId: string) =>
    queryOptions({
      queryKey: ['returnDraft', returnId],
      queryFn: ({ signal }) => get<ReturnDraft>(`/returns/${returnId}/draft`, {}, signal),
      staleTime: 0,
    }),
  completeness: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'returnCompleteness', query],
      queryFn: ({ signal }) => get<Completeness>('/returns/completeness', query, signal),
      placeholderData: keepPreviousData,
    }),
};

export type DraftPatch = z.infer<typeof PatchDraftBody>;
/** @throws Refused: status 0 when the service does not answer, 401 when the session has ended */
export const patchDraft = (returnId: string, patch: DraftPatch): Promise<PatchedDraft> => ask('PATCH', `/returns/${returnId}/draft`, patch);

/** Acts on a return, decided on the revision that was on screen. -1 stands for a return of which nothing was reported. */
export const actOn = (returnId: string, act: string, body: unknown, revision: number, key = newKey()): Promise<CommandAnswer> =>
  send(`/returns/${returnId}/${act}`, body, { ifMatch: revision < 0 ? null : revision, key });

export const callReturns = (body: z.infer<typeof CallReturnsBody>, key: string): Promise<CommandAnswer> =>
  send('/return-calls', body, { ifMatch: null, key });
export const actOnCall = (callId: string, act: 'extend' | 'close', body: unknown, revision: number, key: string): Promise<CommandAnswer> =>
  send(`/return-calls/${callId}/${act}`, body, { ifMatch: revision, key });
