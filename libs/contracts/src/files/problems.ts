/** What is wrong with a file, said so that a clerk can mend it: where, why, and what to do, in both languages. */
export interface FileProblem {
  /** Row as a spreadsheet counts it: the header is row 1. Null: the file as a whole. */
  readonly row: number | null;
  /** Heading of the column as the file prints it. Null: the row or file as a whole. */
  readonly column: string | null;
  /** Stable, such as `FILE.NOT_A_COUNT`. */
  readonly code: string;
  readonly zh: string;
  readonly en: string;
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: readonly FileProblem[] };

/** No report is longer than this; the last entry then says how many were left out. */
export const MAX_PROBLEMS = 200;

export const fileProblem = (code: string, zh: string, en: string): FileProblem => ({ row: null, column: null, code, zh, en });
export const rowProblem = (row: number, code: string, zh: string, en: string): FileProblem => ({ row, column: null, code, zh, en });
export const cellProblem = (row: number, column: string, code: string, zh: string, en: string): FileProblem => ({
  row,
  column,
  code,
  zh,
  en,
});

export const readOk = <T>(value: T): Read<T> => ({ ok: true, value });

/** Problems in reading order, cut to a length a person reads. */
export function readFailed(errors: readonly FileProblem[]): { readonly ok: false; readonly errors: readonly FileProblem[] } {
  const sorted = [...errors].sort((a, b) => (a.row ?? 0) - (b.row ?? 0));
  if (sorted.length <= MAX_PROBLEMS) return { ok: false, errors: sorted };
  const left = sorted.length - MAX_PROBLEMS + 1;
  const more = fileProblem(
    'FILE.MORE_PROBLEMS',
    `另有 ${left} 处问题未列出；请先改正以上各处再试。`,
    `${left} more problems are not listed; mend these first and try again.`,
  );
  return { ok: false, errors: [...sorted.slice(0, MAX_PROBLEMS - 1), more] };
}
