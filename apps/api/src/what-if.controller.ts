import { type WhatIfJobs, type WhatIfStanding } from '#application';
import { WhatIfJob, WhatIfPage, WhatIfRequest, WhatIfResult, type WhatIfRow } from '#contracts';
import { regionName, regionPath, type Actor } from '#domain';
import type { OutcomeChange } from '#policy';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import type { Reply } from './http';
import { WHAT_IF } from './tokens';

const Jobs = z.object({ rows: z.array(WhatIfJob) }).meta({ id: 'WhatIfJobs' });
const Id = z.uuid();

const NOTICE = {
  zh: '推演只读不写：台账中没有任何记录因此改变。结果只在内存中保留一段时间，重启后不再保留。',
  en: 'A what-if reads and writes nothing: no record of the ledger changes. Results lie in memory for a while and do not outlive a restart.',
};

/** Whose text is long and was given by the asker: it need not come back with every look at the job. */
const withoutText = (request: WhatIfRequest): WhatIfRequest =>
  request.change.kind === 'file' ? { ...request, change: { kind: 'file', document: '…' } } : request;

type Sides = WhatIfStanding['before'];
const packUsed = ({ document: { pack, digest, published }, houses }: Sides): WhatIfJob['before'] => ({
  pack: pack.id,
  version: pack.version,
  digest,
  title: pack.meta.title,
  published,
  houses: houses.map((house) => ({ pack: house.pack.id, version: house.pack.version, digest: house.digest, published: house.published })),
});

const jobOf = (standing: WhatIfStanding): WhatIfJob => ({
  jobId: standing.jobId,
  state: standing.state,
  done: standing.done,
  total: standing.total,
  error: standing.error === null ? null : { zh: `推演中断：${standing.error}`, en: `it stopped: ${standing.error}` },
  request: withoutText(standing.request),
  before: packUsed(standing.before),
  after: packUsed(standing.after),
  questions: [...standing.questions],
  same: standing.same,
  startedAt: standing.startedAt.toISOString(),
  finishedAt: standing.finishedAt?.toISOString() ?? null,
  keptUntil: standing.keptUntil?.toISOString() ?? null,
  truncated: standing.truncated,
  totals: {
    ...standing.totals,
    byQuestion: [...standing.totals.byQuestion],
    byYear: [...standing.totals.byYear],
    byRegion: standing.totals.byRegion.map(({ region, count }) => ({ region, name: regionName(region) ?? region, count })),
  },
  notice: NOTICE,
});

const regionRef = (code: string): WhatIfRow['region'] => ({
  code,
  name: regionName(code) ?? code,
  path: [...regionPath(code)].reverse().map((each) => ({ code: each, name: regionName(each) ?? each })),
});

const rowOf = ({ stream, name, kind, regions, year, question, before, after, causes }: OutcomeChange): WhatIfRow => ({
  brandId: stream.slice('brand-'.length),
  name,
  kind: kind as WhatIfRow['kind'],
  region: regionRef(regions[0] ?? '000000'),
  year,
  question,
  before: before === null ? null : { ...before, rules: [...before.rules] },
  after: after === null ? null : { ...after, rules: [...after.rules] },
  causes: causes.map((cause) => ({
    ...cause,
    parameters: [...cause.parameters],
    before: cause.before === null ? null : { ...cause.before, missing: [...cause.before.missing] },
    after: cause.after === null ? null : { ...cause.after, missing: [...cause.after.missing] },
  })),
});

/** 政策推演: jobs that re-decide all brands under something else, and write nothing. */
@ApiTags('what-if')
@Controller('api/v1')
export class WhatIfController {
  constructor(@Inject(WHAT_IF) private readonly jobs: WhatIfJobs) {}

  @Post('what-if')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'startWhatIf',
    summary: '政策推演：换一种规定或读法重新判定，不写入 / re-decide under something else; writes nothing',
  })
  @ApiAcceptedResponse({ standardSchema: WhatIfJob })
  async start(
    @Body({ schema: WhatIfRequest }) request: z.output<typeof WhatIfRequest>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<WhatIfJob> {
    const job = jobOf(await this.jobs.start(request, actor));
    reply.header('location', `/api/v1/what-if/${job.jobId}`);
    return job;
  }

  @Get('what-if')
  @ApiOperation({ operationId: 'listWhatIf', summary: '正在进行和尚保留的推演 / jobs that run, and those still kept' })
  @ApiOkResponse({ standardSchema: Jobs })
  list(@CurrentActor() actor: Actor): { rows: WhatIfJob[] } {
    return { rows: this.jobs.list(actor).map(jobOf) };
  }

  @Get('what-if/:id')
  @ApiOperation({ operationId: 'getWhatIf', summary: '推演进度和结果 / how far a what-if has come, and a page of what changes' })
  @ApiOkResponse({ standardSchema: WhatIfResult })
  result(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: WhatIfPage }) page: z.output<typeof WhatIfPage>,
    @CurrentActor() actor: Actor,
  ): WhatIfResult {
    const { standing, rows, filtered } = this.jobs.result(id, page, actor);
    return { ...jobOf(standing), rows: rows.map(rowOf), offset: page.offset, limit: page.limit, filtered };
  }

  @Delete('what-if/:id')
  @ApiOperation({ operationId: 'stopWhatIf', summary: '停止推演；已结束的则不再保留 / stop a what-if, or forget one that has ended' })
  @ApiOkResponse({ standardSchema: WhatIfJob })
  async stop(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<WhatIfJob> {
    return jobOf(await this.jobs.stop(id, actor));
  }
}
