/**
 * A paper that an office sends out, before it is written in any file format: title, text, tables, signature, and where
 * every figure comes from. Pure data, built from facts; the same facts give the same paper.
 */

/**
 * template: a fixed sentence of this program, not of any document（本地模板）.
 * configured: a step or value that no document states（文件未规定，本地配置）.
 */
export type Mark = 'template' | 'configured';

export interface Paragraph {
  readonly is: 'paragraph';
  readonly text: string;
  readonly mark?: Mark;
}

export interface Heading {
  readonly is: 'heading';
  readonly text: string;
}

export interface Column {
  readonly title: string;
  /** Share of the table's width, in whole parts of all columns together. */
  readonly width: number;
  readonly align?: 'left' | 'centre' | 'right';
}

export interface TableBlock {
  readonly is: 'table';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** What stands there when there are no rows. */
  readonly empty: string;
}

export type Block = Paragraph | Heading | TableBlock;

/** Where a statement of the paper comes from: an event of the log. */
export interface Source {
  readonly about: string;
  /** `{stream}@{revision}`. */
  readonly event: string;
  /** Its ordinal in the log; null when whoever built the paper did not know it. */
  readonly leaf: number | null;
}

export interface Paper {
  readonly title: readonly string[];
  /** 文号, or null where the paper bears none yet. */
  readonly number: string | null;
  readonly orientation: 'portrait' | 'landscape';
  /** Made-up data: said in the header and the title. */
  readonly synthetic: boolean;
  readonly blocks: readonly Block[];
  /** 落款: the office and the day. */
  readonly signature: { readonly office: string; readonly date: string };
  /** As of which record of the ledger the paper was drawn up, and on which day. */
  readonly drawn: { readonly leaf: number; readonly on: string };
  readonly sources: readonly Source[];
  /** Without the ending. */
  readonly fileName: string;
}

export const paragraph = (text: string, mark?: Mark): Paragraph =>
  mark === undefined ? { is: 'paragraph', text } : { is: 'paragraph', text, mark };
export const heading = (text: string): Heading => ({ is: 'heading', text });
export const table = (columns: readonly Column[], rows: readonly (readonly string[])[], empty = '无'): TableBlock => ({
  is: 'table',
  columns,
  rows,
  empty,
});

/**
 * Stand around the numbers of sources within a text, where a writer may set them apart. Private-use characters: nothing
 * that an office writes holds them, while 〔2024〕 stands in every document number.
 */
export const CITE_OPEN = '\ue000';
export const CITE_CLOSE = '\ue001';

/** A statement to be cited: what it says, and the event that says it. */
export interface Cited {
  readonly about: string;
  readonly event: string;
}

/** Numbers the sources of a paper as they are cited, each event once. */
export class Sources {
  private readonly numbers = new Map<string, number>();
  private readonly list: Source[] = [];

  constructor(private readonly leafOf: (event: string) => number | null) {}

  /** The numbers to stand behind a statement, such as 3 or 3—7、9, between the two marks; nothing where no event is named. */
  cite(sources: readonly Cited[]): string {
    const cited = new Set<number>();
    for (const { about, event } of sources) {
      let number = this.numbers.get(event);
      if (number === undefined) {
        number = this.list.length + 1;
        this.numbers.set(event, number);
        this.list.push({ about, event, leaf: this.leafOf(event) });
      }
      cited.add(number);
    }
    return cited.size === 0 ? '' : `${CITE_OPEN}${ranges([...cited].sort((a, b) => a - b))}${CITE_CLOSE}`;
  }

  get all(): readonly Source[] {
    return this.list;
  }
}

function ranges(numbers: readonly number[]): string {
  const spans: { from: number; to: number }[] = [];
  for (const number of numbers) {
    const last = spans[spans.length - 1];
    if (last !== undefined && last.to === number - 1) last.to = number;
    else spans.push({ from: number, to: number });
  }
  return spans.map(({ from, to }) => (from === to ? String(from) : `${from}—${to}`)).join('、');
}
