import { LedgerProblem, type ImportProgress, type ImportService, type Ledger } from '#application';
import type { Actor } from '#domain';
import { Body, Controller, Get, HttpCode, Inject, Logger, Param, Post, Query } from '@nestjs/common';
import { ImportProgress as ImportProgressAnswer } from '#contracts';
import { ApiAcceptedResponse, ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { checkUpload } from './file-check';
import { BRAND_NAMES, IMPORT_SERVICE, LEDGER } from './tokens';

/** Ids of brands by region and name: of all that were on the books when asked. */
export interface BrandNames {
  brandIdsByName(): Promise<(region: string, name: string) => string | null>;
}

const ImportParams = z.strictObject({
  format: z.enum(['auto', 'yearly-figures', 'brands']).optional(),
  fileName: z.string().min(1).max(255),
});

/** Files: checked whole, then accepted by one event or refused with every error by row and column. */
@ApiTags('imports')
@Controller('api/v1')
export class ImportsController {
  private readonly logger = new Logger('imports');
  constructor(
    @Inject(IMPORT_SERVICE) private readonly imports: ImportService,
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(BRAND_NAMES) private readonly names: BrandNames,
  ) {}

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
    const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : '');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const before = await this.imports.acceptedBefore(sha256);
    if (before !== null) return this.applying(before);
    const checked = checkUpload(bytes, params.format ?? 'auto', {
      today: this.ledger.clock.today(),
      findBrand: await this.names.brandIdsByName(),
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
        checked.errors.map(({ row, column, zh, en }) => ({
          field: `${row === null ? '' : `第 ${row} 行 `}${column ?? ''}`.trim() || null,
          zh,
          en,
        })),
      );
    }
    return this.applying(
      await this.imports.accept(
        { format: checked.format, fileName: params.fileName, sha256, instructions: checked.instructions },
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
