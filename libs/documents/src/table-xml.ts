/**
 * Tables as WordprocessingML, written directly. The library builds an object for every cell and walks it several times,
 * a tenth of a millisecond each, during which the server answers nobody: the list of a province and its sources are tens
 * of thousands of cells. Everything else of a file is the library's.
 */
import { CITE_CLOSE, CITE_OPEN, type Column, type TableBlock } from './paper';

/** Styles of paragraphs that the file defines: what is said once there need not be said in every cell. */
export const CELL_STYLE = 'PaperCell';
export const HEAD_STYLE = 'PaperHead';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Marks the place of a table until it is written; private use, like the marks of sources. */
export const PLACE = '\ue002';

/** XML has no place for control characters, and our own marks mean something: a text from outside may hold either. */
export const printable = (text: string): string => text.replace(/(?![\t\n\r])[\p{Cc}\ue000-\ue002\ufffe\uffff]/gu, '□');

const escaped = (text: string): string => printable(text).replace(/[&<>"]/g, (letter) => ESCAPES[letter] ?? letter);

const run = (text: string, raised: boolean): string =>
  `<w:r>${raised ? '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' : ''}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;

/** A text in parts: what it says, and the numbers of sources that stand raised behind it. */
export function parts(text: string): readonly { readonly text: string; readonly raised: boolean }[] {
  return text
    .split(CITE_OPEN)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, raised: false }];
      const [numbers = '', ...rest] = part.split(CITE_CLOSE);
      return [
        { text: `〔${numbers}〕`, raised: true },
        { text: rest.join(''), raised: false },
      ];
    })
    .filter((part) => part.text !== '');
}

const paragraph = (text: string, align: Column['align'], style: string): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/><w:jc w:val="${align === 'centre' ? 'center' : (align ?? 'left')}"/></w:pPr>${parts(text)
    .map((part) => run(part.text, part.raised))
    .join('')}</w:p>`;

const cell = (width: number, span: number, content: string): string =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/>${span > 1 ? `<w:gridSpan w:val="${span}"/>` : ''}<w:vAlign w:val="center"/></w:tcPr>${content}</w:tc>`;

const side = (name: string, of: string): string => `<w:${name} ${of}/>`;
const BORDERS = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((name) => side(name, 'w:val="single" w:sz="4" w:space="0" w:color="000000"'))
  .join('');
const MARGINS = [
  ['top', 40],
  ['left', 70],
  ['bottom', 40],
  ['right', 70],
]
  .map(([name, width]) => side(String(name), `w:w="${width}" w:type="dxa"`))
  .join('');

/**
 * A table that fills the width, its head repeated on every page, no row split over two.
 * @param width of the whole table, in twentieths of a point
 */
export function tableXml({ columns, rows, empty }: TableBlock, width: number): string {
  const all = columns.reduce((sum, column) => sum + column.width, 0);
  const widths = columns.map((column) => Math.floor((width * column.width) / all));
  const whole = widths.reduce((sum, each) => sum + each, 0);
  const row = (texts: readonly string[]): string =>
    `<w:tr><w:trPr><w:cantSplit/></w:trPr>${columns
      .map((column, index) => cell(widths[index] ?? 0, 1, paragraph(texts[index] ?? '', column.align, CELL_STYLE)))
      .join('')}</w:tr>`;
  const titles = columns.map(({ title }, index) => cell(widths[index] ?? 0, 1, paragraph(title, 'centre', HEAD_STYLE))).join('');
  return [
    `<w:tbl><w:tblPr><w:tblW w:w="${whole}" w:type="dxa"/><w:tblBorders>${BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>${MARGINS}</w:tblCellMar></w:tblPr>`,
    `<w:tblGrid>${widths.map((each) => `<w:gridCol w:w="${each}"/>`).join('')}</w:tblGrid>`,
    `<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>${titles}</w:tr>`,
    ...(rows.length === 0 ? [`<w:tr>${cell(whole, columns.length, paragraph(empty, 'centre', CELL_STYLE))}</w:tr>`] : rows.map(row)),
    '</w:tbl>',
  ].join('');
}
