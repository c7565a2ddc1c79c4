/**
 * What every file that enters the ledger becomes: instructions, each a command for one brand or region.
 *
 * A format checks a file whole: it gives all instructions or all problems, never some of both. Instructions are plain
 * data and complete in themselves, so that the import stream may keep them and roll forward without the file.
 */
import {
  allRegions,
  brandCommandSchemas,
  importCommandSchemas,
  normaliseName,
  regionEventSchemas,
  regionName,
  regionOf,
  regionPath,
  resolveRegion,
} from '#domain';
import { v5 } from 'uuid';
import type { z } from 'zod';
import type { CsvTable } from './csv';
import type { FileProblem } from './problems';

type HumanCommands = typeof brandCommandSchemas;
type PublishingCommands = typeof importCommandSchemas;
interface BrandCommandData {
  readonly report: z.infer<HumanCommands['report']>;
  readonly nominate: z.infer<HumanCommands['nominate']>;
  readonly claimTier: z.infer<HumanCommands['claimTier']>;
  readonly recordHonour: z.infer<HumanCommands['recordHonour']>;
  readonly recordFigure: z.infer<HumanCommands['recordFigure']>;
  readonly publishFigure: z.infer<PublishingCommands['publishFigure']>;
  readonly publishRatio: z.infer<PublishingCommands['publishRatio']>;
  readonly publishTarget: z.infer<PublishingCommands['publishTarget']>;
}
export type RegionalFigure = z.infer<(typeof regionEventSchemas)['RegionalFigurePublished.v1']>;

/** The brand an instruction is for. A brand that was founded through the API keeps its id: `findBrand` knows it. */
export interface BrandTarget {
  readonly kind: 'brand';
  readonly brandId: string;
}
export interface RegionTarget {
  readonly kind: 'region';
  readonly region: string;
}

/** `row` is the row of the file it comes from, as a spreadsheet counts: the header is row 1. */
export type BrandInstruction = {
  [K in keyof BrandCommandData]: {
    readonly row: number;
    readonly target: BrandTarget;
    readonly command: K;
    readonly data: BrandCommandData[K];
  };
}[keyof BrandCommandData];
export interface RegionInstruction {
  readonly row: number;
  readonly target: RegionTarget;
  readonly command: 'publishRegionalFigure';
  readonly data: RegionalFigure;
}
export type ImportInstruction = BrandInstruction | RegionInstruction;

/** A checked row: words, regions and brands are resolved. For a preview; the instructions say the same. */
export type ImportRecord = Readonly<Record<string, string | null>>;

export interface ImportContext {
  /** Business date, Asia/Shanghai: figures of later years are refused. */
  readonly today: string;
  /** Id of a brand that is already on the books under this name in this region; null where there is none. */
  readonly findBrand: (region: string, name: string) => string | null;
  /** The second file of a format that needs two: the reading beside `brand-facts.csv`. */
  readonly companion?: string;
  /** Region of whoever sends the file: rows of brands outside it are refused. Without it every region may be written for. */
  readonly scope?: string;
}

export type FileCheck =
  | { readonly ok: true; readonly records: readonly ImportRecord[]; readonly instructions: readonly ImportInstruction[] }
  | { readonly ok: false; readonly errors: readonly FileProblem[] };

export interface ImportColumn {
  readonly key: string;
  /** A column that a template shows and nobody fills in. A row of a template in which nothing was filled in is passed over. */
  readonly reference?: boolean;
  /** Headings it is known by, the first of which a template prints. */
  readonly zh: readonly [string, ...string[]];
  readonly en: readonly string[];
  readonly required: boolean;
}

export interface ImportFormat {
  /** As `ImportAccepted.v1` names it, with its version. */
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly ImportColumn[];
  /** Accepted whole or refused whole. `text` comes from `decodeText`. */
  check(text: string, context: ImportContext): FileCheck;
  /** The same of a table that was read already, such as a sheet of a workbook. Formats for people have it. */
  checkTable?(table: CsvTable, context: ImportContext, onRows?: (rows: number) => void): FileCheck;
}

/** Fixed for ever: ids of imported brands and figures are v5 of this and their path. */
const NAMESPACE = '6d1f1d0e-0f2b-5c8e-9a53-4b7a1b9f2e71';

/** Length-prefixed, so that no two lists of parts share a path. */
const idOf = (kind: string, ...parts: readonly (string | null)[]): string =>
  v5([kind, ...parts.map((part) => (part === null ? '-' : `${part.length}:${part}`))].join('/'), NAMESPACE);

/** A brand's id from its region path and name. The code of a region spells its path: 130600 lies in 130000. */
export const brandIdOf = (region: string, name: string): string => idOf('brand', region, normaliseName(name));
/** An id that a script gives by name. */
export const namedId = (scope: string, name: string): string => idOf('named', scope, name);
/** A published figure's id from its subject and what the source printed: the same row twice is the same figure. */
export const publishedFigureId = (command: string, subject: string, ...content: readonly (string | null)[]): string =>
  idOf(command, subject, ...content);

let codesByName: ReadonlyMap<string, readonly string[]> | null = null;

/** Codes by full names, alone and behind those of the places above: 敖汉旗, 赤峰市敖汉旗, 内蒙古自治区敖汉旗, and all three. */
function fullNames(): ReadonlyMap<string, readonly string[]> {
  if (codesByName !== null) return codesByName;
  const found = new Map<string, string[]>();
  for (const { code } of allRegions()) {
    const [own = '', ...above] = regionPath(code).map((each) => regionName(each) ?? '');
    const [nearest = '', farthest = ''] = above;
    for (const name of new Set([own, nearest + own, farthest + own, farthest + nearest + own]))
      found.set(name, [...(found.get(name) ?? []), code]);
  }
  codesByName = found;
  return found;
}

/**
 * Reads a region cell: a code of six digits, or the path of names by `/` (山东省/日照市/莒县; 湖北省//潜江市 where a county has
 * no prefecture above it). Without a `/`: a province, or full names as a clerk runs them together (敖汉旗, 赤峰市敖汉旗) where
 * they mean one place only.
 * Gives the code, or why there is none.
 */
export function readRegionCell(cell: string): { readonly code: string } | { readonly zh: string; readonly en: string } {
  const text = cell.normalize('NFKC').trim();
  if (/^\d+$/.test(text)) {
    if (regionOf(text)) return { code: text };
    return {
      zh: `没有代码为“${text}”的行政区划；请核对六位代码。`,
      en: `There is no region with the code “${text}”; check its six digits.`,
    };
  }
  const named = fullNames().get(text.replace(/\s+/gu, '')) ?? [];
  if (named.length === 1 && named[0] !== undefined) return { code: named[0] };
  if (named.length > 1) {
    const one = named.map((code) => [...regionPath(code)].reverse().map(regionName).join('/'))[0];
    return {
      zh: `全国有 ${named.length} 个“${text}”；请写明上级，如“${one}”，或改用六位代码。`,
      en: `There are ${named.length} places of the name “${text}”; write those above it, such as ${one}, or its six-digit code.`,
    };
  }
  const parts = text.split('/').map((part) => part.trim());
  if (text === '' || parts.length > 3) {
    return {
      zh: `行政区划请写六位代码，或以“/”分隔的名称，如“山东省/日照市/莒县”；实为“${text}”。`,
      en: `Write a region as its six-digit code, or its names divided by “/”, such as 山东省/日照市/莒县; this is “${text}”.`,
    };
  }
  const resolved = resolveRegion({ province: parts[0] || null, prefecture: parts[1] || null, county: parts[2] || null });
  if ('code' in resolved) return { code: resolved.code };
  return {
    zh: `行政区划“${text}”无法识别：${resolved.problem.zh}请改用六位代码。`,
    en: `The region “${text}” is not known: ${resolved.problem.en} Use its six-digit code.`,
  };
}
