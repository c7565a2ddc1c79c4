import type { BrandRow, HistoryEntry, Problem } from '#contracts';

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
export class LedgerClient {
  constructor(private readonly url: string) {}

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

  private get<T>(path: string): Promise<T> {
    return this.ask<T>(path, {});
  }

  private send<T>(method: string, path: string, body: Uint8Array<ArrayBuffer> | string, contentType: string): Promise<T> {
    return this.ask<T>(path, { method, body, headers: { 'content-type': contentType } });
  }

  private async ask<T>(path: string, request: RequestInit): Promise<T> {
    let answer: Response;
    let body: unknown;
    try {
      answer = await fetch(this.url + path, request);
      body = await answer.json();
    } catch (error) {
      throw new Error(
        `${this.url} 没有应答，或应答的不是品牌台账。请确认服务在运行、地址无误 / ${this.url} does not answer, or is no Brand Ledger: see that it runs and that the address is right`,
        { cause: error },
      );
    }
    if (!answer.ok) throw new ProblemAnswer(body as Problem);
    return body as T;
  }
}
