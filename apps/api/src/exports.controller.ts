import { LedgerProblem, problems, type Ledger } from '#application';
import { SheetFormat, TableFileBody, type Dataset, type SheetCell } from '#contracts';
import { MEDIA_TYPES, writeTable } from '#spreadsheets';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
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

  @Post('table')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'tableFile',
    summary: '把页面上的小表写成文件 / write a table that the page already has; nothing is read or kept',
  })
  @ApiProduces(MEDIA_TYPES.xlsx, 'text/csv')
  @ApiOkResponse({ content: { [MEDIA_TYPES.xlsx]: BINARY, 'text/csv': BINARY }, description: '.xlsx, .csv' })
  written(@Body({ schema: TableFileBody }) { format, ...table }: TableFileBody): StreamableFile {
    const ragged = table.rows.findIndex((row) => row.length !== table.columns.length);
    if (ragged >= 0)
      throw problems.invalid([{ field: `rows[${ragged}]`, zh: '单元格数与列数不符', en: 'a row has as many cells as there are columns' }]);
    const stream = writeTable({ ...table, position: null }, format);
    return fileNamed(stream, fileTitle(table.title, table.dataset, table.asOf ?? this.ledger.clock.today()), format);
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

const unknownTable = (what: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'EXPORT.UNKNOWN_TABLE',
    zh: `没有名为“${what}”的表`,
    en: `there is no table “${what}”`,
    field: null,
    todo: { zh: '请从页面上的下载按钮下载', en: 'use the buttons of the page' },
  });
