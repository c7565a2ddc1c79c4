import { problems } from '#application';
import { DraftFill, type PatchedDraft, type ReturnCard, type ReturnDraft } from '#contracts';
import { ReturnId } from '#domain';
import { figureId, figureLabel, fillInThread, type Filled } from '#spreadsheets';
import { Body, Controller, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { bytesOf, understood } from './draft-file';
import { InnerRequest } from './exports.inner';

const FillParams = z.strictObject({
  /** `true`: put the cells into the draft. Without it the file is only looked through. */
  apply: z.enum(['true', 'false']).optional(),
  /** `seen` of the answer that somebody looked at. Where the draft has changed in these cells since, nothing is put in. */
  seen: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  /** What columns hold, where their headings do not say: `E=workers.unstated,F=-`; a dash leaves the column out. */
  columns: z
    .string()
    .regex(/^[A-Z]{1,3}=(-|[A-Za-z]+\.[a-z]+)(,[A-Z]{1,3}=(-|[A-Za-z]+\.[a-z]+))*$/)
    .max(2000)
    .optional(),
});

/** Cells that go to the draft in one request. */
const PATCH = 1000;
/** Cells that are told one by one. */
const MOST_TOLD = 2000;

/** The file that a clerk already has, into the draft of a return: looked through first, then put in. */
@ApiTags('returns')
@Controller('api/v1/returns')
export class FillDraftController {
  constructor(private readonly inner: InnerRequest) {}

  @Post(':id/draft/from-file')
  @HttpCode(200)
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ operationId: 'fillDraft', summary: '用已有的表格填草稿 / fill the draft of a return from a file' })
  @ApiOkResponse({ standardSchema: DraftFill })
  async fill(
    @Param('id', { schema: ReturnId }) id: string,
    @Body() body: unknown,
    @Query({ schema: FillParams }) { apply, seen, columns }: z.output<typeof FillParams>,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<DraftFill> {
    const path = `/api/v1/returns/${encodeURIComponent(id)}`;
    const card = await this.inner.get<ReturnCard>(path, {}, headers);
    const draft = await this.inner.get<ReturnDraft>(`${path}/draft`, {}, headers);
    const { asked } = card.call;
    const choices = asked.map((figure) => ({ id: figureId(figure), as: figureLabel(figure) }));
    const read = understood(
      await fillInThread(bytesOf(body), {
        brands: card.brandList,
        asked,
        byTrade: card.kind === 'training',
        chosen: chosenOf(columns, choices),
      }),
    );
    const filled = { ...compared(read, card, draft), choices };
    if (apply !== 'true' || filled.faults.length > 0) return told(filled);
    if (seen !== undefined && seen !== filled.seen) return told({ ...filled, stale: true });
    return told(await this.put(path, filled, draft, headers));
  }

  /** Writes what differs into the draft. A cell that somebody else wrote since it was looked at is left as it is, and told. */
  private async put(path: string, filled: DraftFill, draft: ReturnDraft, headers: Record<string, string | undefined>): Promise<DraftFill> {
    const seen = new Map(draft.cells.map((cell) => [`${cell.line}\n${cell.field}`, cell.revision]));
    const cells = filled.cells
      .filter(({ kind }) => kind !== 'unchanged')
      .map(({ line, after }) => ({ line, field: 'value', value: after, seen: seen.get(`${line}\nvalue`) ?? 0 }));
    const conflicts: DraftFill['conflicts'] = [];
    for (let first = 0; first < cells.length; first += PATCH) {
      const answer = await this.inner.send<PatchedDraft>('PATCH', `${path}/draft`, headers, { cells: cells.slice(first, first + PATCH) });
      conflicts.push(...answer.conflicts.map(({ line, yours, theirs }) => ({ line, yours, theirs: theirs.value, by: theirs.by })));
    }
    return { ...filled, applied: true, conflicts };
  }
}

/** @throws LedgerProblem a figure that the return does not ask for */
function chosenOf(columns: string | undefined, choices: DraftFill['choices']): Readonly<Record<string, string | null>> {
  const chosen: Record<string, string | null> = {};
  for (const each of columns?.split(',') ?? []) {
    const [letters = '', id = ''] = each.split('=');
    if (id !== '-' && !choices.some((choice) => choice.id === id))
      throw problems.invalid([{ field: 'columns', zh: `本次填报没有指标“${id}”。`, en: `this return does not ask for ${id}` }]);
    chosen[letters] = id === '-' ? null : id;
  }
  return chosen;
}

function compared(filled: Filled, card: ReturnCard, draft: ReturnDraft): Omit<DraftFill, 'choices'> {
  const reported = new Map(card.lines.map(({ line, value }) => [line, value === null ? null : String(value)]));
  const drafted = new Map(draft.cells.filter(({ field }) => field === 'value').map(({ line, value }) => [line, value]));
  const cells = filled.cells.map(({ line, brand, trade, metric, directness, value, address }): DraftFill['cells'][number] => {
    const before = drafted.has(line) ? (drafted.get(line) ?? null) : (reported.get(line) ?? null);
    const kind = before === null ? 'new' : before === value ? 'unchanged' : 'changed';
    return { line, address, brand, trade, metric, directness, before, after: value, kind };
  });
  const count = (kind: DraftFill['cells'][number]['kind']): number => cells.filter((cell) => cell.kind === kind).length;
  return {
    sheet: filled.sheet,
    headingRow: filled.headingRow,
    rows: filled.rows,
    columns: [...filled.columns],
    unknownColumns: [...filled.unknownColumns],
    unknownBrands: [...filled.unknownBrands],
    counts: { new: count('new'), changed: count('changed'), unchanged: count('unchanged') },
    cells,
    faults: filled.errors.map(({ code, sheet, address, row, column, zh, en }) => ({ code, sheet, address, row, column, zh, en })),
    applied: false,
    seen: seenOf(cells),
    stale: false,
    conflicts: [],
  };
}

const seenOf = (cells: DraftFill['cells']): string =>
  createHash('sha256')
    .update(JSON.stringify(cells.map(({ line, before, after }) => [line, before, after])))
    .digest('hex');

/** What differs comes first, as far as one answer goes. */
const told = (filled: DraftFill): DraftFill => ({
  ...filled,
  cells: [...filled.cells].sort((a, b) => Number(a.kind === 'unchanged') - Number(b.kind === 'unchanged')).slice(0, MOST_TOLD),
});
