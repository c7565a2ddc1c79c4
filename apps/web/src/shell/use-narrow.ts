import { useSyncExternalStore } from 'react';

const QUERY = '(max-width: 700px)';
const listen = (changed: () => void): (() => void) => {
  const query = window.matchMedia(QUERY);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
};

/** Whether the page is as narrow as a phone. */
export const useNarrow = (): boolean => useSyncExternalStore(listen, () => window.matchMedia(QUERY).matches);
