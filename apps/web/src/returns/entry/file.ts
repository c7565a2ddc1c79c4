/** The grid as it stands, as columns of a file whose headings 用已有表格填报 reads again. Pure. */
import type { SheetColumn } from '../../shell/downloads';
import { named, UNIT } from '../../shell/words';
import type { EntryTable } from './table';

/** As in the template of the return. */
const DIRECTNESS: Readonly<Record<string, string>> = { direct: '（直接）', indirect: '（间接，估算）' };

/** @param textOf what the draft holds of a line; undefined where nobody wrote */
export function columnsOfFile(table: EntryTable, textOf: (line: string) => string | null | undefined): readonly SheetColumn<number>[] {
  return [
    { heading: '品牌名称', of: (row) => table.rows[row]?.brandName },
    ...(table.lead === 2 ? [{ heading: '工种', of: (row: number) => table.rows[row]?.trade }] : []),
    ...table.asked.map((asked, at): SheetColumn<number> => {
      return {
        heading: `${asked.zh}${DIRECTNESS[asked.directness] ?? ''}（${named(UNIT, asked.unit).zh}）`,
        kind: 'number',
        of: (row) => {
          const col = at + table.lead;
          const line = table.keyAt({ row, col });
          const text = (line === null ? undefined : textOf(line)) ?? table.texts[row]?.[col] ?? '';
          // What is no number yet stays as it was typed.
          return text === '' ? null : /^\d{1,15}$/.test(text) ? Number(text) : text;
        },
      };
    }),
  ];
}
