/** A file that a clerk sends, checked whole by one of the formats for people. */
import {
  brandsFormat,
  brandsIn,
  checkFileSize,
  yearlyFiguresFormat,
  type FileProblem,
  type ImportFormat,
  type ImportInstruction,
  type ImportRecord,
} from '#contracts';
import { addressOf } from './cells';
import { readGrid, type Grid } from './grid';
import { templateDigest } from './template-mark';

/** Formats that people may send; the published facts come with the ledger. */
const FORMATS: readonly ImportFormat[] = [yearlyFiguresFormat, brandsFormat];
export type FormatChoice = 'auto' | 'yearly-figures' | 'brands';

/** A problem with its place as the clerk sees it. */
export interface LocatedProblem extends FileProblem {
  readonly sheet: string | null;
  /** `D12`; null where the file as a whole is meant. */
  readonly address: string | null;
}

export type CheckedUpload =
  | {
      readonly ok: true;
      readonly format: string;
      readonly sheet: string | null;
      readonly records: readonly ImportRecord[];
      readonly instructions: readonly ImportInstruction[];
      /** Rows of the file below its heading, with those of a template that nobody filled in. */
      readonly rows: number;
      /** Address of the cell that a record is about, by its row: the figure, or the name. */
      readonly subject: { readonly column: number; readonly heading: string };
    }
  | { readonly ok: false; readonly format: string | null; readonly errors: readonly LocatedProblem[] };

export interface CheckContext {
  readonly today: string;
  readonly scope: string;
  /** Ids of brands by region code and name, in the order asked; null where there is none. */
  readonly findBrands: (asked: readonly { readonly region: string; readonly name: string }[]) => Promise<readonly (string | null)[]>;
  readonly onProgress?: (step: 'read' | 'check', rows: number, of: number | null) => void;
}

const formatNamed = (choice: FormatChoice): ImportFormat | undefined => FORMATS.find(({ id }) => id.startsWith(`${choice}.`));

/** Share of a format's required columns that a heading holds. */
function share(heading: ReadonlySet<string>, { columns }: ImportFormat): number {
  const required = columns.filter((column) => column.required);
  return required.filter(({ key, zh, en }) => [key, ...zh, ...en].some((name) => heading.has(name))).length / required.length;
}

const bestFormat = (header: readonly string[]): { readonly format: ImportFormat; readonly share: number } | undefined => {
  const heading = new Set(header);
  return FORMATS.map((format) => ({ format, share: share(heading, format) })).sort((a, b) => b.share - a.share)[0];
};

const located = (grid: Grid | null, problem: FileProblem): LocatedProblem => {
  const column = grid === null || problem.column === null ? -1 : grid.table.header.indexOf(problem.column);
  return {
    ...problem,
    sheet: grid?.sheet ?? null,
    address: problem.row === null || column < 0 ? null : addressOf(problem.row, column),
  };
};

function wrongTemplate(grid: Grid, format: ImportFormat): FileProblem | null {
  const { template } = grid;
  if (template === null || (template.id === format.id && template.digest === templateDigest(format))) return null;
  return {
    row: null,
    column: null,
    code: 'FILE.WRONG_TEMPLATE',
    zh:
      template.id === format.id
        ? `模板版本已更新：此文件由旧版“${format.zh}”模板填写，请下载新模板，把内容以“数值”方式粘贴过去。`
        : `模板不符：此文件由模板“${template.id}”填写，不是“${format.zh}”。`,
    en: `The file was made from the template ${template.id} of another version or kind; take the present template of ${format.en}.`,
  };
}

/** The column a row is about: its figure, else its brand. */
function subjectOf(grid: Grid, { columns }: ImportFormat): { readonly column: number; readonly heading: string } {
  for (const key of ['value', 'name']) {
    const column = columns.find((each) => each.key === key);
    const names = column === undefined ? [] : [key, ...column.zh, ...column.en];
    const index = grid.table.header.findIndex((heading) => names.includes(heading));
    if (index >= 0) return { column: index, heading: grid.table.header[index] ?? '' };
  }
  return { column: 0, heading: grid.table.header[0] ?? '' };
}

/**
 * Checks a file whole: all instructions, or all problems with their places.
 * @param choice `auto` goes by the heading
 */
export async function checkUpload(bytes: Uint8Array, choice: FormatChoice, context: CheckContext): Promise<CheckedUpload> {
  const size = checkFileSize(bytes.length);
  if (!size.ok) return { ok: false, format: null, errors: size.errors.map((problem) => located(null, problem)) };
  const wanted = formatNamed(choice);
  const score = (cells: readonly string[]): number => {
    const heading = new Set(cells);
    return wanted === undefined ? (bestFormat(cells)?.share ?? 0) : share(heading, wanted);
  };
  const read = await readGrid(bytes, score, (rows) => context.onProgress?.('read', rows, null));
  if (!read.ok) return { ok: false, format: null, errors: read.errors.map((problem) => located(null, problem)) };
  const grid = read.value;
  const best = bestFormat(grid.table.header);
  const format = wanted ?? (best !== undefined && best.share > 0.5 ? best.format : undefined);
  if (format?.checkTable === undefined) {
    return {
      ok: false,
      format: null,
      errors: [
        located(grid, {
          row: grid.table.headerRow ?? 1,
          column: null,
          code: 'FILE.UNKNOWN_FORMAT',
          zh: '无法由表头识别文件格式：应为“年度成效数据”或“品牌登记”模板，请勿改动表头。',
          en: 'the heading fits neither template (yearly figures, brands); leave the heading as it is',
        }),
      ],
    };
  }
  const asked = brandsIn(grid.table, format.columns);
  const ids = await context.findBrands(asked);
  const byName = new Map(asked.map(({ region, name }, index) => [`${region}|${name}`, ids[index] ?? null]));
  const total = grid.table.rows.length;
  const checked = format.checkTable(
    grid.table,
    { today: context.today, scope: context.scope, findBrand: (region, name) => byName.get(`${region}|${name}`) ?? null },
    (rows) => context.onProgress?.('check', rows, total),
  );
  const mark = wrongTemplate(grid, format);
  const own = checked.ok
    ? []
    : checked.errors.filter(
        ({ row, column }) => row === null || column === null || !grid.oddPlaces.has(`${row}|${grid.table.header.indexOf(column)}`),
      );
  const problems = [...(mark === null ? [] : [mark]), ...grid.odd, ...own];
  if (checked.ok && problems.length === 0)
    return {
      ok: true,
      format: format.id,
      sheet: grid.sheet,
      records: checked.records,
      instructions: checked.instructions,
      rows: total,
      subject: subjectOf(grid, format),
    };
  return {
    ok: false,
    format: format.id,
    errors: problems.map((problem) => located(grid, problem)).sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };
}
