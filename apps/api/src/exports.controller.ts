import { LedgerProblem, problems, type Ledger } from '#application';
import { MAX_PAGE_CELLS, MAX_PAGE_CHARACTERS, SheetFormat, TableFileBody, type Dataset, type SheetCell } from '#contracts';
import type { Actor } from '#domain';
import { MEDIA_TYPES, writeTable } from '#spreadsheets';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { fileNamed, fileTitle } from './exports.file';
import { InnerRequest } from './exports.inner';
import { EXPORT_TABLES, type ExportParams, type ExportTable } from './exports.tables';
import { LEDGER } from './tokens';

/** Rows of a page of the query: as many as it gives at once. */
const PAGE = 500;

const ExportQuery = z.record(z.string(), z.string().max(500)).and(z.object({ format: SheetFormat }));
const BINARY = { schema: { type: 'string', format: 'binary' } } as const;

/** Where the next page begins. */
type Behind = Readonly<Record<string, string | number>>;

/** What an answer says of itself, beside its rows. */
interface Answer {
  readonly position?: string;
  readonly dataset?: string;
  readonly origin?: string;
  readonly request?: { readonly dataset?: string };
}

function datasetOf({ dataset, origin, request }: Answer): Dataset | null {
  const said = dataset ?? request?.dataset ?? (origin === undefined ? undefined : origin === 'synthetic' ? 'synthetic' : 'real');
  return said === 'synthetic' || said === 'real' ? said : null;
}

/** Every table of the page as a file: the same rows as its query, with the same filters and the same rights. */
@ApiTags('exports')
@Controller('api/v1/exports')
export class ExportsController {
  /** Persons whose table is being written. */
  private readonly writing = new Set<string>();

  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    private readonly inner: InnerRequest,
  ) {}

  @Get(':what')
  @ApiOperation({ operationId: 'exportTable', summary: '下载表格（.xlsx、.csv） / a table as a file; takes the parameters of its query' })
  @ApiProduces(MEDIA_TYPES.xlsx, 'text/csv')
  @ApiOkResponse({ content: { [MEDIA_TYPES.xlsx]: BINARY, 'text/csv': BINARY }, description: '.xlsx, .csv' })
  async table(
    @Param('what', { schema: z.string().max(40) }) what: string,
    @Query({ schema: ExportQuery }) { format, ...params }: z.output<typeof ExportQuery>,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<StreamableFile> {
    const table = Object.hasOwn(EXPORT_TABLES, what) ? EXPORT_TABLES[what] : undefined;
    if (table === undefined) throw unknownTable(what);
    const { path, query } = placed(table, params);
    const page = (from: Behind): Promise<Answer> =>
      this.inner.get<Answer>(`/api/v1${path}`, { ...query, ...(table.paged ? { limit: PAGE, ...from } : {}) }, headers);
    // Asked before anything is sent: whoever may not read it is refused with a reason, not with half a file.
    const first = await page({});
    const dataset = datasetOf(params) ?? datasetOf(first) ?? (await this.datasetOfSubject(path, headers));
    const asOf = this.ledger.clock.today();
    const stream = writeTable(
      {
        title: table.title,
        dataset,
        asOf,
        position: first.position ?? null,
        notes: table.notes,
        columns: table.columns,
        rows: rowsOf(table, first, page),
      },
      format,
    );
    return fileNamed(stream, fileTitle(table.title, dataset, asOf), format);
  }

  /** A history does not say of whom it is: its subject does. */
  private async datasetOfSubject(path: string, headers: Record<string, string | undefined>): Promise<Dataset | null> {
    if (!path.endsWith('/history')) return null;
    return datasetOf(await this.inner.get<Answer>(`/api/v1${path.slice(0, -'/history'.length)}`, {}, headers));
  }

  /**
   * Gives back what was sent, as a file. Nothing is read, so it can carry nothing that the sender may not read, and whoever is
   * signed in may ask; the file says that a page made it. It is bounded in size, and a person has one at a time.
   */
  @Post('table')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'tableFile',
    summary: '把页面上的小表写成文件 / write a table that the page already has; nothing is read or kept',
  })
  @ApiProduces(MEDIA_TYPES.xlsx, 'text/csv')
  @ApiOkResponse({ content: { [MEDIA_TYPES.xlsx]: BINARY, 'text/csv': BINARY }, description: '.xlsx, .csv' })
  async written(
    @Body({ schema: TableFileBody }) { format, ...table }: TableFileBody,
    @CurrentActor() { id }: Actor,
  ): Promise<StreamableFile> {
    const ragged = table.rows.findIndex((row) => row.length !== table.columns.length);
    if (ragged >= 0)
      throw problems.invalid([{ field: `rows[${ragged}]`, zh: '单元格数与列数不符', en: 'a row has as many cells as there are columns' }]);
    checkSize(table.rows);
    if (this.writing.has(id)) throw stillWriting();
    this.writing.add(id);
    try {
      const bytes = await buffer(writeTable({ ...table, position: null, fromPage: true }, format));
      return fileNamed(bytes, fileTitle(table.title, table.dataset, table.asOf ?? this.ledger.clock.today()), format);
    } finally {
      this.writing.delete(id);
    }
  }
}

/** Fills the parameters of a path, and leaves the others to the query. Paging is the export's own affair. */
function placed(table: ExportTable, params: ExportParams): { readonly path: string; readonly query: ExportParams } {
  const { offset: _offset, limit: _limit, ...query } = { ...params };
  const path = table.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = query[name];
    if (value === undefined || value === '') throw problems.invalid([{ field: name, zh: '缺少该参数', en: 'is missing' }]);
    delete query[name];
    return encodeURIComponent(value);
  });
  return { path, query };
}

/** Rows page by page, so that memory holds one page of them. */
async function* rowsOf(table: ExportTable, first: Answer, page: (from: Behind) => Promise<Answer>): AsyncGenerator<readonly SheetCell[]> {
  let answer = first;
  for (let offset = 0; ;) {
    const rows = table.rowsOf(answer);
    for (const row of rows) yield table.cellsOf(row);
    offset += rows.length;
    if (!table.paged || rows.length < PAGE) return;
    answer = await page(table.after === null ? { offset } : table.after(rows.at(-1)));
  }
}

/** @throws LedgerProblem EXPORT.TOO_LARGE */
function checkSize(rows: TableFileBody['rows']): void {
  let [cells, characters] = [0, 0];
  for (const row of rows) {
    cells += row.length;
    for (const cell of row) if (typeof cell === 'string') characters += cell.length;
  }
  if (cells <= MAX_PAGE_CELLS && characters <= MAX_PAGE_CHARACTERS) return;
  throw new LedgerProblem('tooLarge', {
    code: 'EXPORT.TOO_LARGE',
    zh: `页面上的表最多 ${MAX_PAGE_CELLS} 个单元格、${MAX_PAGE_CHARACTERS} 个字符`,
    en: `a table of the page has at most ${MAX_PAGE_CELLS} cells and ${MAX_PAGE_CHARACTERS} characters`,
    field: 'rows',
    todo: { zh: '请先筛选，再分次下载', en: 'filter it, and download it in parts' },
  });
}

const stillWriting = (): LedgerProblem =>
  new LedgerProblem('unavailable', {
    code: 'EXPORT.BUSY',
    zh: '您的另一个表格正在生成',
    en: 'another table of yours is being written',
    field: null,
    todo: { zh: '请稍后再下载', en: 'try again in a moment' },
  });

const unknownTable = (what: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'EXPORT.UNKNOWN_TABLE',
    zh: `没有名为“${what}”的表`,
    en: `there is no table “${what}”`,
    field: null,
    todo: { zh: '请从页面上的下载按钮下载', en: 'use the buttons of the page' },
  });
