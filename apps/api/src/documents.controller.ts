import { LedgerProblem, problems, type Ledger, type PolicyLibrary } from '#application';
import { DocumentKind, DocumentParams } from '#contracts';
import {
  cataloguePaper,
  onNotice,
  publicNotice,
  recognitionNotice,
  recognitionsOf,
  summaryTable,
  writeDocx,
  yearlyReport,
  type Paper,
} from '#documents';
import { regionName, type Actor } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Controller, Get, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from './actor';
import { editionNotFound } from './catalogue.controller';
import { PaperSource } from './documents.source';
import type { Reply } from './http';
import { Gate } from './query-handlers';
import { LEDGER, POLICY_LIBRARY, READ_MODELS } from './tokens';

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** 公示稿、认定通知、年报、汇总表、指导目录, drawn up from the ledger. Nothing is written by it. */
@ApiTags('documents')
@Controller('api/v1/documents')
export class DocumentsController {
  private readonly source: PaperSource;
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(POLICY_LIBRARY) policies: PolicyLibrary,
    @Inject(LEDGER) ledger: Ledger,
    private readonly gate: Gate,
  ) {
    this.source = new PaperSource(models, policies, ledger);
  }

  @Get(':kind')
  @ApiOperation({ operationId: 'document', summary: '生成文稿（.docx） / draw up a paper of the office' })
  @ApiProduces(DOCX)
  @ApiOkResponse({ content: { [DOCX]: { schema: { type: 'string', format: 'binary' } } }, description: '.docx' })
  async document(
    @Param('kind', { schema: DocumentKind }) kind: DocumentKind,
    @Query({ schema: DocumentParams }) params: DocumentParams,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    await this.gate.wait(params.atLeast);
    if (params.region !== undefined && regionName(params.region) === undefined) throw problems.unknownRegion(params.region);
    const region = this.gate.region(actor, params.region);
    const paper = await this.paper(kind, region, params);
    const bytes = await writeDocx(paper);
    reply.header('content-disposition', disposition(`${paper.fileName}.docx`));
    return new StreamableFile(bytes, { type: DOCX });
  }

  private async paper(kind: DocumentKind, region: string, params: DocumentParams): Promise<Paper> {
    const dataset = params.dataset ?? 'real';
    const request = { region, dataset, office: params.office ?? null };
    const { source } = this;
    switch (kind) {
      case 'yearly-report': {
        const year = required(params.year, 'year', '年度', 'the year');
        return source.drawn(await source.ofRegion({ ...request, year }), (facts) => yearlyReport(facts, year));
      }
      case 'summary-table': {
        const year = required(params.year, 'year', '年度', 'the year');
        return source.drawn(await source.ofRegion({ ...request, year }), (facts) => summaryTable(facts, year));
      }
      case 'public-notice': {
        const notice = { purpose: params.purpose ?? ('recognition' as const), brandId: params.brand ?? null };
        const gathered = await source.ofRegion(request);
        if (onNotice(gathered, notice).length === 0)
          throw nothing(
            'purpose',
            notice.purpose === 'recognition' ? '没有处于拟认定环节的品牌，无从公示' : '没有处于退出公告期的品牌，无从公示',
            notice.purpose === 'recognition' ? 'no brand is proposed for recognition' : 'no brand is on exit notice',
          );
        return source.drawn(gathered, (facts) => publicNotice(facts, notice));
      }
      case 'recognition-notice': {
        const number = required(params.document, 'document', '认定文号', 'the document number');
        const gathered = await source.ofRegion(request);
        if (recognitionsOf(gathered, number).length === 0)
          throw nothing('document', `没有文号为“${number}”的认定`, `no recognition bears the document number “${number}”`);
        return source.drawn(gathered, (facts) => recognitionNotice(facts, number));
      }
      case 'catalogue': {
        const number = required(params.number, 'number', '期次', 'the number of the edition');
        const edition = await this.models.edition(dataset, region, number);
        if (edition === null) throw editionNotFound(region, number);
        return source.drawn(await source.ofEdition(request), (facts) => cataloguePaper(facts, edition));
      }
    }
  }
}

function required<T>(value: T | undefined, field: string, zh: string, en: string): T {
  if (value === undefined) throw problems.invalid([{ field, zh: `请指明${zh}`, en: `name ${en}` }]);
  return value;
}

const nothing = (field: string, zh: string, en: string): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'DOCUMENT.NOTHING_TO_SAY',
    zh,
    en,
    field,
    todo: { zh: '请核对地区、数据集和文号，或先在台账中办理', en: 'check region, dataset and number, or record the step first' },
  });

/** RFC 6266 with the name of RFC 5987, and a plain one for who knows only that. */
export const disposition = (name: string): string => `attachment; filename="document.docx"; filename*=UTF-8''${encoded(name)}`;
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
