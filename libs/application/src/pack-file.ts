/** A pack file as people write it: YAML (or JSON, which YAML includes), read with the place of every part, so that a fault has a line. */
import { canonicalJson } from '#audit';
import { Lexer, LineCounter, Parser, isNode, parseDocument, type Document } from 'yaml';

/** A line and a column, both from 1. */
export interface FilePlace {
  readonly line: number;
  readonly column: number;
}

export interface SyntaxFault extends FilePlace {
  readonly zh: string;
  readonly en: string;
}

export type PackFile =
  | {
      readonly ok: true;
      readonly document: unknown;
      /** Where a part stands (`rules[3].condition.all[0].parameter`), or the nearest part around it that there is. */
      locate(place: string): FilePlace | null;
    }
  | { readonly ok: false; readonly faults: readonly SyntaxFault[] };

const unreadable = (zh: string, en: string, place: FilePlace = { line: 1, column: 1 }): PackFile => ({
  ok: false,
  faults: [{ ...place, zh, en }],
});

/** Parts of a text that lie in each other. A pack has fewer than half as many. */
const MAX_DEPTH = 100;
const MAX_FAULTS = 50;

/**
 * Whether a text nests deeper than any pack. It is looked at, token by token, before it is composed, which recurses: near the end of
 * the stack V8 may not throw but end the whole process.
 */
function nestsTooDeep(text: string): boolean {
  const parser = new Parser();
  for (const token of new Lexer().lex(text)) {
    // What it yields is of no use here: its own stack is the depth it has come to.
    Array.from(parser.next(token));
    if (parser.stack.length > MAX_DEPTH) return true;
  }
  return false;
}

/** Reads a pack file. What is no YAML is told with its line; nothing is thrown. */
export function readPackFile(text: string): PackFile {
  const lines = new LineCounter();
  let parsed: Document;
  let document: unknown;
  try {
    if (nestsTooDeep(text)) return unreadable('文件嵌套过深，不是政策包', 'the file nests deeper than any pack');
    parsed = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const faults = parsed.errors.slice(0, MAX_FAULTS).map(({ message, pos: [start] }): SyntaxFault => {
      const { line, col } = lines.linePos(start);
      return { line, column: col, zh: `不是有效的 YAML：${message}`, en: `no valid YAML: ${message}` };
    });
    if (faults.length > 0) return { ok: false, faults };
    document = parsed.toJS({ maxAliasCount: 100 });
    // What has no canonical text, such as half a character or a number without end, can be neither hashed nor kept.
    canonicalJson(document);
  } catch (error) {
    // Nesting without end, or aliases that unfold without end.
    return unreadable(
      `文件无法读取：${error instanceof Error ? error.message : String(error)}`,
      `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return unreadable('文件内容不是政策包', 'the file holds no pack');
  return {
    ok: true,
    document,
    locate: (place) => {
      const path = [...place.matchAll(/[^.[\]]+/g)].map(([step]) => (/^\d+$/.test(step) ? Number(step) : step));
      for (let length = path.length; length > 0; length -= 1) {
        const node: unknown = parsed.getIn(path.slice(0, length), true);
        if (!isNode(node) || node.range === null || node.range === undefined) continue;
        const { line, col } = lines.linePos(node.range[0]);
        return { line, column: col };
      }
      return null;
    },
  };
}
