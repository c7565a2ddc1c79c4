/**
 * Writes a paper as .docx: A4, set like an official paper (GB/T 9704 is what it follows, not what it claims to be).
 * The same paper gives the same bytes: the library's own dates and order of files are put right afterwards.
 */
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
  convertMillimetersToTwip,
} from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { table, type Block, type Mark, type Paper, type TableBlock } from './paper';
import { CELL_STYLE, HEAD_STYLE, parts, PLACE, printable, tableXml } from './table-xml';

const BODY = '仿宋';
const STRONG = '黑体';
/** Half-points: 二号, 三号, 小四, 五号. */
const SIZE = { title: 44, body: 32, small: 24, table: 21, note: 18 } as const;
const MARKS: Readonly<Record<Mark, string>> = { template: '〔本地模板〕', configured: '〔文件未规定，本地配置〕' };

const A4 = { width: 210, height: 297 } as const;
const MARGIN = { top: 37, right: 26, bottom: 35, left: 28 } as const;

const font = (name: string) => ({ ascii: name, hAnsi: name, eastAsia: name, cs: name });
const run = (text: string, style: { font?: string; size?: number; bold?: boolean; grey?: boolean } = {}): TextRun =>
  new TextRun({
    text: printable(text),
    font: font(style.font ?? BODY),
    size: style.size ?? SIZE.body,
    ...(style.bold === undefined ? {} : { bold: style.bold }),
    ...(style.grey === true ? { color: '595959' } : {}),
  });

/** A text whose source numbers stand raised, as 〔3〕, so that a figure is not mistaken for a part of them. */
const runs = (text: string): TextRun[] =>
  parts(text).map((part) =>
    part.raised ? new TextRun({ text: printable(part.text), font: font(BODY), size: SIZE.body, superScript: true }) : run(part.text),
  );

const spacing = { line: 560, lineRule: LineRuleType.EXACT } as const;

export async function writeDocx(paper: Paper): Promise<Uint8Array> {
  const landscape = paper.orientation === 'landscape';
  const textWidth = convertMillimetersToTwip(landscape ? A4.height - 50 : A4.width - MARGIN.left - MARGIN.right);
  const synthetic = paper.synthetic ? '合成数据，仅供演示　' : '';
  const tables = new Tables();
  const document = new Document({
    title: paper.title.join(''),
    creator: '品牌台账',
    lastModifiedBy: '品牌台账',
    styles: {
      // Without a language some programs draw the forms of characters that Japan uses.
      default: { document: { run: { font: font(BODY), size: SIZE.body, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } },
      paragraphStyles: [
        { id: CELL_STYLE, name: 'Paper Cell', run: { font: font(BODY), size: SIZE.table } },
        { id: HEAD_STYLE, name: 'Paper Head', run: { font: font(STRONG), size: SIZE.table } },
      ],
    },
    sections: [
      {
        properties: {
          page: {
            size: {
              width: convertMillimetersToTwip(A4.width),
              height: convertMillimetersToTwip(A4.height),
              orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: Object.fromEntries(
              Object.entries(landscape ? { top: 28, right: 25, bottom: 26, left: 25 } : MARGIN).map(([side, mm]) => [
                side,
                convertMillimetersToTwip(mm),
              ]),
            ),
          },
        },
        headers: {
          default: new Header({
            children: [small(`${synthetic}品牌台账第${paper.drawn.leaf}号记录为止，${paper.drawn.on}生成`, AlignmentType.RIGHT)],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], font: font('宋体'), size: 28 })],
              }),
            ],
          }),
        },
        children: [
          ...titleOf(paper),
          ...paper.blocks.flatMap((block) => written(block, tables)),
          ...signatureOf(paper),
          ...basisOf(paper, tables),
        ],
      },
    ],
  });
  return settled(await Packer.toBuffer(document), (xml) => tables.into(xml, textWidth));
}

const small = (text: string, alignment: (typeof AlignmentType)[keyof typeof AlignmentType] = AlignmentType.LEFT): Paragraph =>
  new Paragraph({ alignment, children: [run(text, { size: SIZE.note, grey: true })] });

function titleOf({ title, number, synthetic }: Paper): Paragraph[] {
  const line = (text: string, style: { font: string; size: number }, after: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after, line: 640, lineRule: LineRuleType.EXACT },
      children: [run(text, style)],
    });
  return [
    ...(synthetic ? [line('【合成数据】', { font: STRONG, size: SIZE.body }, 60)] : []),
    ...title.map((text, index) =>
      line(text, { font: STRONG, size: index === 0 ? SIZE.title : SIZE.body }, index === title.length - 1 ? 200 : 0),
    ),
    ...(number === null ? [] : [line(number, { font: BODY, size: SIZE.body }, 240)]),
  ];
}

function written(block: Block, tables: Tables): Paragraph[] {
  switch (block.is) {
    case 'heading':
      return [
        new Paragraph({
          keepNext: true,
          spacing: { ...spacing, before: 120 },
          indent: { firstLine: 640 },
          children: [run(block.text, { font: STRONG })],
        }),
      ];
    case 'paragraph':
      return [
        new Paragraph({
          alignment: AlignmentType.BOTH,
          spacing,
          indent: { firstLine: 640 },
          children: [...runs(block.text), ...(block.mark === undefined ? [] : [run(MARKS[block.mark], { size: SIZE.note, grey: true })])],
        }),
      ];
    case 'table':
      return [tables.add(block), new Paragraph({ spacing: { line: 240 }, children: [] })];
  }
}

/** Tables of one file, kept apart until the library has written the rest. */
class Tables {
  private readonly blocks: TableBlock[] = [];

  /** The paragraph that holds a table's place. */
  add(block: TableBlock): Paragraph {
    this.blocks.push(block);
    return new Paragraph({ children: [new TextRun(`${PLACE}${this.blocks.length - 1}${PLACE}`)] });
  }

  /** Puts the tables into the place of their paragraphs. */
  into(xml: string, width: number): string {
    return xml.replace(TABLE_PLACE, (_paragraph, index: string) => {
      const block = this.blocks[Number(index)];
      return block === undefined ? '' : tableXml(block, width);
    });
  }
}

const TABLE_PLACE = new RegExp(`<w:p>(?:(?!<w:p>).)*?${PLACE}(\\d+)${PLACE}.*?</w:p>`, 'gsu');

function signatureOf({ signature }: Paper): Paragraph[] {
  const line = (text: string, before: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.RIGHT,
      keepNext: before > 0,
      spacing: { ...spacing, before },
      indent: { right: 640 },
      children: [run(text)],
    });
  return [line(signature.office, 560), line(signature.date, 0)];
}

/** 附：依据. */
function basisOf({ sources, drawn, synthetic }: Paper, tables: Tables): Paragraph[] {
  return [
    new Paragraph({ keepNext: true, spacing: { before: 480, after: 120 }, children: [run('附：依据', { font: STRONG, size: SIZE.body })] }),
    new Paragraph({
      spacing: { after: 120 },
      children: [
        run(
          `本文稿据品牌台账第${drawn.leaf}号及以前的记录，于${drawn.on}生成。〔〕内为下表编号；“事件”为台账中的流和版次，“记录号”为该事件在全台账中的次序。标“本地模板”的语句是本程序的固定用语，不是任何文件的原文；标“文件未规定，本地配置”的，适用文件没有规定。${synthetic ? '数据均为合成，不代表任何地区或品牌。' : ''}`,
          { size: SIZE.table },
        ),
      ],
    }),
    tables.add(
      table(
        [
          { title: '编号', width: 8, align: 'centre' },
          { title: '事项', width: 32 },
          { title: '事件', width: 48 },
          { title: '记录号', width: 12, align: 'centre' },
        ],
        sources.map(({ about, event, leaf }, index) => [String(index + 1), about, event, leaf === null ? '—' : String(leaf)]),
        '本文稿没有引用台账事件。',
      ),
    ),
  ];
}

/** Fonts that stand in where an office has others: by the names that its programs know them by. */
const FONT_TABLE = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${(
  [
    ['仿宋', '仿宋_GB2312;FangSong;STFangsong;Noto Serif CJK SC', 'modern'],
    ['黑体', 'SimHei;STHeiti;Noto Sans CJK SC', 'modern'],
    ['宋体', 'SimSun;STSong;Noto Serif CJK SC', 'auto'],
  ] as const
)
  .map(
    ([name, others, family]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others}"/><w:charset w:val="86"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`,
  )
  .join('')}</w:fonts>`;

/** A moment that says nothing, in the file's own record of itself: when it was drawn up stands in its header. */
const NO_TIME = '1980-01-01T00:00:00Z';

/** The same content as the same bytes: files in order of name, each with one fixed time, no clock in the properties. */
function settled(bytes: Uint8Array, completed: (document: string) => string): Uint8Array {
  const files = unzipSync(bytes);
  const body = files['word/document.xml'];
  if (body !== undefined) files['word/document.xml'] = strToU8(completed(strFromU8(body)));
  const core = files['docProps/core.xml'];
  if (core !== undefined)
    files['docProps/core.xml'] = strToU8(
      strFromU8(core).replace(/(<dcterms:(created|modified)[^>]*>)[^<]*/g, (_match, open: string) => `${open}${NO_TIME}`),
    );
  files['word/fontTable.xml'] = strToU8(FONT_TABLE);
  const names = Object.keys(files).sort(
    (a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml') || (a < b ? -1 : 1),
  );
  // A zip keeps the local time without its zone, so the same wall clock everywhere gives the same bytes.
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name] ?? new Uint8Array()])), {
    level: 6,
    mtime: new Date(1980, 0, 1),
  });
}
