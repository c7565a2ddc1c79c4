/** A request of this interface to itself, as the same person: an export reads what its query answers, with the same rights and filters. */
import { LedgerProblem, type ProblemKind } from '#application';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { STATUS } from './problem.filter';

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What speaks of this one request and not of who asks: all else, such as cookie and token, goes on. */
const OF_THIS_REQUEST = new Set([
  ...['content-length', 'content-type', 'transfer-encoding', 'accept-encoding', 'connection', 'if-match', 'idempotency-key'],
  ...['if-none-match', 'if-modified-since', 'range', 'upgrade', 'expect'],
]);

/** A refusal is passed on as what it was; a status that no kind of ours has is the request's own fault. */
const KINDS = new Map(Object.entries(STATUS).map(([kind, status]) => [status, kind as ProblemKind]));

/** The part of Fastify's server that is used here. */
interface Injecting {
  inject(request: {
    readonly method: 'GET' | 'PATCH' | 'POST';
    readonly url: string;
    readonly headers: Headers;
    readonly payload?: object;
  }): Promise<{ readonly statusCode: number; json(): unknown }>;
}

interface ProblemBody {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly todo: { readonly zh: string; readonly en: string };
  readonly errors?: readonly { readonly field: string | null; readonly zh: string; readonly en: string }[];
}
const isProblem = (body: unknown): body is ProblemBody => typeof body === 'object' && body !== null && 'code' in body && 'zh' in body;

@Injectable()
export class InnerRequest {
  constructor(private readonly host: HttpAdapterHost) {}

  /** @throws LedgerProblem what the route answers when it refuses */
  async send<T>(method: 'GET' | 'PATCH' | 'POST', url: string, headers: Headers, body?: object): Promise<T> {
    const fastify = this.host.httpAdapter.getInstance<Injecting>();
    const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THIS_REQUEST.has(name)));
    const answer = await fastify.inject({ method, url, headers: passed, ...(body === undefined ? {} : { payload: body }) });
    const said = answer.json();
    if (answer.statusCode < 400) return said as T;
    if (!isProblem(said)) throw new Error(`${method} ${url} answered ${answer.statusCode}`);
    const { code, zh, en, todo, errors } = said;
    throw new LedgerProblem(KINDS.get(answer.statusCode) ?? 'invalid', { code, zh, en, field: null, todo }, errors ?? []);
  }

  get<T>(path: string, query: Readonly<Record<string, string | number | undefined>>, headers: Headers): Promise<T> {
    const params = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) params.set(key, String(value));
    return this.send<T>('GET', `${path}?${params.toString()}`, headers);
  }
}
