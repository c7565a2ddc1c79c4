import {
  decodeText,
  importFormats,
  parseCsv,
  type FileProblem,
  type ImportContext,
  type ImportFormat,
  type ImportInstruction,
} from '#contracts';

/** Formats that people may send; the published facts come with the ledger. */
const FORMATS_FOR_PEOPLE = ['yearly-figures', 'brands'] as const;
export type FormatChoice = 'auto' | (typeof FORMATS_FOR_PEOPLE)[number];

export type CheckedUpload =
  | { readonly ok: true; readonly format: string; readonly instructions: readonly ImportInstruction[] }
  | { readonly ok: false; readonly errors: readonly FileProblem[] };

const formatNamed = (name: string): ImportFormat | undefined =>
  [...importFormats.values()].find(({ id }) => id === name || id.startsWith(`${name}.`));

/** Reads a file in whatever encoding an office writes, and checks it whole by the format that is named, or that its heading shows. */
export function checkUpload(bytes: Uint8Array, choice: FormatChoice, context: ImportContext): CheckedUpload {
  const decoded = decodeText(bytes);
  if (!decoded.ok) return decoded;
  const { text } = decoded.value;
  const format = choice === 'auto' ? formatOfHeading(text) : formatNamed(choice);
  if (format === undefined) {
    return {
      ok: false,
      errors: [
        {
          row: 1,
          column: null,
          code: 'FILE.UNKNOWN_FORMAT',
          zh: '无法由表头识别文件格式：应为“年度成效数据”或“品牌登记”模板',
          en: 'the heading fits neither template (yearly figures, brands)',
        },
      ],
    };
  }
  const checked = format.check(text, context);
  return checked.ok ? { ok: true, format: format.id, instructions: checked.instructions } : checked;
}

/** The format most of whose required columns the heading holds. */
function formatOfHeading(text: string): ImportFormat | undefined {
  const table = parseCsv(text);
  if (!table.ok) return formatNamed('yearly-figures');
  const heading = new Set(table.value.header.map((cell) => cell.normalize('NFKC').trim()));
  const share = ({ columns }: ImportFormat): number => {
    const required = columns.filter((column) => column.required);
    return required.filter(({ zh, en }) => [...zh, ...en].some((name) => heading.has(name))).length / required.length;
  };
  return FORMATS_FOR_PEOPLE.map(formatNamed)
    .filter((format) => format !== undefined)
    .filter((format) => share(format) > 0.5)
    .sort((a, b) => share(b) - share(a))[0];
}
