/**
 * Cells of a workbook as texts, row by row, in bounded memory. A formula is no text: its remembered value may be years old, so it is
 * reported with its address and never read.
 */
import type { FileProblem, Read } from '#contracts';
import { addressOf, placeOf } from './cells';
import { Enough, openWorkbookFile, readGuarded, Malformed, type WorkbookFile } from './workbook-file';

export interface SheetInfo {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string;
}

export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly row: number;
  /** Cells by column from 0; an empty one is ''. */
  readonly cells: readonly string[];
}

/** What a cell holds that is no value. */
export interface OddCell {
  readonly row: number;
  readonly column: number;
  readonly what: 'formula' | 'error';
}

export interface SheetContent {
  readonly name: string;
  /** Rows that hold something, from the top. */
  readonly rows: readonly SheetRow[];
  /** The first so many of them. */
  readonly odd: readonly OddCell[];
  /** Merged ranges, by their corners. */
  readonly merged: readonly { readonly from: string; readonly to: string }[];
}

export interface Workbook {
  readonly sheets: readonly SheetInfo[];
  /** @param maxRows rows beyond are not read; one more than may be kept shows that there are too many */
  read(sheet: SheetInfo, maxRows: number, onRows?: (rows: number) => void): Promise<SheetContent>;
  close(): void;
}

const MAX_COLUMNS = 256;
const MAX_CELL_CHARS = 32_767;
const MAX_STRING_CHARS = 128 * 1024 * 1024;
const MAX_ODD = 1000;
const MAX_MERGED = 10_000;

class TooMuch extends Error {
  constructor(readonly problem: FileProblem) {
    super(problem.en);
  }
}
const tooMuch = (code: string, zh: string, en: string): TooMuch => new TooMuch({ row: null, column: null, code, zh, en });

/** Formats that show a serial number as a day or time; those of 27–36 and 50–58 are the Chinese ones. */
const isDateFormat = (id: number, custom: ReadonlyMap<number, string>): boolean => {
  const code = custom.get(id);
  if (code !== undefined) return /[ymdhs年月日时分秒]/i.test(code.replace(/"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\./gi, ''));
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
};

/** A serial number as `2024-07-30`, with its time where it has one. */
export function dateOfSerial(serial: number, since1904: boolean): string {
  const days = since1904 ? serial + 1462 : serial;
  // The calendar of 1900 has a 29 February that never was: before it, days count one less.
  const real = days < 60 ? days + 1 : days;
  const seconds = Math.round((real - 25_569) * 86_400);
  const iso = new Date(seconds * 1000).toISOString();
  const time = iso.slice(11, 19);
  if (days >= 0 && days < 1) return time.slice(0, 5);
  return time === '00:00:00' ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time.endsWith(':00') ? time.slice(0, 5) : time}`;
}

const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

/** A number as a person reads it: no exponent, and no digit that the format of numbers has lost. */
function numberText(value: string): string {
  if (/^-?\d{1,15}$/.test(value)) return value;
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) throw new Malformed('a number cell holds no number');
  return Number.isSafeInteger(number) ? String(number) : Math.abs(number) < 1e21 ? String(number) : value;
}

/** Target of a relationship, from the folder `xl`. */
const partOf = (target: string): string => (target.startsWith('/') ? target.slice(1) : `xl/${target}`);

class Opened implements Workbook {
  private strings: string[] | null = null;
  private dates: boolean[] | null = null;
  constructor(
    private readonly file: WorkbookFile,
    readonly sheets: readonly SheetInfo[],
    private readonly since1904: boolean,
    private readonly stringsPart: string,
    private readonly stylesPart: string,
  ) {}

  close(): void {
    this.file.close();
  }

  /** By style of a cell: whether it shows a date. */
  private async dateStyles(): Promise<readonly boolean[]> {
    if (this.dates !== null) return this.dates;
    const custom = new Map<number, string>();
    const formats: number[] = [];
    let inside = false;
    await this.file.walk(this.stylesPart, {
      open: (name, attributes) => {
        if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
        else if (name === 'cellXfs') inside = true;
        else if (name === 'xf' && inside) formats.push(Number(attributes['numFmtId'] ?? 0));
      },
      close: (name) => {
        if (name === 'cellXfs') inside = false;
      },
    });
    this.dates = formats.map((id) => isDateFormat(id, custom));
    return this.dates;
  }

  private async sharedStrings(): Promise<readonly string[]> {
    if (this.strings !== null) return this.strings;
    const strings: string[] = [];
    let chars = 0;
    let text: string[] | null = null;
    let taking = false;
    let phonetic = 0;
    await this.file.walk(this.stringsPart, {
      open: (name) => {
        if (name === 'si') text = [];
        else if (name === 'rPh') phonetic += 1;
        else if (name === 't') taking = phonetic === 0;
      },
      text: (part) => {
        if (!taking) return;
        chars += part.length;
        if (chars > MAX_STRING_CHARS)
          throw tooMuch('FILE.TOO_MUCH_TEXT', '工作簿中的文字过多，已停止读取。', 'The workbook holds too much text and was not read on.');
        text?.push(part);
      },
      close: (name) => {
        if (name === 't') taking = false;
        else if (name === 'rPh') phonetic -= 1;
        else if (name === 'si') {
          strings.push(unescaped((text ?? []).join('')));
          text = null;
        }
      },
    });
    this.strings = strings;
    return strings;
  }

  async read(sheet: SheetInfo, maxRows: number, onRows?: (rows: number) => void): Promise<SheetContent> {
    const strings = await this.sharedStrings();
    const dates = await this.dateStyles();
    const rows: SheetRow[] = [];
    const odd: OddCell[] = [];
    const merged: { from: string; to: string }[] = [];
    let row = 0;
    let cells: string[] = [];
    let column = -1;
    let type = 'n';
    let style = 0;
    let value: string[] = [];
    let length = 0;
    let taking = false;
    let phonetic = 0;
    let formula = false;

    const take = (): void => {
      const raw = value.join('');
      if (formula || type === 'e') {
        if (odd.length < MAX_ODD) odd.push({ row, column, what: formula ? 'formula' : 'error' });
        if (!formula) return put('#');
        return put('=');
      }
      if (raw === '') return;
      switch (type) {
        case 's': {
          const text = strings[Number(raw)];
          if (text === undefined) throw new Malformed('a cell names a text that is not there');
          return put(text);
        }
        case 'inlineStr':
        case 'str':
          return put(unescaped(raw));
        case 'b':
          return put(raw === '1' ? 'TRUE' : 'FALSE');
        case 'd':
          return put(raw);
        default:
          return put(dates[style] === true ? dateOfSerial(Number(numberText(raw)), this.since1904) : numberText(raw));
      }
    };
    const put = (text: string): void => {
      if (text === '') return;
      if (column >= MAX_COLUMNS)
        throw tooMuch(
          'FILE.TOO_MANY_COLUMNS',
          `工作表“${sheet.name}”的内容超出第 ${MAX_COLUMNS} 列（${addressOf(row, column)}），不像填报表；请核对后重传。`,
          `The sheet holds something beyond column ${MAX_COLUMNS} (${addressOf(row, column)}).`,
        );
      while (cells.length < column) cells.push('');
      cells[column] = text;
    };

    await this.file.walk(sheet.part, {
      open: (name, attributes) => {
        switch (name) {
          case 'row':
            row = attributes['r'] === undefined ? row + 1 : Number(attributes['r']);
            if (!Number.isSafeInteger(row) || row < 1) throw new Malformed('a row has no number');
            cells = [];
            column = -1;
            break;
          case 'c': {
            const place = attributes['r'] === undefined ? { row, column: column + 1 } : placeOf(attributes['r']);
            if (place === null || place.row !== row) throw new Malformed('a cell has no place');
            ({ column } = place);
            type = attributes['t'] ?? 'n';
            style = Number(attributes['s'] ?? 0);
            value = [];
            length = 0;
            formula = false;
            break;
          }
          case 'f':
            formula = true;
            break;
          case 'rPh':
            phonetic += 1;
            break;
          case 'v':
          case 't':
            taking = phonetic === 0;
            break;
          case 'mergeCell': {
            const [from, to] = (attributes['ref'] ?? '').split(':');
            if (from !== undefined && to !== undefined && merged.length < MAX_MERGED) merged.push({ from, to });
            break;
          }
          default:
        }
      },
      text: (part) => {
        if (!taking) return;
        length += part.length;
        if (length > MAX_CELL_CHARS)
          throw tooMuch(
            'FILE.TOO_LONG',
            `单元格 ${addressOf(row, Math.max(column, 0))} 的内容超过 ${MAX_CELL_CHARS} 字。`,
            `The cell ${addressOf(row, Math.max(column, 0))} holds more than ${MAX_CELL_CHARS} characters.`,
          );
        value.push(part);
      },
      close: (name) => {
        if (name === 'v' || name === 't') taking = false;
        else if (name === 'rPh') phonetic -= 1;
        else if (name === 'c') take();
        else if (name === 'row' && cells.some((cell) => cell.trim() !== '')) {
          rows.push({ row, cells });
          if (rows.length % 1000 === 0) onRows?.(rows.length);
          if (rows.length >= maxRows) throw new Enough();
        }
      },
    });
    return { name: sheet.name, rows, odd, merged };
  }
}

/** Opens a workbook. Errors are those of `openWorkbookFile`, and FILE.NO_SHEET. */
export function openWorkbook(bytes: Uint8Array): Promise<Read<Workbook>> {
  return readGuarded(async () => {
    const opened = await openWorkbookFile(bytes);
    if (!opened.ok) return opened;
    const file = opened.value;
    const targets = new Map<string, { readonly target: string; readonly type: string }>();
    await file.walk('xl/_rels/workbook.xml.rels', {
      open: (name, { Id, Target, Type }) => {
        if (name === 'Relationship' && Id !== undefined && Target !== undefined)
          targets.set(Id, { target: partOf(Target), type: Type ?? '' });
      },
    });
    const sheets: SheetInfo[] = [];
    let since1904 = false;
    await file.walk('xl/workbook.xml', {
      open: (name, attributes) => {
        if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
        if (name !== 'sheet') return;
        const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        const target = targets.get(id);
        if (target?.type.endsWith('/worksheet') === true && file.parts.has(target.target))
          sheets.push({ name: attributes['name'] ?? '', hidden: (attributes['state'] ?? 'visible') !== 'visible', part: target.target });
      },
    });
    if (sheets.every(({ hidden }) => hidden)) {
      file.close();
      return {
        ok: false,
        errors: [{ row: null, column: null, code: 'FILE.NO_SHEET', zh: '工作簿中没有可见的工作表。', en: 'The workbook shows no sheet.' }],
      };
    }
    const named = (type: string, usual: string): string =>
      [...targets.values()].find((each) => each.type.endsWith(`/${type}`))?.target ?? usual;
    return {
      ok: true,
      value: new Opened(file, sheets, since1904, named('sharedStrings', 'xl/sharedStrings.xml'), named('styles', 'xl/styles.xml')),
    };
  });
}

/** Reads a sheet, and says what is wrong with it as a file. */
export const readSheet = (
  workbook: Workbook,
  sheet: SheetInfo,
  maxRows: number,
  onRows?: (rows: number) => void,
): Promise<Read<SheetContent>> =>
  readGuarded(async () => {
    try {
      return { ok: true, value: await workbook.read(sheet, maxRows, onRows) };
    } catch (error) {
      if (error instanceof TooMuch) return { ok: false, errors: [error.problem] };
      throw error;
    }
  });
