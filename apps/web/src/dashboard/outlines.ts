/**
 * Outlines of regions from a GeoJSON file that somebody brings along. The ledger ships none and fetches none; the file
 * stays in the browser. A feature is a region by its code (`adcode`, `code`, `id`) or by its name.
 */
export interface Outline {
  readonly region: string;
  /** Path of an SVG, in the square of `SIZE`. */
  readonly path: string;
}
export interface Outlines {
  readonly width: number;
  readonly height: number;
  readonly outlines: readonly Outline[];
  /** Features that are no region of the list. */
  readonly unknown: number;
}
const SIZE = 1000;

type Point = readonly [number, number];
type Ring = readonly Point[];

interface Feature {
  readonly properties?: Readonly<Record<string, unknown>> | null;
  readonly id?: unknown;
  readonly geometry?: { readonly type?: unknown; readonly coordinates?: unknown } | null;
}

const isPoint = (value: unknown): value is Point =>
  Array.isArray(value) &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  Number.isFinite(value[0]) &&
  Number.isFinite(value[1]);
const isRing = (value: unknown): value is Ring => Array.isArray(value) && value.length > 2 && value.every(isPoint);

function ringsOf(geometry: Feature['geometry']): Ring[] {
  const { type, coordinates } = geometry ?? {};
  if (!Array.isArray(coordinates)) return [];
  const parts: unknown[] = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  return parts.flatMap((part) => (Array.isArray(part) ? part.filter(isRing) : []));
}

function featuresOf(value: unknown): Feature[] {
  if (typeof value !== 'object' || value === null || !('features' in value) || !Array.isArray(value.features)) return [];
  return value.features.filter((each): each is Feature => typeof each === 'object' && each !== null);
}

/** @returns null when the text is no GeoJSON of areas, or none of them is a region of the list */
export function outlinesOf(text: string, regions: readonly { readonly code: string; readonly name: string }[]): Outlines | null {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return null;
  }
  const found: { readonly region: string; readonly rings: readonly Ring[] }[] = [];
  let unknown = 0;
  for (const feature of featuresOf(read)) {
    const { adcode, code, name } = feature.properties ?? {};
    const codes = [adcode, code, feature.id].flatMap((each) =>
      typeof each === 'string' || typeof each === 'number' ? [String(each)] : [],
    );
    const region = regions.find((each) => codes.includes(each.code) || each.name === name);
    const rings = ringsOf(feature.geometry);
    if (region === undefined || rings.length === 0) unknown += 1;
    else found.push({ region: region.code, rings });
  }
  const points = found.flatMap(({ rings }) => rings.flat());
  if (points.length === 0) return null;
  const bounds = points.reduce(
    ([west, south, east, north], [x, y]) => [Math.min(west, x), Math.min(south, y), Math.max(east, x), Math.max(north, y)] as const,
    [Infinity, Infinity, -Infinity, -Infinity] as readonly [number, number, number, number],
  );
  const [west, south, east, north] = bounds;
  // Degrees of longitude are narrower in the north: by the cosine of the middle latitude the shapes keep their look.
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, high] = [(east - west) * narrow || 1, north - south || 1];
  const scale = SIZE / Math.max(wide, high);
  const at = ([x, y]: Point): string => `${((x - west) * narrow * scale).toFixed(1)} ${((north - y) * scale).toFixed(1)}`;
  return {
    width: Math.ceil(wide * scale),
    height: Math.ceil(high * scale),
    outlines: found.map(({ region, rings }) => ({ region, path: rings.map((ring) => `M${ring.map(at).join('L')}Z`).join('') })),
    unknown,
  };
}
