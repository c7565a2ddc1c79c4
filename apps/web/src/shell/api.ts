/** The only door to the api: queries for TanStack Query, commands with their idempotency key, and the live feed. */
import { keepPreviousData, queryOptions, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { TableFileBody } from '#contracts';
import type {
  BrandCard,
  BrandRow,
  CommandResult,
  EditionComparison,
  EditionDetail,
  EditionPreview,
  EditionRow,
  EvaluationAnswer,
  FeedFrame,
  GapList,
  HistoryEntry,
  PolicyChanges,
  PolicyCheck,
  PolicyDraft,
  PolicyLife,
  Problem,
  RegionalFigureRow,
  SubjectCard,
  SubjectEvaluation,
  SubjectRow,
  TierStatus,
  WhatIfJob,
  WhatIfRequest,
  WhatIfResult,
  YearlyCount,
} from './answers.gen';
import type { Pack } from '#policy';
import type { Dataset } from './dataset';
import { reach } from './door';

const BASE = '/api/v1';

/** The server said no. Carries its RFC 9457 answer, with reasons by field in both languages. */
export class Refused extends Error {
  constructor(
    readonly problem: Problem,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(problem.zh);
  }
}

const unreachable = (cause: unknown): Refused =>
  new Refused({
    type: 'about:blank',
    title: 'unreachable',
    status: 0,
    detail: String(cause),
    code: 'PAGE.UNREACHABLE',
    zh: '连接不到台账服务。',
    en: 'The ledger service does not answer.',
    todo: { zh: '请确认服务仍在运行，稍后重试。', en: 'See that the service is running and try again.' },
    errors: [],
  });

export async function refusalOf(response: Response): Promise<Refused> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === 'object' && body !== null && 'zh' in body && 'en' in body) {
    const problem = body as Problem;
    return new Refused({ ...problem, errors: problem.errors ?? [] }, retryAfter > 0 ? retryAfter : null);
  }
  return new Refused({
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: '',
    code: `HTTP.${response.status}`,
    zh: `服务返回了 ${response.status}。`,
    en: `The service answered ${response.status}.`,
    todo: { zh: '请稍后重试。', en: 'Try again later.' },
    errors: [],
  });
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

/**
 * The furthest position of the log this page knows of: its own last command, or the last frame of the feed. Queries of
 * the ledger wait for it, so that a clerk sees what she just saved, and what a rule then did.
 */
let known: string | null = null;

function reached(position: string): void {
  if (!/^\d+$/.test(position)) return;
  if (known === null || BigInt(position) > BigInt(known)) known = position;
}

/** Asks a query of the ledger; it waits for what this page knows of. */
export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return fetchJson<T>(path, { ...query, atLeast: known }, signal);
}

export async function fetchJson<T>(path: string, query: Query, signal?: AbortSignal): Promise<T> {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query))
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value));
  const text = params.toString();
  const response = await reach(`${BASE}${path}${text === '' ? '' : `?${text}`}`, {
    headers: { accept: 'application/json' },
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error;
    throw unreachable(error);
  });
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as T;
}

/** A key that makes a retry of the same intent repeat nothing. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

export interface CommandOptions {
  /** Revision the person looked at; a stale one is refused and never retried. Null: decided against the latest. */
  readonly ifMatch: number | null;
  readonly key: string;
}

/** `brandId` of a command on a brand, `id` of one on any other subject. */
export interface CommandAnswer extends Pick<CommandResult, 'stream' | 'revision' | 'position' | 'repeated'> {
  readonly brandId?: string | null;
  readonly id?: string;
}

/** Sends a command. Answers with revision and position, or throws `Refused`. */
export async function send(path: string, body: unknown, options: CommandOptions): Promise<CommandAnswer> {
  const response = await reach(`${BASE}${path}`, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'idempotency-key': options.key,
      ...(options.ifMatch === null ? {} : { 'if-match': `"${options.ifMatch}"` }),
    },
    body: JSON.stringify(body),
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw await refusalOf(response);
  const result = (await response.json()) as CommandAnswer;
  reached(result.position);
  return result;
}

/** Asks for something that the log does not hold: drafts, checks, jobs. */
export async function ask<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  const response = await reach(`${BASE}${path}`, {
    method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as T;
}

export type PolicyDraftRow = PolicyDraft;
export type PolicyLifeAnswer = PolicyLife;
export type PolicyFindings = PolicyCheck;

/** Looks a pack file over; nothing is written. */
export const checkPolicy = (text: string, cases?: string): Promise<PolicyFindings> =>
  ask('POST', '/policies/check', { text, ...(cases === undefined ? {} : { cases }) });

/** 政策推演 writes nothing: neither of these moves the log. */
export const startWhatIf = (request: WhatIfRequest): Promise<WhatIfJob> => ask('POST', '/what-if', request);
export const stopWhatIf = (jobId: string): Promise<WhatIfJob> => ask('DELETE', `/what-if/${jobId}`);

/** Hands a file to the browser to keep, under the name that the server gives it. */
async function keepFile(answer: Promise<Response>): Promise<void> {
  const response = await answer.catch((error: unknown) => {
    throw unreachable(error);
  });
  if (!response.ok) throw await refusalOf(response);
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name === undefined ? 'document' : decodeURIComponent(name);
  link.click();
  // The browser has taken it by then; the address would hold the bytes for as long as the page is open.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Asks for a file: a paper (`/documents/...`), a table (`/exports/...`), a template. What was just saved is in it.
 * @throws Refused when there is nothing to draw up
 */
export async function download(path: string, query: Query): Promise<void> {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries({ ...query, atLeast: known }))
    if (value !== null && value !== undefined && value !== '') params.set(key, String(value));
  await keepFile(reach(`${BASE}${path}?${params.toString()}`));
}

/** A table that this page shows without a query of its own, written by the server as every other one. */
export const downloadTable = (table: TableFileBody): Promise<void> =>
  keepFile(
    reach(`${BASE}/exports/table`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(table) }),
  );

export interface PageOf<T> {
  readonly rows: readonly T[];
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly position: string;
}
export interface Rows<T> {
  readonly rows: readonly T[];
}
export interface RegionRow {
  readonly code: string;
  readonly name: string;
  readonly hasChildren: boolean;
}
export interface PolicyRow {
  readonly pack: string;
  readonly version: string;
  readonly digest: string;
  readonly title: string;
  readonly number: string | null;
  readonly role: 'document' | 'house';
  readonly phase: string;
  readonly effectiveFrom: string;
  readonly until: string | null;
  readonly document: Pack;
}
export interface EvaluationRequest {
  readonly pack: string;
  readonly asOf: string;
  readonly factsFrom: 'published' | 'locked';
}

/** Everything under `ledger` changes with the log; regions and nothing else stand outside it. */
export const ledger = 'ledger';

export const queries = {
  brands: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'brands', query],
      queryFn: ({ signal }) => get<PageOf<BrandRow>>('/brands', query, signal),
      placeholderData: keepPreviousData,
    }),
  brand: (brandId: string) =>
    queryOptions({ queryKey: [ledger, 'brand', brandId], queryFn: ({ signal }) => get<BrandCard>(`/brands/${brandId}`, {}, signal) }),
  /** @param path of a brand or another subject: `/brands/<id>`, `/units/<id>` */
  historyOf: (path: string) =>
    queryOptions({
      queryKey: [ledger, 'history', path],
      queryFn: async ({ signal }) => (await get<Rows<HistoryEntry>>(`${path}/history`, {}, signal)).rows,
    }),
  evaluations: (brandId: string, request: EvaluationRequest) =>
    queryOptions({
      queryKey: [ledger, 'evaluations', brandId, request],
      queryFn: async ({ signal }) => (await get<Rows<EvaluationAnswer>>(`/brands/${brandId}/evaluations`, { ...request }, signal)).rows,
    }),
  subjects: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'subjects', query],
      queryFn: async ({ signal }) => (await get<Rows<SubjectRow>>('/subjects', query, signal)).rows,
    }),
  subject: (path: string) =>
    queryOptions({ queryKey: [ledger, 'subject', path], queryFn: ({ signal }) => get<SubjectCard>(path, {}, signal) }),
  subjectEvaluations: (path: string, request: Omit<EvaluationRequest, 'pack'>) =>
    queryOptions({
      queryKey: [ledger, 'evaluations', path, request],
      queryFn: async ({ signal }) => (await get<Rows<SubjectEvaluation>>(`${path}/evaluations`, { ...request }, signal)).rows,
    }),
  catalogue: (query: Query) =>
    queryOptions({ queryKey: [ledger, 'catalogue', query], queryFn: ({ signal }) => get<PageOf<BrandRow>>('/catalogue', query, signal) }),
  editions: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'editions', query],
      queryFn: async ({ signal }) => (await get<Rows<EditionRow>>('/catalogue/editions', query, signal)).rows,
    }),
  edition: (region: string, number: number, dataset: Dataset) =>
    queryOptions({
      queryKey: [ledger, 'edition', region, number, dataset],
      queryFn: ({ signal }) => get<EditionDetail>(`/catalogue/editions/${region}/${number}`, { dataset }, signal),
    }),
  editionPreview: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'editionPreview', query],
      queryFn: ({ signal }) => get<EditionPreview>('/catalogue/preview', query, signal),
      retry: false,
    }),
  editionComparison: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'editionComparison', query],
      queryFn: ({ signal }) => get<EditionComparison>('/catalogue/comparison', query, signal),
    }),
  yearly: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'yearly', query],
      queryFn: async ({ signal }) => (await get<Rows<YearlyCount>>('/counts/yearly', query, signal)).rows,
    }),
  tiers: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'tiers', query],
      queryFn: async ({ signal }) => (await get<Rows<TierStatus>>('/tiers', query, signal)).rows,
    }),
  regionalFigures: (region: string, dataset: Dataset) =>
    queryOptions({
      queryKey: [ledger, 'regionalFigures', region, dataset],
      queryFn: async ({ signal }) => (await get<Rows<RegionalFigureRow>>(`/regions/${region}/figures`, { dataset }, signal)).rows,
    }),
  policies: () =>
    queryOptions({
      queryKey: [ledger, 'policies'],
      queryFn: async ({ signal }) => (await get<Rows<PolicyRow>>('/policies', {}, signal)).rows,
    }),
  policyDrafts: () =>
    queryOptions({
      queryKey: [ledger, 'policyDrafts'],
      queryFn: async ({ signal }) => (await get<{ readonly drafts: readonly PolicyDraftRow[] }>('/policies', {}, signal)).drafts,
    }),
  policyLife: (pack: string) =>
    queryOptions({
      queryKey: [ledger, 'policyLife', pack],
      queryFn: ({ signal }) => get<PolicyLifeAnswer>(`/policies/${pack}`, {}, signal),
    }),
  policyDiff: (pack: string, from: string, to: string) =>
    queryOptions({
      queryKey: [ledger, 'policyDiff', pack, from, to],
      queryFn: async ({ signal }) => (await get<PolicyChanges>(`/policies/${pack}/diff`, { from, to }, signal)).changes,
    }),
  gaps: (query: Query) =>
    queryOptions({
      queryKey: [ledger, 'gaps', query],
      queryFn: ({ signal }) => get<GapList>('/gaps', query, signal),
      placeholderData: keepPreviousData,
    }),
  whatIf: (jobId: string, query: Query) =>
    queryOptions({
      queryKey: ['what-if', jobId, query],
      queryFn: ({ signal }) => fetchJson<WhatIfResult>(`/what-if/${jobId}`, query, signal),
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => (state.data?.state === 'running' ? 500 : false),
      retry: false,
    }),
  regions: (parent: string) =>
    queryOptions({
      queryKey: ['regions', parent],
      staleTime: Infinity,
      queryFn: async ({ signal }) => (await fetchJson<Rows<RegionRow>>('/regions', { parent }, signal)).rows,
    }),
};

export const refreshLedger = (client: QueryClient): Promise<void> => client.invalidateQueries({ queryKey: [ledger] });

/**
 * Follows the live feed: each frame says that something happened, and the open queries ask again. Frames of one rush
 * (an import, a year that was closed) are answered together. The browser resumes by Last-Event-ID on its own.
 * @param acting names the session and the role in it; null: nobody signs in here
 */
export function useFeed(allowed: boolean, acting: string | null): 'off' | 'connecting' | 'live' | 'lost' {
  const client = useQueryClient();
  const [state, setState] = useState<'connecting' | 'live' | 'lost'>('connecting');
  const opened = useRef(false);
  useEffect(() => {
    if (!allowed) return;
    const feed = new EventSource(`${BASE}/feed`);
    let timer: ReturnType<typeof setTimeout> | null = null;
    const refresh = (): void => {
      timer = null;
      void refreshLedger(client);
    };
    feed.addEventListener('ledger', (message: MessageEvent<string>) => {
      reached((JSON.parse(message.data) as FeedFrame).position);
      timer ??= setTimeout(refresh, 300);
    });
    feed.onopen = () => {
      setState('live');
      // A line that saw no frame yet knows of no last one: what happened while it was down is asked for.
      if (opened.current) refresh();
      opened.current = true;
    };
    feed.onerror = () => {
      setState('lost');
      // The browser comes back by itself, unless it was refused: then the session has ended, and the page asks who is there.
      if (feed.readyState === EventSource.CLOSED) void client.invalidateQueries({ queryKey: ['session'] });
    };
    return () => {
      feed.close();
      if (timer !== null) clearTimeout(timer);
    };
    // Another session, or another role in it, opens another line at once: the server ends the one before.
  }, [client, allowed, acting]);
  return allowed ? state : 'off';
}
