/** Every table of the page comes as a file: beside each stands its download, but for those named here with the reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = join(__dirname, '../../apps/web/src');

/** Tables without a download of their own: where it stands instead, or why there is none. */
const EXCEPTIONS: Readonly<Record<string, { readonly in: readonly string[] } | { readonly why: string }>> = {
  'ledger/brand-table.tsx': { in: ['ledger/ledger-page.tsx', 'ledger/catalogue-page.tsx'] },
  'brand/figures.tsx': { in: ['brand/brand-page.tsx', 'subjects/subject-page.tsx'] },
  'returns/grid/trial/main.tsx': { why: 'a bench for the grid, no page of the ledger' },
  'procedure/fill-form.tsx': { why: 'what a file would change in a draft: nothing of it is on the books, and the file is the clerk’s own' },
  'brand/figure-forms.tsx': { why: 'a form laid out as a table: what is typed is not yet on the books' },
};

const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx') && !file.endsWith('.spec.tsx'))
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(join(PAGE, file), 'utf8') }));
const count = (text: string, tag: RegExp): number => text.match(tag)?.length ?? 0;
const tables = (text: string): number => count(text, /<(Table|table|SheetGrid)\b/g);
const downloads = (text: string): number => count(text, /<Downloads\b/g);

describe('a table of the page', () => {
  it('has its download in the same file, or an exception that says where or why not', () => {
    const without = files
      .filter(({ file, text }) => downloads(text) < tables(text) && EXCEPTIONS[file] === undefined)
      .map(({ file, text }) => `${file}: ${tables(text)} tables, ${downloads(text)} downloads`);
    expect(without).toEqual([]);
  });

  it('is named as an exception only while it is one, and where its download is said to be, it is', () => {
    const texts = new Map(files.map(({ file, text }) => [file, text]));
    for (const [file, exception] of Object.entries(EXCEPTIONS)) {
      const text = texts.get(file) ?? '';
      expect([file, downloads(text) < tables(text)]).toEqual([file, true]);
      for (const place of 'in' in exception ? exception.in : [])
        expect([place, downloads(texts.get(place) ?? '') > 0]).toEqual([place, true]);
    }
  });
});
