/** A ledger reached over HTTP, whichever process serves it. */

/** What is known of an answer before anybody has looked at it. */
export type AnyBody = Record<string, unknown> & { readonly rows?: Record<string, unknown>[] };

/** An answer; `Body` is what the one who asks takes it for, and then finds out. */
export interface Answered<Body = AnyBody> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface LedgerHttp {
  readonly url: string;
  get<Body = AnyBody>(path: string, headers?: Readonly<Record<string, string>>): Promise<Answered<Body>>;
  /** Bytes go as they are, anything else as JSON. */
  post<Body = AnyBody>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered<Body>>;
}

export function ledgerAt(url: string): LedgerHttp {
  const read = async <Body>(answer: Response): Promise<Answered<Body>> => ({
    status: answer.status,
    headers: answer.headers,
    body: (await answer.json()) as Body,
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
