import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, fetchJson } from '../shell/api';

/** Accounts, stand-ins or tokens, all that an administrator sees. */
export const useRows = <T>(path: 'accounts' | 'stand-ins' | 'tokens') =>
  useQuery({
    queryKey: ['accounts', path],
    queryFn: async ({ signal }) => (await fetchJson<{ readonly rows: readonly T[] }>(`/${path}`, {}, signal)).rows,
  });

/** Sends a change of accounts and asks for all of them again. */
export function useChange<T>(onDone?: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { readonly path: string; readonly body?: unknown }) => ask<T>('POST', path, body ?? {}),
    onSuccess: (answer) => {
      onDone?.(answer);
      return client.invalidateQueries({ queryKey: ['accounts'] });
    },
  });
}
