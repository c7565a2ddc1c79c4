import { useMemo, useSyncExternalStore, type AnchorHTMLAttributes } from 'react';
import { placeAt, type Place } from './address';

const listen = (changed: () => void): (() => void) => {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
};

export function usePlace(): Place {
  const hash = useSyncExternalStore(listen, () => window.location.hash);
  return useMemo(() => placeAt(hash), [hash]);
}

type Params = Readonly<Record<string, string | number | null | undefined>>;

/** Address of a place; empty parameters are left out. */
export function placeOf(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(params))
    if (value !== null && value !== undefined && value !== '') query.set(key, String(value));
  const text = query.toString();
  return `#/${path}${text === '' ? '' : `?${text}`}`;
}

export const go = (path: string, params: Params = {}): void => {
  window.location.hash = placeOf(path, params);
};

/** Changes parameters of the place where one stands, without a new entry in the browser's history. */
export function adjust(place: Place, params: Params): void {
  const merged: Record<string, string | number | null | undefined> = { ...Object.fromEntries(place.params), ...params };
  const address = placeOf(place.path.map(encodeURIComponent).join('/'), merged);
  window.history.replaceState(null, '', address);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

export function Go({ to, params, ...rest }: { readonly to: string; readonly params?: Params } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return <a {...rest} href={placeOf(to, params)} />;
}
