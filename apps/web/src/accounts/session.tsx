import { queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, useContext, useMemo, type ReactNode } from 'react';
import type { ActionId } from '#access/table';
import type { SessionAnswer } from '#contracts';
import { fetchJson } from '../shell/api';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchJson<SessionAnswer>('/session', {}, signal),
  staleTime: 60_000,
  retry: false,
});

const SessionContext = createContext<SessionAnswer | null>(null);

export function SessionProvider({ session, children }: { readonly session: SessionAnswer; readonly children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who sits before the page. Null outside the gate, and until the server has answered. */
export const useSession = (): SessionAnswer | null => useContext(SessionContext);

/** Refreshes what the page knows of the session. */
export const useSessionQuery = () => useQuery(sessionQuery);

/** `150430` → `150430`, `150400` → `1504`, `150000` → `15`, the country → ``. */
const stem = (region: string): string => region.replace(/(00){1,3}$/, '');

export interface May {
  /**
   * Whether the acting role may do an operation of the interface, for a region if one is given. It decides what the page
   * shows; the server decides what happens.
   */
  (action: ActionId, region?: string): boolean;
}

/** In a ledger without accounts everything may be done. */
export function useMay(): May {
  const session = useSession();
  return useMemo<May>(() => {
    if (session === null || session.accounts === 'off') return () => true;
    const { may, acting } = session;
    return (action, region) => {
      const reach = may[action];
      if (reach === undefined) return false;
      if (region === undefined || acting === null || reach === 'any' || reach === 'unit') return true;
      const below = region.startsWith(stem(acting.region));
      return reach === 'within' ? below : below || acting.region.startsWith(stem(region));
    };
  }, [session]);
}

/** Where somebody's own work begins: the region of the acting role; the whole country in a ledger without accounts. */
export const useHomeRegion = (): string => useSession()?.acting?.region ?? '000000';

const NONE: ReadonlySet<string> = new Set();

/**
 * Fields of an operation's body that name who acts: the server sets them from the session, so no form asks for them. None in a
 * ledger without accounts, where they are typed.
 */
export function useSetFields(operation: string): ReadonlySet<string> {
  const names = useSession()?.names[operation];
  return useMemo(() => (names === undefined ? NONE : new Set(names)), [names]);
}

/**
 * Which commands of a form book the acting role may give: `record-figure` of a brand is the operation `recordFigure`, of a
 * unit `unitRecordFigure`, as the interface names them.
 */
export function useMayCommand(kind: string | null): (command: string, region: string) => boolean {
  const may = useMay();
  return (command, region) => {
    const words = [...(kind === null ? [] : [kind]), ...command.split('-')];
    const operation = words.map((word, i) => (i === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`)).join('');
    return may(operation as ActionId, region);
  };
}
