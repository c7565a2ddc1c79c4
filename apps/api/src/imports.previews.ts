/** Files that were sent to be looked through: what they would change, before anything is written. They lie in memory for a while. */
import { LedgerProblem, newId, type ImportService, type Ledger, type RowComparison } from '#application';
import type { FileFault, ImportInstruction, ImportPreview } from '#contracts';
import { METRICS, type Actor, type Refusal } from '#domain';
import { addressOf, markInThread, type FormatChoice, type LocatedProblem, type NamedInstruction } from '#spreadsheets';
import { createHash } from 'node:crypto';
import { LOCAL } from './actor';
import { checkFile, type BrandNames } from './imports.check';
import type { AskedInReturns } from './returns.asked';

/**
 * Files kept of one person, each with up to 20 MB of bytes while it has faults to be marked; and for how long. Nobody's next
 * file drops a colleague's; whoever has no account shares one id with everybody at this machine.
 */
const MOST_OF_A_PERSON = 1;
const MOST_WITHOUT_ACCOUNTS = 6;
const KEPT_MS = 30 * 60 * 1000;
/** Changes that are told one by one; the counts count all. */
const MOST_TOLD = 200;
const NEW_TOLD = 50;

type Standing = Omit<ImportPreview, 'previewId' | 'fileName' | 'applicable'>;
interface Kept {
  readonly actor: Actor;
  readonly fileName: string;
  readonly sha256: string;
  readonly startedAt: number;
  readonly stop: AbortController;
  bytes: Uint8Array | null;
  problems: readonly LocatedProblem[];
  standing: Standing;
}

const BEGUN: Standing = {
  ...{ state: 'reading', done: 0, total: null, format: null, sheet: null, rows: 0 },
  counts: { new: 0, changed: 0, unchanged: 0, refused: 0, skipped: 0 },
  ...{ changes: [], faults: [], importedAs: null },
};

const faultOf = ({ code, sheet, address, row, column, zh, en }: LocatedProblem): FileFault => ({
  code,
  sheet,
  address,
  row,
  column,
  zh,
  en,
});

function whatOf(instruction: ImportInstruction): { readonly zh: string; readonly en: string } {
  if (instruction.command === 'recordFigure') {
    const { metric, window, directness } = instruction.data.figure;
    const side = directness === 'direct' ? '（直接）' : directness === 'indirect' ? '（间接，估算）' : '';
    return { zh: `${window.toYear} 年${METRICS[metric].zh}${side}`, en: `${METRICS[metric].en}, ${directness}, ${window.toYear}` };
  }
  return instruction.command === 'nominate' ? { zh: '申报', en: 'nominate' } : { zh: '登记品牌', en: 'report a brand' };
}

export class ImportPreviews {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly imports: ImportService,
    private readonly ledger: Ledger,
    private readonly names: BrandNames,
    private readonly asked: Pick<AskedInReturns, 'refusalsOf'>,
    private readonly complain: (error: unknown) => void,
  ) {}

  /** Begins to look through a file. @returns its id, by which the same person asks how far it has come */
  start(bytes: Uint8Array, fileName: string, choice: FormatChoice, actor: Actor): string {
    this.forget(actor);
    const previewId = newId();
    const kept: Kept = {
      ...{ actor, fileName, bytes, problems: [], standing: BEGUN, startedAt: Date.now(), stop: new AbortController() },
      sha256: createHash('sha256').update(bytes).digest('hex'),
    };
    this.kept.set(previewId, kept);
    void this.lookThrough(kept, bytes, choice).catch((error: unknown) => {
      if (kept.stop.signal.aborted) return;
      kept.standing = { ...kept.standing, state: 'failed' };
      kept.bytes = null;
      this.complain(error);
    });
    return previewId;
  }

  /** Null for an id that nobody has, that has been forgotten, or that is somebody else's. */
  standing(previewId: string, actor: Actor): ImportPreview | null {
    const kept = this.of(previewId, actor);
    if (kept === null) return null;
    const { standing, fileName } = kept;
    const { state, faults, counts, importedAs } = standing;
    return {
      ...{ previewId, fileName, ...standing },
      applicable: state === 'done' && faults.length === 0 && counts.new > 0 && importedAs === null,
    };
  }

  /**
   * The file with its faults marked; null as above, or where it has none.
   * @throws LedgerProblem IMPORT.NOT_MARKED for a file that can be read and not be written again, such as one with a damaged part
   */
  async marked(previewId: string, actor: Actor): Promise<{ readonly fileName: string; readonly bytes: Uint8Array } | null> {
    const kept = this.of(previewId, actor);
    if (kept === null || kept.bytes === null || kept.problems.length === 0) return null;
    try {
      return { fileName: kept.fileName, bytes: await markInThread(kept.bytes, kept.problems) };
    } catch (error) {
      this.complain(error);
      throw notMarked(error);
    }
  }

  private of(previewId: string, { id, role }: Actor): Kept | null {
    const kept = this.kept.get(previewId);
    return kept !== undefined && kept.actor.id === id && kept.actor.role === role ? kept : null;
  }

  private async lookThrough(kept: Kept, bytes: Uint8Array, choice: FormatChoice): Promise<void> {
    const { actor, stop } = kept;
    const before = await this.imports.acceptedBefore(kept.sha256);
    const checked = await checkFile(
      bytes,
      choice,
      { today: this.ledger.clock.today(), scope: actor.region, names: this.names },
      (step, done, total) => {
        kept.standing = { ...kept.standing, state: step === 'read' ? 'reading' : 'checking', done, total };
      },
      stop.signal,
    );
    if (!checked.ok) {
      kept.problems = checked.errors;
      // What could not be opened, or is wrong as a whole, has no cell to be marked.
      if (checked.errors.every(({ row }) => row === null)) kept.bytes = null;
      kept.standing = { ...kept.standing, state: 'refused', format: checked.format, faults: checked.errors.map(faultOf) };
      return;
    }
    const { instructions, format, sheet, rows, subject } = checked;
    kept.standing = { ...kept.standing, state: 'comparing', format, sheet, rows, done: 0, total: instructions.length };
    const plain = instructions.map(({ instruction }) => instruction);
    const found = await this.imports.compare(plain, actor, (done) => {
      stop.signal.throwIfAborted();
      kept.standing = { ...kept.standing, done };
    });
    const inReturns = await toldInReturns(this.asked, plain, actor);
    const compared = found.map((row, at): RowComparison => {
      const refusal = row.kind === 'new' ? inReturns.get(at) : undefined;
      return refusal === undefined ? row : { ...row, kind: 'refused', refusal };
    });
    kept.problems = compared
      .filter(({ kind }) => kind === 'changed' || kind === 'refused')
      .slice(0, MOST_TOLD)
      .map((row) => problemOf(row, sheet, subject));
    if (kept.problems.length === 0) kept.bytes = null;
    const filled = new Set(compared.map(({ row }) => row)).size;
    kept.standing = {
      ...kept.standing,
      ...{ state: 'done', changes: told(compared, instructions), faults: kept.problems.map(faultOf), importedAs: before?.importId ?? null },
      counts: { ...countsOf(compared), skipped: rows - filled },
    };
  }

  /** What is overdue, and of whoever sends another file the oldest. */
  private forget({ id: person, role }: Actor): void {
    const overdue = Date.now() - KEPT_MS;
    const most = role === LOCAL.role ? MOST_WITHOUT_ACCOUNTS : MOST_OF_A_PERSON;
    let theirs = [...this.kept.values()].filter(({ actor }) => actor.id === person).length;
    for (const [id, { actor, startedAt, stop }] of this.kept) {
      const isOneTooMany = actor.id === person && theirs >= most;
      if (startedAt >= overdue && !isOneTooMany) continue;
      if (actor.id === person) theirs -= 1;
      stop.abort();
      this.kept.delete(id);
    }
  }
}

const notMarked = (cause: unknown): LedgerProblem =>
  new LedgerProblem(
    'refused',
    {
      code: 'IMPORT.NOT_MARKED',
      zh: '这份文件无法写出标注的副本：其中有损坏的部分，或内容过多',
      en: 'no marked copy of this file can be written: a part of it is damaged, or it holds too much',
      field: null,
      todo: {
        zh: '请按页面所列位置改正；也可把表格复制到新的工作簿后再上传',
        en: 'mend the places that are listed, or copy the table to a new workbook and send that',
      },
    },
    [],
    { cause },
  );

/** Figures of a file that a call collects, by their place among its instructions. */
export async function toldInReturns(
  asked: Pick<AskedInReturns, 'refusalsOf'>,
  instructions: readonly ImportInstruction[],
  actor: Actor,
): Promise<ReadonlyMap<number, Refusal>> {
  const figures = instructions.flatMap((instruction, at) =>
    instruction.command === 'recordFigure' ? [{ at, brandId: instruction.target.brandId, figure: instruction.data.figure }] : [],
  );
  const refusals = await asked.refusalsOf(figures, actor);
  return new Map(refusals.flatMap((refusal, i) => (refusal === null ? [] : [[figures[i]?.at ?? -1, refusal] as const])));
}

/** By rows of the file: a row that registers a brand and nominates it is one. */
function countsOf(compared: readonly RowComparison[]): Omit<ImportPreview['counts'], 'skipped'> {
  const counts = { new: 0, changed: 0, unchanged: 0, refused: 0 };
  const seen = new Set<number>();
  for (const { row, kind } of compared) {
    if (seen.has(row)) continue;
    seen.add(row);
    counts[kind] += 1;
  }
  return counts;
}

function told(compared: readonly RowComparison[], instructions: readonly NamedInstruction[]): ImportPreview['changes'] {
  const left = { changed: MOST_TOLD, refused: MOST_TOLD, unchanged: NEW_TOLD, new: NEW_TOLD };
  return compared.flatMap(({ row, kind, before, after }, index) => {
    const named = instructions[index];
    if (named === undefined || left[kind] === 0) return [];
    left[kind] -= 1;
    return [{ row, kind, brand: named.name, what: whatOf(named.instruction), before, after }];
  });
}

function problemOf(
  { row, kind, before, after, refusal }: RowComparison,
  sheet: string | null,
  subject: { readonly column: number; readonly heading: string },
): LocatedProblem {
  const place = { row, column: subject.heading, sheet, address: addressOf(row, subject.column) };
  return kind === 'changed'
    ? {
        ...place,
        code: 'FILE.LOCKED_FIGURE',
        zh: `台账中已锁定的数是 ${before}，文件写的是 ${after}；已锁定的数据不能由文件改动，请在品牌页走“更正”程序，并从文件中删去此行。`,
        en: `The locked figure is ${before}, the file says ${after}; only a correction changes it. Take the row out of the file.`,
      }
    : {
        ...place,
        code: refusal?.code ?? 'FILE.REFUSED_ROW',
        zh: refusal?.zh ?? '该行不能登记。',
        en: refusal?.en ?? 'The row is refused.',
      };
}
