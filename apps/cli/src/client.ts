import type { BrandRow, HistoryEntry, Problem, WhatIfJob, WhatIfRequest, WhatIfResult } from '#contracts';
import type { Compared, PolicyDoor, PolicyWritten } from './policy';
import type { AccountsDoor } from './user';

/** An answer that is a problem: printed for people, exit code 1. */
export class ProblemAnswer extends Error {
  constructor(readonly problem: Problem) {
    super(problem.zh);
    this.name = 'ProblemAnswer';
  }
}

export interface ImportAnswer {
  readonly importId: string;
  readonly fileName: string;
  readonly state: 'accepted' | 'applied';
  readonly known: boolean;
  readonly rows: number;
  readonly done: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly parked: readonly { readonly row: number; readonly code: string; readonly zh: string; readonly en: string }[];
  readonly stopped: { readonly zh: string; readonly en: string } | null;
}

/** The part of the interface that the command line uses. */
export class LedgerClient implements PolicyDoor, AccountsDoor {
  /** @param token of a program, where the ledger has accounts */
  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  async accounts(): ReturnType<AccountsDoor['accounts']> {
    return (await this.get<{ rows: Awaited<ReturnType<AccountsDoor['accounts']>> }>('/api/v1/accounts')).rows;
  }

  changeAccounts<T>(path: string, body: object): Promise<T> {
    return this.send('POST', `/api/v1${path}`, JSON.stringify(body), 'application/json');
  }

  async findBrands(q: string): Promise<readonly BrandRow[]> {
    return (await this.get<{ rows: BrandRow[] }>(`/api/v1/brands?limit=50&q=${encodeURIComponent(q)}`)).rows;
  }

  async history(brandId: string): Promise<readonly HistoryEntry[]> {
    return (await this.get<{ rows: HistoryEntry[] }>(`/api/v1/brands/${brandId}/history`)).rows;
  }

  async importFile(bytes: Uint8Array<ArrayBuffer>, fileName: string, format: string): Promise<ImportAnswer> {
    return this.send<ImportAnswer>(
      'POST',
      `/api/v1/imports?format=${encodeURIComponent(format)}&fileName=${encodeURIComponent(fileName)}`,
      bytes,
      'application/octet-stream',
    );
  }

  async importProgress(importId: string): Promise<ImportAnswer> {
    return this.get(`/api/v1/imports/${importId}`);
  }

  async rebuild(): Promise<void> {
    await this.send('POST', '/api/v1/rebuilds', '{}', 'application/json');
  }

  async rebuildProgress(): Promise<{
    readonly state: 'idle' | 'running' | 'done' | 'failed';
    readonly done: number;
    readonly total: number;
    readonly error: string | null;
  }> {
    return this.get('/api/v1/rebuilds/current');
  }

  startWhatIf(request: WhatIfRequest): Promise<WhatIfJob> {
    return this.send('POST', '/api/v1/what-if', JSON.stringify(request), 'application/json');
  }

  whatIf(jobId: string, offset: number, limit: number): Promise<WhatIfResult> {
    return this.get(`/api/v1/what-if/${jobId}?offset=${offset}&limit=${limit}`);
  }

  stopWhatIf(jobId: string): Promise<WhatIfJob> {
    return this.ask(`/api/v1/what-if/${jobId}`, { method: 'DELETE' });
  }

  async policies(): ReturnType<PolicyDoor['policies']> {
    return (await this.get<{ rows: Awaited<ReturnType<PolicyDoor['policies']>> }>('/api/v1/policies')).rows;
  }

  checkPolicy(body: Parameters<PolicyDoor['checkPolicy']>[0]): ReturnType<PolicyDoor['checkPolicy']> {
    return this.send('POST', '/api/v1/policies/check', JSON.stringify(body), 'application/json');
  }

  draftPolicy(body: Parameters<PolicyDoor['draftPolicy']>[0]): Promise<PolicyWritten> {
    return this.send('POST', '/api/v1/policies', JSON.stringify(body), 'application/json');
  }

  actOnPolicy(pack: string, version: string, act: 'approve' | 'return' | 'repeal', body: object): Promise<PolicyWritten> {
    const path = `/api/v1/policies/${encodeURIComponent(pack)}/versions/${encodeURIComponent(version)}/${act}`;
    return this.send('POST', path, JSON.stringify(body), 'application/json');
  }

  comparePolicies(from: Compared, to: Compared): ReturnType<PolicyDoor['comparePolicies']> {
    return this.send('POST', '/api/v1/policies/diff', JSON.stringify({ from, to }), 'application/json');
  }

  /** A paper of the office, and the name it bears. */
  async document(kind: string, query: URLSearchParams): Promise<{ readonly bytes: Uint8Array; readonly name: string }> {
    const answer = await this.reach(`/api/v1/documents/${encodeURIComponent(kind)}?${query.toString()}`, {});
    if (!answer.ok) throw new ProblemAnswer((await answer.json()) as Problem);
    const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1];
    return { bytes: new Uint8Array(await answer.arrayBuffer()), name: name === undefined ? `${kind}.docx` : decodeURIComponent(name) };
  }

  private get<T>(path: string): Promise<T> {
    return this.ask<T>(path, {});
  }

  private send<T>(method: string, path: string, body: Uint8Array<ArrayBuffer> | string, contentType: string): Promise<T> {
    return this.ask<T>(path, { method, body, headers: { 'content-type': contentType } });
  }

  private async reach(path: string, request: RequestInit): Promise<Response> {
    const headers = new Headers(request.headers);
    if (this.token !== undefined) headers.set('authorization', `Bearer ${this.token}`);
    return fetch(this.url + path, { ...request, headers }).catch((error: unknown) => {
      throw this.unreachable(error);
    });
  }

  private unreachable(cause: unknown): Error {
    return new Error(
      `${this.url} 没有应答，或应答的不是品牌台账。请确认服务在运行、地址无误 / ${this.url} does not answer, or is no Brand Ledger: see that it runs and that the address is right`,
      { cause },
    );
  }

  private async ask<T>(path: string, request: RequestInit): Promise<T> {
    const answer = await this.reach(path, request);
    const body: unknown = await answer.json().catch((error: unknown) => {
      throw this.unreachable(error);
    });
    if (!answer.ok) throw new ProblemAnswer(body as Problem);
    return body as T;
  }
}
