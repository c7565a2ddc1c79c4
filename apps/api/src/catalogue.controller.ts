import type { CatalogueService } from '#application';
import { LedgerProblem } from '#application';
import {
  EditionComparisonAnswer,
  EditionComparisonParams,
  EditionDetail,
  EditionListParams,
  EditionParams,
  EditionPreview,
  EditionPreviewParams,
  EditionPublished,
  EditionRow,
  PublishEditionBody,
  type Dataset,
} from '#contracts';
import { RegionCode, compareEditions, regionName, type Actor, type EditionEntry } from '#domain';
import type { EditionView, ReadModelQueries, WholeEdition } from '#projections';
import { Body, Controller, Get, Headers, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { etagOf, readOptions, type Reply } from './http';
import { Gate } from './query-handlers';
import { CATALOGUE_SERVICE, READ_MODELS } from './tokens';

const EditionRows = z.object({ rows: z.array(EditionRow), position: z.string() }).meta({ id: 'Editions' });
const EditionNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);

const nameOf = (region: string): string => regionName(region) ?? region;
const named = (entries: readonly EditionEntry[]) => entries.map((entry) => ({ ...entry, regionName: nameOf(entry.region) }));
const rowOf = (view: EditionView): EditionRow => ({
  head: view.head,
  regionName: nameOf(view.head.region),
  supersededBy: view.supersededBy,
  leaf: view.leaf,
  revision: view.revision,
  recordedAt: view.recordedAt,
});

export const editionNotFound = (region: string, number: number): LedgerProblem =>
  new LedgerProblem('notFound', {
    code: 'CATALOGUE.NOT_FOUND',
    zh: `${nameOf(region)}没有第 ${number} 期目录`,
    en: `there is no edition ${number} of the catalogue of ${nameOf(region)}`,
    field: 'number',
    todo: { zh: '请在指导目录页查看已发布的期次', en: 'look up the editions on the catalogue page' },
  });

/** 劳务品牌建设指导目录: editions, what one would hold, and publishing it. */
@ApiTags('catalogue')
@Controller('api/v1/catalogue')
export class CatalogueController {
  constructor(
    @Inject(CATALOGUE_SERVICE) private readonly catalogue: CatalogueService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}

  @Get('editions')
  @ApiOperation({ operationId: 'listEditions', summary: '指导目录各期 / editions of the catalogue' })
  @ApiOkResponse({ standardSchema: EditionRows })
  async list(
    @Query({ schema: EditionListParams }) params: z.output<typeof EditionListParams>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof EditionRows>> {
    await this.gate.wait(params.atLeast);
    const { rows, position } = await this.models.editions({ dataset: params.dataset, region: this.gate.region(actor, params.region) });
    return { rows: rows.map(rowOf), position };
  }

  @Get('editions/:region/:number')
  @ApiOperation({ operationId: 'getEdition', summary: '一期目录及其变化 / one edition with its list and its changes' })
  @ApiOkResponse({ standardSchema: EditionDetail })
  async one(
    @Param('region', { schema: RegionCode }) region: string,
    @Param('number', { schema: EditionNumber }) number: number,
    @Query({ schema: EditionParams }) params: z.output<typeof EditionParams>,
    @CurrentActor() actor: Actor,
  ): Promise<EditionDetail> {
    await this.gate.wait(params.atLeast);
    const edition = await this.found(actor, params.dataset, region, number);
    return { ...rowOf(edition), entries: named(edition.entries), changes: [...edition.changes] };
  }

  @Get('comparison')
  @ApiOperation({ operationId: 'compareEditions', summary: '两期目录比较 / how two editions differ in the end' })
  @ApiOkResponse({ standardSchema: EditionComparisonAnswer })
  async compare(
    @Query({ schema: EditionComparisonParams }) params: z.output<typeof EditionComparisonParams>,
    @CurrentActor() actor: Actor,
  ): Promise<EditionComparisonAnswer> {
    await this.gate.wait(params.atLeast);
    const { region, dataset, from, to } = params;
    const [earlier, later] = [await this.found(actor, dataset, region, from), await this.found(actor, dataset, region, to)];
    const { added, removed, promoted, downgraded, renamed, newKeyProjects, unchanged } = compareEditions(earlier.entries, later.entries);
    return {
      from,
      to,
      added: [...added],
      removed: [...removed],
      promoted: [...promoted],
      downgraded: [...downgraded],
      renamed: [...renamed],
      newKeyProjects: [...newKeyProjects],
      unchanged,
    };
  }

  @Get('preview')
  @ApiOperation({ operationId: 'previewEdition', summary: '预览下一期目录（不写入） / what the next edition would hold; writes nothing' })
  @ApiOkResponse({ standardSchema: EditionPreview })
  async preview(
    @Query({ schema: EditionPreviewParams }) params: z.output<typeof EditionPreviewParams>,
    @CurrentActor() actor: Actor,
  ): Promise<EditionPreview> {
    await this.gate.wait(params.atLeast);
    const { region, dataset, asOf } = params;
    const { drawn, number, last, obstacle } = await this.catalogue.preview({ region, dataset, asOf }, actor);
    return {
      region,
      regionName: nameOf(region),
      dataset,
      asOf,
      number,
      last: last?.number ?? null,
      lastAsOf: last?.asOf ?? null,
      policy: drawn.policy,
      leaf: drawn.basis.leaf,
      digest: drawn.digest,
      entries: named(drawn.entries),
      changes: [...drawn.changes],
      obstacle: obstacle === null ? null : { code: obstacle.code, zh: obstacle.zh, en: obstacle.en, todo: obstacle.todo },
    };
  }

  @Post('editions')
  @ApiOperation({ operationId: 'publishEdition', summary: '发布一期目录 / publish the edition that the preview showed' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ standardSchema: EditionPublished })
  async publish(
    @Body({ schema: PublishEditionBody }) body: z.output<typeof PublishEditionBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof EditionPublished>> {
    const answer = await this.catalogue.publish(body, readOptions(actor, headers));
    reply.header('etag', etagOf(answer.revision));
    reply.header('location', `/api/v1/catalogue/editions/${body.region}/${answer.number}?dataset=${body.dataset}`);
    const { stream, number, revision, position, repeated } = answer;
    return { stream, number, revision: Number(revision), position: position.toString(), repeated };
  }

  private async found(actor: Actor, dataset: Dataset, region: string, number: number): Promise<WholeEdition> {
    const edition = await this.models.edition(dataset, this.gate.region(actor, region), number);
    if (edition === null) throw editionNotFound(region, number);
    return edition;
  }
}
