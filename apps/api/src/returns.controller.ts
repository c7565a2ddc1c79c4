/** 填报: calls, returns, drafts and the ladder over HTTP. */
import { LedgerProblem, problems, type Ledger, type ReturnAnswer, type ReturnService } from '#application';
import {
  AdvanceReturnBody,
  AllowLateBody,
  AtLeastParams,
  CallReturnsBody,
  CloseCallBody,
  Completeness,
  CompletenessParams,
  ExtendCallBody,
  LockReturnBody,
  Page,
  PatchDraftBody,
  PatchedDraft,
  ReportReturnBody,
  ReturnCallParams,
  ReturnCallRow,
  ReturnCard,
  ReturnCommandResult,
  ReturnDraft,
  ReturnListParams,
  ReturnRow,
  SendBackReturnBody,
  UndoReturnBody,
  UnlockedLines,
  UnlockedParams,
} from '#contracts';
import { RETURN_REFUSALS, fillRefusal, isWithin, regionName, returnStream, type Actor, type ReturnEvent } from '#domain';
import type { ReadModelQueries } from '#projections';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Res,
  createParamDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { AccessedRequest } from './access.request';
import { CurrentActor } from './actor';
import { etagOf, readOptions, type Reply } from './http';
import { Gate } from './query-handlers';
import { callRow, completenessOf, draftAnswer, patchedAnswer, returnCard, returnRows, type ToldEvent } from './returns.views';
import { LEDGER, READ_MODELS, RETURN_SERVICE } from './tokens';

type Asked = Record<string, string | undefined>;
const Calls = z.object({ rows: z.array(ReturnCallRow), position: z.string() }).meta({ id: 'ReturnCalls' });
const Returns = Page(ReturnRow).meta({ id: 'Returns' });
/** Ids hold a region, a period, a unit and a call; the service says whether they are one. */
const Id = z.string().max(200);

/** The unit that a unit role speaks for: it sees its own returns and nobody else's. */
const OwnUnit = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const { access } = context.switchToHttp().getRequest<AccessedRequest>();
  return access?.reach === 'unit' ? (access.grant?.unit ?? '') : undefined;
});

function answered({ stream, id, revision, position, events, repeated }: ReturnAnswer, reply: Reply): ReturnCommandResult {
  reply.header('etag', etagOf(revision));
  return { stream, id, revision: Number(revision), position: position.toString(), events: [...events], repeated };
}

const IfMatch = () => ApiHeader({ name: 'If-Match', required: false });
const Key = () => ApiHeader({ name: 'Idempotency-Key', required: false });

@ApiTags('return calls')
@Controller('api/v1/return-calls')
export class ReturnCallsController {
  constructor(
    @Inject(RETURN_SERVICE) private readonly returns: ReturnService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listReturnCalls', summary: '填报任务 / calls for returns that concern a region' })
  @ApiOkResponse({ standardSchema: Calls })
  async list(
    @Query({ schema: ReturnCallParams }) params: z.output<typeof ReturnCallParams>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof Calls>> {
    await this.gate.wait(params.atLeast);
    known(params.region);
    const { rows, position } = await this.models.returnCalls({ region: this.gate.region(actor, params.region), dataset: params.dataset });
    return { rows: rows.map(callRow), position };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'callReturns', summary: '下发填报任务 / call for returns' })
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async call(
    @Body({ schema: CallReturnsBody }) data: z.output<typeof CallReturnsBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.call(data, readOptions(actor, headers)), reply);
  }

  @Post(':id/extend')
  @HttpCode(200)
  @ApiOperation({ operationId: 'extendReturnCall', summary: '延长填报期限 / put off the due day' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async extend(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: ExtendCallBody }) data: z.output<typeof ExtendCallBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.changeCall(id, { type: 'extend', data }, readOptions(actor, headers)), reply);
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ operationId: 'closeReturnCall', summary: '结束填报任务 / close a call for returns' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async close(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: CloseCallBody }) data: z.output<typeof CloseCallBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.changeCall(id, { type: 'close', data }, readOptions(actor, headers)), reply);
  }
}

/** @throws LedgerProblem REGION.UNKNOWN */
function known(region: string | undefined): void {
  if (region !== undefined && regionName(region) === undefined) throw problems.unknownRegion(region);
}

const DEFAULT_LIMIT = 100;

@ApiTags('returns')
@Controller('api/v1/returns')
export class ReturnsController {
  constructor(
    @Inject(RETURN_SERVICE) private readonly returns: ReturnService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(LEDGER) private readonly ledger: Ledger,
    private readonly gate: Gate,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listReturns', summary: '填报表：应报与已报 / returns that are expected or were reported' })
  @ApiOkResponse({ standardSchema: Returns })
  async list(
    @Query({ schema: ReturnListParams }) params: z.output<typeof ReturnListParams>,
    @CurrentActor() actor: Actor,
    @OwnUnit() unit: string | undefined,
  ): Promise<z.infer<typeof Returns>> {
    const { region, period, rung, call, dataset, offset = 0, limit = DEFAULT_LIMIT, atLeast } = params;
    await this.gate.wait(atLeast);
    known(region);
    const progress = await this.models.returnProgress({ region: this.gate.region(actor, region), period, call, dataset, unit });
    const rows = returnRows(progress, rung);
    return { rows: rows.slice(offset, offset + limit), total: rows.length, offset, limit, position: progress.position };
  }

  @Get('completeness')
  @ApiOperation({
    operationId: 'returnCompleteness',
    summary: '催报：各地应报、已报、逾期、未报 / who reported, was late, is missing, by region',
  })
  @ApiOkResponse({ standardSchema: Completeness })
  async completeness(
    @Query({ schema: CompletenessParams }) params: z.output<typeof CompletenessParams>,
    @CurrentActor() actor: Actor,
  ): Promise<Completeness> {
    const { call, region, period, dataset, atLeast } = params;
    await this.gate.wait(atLeast);
    known(region);
    const asked = this.gate.region(actor, region);
    const progress = await this.models.returnProgress({ region: asked, period, call, dataset });
    // Of the whole country only what the call reaches is of interest.
    const [only] = progress.calls;
    const scope =
      region === undefined && call !== undefined && only !== undefined && isWithin(only.terms.region, asked) ? only.terms.region : asked;
    return completenessOf(progress, scope, this.ledger.clock.today(), progress.position);
  }

  @Get('unlocked')
  @ApiOperation({ operationId: 'unlockedReturnLines', summary: '年度封账前：尚未锁定的填报数据 / lines of a year that are not locked yet' })
  @ApiOkResponse({ standardSchema: UnlockedLines })
  async unlocked(
    @Query({ schema: UnlockedParams }) params: z.output<typeof UnlockedParams>,
    @CurrentActor() actor: Actor,
  ): Promise<UnlockedLines> {
    const { region, year, dataset, atLeast } = params;
    await this.gate.wait(atLeast);
    known(region);
    return { year, ...(await this.models.unlockedLines({ region: this.gate.region(actor, region), year, dataset })) };
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getReturn', summary: '填报表 / a return with its lines, findings and history' })
  @ApiOkResponse({ standardSchema: ReturnCard })
  async card(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: AtLeastParams }) params: z.output<typeof AtLeastParams>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCard> {
    await this.gate.wait(params.atLeast);
    const open = await this.returns.open(id, actor, false);
    // A return that nobody expects and nobody reported is none.
    if (open.unit === null && open.revision < 0n)
      throw new LedgerProblem('notFound', fillRefusal('RETURN.UNKNOWN', RETURN_REFUSALS['RETURN.UNKNOWN'], null, {}));
    const told: ToldEvent[] = [];
    for await (const { event, metadata, recorded } of this.ledger.readStream(returnStream(id)))
      if (recorded.revision <= open.revision) told.push({ event: event as ReturnEvent, metadata, id: recorded.id });
    if (open.revision >= 0n) reply.header('etag', etagOf(open.revision));
    return returnCard(open, { revision: Number((await this.returns.loadCall(open.place.call)).revision) }, told);
  }

  @Get(':id/draft')
  @ApiOperation({ operationId: 'getReturnDraft', summary: '填报草稿 / what was typed and not reported yet' })
  @ApiOkResponse({ standardSchema: ReturnDraft })
  async draft(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<ReturnDraft> {
    return draftAnswer(await this.returns.draft(id, actor));
  }

  @Patch(':id/draft')
  @ApiOperation({ operationId: 'saveReturnDraft', summary: '保存填报草稿，逐格 / keep what is typed, cell by cell' })
  @ApiOkResponse({ standardSchema: PatchedDraft })
  async saveDraft(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: PatchDraftBody }) { cells }: z.output<typeof PatchDraftBody>,
    @CurrentActor() actor: Actor,
  ): Promise<PatchedDraft> {
    return patchedAnswer(await this.returns.writeDraft(id, cells, actor));
  }

  @Post(':id/report')
  @HttpCode(200)
  @ApiOperation({ operationId: 'reportReturn', summary: '报送 / report lines, or what the draft holds' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async report(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: ReportReturnBody }) { lines }: z.output<typeof ReportReturnBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.report(id, lines, readOptions(actor, headers)), reply);
  }

  @Post(':id/advance')
  @HttpCode(200)
  @ApiOperation({ operationId: 'advanceReturn', summary: '逐级审核：审核通过 / bring lines to the next rung' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async advance(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AdvanceReturnBody }) data: z.output<typeof AdvanceReturnBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.act(id, { type: 'advance', data }, readOptions(actor, headers)), reply);
  }

  @Post(':id/send-back')
  @HttpCode(200)
  @ApiOperation({ operationId: 'sendBackReturn', summary: '退回修改 / send lines back, each with a comment' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async sendBack(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: SendBackReturnBody }) data: z.output<typeof SendBackReturnBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.act(id, { type: 'sendBack', data }, readOptions(actor, headers)), reply);
  }

  @Post(':id/undo')
  @HttpCode(200)
  @ApiOperation({ operationId: 'undoReturnAdvance', summary: '撤回审核 / undo a rung from the top' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async undo(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: UndoReturnBody }) data: z.output<typeof UndoReturnBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.act(id, { type: 'undo', data }, readOptions(actor, headers)), reply);
  }

  @Post(':id/allow-late')
  @HttpCode(200)
  @ApiOperation({ operationId: 'allowLateReturn', summary: '准予逾期补报 / allow a late entry' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async allowLate(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: AllowLateBody }) data: z.output<typeof AllowLateBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.act(id, { type: 'allowLate', data }, readOptions(actor, headers)), reply);
  }

  @Post(':id/lock')
  @HttpCode(200)
  @ApiOperation({ operationId: 'lockReturn', summary: '锁定 / lock accepted lines' })
  @IfMatch()
  @Key()
  @ApiOkResponse({ standardSchema: ReturnCommandResult })
  async lock(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: LockReturnBody }) data: z.output<typeof LockReturnBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Asked,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReturnCommandResult> {
    return answered(await this.returns.act(id, { type: 'lock', data }, readOptions(actor, headers)), reply);
  }
}
