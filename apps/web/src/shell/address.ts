/** The page lives behind the hash, so that any static server can serve it and a link to a brand can be kept. */
export interface Place {
  /** `['brands', '<id>']` */
  readonly path: readonly string[];
  readonly params: URLSearchParams;
}

/**
 * What cannot be decoded stays as it was typed: it names nothing, and is answered like any other name of nothing. So does what would
 * be two parts: a part goes into an address of the interface, and must not lead out of its place there.
 */
function decoded(part: string): string {
  try {
    const name = decodeURIComponent(part);
    return name.includes('/') ? part : name;
  } catch {
    return part;
  }
}

/** @param hash of an address, as a browser has it or as somebody typed it */
export function placeAt(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decoded), params: new URLSearchParams(query) };
}
