import { LedgerProblem, type ImportProgress, type ImportService, type Ledger } from '#application';
import type { Actor, Refusal } from '#domain';
import type { LocatedProblem } from '#spreadsheets';
import { Body, Controller, Get, HttpCode, Inject, Logger, Param, Post, Query, type StreamableFile } from '@nestjs/common';
import { ImportPreview, ImportProgress as ImportProgressAnswer } from '#contracts';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { fileNamed } from './exports.file';
import { checkFile, type BrandNames } from './imports.check';
import { ImportPreviews, toldInReturns } from './imports.previews';
import { AskedInReturns } from './returns.asked';
import { BRAND_NAMES, IMPORT_SERVICE, LEDGER } from './tokens';

const ImportParams = z.strictObject({
  format: z.enum(['auto', 'yearly-figures', 'brands']).optional(),
  fileName: z.string().min(1).max(255),
});

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : ''));

/** Rows that are told one by one. */
const MOST_TOLD = 200;

/** `填报!D12 第 12 行 数值`; a CSV has no sheets. */
function placeText({ sheet, address, row, column }: LocatedProblem): string | null {
  const cell = sheet === null || address === null ? '' : `${sheet}!${address} `;
  return `${cell}${row === null ? '' : `第 ${row} 行 `}${column ?? ''}`.trim() || null;
}

function found<T>(preview: T | null): T {
  if (preview !== null) return preview;
  throw new LedgerProblem('notFound', {
    code: 'IMPORT.NO_PREVIEW',
    zh: '没有这次预览，或已过期，或文件没有需要标注的问题',
    en: 'there is no such preview, it has expired, or nothing in it is to be marked',
    field: null,
    todo: { zh: '请重新上传文件', en: 'send the file again' },
  });
}

/** Files: checked whole, then accepted by one event or refused with every error by row and column. */
@ApiTags('imports')
@Controller('api/v1')
export class ImportsController {
  private readonly logger = new Logger('imports');
  private readonly previews: ImportPreviews;
  constructor(
    @Inject(IMPORT_SERVICE) private readonly imports: ImportService,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(BRAND_NAMES) private readonly names: BrandNames,
    private readonly asked: AskedInReturns,
  ) {
    this.previews = new ImportPreviews(imports, ledger, names, asked, (error) =>
      this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
  }

  @Post('imports/preview')
  @HttpCode(202)
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ operationId: 'previewFile', summary: '预览文件将改动什么，不写入 / look a file through; nothing is written' })
  @ApiAcceptedResponse({ standardSchema: ImportPreview })
  startPreview(
    @Body() body: unknown,
    @Query({ schema: ImportParams }) params: z.output<typeof ImportParams>,
    @CurrentActor() actor: Actor,
  ): ImportPreview {
    const previewId = this.previews.start(bytesOf(body), params.fileName, params.format ?? 'auto', actor);
    return found(this.previews.standing(previewId, actor));
  }

  @Get('imports/preview/:id')
  @ApiOperation({ operationId: 'filePreview', summary: '预览进度与结果 / how far a look through has come, and what it found' })
  @ApiOkResponse({ standardSchema: ImportPreview })
  preview(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor): ImportPreview {
    return found(this.previews.standing(id, actor));
  }

  @Get('imports/preview/:id/marked')
  @ApiOperation({ operationId: 'markedFile', summary: '在您自己的文件上标出问题的副本 / a copy of the file with its faults marked' })
  @ApiProduces(XLSX)
  @ApiOkResponse({ content: { [XLSX]: { schema: { type: 'string', format: 'binary' } } }, description: '.xlsx' })
  async marked(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor): Promise<StreamableFile> {
    const { fileName, bytes } = found(await this.previews.marked(id, actor));
    return fileNamed(bytes, `${fileName.replace(/\.[^.]{1,5}$/, '')}_问题标注`, 'xlsx');
  }

  @Post('imports')
  @HttpCode(202)
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ operationId: 'importFile', summary: '导入文件：整份接收或整份退回 / take a file whole or refuse it whole' })
  @ApiAcceptedResponse({ standardSchema: ImportProgressAnswer })
  async import(
    @Body() body: unknown,
    @Query({ schema: ImportParams }) params: z.output<typeof ImportParams>,
    @CurrentActor() actor: Actor,
  ): Promise<ImportProgress> {
    const bytes = bytesOf(body);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const before = await this.imports.acceptedBefore(sha256);
    if (before !== null) return this.applying(before);
    const checked = await checkFile(bytes, params.format ?? 'auto', {
      today: this.ledger.clock.today(),
      scope: actor.region,
      names: this.names,
    });
    if (!checked.ok) {
      throw new LedgerProblem(
        'invalid',
        {
          code: 'IMPORT.REFUSED',
          zh: `文件有 ${checked.errors.length} 处问题，整份退回，未登记任何内容`,
          en: `the file has ${checked.errors.length} faults and was refused whole; nothing was recorded`,
          field: null,
          todo: { zh: '请按所列行、列修改后重新导入', en: 'mend the listed rows and columns and import it again' },
        },
        checked.errors.map((problem) => ({ field: placeText(problem), zh: problem.zh, en: problem.en })),
      );
    }
    const instructions = checked.instructions.map(({ instruction }) => instruction);
    const told = await toldInReturns(this.asked, instructions, actor);
    if (told.size > 0)
      throw new LedgerProblem(
        'refused',
        [...told.values()][0] as Refusal,
        [...told].slice(0, MOST_TOLD).map(([at, { zh, en }]) => ({ field: `第 ${instructions[at]?.row ?? ''} 行`, zh, en })),
      );
    return this.applying(
      await this.imports.accept(
        {
          format: checked.format,
          fileName: params.fileName,
          sha256,
          instructions,
        },
        { actor },
      ),
    );
  }

  /** Goes on with a file that was accepted; nobody waits for its end. */
  private applying(accepted: ImportProgress): ImportProgress {
    if (accepted.state === 'accepted') {
      void this.imports.apply(accepted.importId).catch((error: unknown) => {
        this.logger.error(
          `import ${accepted.importId} stopped and will be resumed: ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    }
    return accepted;
  }

  @Get('imports/:id')
  @ApiOperation({ operationId: 'importProgress', summary: '导入进度 / how far an import has come' })
  @ApiOkResponse({ standardSchema: ImportProgressAnswer })
  async progress(@Param('id', { schema: z.uuid() }) id: string): Promise<ImportProgress> {
    const progress = await this.imports.progress(id);
    if (progress === null) {
      throw new LedgerProblem('notFound', {
        code: 'IMPORT.NOT_FOUND',
        zh: '没有这次导入',
        en: 'there is no such import',
        field: null,
        todo: { zh: '请核对导入编号', en: 'check the id' },
      });
    }
    return progress;
  }
}
