/** 资金登记 over HTTP. Nothing is paid from here. */
import { fundHistoryOf, fundNotFound, problems, type FundAnswer, type FundService, type Ledger } from '#application';
import { FundList, FundListParams, FundResult, HistoryEntry } from '#contracts';
import { fundCommandSchemas, fundStream, regionName, type Actor, type FundCommand, type FundEntry } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { EvidenceGate } from './evidence.gate';
import { etagOf, readOptions, type Reply } from './http';
import { Gate } from './query-handlers';
import { FUND_SERVICE, LEDGER, READ_MODELS } from './tokens';

type Asked = Record<string, string | undefined>;
const History = z.object({ rows: z.array(HistoryEntry) }).meta({ id: 'FundHistory' });
const Record_ = fundCommandSchemas.record.meta({ id: 'RecordFund' });
const Correct = fundCommandSchemas.correct.meta({ id: 'CorrectFund' });
const Withdraw = fundCommandSchemas.withdraw.meta({ id: 'WithdrawFund' });

@ApiTags('funds')
@Controller('api/v1/funds')
export class FundsController {
  constructor(
    @Inject(FUND_SERVICE) private readonly funds: FundService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(LEDGER) private readonly ledger: Ledger,
    private readonly gate: Gate,
    private readonly evidence: EvidenceGate,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listFunds', summary: '资金登记：只登记、不拨付 / entries of money; recorded, never paid' })
  @ApiOkResponse({ standardSchema: FundList })
  async list(@Query({ schema: FundListParams }) params: FundListParams, @CurrentActor() actor: Actor): Promise<FundList> {
    const { atLeast, ...rest } = params;
    await this.gate.wait(atLeast);
    if (params.region !== undefined && regionName(params.region) === undefined) throw problems.unknownRegion(params.region);
    return this.models.funds({ ...rest, region: this.gate.region(actor, params.region) });
  }

  @Get(':id/history')
  @ApiOperation({ operationId: 'fundHistory', summary: '一笔资金登记的历史 / the history of an entry of money' })
  @ApiOkResponse({ standardSchema: History })
  async history(@Param('id', { schema: z.uuid() }) id: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof History>> {
    const { state } = await this.funds.load(id);
    if (state.region === null) throw fundNotFound(id);
    this.gate.region(actor, state.region);
    return { rows: [...(await fundHistoryOf(this.ledger, id, await this.models.leaves(fundStream(id))))] };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'recordFund', summary: '资金登记 / record money that was paid elsewhere' })
  @ApiOkResponse({ standardSchema: FundResult })
  async record(
    @Body({ schema: Record_ }) data: z.output<typeof Record_>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<FundResult> {
    await this.evidence.mayName(data.entry.evidence, actor, null);
    const recorded = await this.funds.record(data, readOptions(actor, headers));
    await this.evidence.named(data.entry.evidence, recorded.stream);
    return answer(recorded, reply);
  }

  @Post(':id/correct')
  @HttpCode(200)
  @ApiOperation({ operationId: 'correctFund', summary: '更正资金登记 / correct an entry of money' })
  @ApiOkResponse({ standardSchema: FundResult })
  correct(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: Correct }) data: z.output<typeof Correct>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<FundResult> {
    return this.change(id, { type: 'correct', data }, actor, headers, reply);
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOperation({ operationId: 'withdrawFund', summary: '作废资金登记 / withdraw an entry of money' })
  @ApiOkResponse({ standardSchema: FundResult })
  withdraw(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: Withdraw }) data: z.output<typeof Withdraw>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<FundResult> {
    return this.change(id, { type: 'withdraw', data }, actor, headers, reply);
  }

  /** Papers that stand in the entry already were named by whoever had them. */
  private async added(id: string, evidence: FundEntry['evidence']): Promise<FundEntry['evidence']> {
    const stands = (await this.funds.load(id)).state.entry?.evidence ?? [];
    return evidence.filter((each) => !stands.some(({ evidenceId, sha256 }) => evidenceId === each.evidenceId && sha256 === each.sha256));
  }

  private async change(
    id: string,
    command: Exclude<FundCommand, { type: 'record' }>,
    actor: Actor,
    headers: Asked,
    reply: Reply,
  ): Promise<FundResult> {
    const files = command.type === 'correct' ? await this.added(id, command.data.entry.evidence) : [];
    await this.evidence.mayName(files, actor, fundStream(id));
    const changed = await this.funds.command(id, command, readOptions(actor, headers));
    await this.evidence.named(files, changed.stream);
    return answer(changed, reply);
  }
}

function answer({ fundId, stream, revision, position, events, repeated }: FundAnswer, reply: Reply): FundResult {
  reply.header('etag', etagOf(revision));
  return { fundId, stream, revision: Number(revision), position: position.toString(), events: [...events], repeated };
}
