/** Workbooks for clerks to fill in: headings that cannot be typed over, choices to pick from, last year's figures beside the empty cells. */
import type { SheetCell } from '#contracts';
import { writeXlsx } from 'hucre/xlsx';
import type { Cell, DataValidation } from 'hucre';
import { columnLetters, spelledForWorkbook } from './cells';
import { MARK_SHEET } from './grid';

export interface TemplateColumn {
  readonly heading: string;
  readonly required: boolean;
  readonly kind: 'text' | 'count' | 'date';
  readonly width: number;
  /** What stands in the sheet of explanations. */
  readonly explain: string;
  /** Words to pick from. Others may be typed where `open`. */
  readonly choices?: readonly string[];
  readonly open?: boolean;
  /** Filled in beforehand and shown for reading only. */
  readonly reference?: boolean;
  /** What is typed stays text: a code of eighteen digits is not rounded to a number. */
  readonly verbatim?: boolean;
}

export interface Template {
  /** Name, version and digest, by which an upload is known to be of this template. */
  readonly id: string;
  readonly digest: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly columns: readonly TemplateColumn[];
  /** Rows that are filled in beforehand. */
  readonly rows: readonly (readonly SheetCell[])[];
  /** Empty rows below them. */
  readonly blank: number;
}

const fill = (rgb: string) => ({ type: 'pattern' as const, pattern: 'solid' as const, fgColor: { rgb } });
const line = { style: 'thin' as const, color: { rgb: 'BFBFBF' } };
const border = { top: line, bottom: line, left: line, right: line };
const HEADING = { font: { bold: true }, fill: fill('DCE6F2'), border, alignment: { wrapText: true, vertical: 'center' as const } };
const REQUIRED = { ...HEADING, fill: fill('FCE4D6') };
const REFERENCE = { fill: fill('F2F2F2'), font: { color: { rgb: '7F7F7F' } }, border };
const open = { border, protection: { locked: false } };
const NOTE = { font: { color: { rgb: '595959' } } };

const CHOICES_SHEET = '选项';

function validationOf(column: TemplateColumn, index: number, choices: number | null, first: number, last: number): DataValidation | null {
  const letters = columnLetters(index);
  const shared = {
    range: `${letters}${first}:${letters}${last}`,
    allowBlank: true,
    showErrorMessage: true,
    showInputMessage: true,
    inputTitle: column.heading.slice(0, 32),
    inputMessage: column.explain.slice(0, 255),
    errorTitle: column.heading.slice(0, 32),
  };
  if (choices !== null && column.choices !== undefined) {
    const list = columnLetters(choices);
    return {
      ...shared,
      type: 'list',
      formula1: `'${CHOICES_SHEET}'!$${list}$2:$${list}$${column.choices.length + 1}`,
      errorMessage: '请从下拉列表中选择。',
      errorStyle: column.open === true ? 'information' : 'stop',
    };
  }
  if (column.kind === 'count')
    return {
      ...shared,
      type: 'whole',
      operator: 'greaterThanOrEqual',
      formula1: '0',
      errorMessage: '请填不小于 0 的整数，不带单位。',
      errorStyle: 'stop',
    };
  return null;
}

/** @returns the bytes of a workbook */
export function writeTemplate(template: Template): Promise<Uint8Array> {
  const { columns, notes, rows, blank } = template;
  const above = 1 + notes.length;
  const first = above + 2;
  const last = first + rows.length + blank - 1;
  const cells = new Map<string, Partial<Cell>>();
  const put = (row: number, column: number, value: SheetCell, style: Cell['style']): void => {
    const text = typeof value === 'string' ? spelledForWorkbook(value) : value;
    cells.set(`${row},${column}`, {
      value: text,
      type: text === null ? 'empty' : typeof text === 'number' ? 'number' : 'string',
      ...(style === undefined ? {} : { style }),
    });
  };
  put(0, 0, template.title, { font: { bold: true, size: 14 } });
  notes.forEach((note, index) => put(1 + index, 0, note, NOTE));
  columns.forEach((column, index) => {
    put(above, index, `${column.heading}${column.required ? '*' : ''}`, column.required ? REQUIRED : HEADING);
    for (let row = 0; row < rows.length + blank; row += 1)
      put(
        above + 1 + row,
        index,
        rows[row]?.[index] ?? null,
        column.reference === true
          ? REFERENCE
          : { ...open, ...(column.verbatim === true ? { numFmt: '@' } : column.kind === 'date' ? { numFmt: 'yyyy-mm-dd' } : {}) },
      );
  });
  const chosen = columns.flatMap((column, index) => (column.choices === undefined ? [] : [{ column, index }]));
  const validations = columns.flatMap((column, index) => {
    const at = chosen.findIndex((each) => each.index === index);
    const validation = validationOf(column, index, at < 0 ? null : at, first, last);
    return validation === null || column.reference === true ? [] : [validation];
  });
  const longest = Math.max(0, ...chosen.map(({ column }) => column.choices?.length ?? 0));
  return writeXlsx({
    sheets: [
      {
        name: '填报',
        rows: Array.from({ length: last }, () => []),
        cells,
        columns: columns.map(({ width }) => ({ width })),
        dataValidations: validations,
        freezePane: { rows: above + 1 },
        // What is written here may be done: sorting, filtering and wider columns do not harm the heading.
        protection: { sheet: true, sort: true, autoFilter: true, formatColumns: true, formatRows: true, formatCells: true },
      },
      {
        name: '填写说明',
        rows: [
          ['列', '必填', '说明'],
          ...columns.map(({ heading, required, reference, explain }) => [
            heading,
            reference === true ? '不填' : required ? '必填' : '选填',
            explain,
          ]),
          [],
          ['要求', '', '请勿改动表头、合并单元格或填写公式；从别处粘贴请用“选择性粘贴—数值”。带 * 的列必填。'],
          ['要求', '', '数字写整数，不带单位和“万”；间接带动数为估算，须写明估算方法和依据。'],
        ],
        columns: [{ width: 24 }, { width: 8 }, { width: 90 }],
      },
      {
        name: CHOICES_SHEET,
        hidden: true,
        rows: [
          chosen.map(({ column }) => column.heading),
          ...Array.from({ length: longest }, (_, row) =>
            chosen.map(({ column }) => {
              const choice = column.choices?.[row];
              return choice === undefined ? null : spelledForWorkbook(choice);
            }),
          ),
        ],
      },
      {
        name: MARK_SHEET,
        veryHidden: true,
        rows: [
          ['模板', template.id],
          ['校验', template.digest],
        ],
      },
    ],
  });
}
