/**
 * The file that a clerk already has, read into the cells of a return: columns in any order, known by the words of their headings.
 * Nothing is guessed: a column or brand that is not recognised is named, and left out.
 */
import { metricWords, type Read } from '#contracts';
import { lineKey, type Directness, type Metric, type Unit } from '#domain';
import { addressOf } from './cells';
import type { LocatedProblem } from './check-file';
import { headingText, readGrid, type Grid } from './grid';

export interface FillRequest {
  readonly brands: readonly { readonly brandId: string; readonly name: string }[];
  readonly asked: readonly { readonly metric: Metric; readonly directness: Directness; readonly unit: Unit; readonly zh: string }[];
  /** True where lines are by trade as well: the file then has a column 工种. */
  readonly byTrade: boolean;
  /** What the clerk says a column holds, by its letters: the id of a figure, or null for nothing. It goes before what the heading says. */
  readonly chosen?: Readonly<Record<string, string | null>>;
}

/** A figure as a column is told to hold it: `workers.unstated`. */
export const figureId = ({ metric, directness }: { readonly metric: Metric; readonly directness: Directness }): string =>
  `${metric}.${directness}`;

/** A figure as a heading would say it. */
export const figureLabel = ({ zh, directness }: { readonly zh: string; readonly directness: Directness }): string =>
  `${zh}${directness === 'direct' ? '（直接）' : directness === 'indirect' ? '（间接，估算）' : ''}`;

export interface FilledCell {
  readonly line: string;
  readonly brand: string;
  readonly trade: string | null;
  readonly metric: Metric;
  readonly directness: Directness;
  readonly value: string;
  readonly address: string;
}

export interface Filled {
  readonly sheet: string | null;
  readonly headingRow: number;
  readonly rows: number;
  readonly cells: readonly FilledCell[];
  /** Headings that were understood, and as what. */
  readonly columns: readonly { readonly heading: string; readonly address: string; readonly as: string; readonly id: string }[];
  /** Headings that no asked figure answers to, with the reason; their cells are left out. `choosable`: a clerk may say what it holds. */
  readonly unknownColumns: readonly {
    readonly heading: string;
    readonly address: string;
    readonly choosable: boolean;
    readonly zh: string;
    readonly en: string;
  }[];
  /** Names that are no brand of this return. */
  readonly unknownBrands: readonly { readonly name: string; readonly address: string }[];
  /** Cells that cannot be read. While there is one, nothing is filled in. */
  readonly errors: readonly LocatedProblem[];
}

const BRAND_HEADINGS = new Set([
  '品牌名称',
  '品牌',
  '劳务品牌',
  '劳务品牌名称',
  '培训品牌',
  '培训品牌名称',
  '职业技能培训品牌名称',
  '名称',
  'brand',
]);
const TRADE_HEADINGS = new Set(['工种', '专业', '专业(工种)', '职业(工种)', '培训工种', '职业', '培训职业(工种)', 'trade']);
/** Columns that every office has and no return asks for. */
const IGNORED = /^(序号|编号|no\.?|地区|区县|县\(市、区\)|行政区划(代码)?|备注|填报单位|联系人|联系电话|合计|上年数.*)$/iu;
const MAX_NAMED = 100;

const bare = (heading: string): string => headingText(heading).replace(/\s+/gu, '');

/** `间接带动就业人数（人）` → the words without unit and directness, and the directness that was said. */
function partsOf(heading: string): { readonly words: readonly string[]; readonly directness: 'direct' | 'indirect' | null } {
  const text = bare(heading);
  const directness = text.includes('间接') ? 'indirect' : text.includes('直接') ? 'direct' : null;
  const withoutUnit = text.replace(/[(:：]?(单位[:：])?(人次|人|元|万元|个|家|场次|期|分)\)?$/u, '');
  const withoutDirectness = (each: string): string =>
    each.replace(/\((直接|间接)(,?估算)?\)|[-—_]?(直接|间接)(\(估算\))?/gu, '').replace(/\(估算\)/gu, '');
  return {
    words: [text, withoutUnit, withoutDirectness(text), withoutDirectness(withoutUnit), withoutDirectness(withoutUnit) + '数'],
    directness,
  };
}

type Meaning =
  | { readonly kind: 'brand' | 'trade' | 'ignored' }
  | { readonly kind: 'figure'; readonly metric: Metric; readonly directness: Directness; readonly zh: string }
  | { readonly kind: 'unknown'; readonly choosable: boolean; readonly zh: string; readonly en: string };

function meaningOf(heading: string, { asked }: FillRequest): Meaning {
  const text = bare(heading);
  if (text === '' || IGNORED.test(text)) return { kind: 'ignored' };
  if (BRAND_HEADINGS.has(text)) return { kind: 'brand' };
  if (TRADE_HEADINGS.has(text)) return { kind: 'trade' };
  if (/万(元|人)/u.test(text))
    return {
      kind: 'unknown',
      choosable: false,
      zh: '单位是“万”，台账按元、人填报；请换算后再填。',
      en: 'counted in ten thousands; convert it first',
    };
  const { words, directness } = partsOf(heading);
  const own = asked.filter(({ zh }) => words.includes(bare(zh)));
  const metrics = new Set(words.map((word) => metricWords.of(word)).filter((metric) => metric !== null));
  const fitting = own.length > 0 ? own : asked.filter(({ metric }) => metrics.has(metric));
  const said = directness === null ? fitting : fitting.filter((each) => each.directness === directness);
  const [one, ...others] = said;
  if (one !== undefined && others.length === 0) return { kind: 'figure', metric: one.metric, directness: one.directness, zh: one.zh };
  if (others.length > 0)
    return {
      kind: 'unknown',
      choosable: true,
      zh: '未注明直接还是间接；请在表头写明，如“带动就业人数（直接）”。',
      en: 'the heading does not say direct or indirect',
    };
  return { kind: 'unknown', choosable: true, zh: '从表头看不出是本次填报的哪一项。', en: 'the heading names no figure of this return' };
}

/** What a column holds: what the clerk says, where it may be said, and what its heading says otherwise. */
function meaningAt(heading: string, column: number, request: FillRequest): Meaning {
  const told = meaningOf(heading, request);
  const chosen = request.chosen?.[lettersOf(column)];
  if (chosen === undefined || (told.kind === 'unknown' ? !told.choosable : told.kind !== 'figure')) return told;
  if (chosen === null) return { kind: 'unknown', choosable: true, zh: '按您的选择不读取。', en: 'left out as you chose' };
  const figure = request.asked.find((each) => figureId(each) === chosen);
  return figure === undefined ? told : { kind: 'figure', metric: figure.metric, directness: figure.directness, zh: figure.zh };
}

const lettersOf = (column: number): string => addressOf(1, column).slice(0, -1);

const plainName = (cell: string): string => cell.normalize('NFKC').replace(/\s+/gu, '');

/** 1,234 and １２３４ are read; nothing else that is no whole number. null: says why in the problem. */
function countOf(cell: string): { readonly value: string } | { readonly zh: string; readonly en: string } {
  const plain = cell.normalize('NFKC').trim();
  const digits = /^\d{1,3}(,\d{3})+$/.test(plain) ? plain.replaceAll(',', '') : plain;
  if (/^\d{1,15}$/.test(digits)) return { value: String(Number(digits)) };
  if (/^[-−]\s*\d/u.test(digits)) return { zh: `数值不能为负：“${cell}”。`, en: `A count must not be negative: “${cell}”.` };
  return { zh: `“${cell}”不是整数；请只写数字，不带单位、小数或“万”。`, en: `“${cell}” is not a whole number.` };
}

/** The first of ascending numbers that lies within a range; null: none does. */
function firstWithin(numbers: readonly number[], [from, to]: readonly [number, number]): number | null {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found = numbers[low];
  return found !== undefined && found <= to ? found : null;
}

function cellsOf(grid: Grid, request: FillRequest): Filled {
  const { header, rows } = grid.table;
  const headingRow = grid.table.headerRow ?? 1;
  const meanings = header.map((heading, column) => meaningAt(heading, column, request));
  const brandColumn = meanings.findIndex(({ kind }) => kind === 'brand');
  const tradeColumn = meanings.findIndex(({ kind }) => kind === 'trade');
  const brands = new Map(request.brands.map(({ brandId, name }) => [plainName(name), brandId]));
  const errors: LocatedProblem[] = [];
  const fail = (row: number, column: number, code: string, zh: string, en: string): void => {
    if (errors.length < MAX_NAMED)
      errors.push({ row, column: header[column] ?? null, code, zh, en, sheet: grid.sheet, address: addressOf(row, column) });
  };
  const figures = meanings.flatMap((meaning, column) => (meaning.kind === 'figure' ? [{ ...meaning, column }] : []));
  figures.forEach(({ metric, directness, column }, index) => {
    const first = figures.findIndex((each) => each.metric === metric && each.directness === directness);
    if (first !== index) fail(headingRow, column, 'FILE.DUPLICATE_COLUMN', '同一指标出现了两列。', 'Two columns hold the same figure.');
  });
  if (brandColumn < 0) fail(headingRow, 0, 'FILE.MISSING_COLUMN', '缺少“品牌名称”列。', 'There is no column of brand names.');
  if (request.byTrade && tradeColumn < 0)
    fail(
      headingRow,
      0,
      'FILE.MISSING_COLUMN',
      '培训品牌分工种填报，缺少“工种”列。',
      'Training brands report by trade; there is no such column.',
    );
  const cells: FilledCell[] = [];
  const unknownBrands: { name: string; address: string }[] = [];
  const seen = new Map<string, string>();
  const named: number[] = [];
  const taken: number[] = [];
  for (const { row, cells: values } of brandColumn < 0 ? [] : rows) {
    const name = (values[brandColumn] ?? '').trim();
    // A row of sums says so at its brand, or in a column before it.
    if (/^(合计|总计|小计)/u.test(name) || (name === '' && values.some((cell) => /^(合\s*计|总\s*计|小\s*计)$/u.test(cell.trim()))))
      continue;
    if (name === '' && figures.every(({ column }) => (values[column] ?? '').trim() === '')) continue;
    named.push(row);
    if (grid.oddPlaces.has(`${row}|${brandColumn}`)) continue;
    const brandId = brands.get(plainName(name));
    if (brandId === undefined) {
      if (unknownBrands.length < MAX_NAMED) unknownBrands.push({ name, address: addressOf(row, brandColumn) });
      continue;
    }
    taken.push(row);
    const trade = request.byTrade ? (values[tradeColumn] ?? '').trim() || null : null;
    if (request.byTrade && trade === null) {
      fail(row, Math.max(tradeColumn, 0), 'FILE.EMPTY_CELL', '“工种”不能为空。', 'The trade must not be empty.');
      continue;
    }
    for (const { metric, directness, column } of figures) {
      const text = (values[column] ?? '').trim();
      if (text === '' || grid.oddPlaces.has(`${row}|${column}`)) continue;
      const address = addressOf(row, column);
      const count = countOf(text);
      if (!('value' in count)) {
        fail(row, column, 'FILE.NOT_A_COUNT', count.zh, count.en);
        continue;
      }
      const line = lineKey({ brandId, metric, directness, trade });
      const before = seen.get(line);
      if (before === undefined) seen.set(line, address);
      else fail(row, column, 'FILE.DUPLICATE_ROW', `与 ${before} 重复：同一品牌的同一指标。`, `Repeats ${before}.`);
      cells.push({ line, brand: name, trade, metric, directness, value: count.value, address });
    }
  }
  // Sums below the table are formulas as often as not, and a title beside it is merged: only what is read must be plain.
  const values = figures.map(({ column }) => column).concat(request.byTrade ? tradeColumn : []);
  for (const { code, zh, en, area } of grid.odd) {
    const [from, to] = area.columns;
    const within = (column: number): boolean => column >= from && column <= to;
    const row =
      (within(brandColumn) ? firstWithin(named, area.rows) : null) ?? (values.some(within) ? firstWithin(taken, area.rows) : null);
    if (row !== null) fail(row, within(brandColumn) ? brandColumn : (values.find(within) ?? from), code, zh, en);
  }
  const place = (column: number): string => addressOf(headingRow, column);
  return {
    sheet: grid.sheet,
    headingRow,
    rows: rows.length,
    cells,
    columns: figures.map(({ column, ...figure }) => ({
      heading: header[column] ?? '',
      address: place(column),
      as: figureLabel(figure),
      id: figureId(figure),
    })),
    unknownColumns: meanings.flatMap((meaning, column) =>
      meaning.kind === 'unknown'
        ? [{ heading: header[column] ?? '', address: place(column), choosable: meaning.choosable, zh: meaning.zh, en: meaning.en }]
        : [],
    ),
    unknownBrands,
    errors: errors.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };
}

/** Reads a file into the cells of a return. Errors are those of the file as a whole. */
export async function fillFromFile(bytes: Uint8Array, request: FillRequest): Promise<Read<Filled>> {
  const score = (cells: readonly string[]): number => {
    const meanings = cells.map((cell) => meaningOf(cell, request));
    const figures = meanings.filter(({ kind }) => kind === 'figure').length;
    return meanings.some(({ kind }) => kind === 'brand') ? 1 + figures : figures / 2;
  };
  const read = await readGrid(bytes, score);
  return read.ok ? { ok: true, value: cellsOf(read.value, request) } : read;
}
