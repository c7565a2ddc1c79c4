import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { LedgerClient } from './client';

export interface DocumentOptions {
  readonly region?: string;
  readonly dataset: string;
  readonly year?: string;
  readonly purpose?: string;
  readonly brand?: string;
  readonly document?: string;
  readonly number?: string;
  readonly office?: string;
  readonly out: string;
}

/** The kinds of paper, as the command line names them, and as the interface does. */
export const PAPERS: Readonly<Record<string, string>> = {
  公示稿: 'public-notice',
  认定通知: 'recognition-notice',
  年报: 'yearly-report',
  汇总表: 'summary-table',
  指导目录: 'catalogue',
};

/** Draws up a paper and writes it into a folder, under the name that the ledger gives it. A file of that name is not replaced. */
export async function fetchDocument(ledger: LedgerClient, kind: string, { out, ...options }: DocumentOptions): Promise<void> {
  const query = new URLSearchParams(Object.entries(options).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  const { bytes, name } = await ledger.document(PAPERS[kind] ?? kind, query);
  const file = join(out, basename(name));
  try {
    writeFileSync(file, bytes, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT')
      throw new Error(
        `没有目录“${out}”，请先建立，或用 --out 指定另一个 / there is no folder “${out}”: make it, or name another with --out`,
        {
          cause: error,
        },
      );
    if (code === 'EEXIST')
      throw new Error(
        `“${file}”已存在，没有覆盖。请移走它，或用 --out 指定另一个目录 / “${file}” is there already and was kept: move it, or name another folder with --out`,
        {
          cause: error,
        },
      );
    throw error;
  }
  console.log(file);
}
