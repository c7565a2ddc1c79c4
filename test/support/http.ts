/** A ledger reached over HTTP, whichever process serves it. */

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown> & { readonly rows?: Record<string, unknown>[] };
}

export interface LedgerHttp {
  readonly url: string;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  /** Bytes go as they are, anything else as JSON. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
}

export function ledgerAt(url: string): LedgerHttp {
  const read = async (answer: Response): Promise<Answered> => ({
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Answered['body'],
  });
  return {
    url,
    get: async (path, headers = {}) => read(await fetch(url + path, { headers })),
    post: async (path, body, headers = {}) => {
      const bytes = body instanceof Uint8Array;
      return read(
        await fetch(url + path, {
          method: 'POST',
          headers: { 'content-type': bytes ? 'application/octet-stream' : 'application/json', ...headers },
          body: bytes ? new Uint8Array(body) : JSON.stringify(body),
        }),
      );
    },
  };
}
