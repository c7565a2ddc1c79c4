/** Whether a name fits the naming formats of a document (IM-21, SD-11): accepted or queried, never refused. */
import type { z } from 'zod';
import type { NameCheck } from '../brand/events';
import { normaliseName } from './normalise';
import { regionAliases, regionChildren, regionPath } from '../region/regions';

/** One naming format as data: a place, then a rest that ends in one of these words (工, 师傅 … or 家政, 保洁 …). */
export interface NameFormat {
  readonly id: string;
  readonly endings: readonly string[];
}

export interface NameRules {
  /** IM-21「应体现」queries a name that fits no format; SD-11「可采用」raises no query. */
  readonly binding: boolean;
  readonly formats: readonly NameFormat[];
}

/**
 * Names of places that a brand of this region may begin with: its region, those above it and those within it, each with
 * its aliases, the longest first.
 */
export function placeNamesOf(region: string): readonly string[] {
  const known = placeNames.get(region);
  if (known) return known;
  const codes = [...regionPath(region), ...descendants(region)];
  const names = [...new Set(codes.flatMap((code) => regionAliases(code)))].sort((a, b) => b.length - a.length);
  placeNames.set(region, names);
  return names;
}
const placeNames = new Map<string, readonly string[]>();

const descendants = (region: string): readonly string[] =>
  regionChildren(region).flatMap((child) => [child.code, ...descendants(child.code)]);

export function checkName(name: string, region: string, rules: NameRules): z.infer<typeof NameCheck> {
  const wanted = normaliseName(name);
  const rests = placeNamesOf(region)
    .filter((place) => wanted.startsWith(place))
    .map((place) => wanted.slice(place.length));
  const format = rules.formats.find(({ endings }) => rests.some((rest) => endings.some((ending) => rest.endsWith(ending))));
  if (format) return { verdict: 'accepted', format: format.id, reason: null };
  if (!rules.binding) return { verdict: 'accepted', format: null, reason: null };
  const reason = rests.length === 0 ? 'noPlaceName' : rests.every((rest) => rest === '') ? 'nothingAfterPlaceName' : 'noKnownWord';
  return { verdict: 'queried', format: null, reason };
}
