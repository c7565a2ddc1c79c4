import { regionChildren, regionName, regionPath } from '#domain';

export const WHOLE_COUNTRY = '000000';

const lineages = new Map<string, readonly string[]>();

/** A region and everything above it, the whole country first. A code that nobody knows hangs directly under the country. */
export function lineage(code: string): readonly string[] {
  let known = lineages.get(code);
  if (known === undefined) {
    // Codes of GB/T 2260 sort from the whole to its parts.
    known = [...new Set([WHOLE_COUNTRY, ...regionPath(code), code])].sort();
    lineages.set(code, known);
  }
  return known;
}

/** The region itself, or those directly below it. */
export const regionsAsked = (code: string, children: boolean): readonly string[] =>
  children ? regionChildren(code).map((child) => child.code) : [code];

export const nameOf = (code: string): string => regionName(code) ?? code;

export interface RegionReference {
  readonly code: string;
  readonly name: string;
  readonly path: { readonly code: string; readonly name: string }[];
}

export const regionReference = (code: string): RegionReference => ({
  code,
  name: nameOf(code),
  path: lineage(code).map((each) => ({ code: each, name: nameOf(each) })),
});
