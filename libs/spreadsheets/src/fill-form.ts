/**
 * 推荐表 as a workbook: drawn up field by field, and read again into answers. A row is known by the words of its field, never by
 * its place; what is not understood is a fault at its cell, and then nothing is filled in.
 */
import { MAX_PROBLEMS, type Read } from '#contracts';
import { fieldsOf, FormAnswer, isCalendarDate, type FormDefinition, type FormField } from '#domain';
import { createHash } from 'node:crypto';
import { addressOf } from './cells';
import type { LocatedProblem } from './check-file';
import { readGrid, type Grid } from './grid';
import { writeTemplate } from './template';
import { problemOfFile } from './workbook-file';

const FIELD = '栏目';
const CONTENT = '填写内容';
const HEADINGS = [FIELD, '依据条款', '填写说明', CONTENT];

export interface FilledField {
  readonly field: string;
  readonly value: FormAnswer['value'];
  readonly address: string;
}
export interface FilledForm {
  readonly sheet: string | null;
  readonly fields: readonly FilledField[];
  /** Cells that cannot be read. While there is one, nothing is filled in. */
  readonly errors: readonly LocatedProblem[];
}

const templateId = (form: string): string => `form:${form}`;
/** Another field, or other words of one, make another template. */
const digestOf = ({ version, ...definition }: FormDefinition): string =>
  createHash('sha256')
    .update(JSON.stringify([version, fieldsOf({ version, ...definition }).map(({ id, zh, kind }) => [id, zh, kind])]))
    .digest('hex');

const KINDS: Readonly<Record<FormField['kind'], string>> = {
  text: '填文字',
  long: '填文字',
  count: '填不小于 0 的整数，不带单位',
  date: '填日期，如 2024-07-30',
  flag: '填“是”或“否”',
  choice: '从以下选一项填写',
};
const explained = ({ kind, options, required, hint, criterion }: FormField, section: string): string =>
  [
    `${section}；${required ? '必填' : '选填'}；${KINDS[kind]}`,
    ...(options === undefined
      ? []
      : [
          Object.values(options)
            .map(({ zh }) => zh)
            .join('／'),
        ]),
    ...(hint === undefined ? [] : [hint.zh]),
    ...(criterion === undefined ? [] : ['自述，不作判断']),
  ].join('；');

/** An empty form to be filled in. @param cites what each clause is called @returns the bytes of a workbook */
export function writeForm(definition: FormDefinition, cites: Readonly<Record<string, string>>): Promise<Uint8Array> {
  return writeTemplate({
    ...{ id: templateId(definition.form), digest: digestOf(definition), title: definition.zh, blank: 0 },
    notes: [
      ...(definition.original ? [] : [`表样待附原件（${definition.annex}）：以下栏目依据条款拟定。`]),
      '只填“填写内容”一列；留空的栏目不改动草稿中已有的内容。佐证材料在页面上选取。',
    ],
    columns: HEADINGS.map((heading, index) => ({
      ...{ heading, required: false, kind: 'text' as const, width: [36, 24, 48, 60][index] ?? 24 },
      ...(heading === CONTENT
        ? { explain: '按“填写说明”填写；勿用公式。', verbatim: true }
        : { explain: '台账给出，供对照，请勿改动。', reference: true }),
    })),
    rows: definition.sections.flatMap(({ zh, fields }) =>
      fields.map((field) => [field.zh, cites[field.clause] ?? field.clause, explained(field, zh), null]),
    ),
  });
}

interface Wrong {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}
const plain = (cell: string): string => cell.normalize('NFKC').replace(/\s+/gu, '');

function valueOf(field: FormField, cell: string): { readonly value: FormAnswer['value'] } | Wrong {
  const text = plain(cell);
  switch (field.kind) {
    case 'count': {
      const digits = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
      if (/^\d{1,15}$/.test(digits)) return { value: Number(digits) };
      return { code: 'FILE.NOT_A_COUNT', zh: `“${cell}”不是不小于 0 的整数；请只写数字。`, en: `“${cell}” is not a whole number.` };
    }
    case 'date': {
      const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/u.exec(text);
      const date = match === null ? '' : `${match[1]}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`;
      if (isCalendarDate(date)) return { value: date };
      return { code: 'FILE.NOT_A_DATE', zh: `“${cell}”不是日期；请写成 2024-07-30。`, en: `“${cell}” is not a date.` };
    }
    case 'flag':
      if (text === '是' || text === '否') return { value: text === '是' };
      return { code: 'FILE.NOT_A_FLAG', zh: `“${cell}”不是“是”或“否”。`, en: `“${cell}” is neither 是 nor 否.` };
    case 'choice': {
      const options = Object.entries(field.options ?? {});
      const chosen = options.find(([code, { zh, en }]) => [code, zh, en].some((word) => plain(word) === text));
      if (chosen !== undefined) return { value: chosen[0] };
      return {
        code: 'FILE.NOT_A_CHOICE',
        zh: `“${cell}”不在选项中；请填：${options.map(([, { zh }]) => zh).join('／')}。`,
        en: `“${cell}” is none of the options.`,
      };
    }
    default:
      if (FormAnswer.shape.value.safeParse(cell.trim()).success) return { value: cell.trim() };
      return { code: 'FILE.TEXT_TOO_LONG', zh: '文字过长，请缩短。', en: 'The text is too long.' };
  }
}

function fieldsIn(grid: Grid, definition: FormDefinition): FilledForm {
  const { header, rows } = grid.table;
  const headingRow = grid.table.headerRow ?? 1;
  const errors: LocatedProblem[] = [];
  const fail = (row: number, column: number, wrong: Wrong): void => {
    if (errors.length < MAX_PROBLEMS)
      errors.push({ row, column: header[column] || null, ...wrong, sheet: grid.sheet, address: addressOf(row, column) });
  };
  for (const { row, column, code, zh, en } of grid.odd)
    fail(row ?? headingRow, Math.max(header.indexOf(column ?? ''), 0), { code, zh, en });
  const at = (heading: string): number => header.indexOf(heading);
  for (const heading of [FIELD, CONTENT])
    if (at(heading) < 0)
      fail(headingRow, 0, { code: 'FILE.MISSING_COLUMN', zh: `缺少“${heading}”列。`, en: `There is no column ${heading}.` });
  header.forEach((heading, column) => {
    const known = HEADINGS.includes(heading);
    if (known && at(heading) !== column)
      fail(headingRow, column, { code: 'FILE.DUPLICATE_COLUMN', zh: `“${heading}”出现了两列。`, en: `${heading} stands twice.` });
    if (!known && heading !== '')
      fail(headingRow, column, { code: 'FILE.UNKNOWN_COLUMN', zh: `推荐表没有“${heading}”列。`, en: `A form has no column ${heading}.` });
  });
  const fields: FilledField[] = [];
  if (at(FIELD) < 0 || at(CONTENT) < 0) return { sheet: grid.sheet, fields, errors };
  const byWords = new Map(fieldsOf(definition).map((field) => [plain(field.zh), field]));
  const seen = new Map<string, string>();
  for (const { row, cells } of rows) {
    const words = cells[at(FIELD)] ?? '';
    const cell = (cells[at(CONTENT)] ?? '').trim();
    if (plain(words) === '' && cell === '') continue;
    const field = byWords.get(plain(words));
    if (field === undefined) {
      fail(row, at(FIELD), { code: 'FILE.UNKNOWN_FIELD', zh: `本表没有“${words}”这一栏。`, en: `The form has no field ${words}.` });
      continue;
    }
    const address = addressOf(row, at(CONTENT));
    const before = seen.get(field.id);
    if (before !== undefined)
      fail(row, at(FIELD), { code: 'FILE.DUPLICATE_ROW', zh: `与 ${before} 重复：同一栏填了两次。`, en: `Repeats ${before}.` });
    seen.set(field.id, address);
    if (cell === '' || grid.oddPlaces.has(`${row}|${at(CONTENT)}`)) continue;
    const read = valueOf(field, cell);
    if ('value' in read) fields.push({ field: field.id, value: read.value, address });
    else fail(row, at(CONTENT), read);
  }
  return { sheet: grid.sheet, fields, errors };
}

/** Reads a filled-in form. Errors are those of the file as a whole: what cannot be read, and a form that is another one or an older. */
export async function readForm(bytes: Uint8Array, definition: FormDefinition): Promise<Read<FilledForm>> {
  const read = await readGrid(bytes, (cells) => HEADINGS.filter((heading) => cells.includes(heading)).length / HEADINGS.length);
  if (!read.ok) return read;
  const { template } = read.value;
  if (template !== null && (template.id !== templateId(definition.form) || template.digest !== digestOf(definition)))
    return {
      ok: false,
      errors: [
        problemOfFile(
          'FILE.WRONG_TEMPLATE',
          template.id === templateId(definition.form)
            ? `表样已更新：此文件由旧版“${definition.zh}”填写，请下载新的空表。`
            : `表不符：此文件不是“${definition.zh}”的空表。`,
          `The file was made from another template or version than that of ${definition.en}.`,
        ),
      ],
    };
  return { ok: true, value: fieldsIn(read.value, definition) };
}
