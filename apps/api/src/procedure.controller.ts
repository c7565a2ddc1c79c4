/** 申报到认定的程序: steps of one nomination, its recommendation form, drafts of it, and the printed form. */
import { LedgerProblem, formNamed, knownAnswers, problems, type Ledger, type PolicyLibrary } from '#application';
import {
  CheckForm,
  FormCheck,
  FormDraftGone,
  FormDraftParams,
  FormDraftView,
  FormLayouts,
  ProcedureView,
  SaveFormDraft,
  type FormLayout,
} from '#contracts';
import { recommendationForm, writeDocx } from '#documents';
import { FormAnswer, formInForce, regionName, type Actor, type FormDefinition, type KnownBrand, type WorkingCalendar } from '#domain';
import type { EvidenceStore } from '#evidence';
import { FormDrafts, type OfficeStore } from '#office';
import type { ReadModelQueries } from '#projections';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { DOCX, disposition } from './documents.controller';
import { PaperSource } from './documents.source';
import type { Reply } from './http';
import { checkAnswers, formLayouts, procedureView, unknownForm } from './procedure';
import { Gate } from './query-handlers';
import { CALENDAR, EVIDENCE, LEDGER, OFFICE, POLICY_LIBRARY, READ_MODELS } from './tokens';

const BrandId = z.uuid();
const ProcedureParams = z.strictObject({
  atLeast: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
});
const Answers = z.array(FormAnswer);

@ApiTags('procedure')
@Controller('api/v1')
export class ProcedureController {
  private readonly drafts: FormDrafts;
  private readonly papers: PaperSource;

  constructor(
    @Inject(LEDGER) readonly ledger: Ledger,
    @Inject(POLICY_LIBRARY) readonly policies: PolicyLibrary,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(EVIDENCE) readonly evidence: EvidenceStore,
    @Inject(CALENDAR) readonly calendar: WorkingCalendar,
    @Inject(OFFICE) office: OfficeStore,
    private readonly gate: Gate,
  ) {
    this.drafts = new FormDrafts(office);
    this.papers = new PaperSource(models, policies, ledger);
  }

  @Get('forms')
  @ApiOperation({ operationId: 'listForms', summary: '推荐表的栏目和条款 / the recommendation forms, field by field' })
  @ApiOkResponse({ standardSchema: FormLayouts })
  async forms(): Promise<{ rows: FormLayout[] }> {
    return { rows: await formLayouts(this.policies, this.ledger.clock.today()) };
  }

  @Get('brands/:id/procedure')
  @ApiOperation({ operationId: 'getProcedure', summary: '申报办理情况：环节、缺项、下一步 / the procedure of a nomination' })
  @ApiOkResponse({ standardSchema: ProcedureView })
  async procedure(
    @Param('id', { schema: BrandId }) id: string,
    @Query({ schema: ProcedureParams }) params: z.output<typeof ProcedureParams>,
    @CurrentActor() actor: Actor,
  ): Promise<ProcedureView> {
    await this.gate.wait(params.atLeast);
    const state = await this.brand(id, actor);
    const { card } = await this.models.brand(id, this.ledger.clock.today());
    if (card === null) throw problems.brandNotFound(id);
    const { brandId, name, kind, region, stage, dataset } = card;
    return procedureView(this, state, { brandId, name, kind, region, stage, dataset });
  }

  @Get('brands/:id/form-draft')
  @ApiOperation({ operationId: 'getFormDraft', summary: '推荐表草稿 / the draft of a form, or what the ledger knows already' })
  @ApiOkResponse({ standardSchema: FormDraftView })
  async draft(
    @Param('id', { schema: BrandId }) id: string,
    @Query({ schema: FormDraftParams }) { form }: z.output<typeof FormDraftParams>,
    @CurrentActor() actor: Actor,
  ): Promise<FormDraftView> {
    const state = await this.brand(id, actor);
    const definition = layout(form);
    const kept = await this.drafts.find(id, form);
    if (kept !== null) {
      const { formVersion, version, savedBy, savedAt } = kept;
      return { form, formVersion, version, savedBy, savedAt, answers: Answers.parse(JSON.parse(kept.answers)) };
    }
    const filed = formInForce(state.procedure);
    const answers = filed?.form === form ? filed.answers : knownAnswers(definition, state, (code) => regionName(code) ?? code);
    return { form, formVersion: definition.version, version: 0, savedBy: null, savedAt: null, answers: [...answers] };
  }

  @Post('brands/:id/form-draft')
  @HttpCode(200)
  @ApiOperation({ operationId: 'saveFormDraft', summary: '保存推荐表草稿 / save a draft of a form' })
  @ApiOkResponse({ standardSchema: FormDraftView })
  async save(
    @Param('id', { schema: BrandId }) id: string,
    @Body({ schema: SaveFormDraft }) body: z.output<typeof SaveFormDraft>,
    @CurrentActor() actor: Actor,
  ): Promise<FormDraftView> {
    await this.brand(id, actor);
    const { form, formVersion, answers, after } = body;
    layout(form);
    const draft = {
      ...{ brandId: id, form, formVersion, answers: JSON.stringify(answers) },
      ...{ savedBy: actor.id, savedAt: this.ledger.clock.now().toISOString() },
    };
    const version = await this.drafts.save(draft, after);
    if (version === null) throw draftMoved();
    return { form, formVersion, version, savedBy: draft.savedBy, savedAt: draft.savedAt, answers };
  }

  @Delete('brands/:id/form-draft')
  @ApiOperation({ operationId: 'discardFormDraft', summary: '删除推荐表草稿 / discard a draft of a form' })
  @ApiOkResponse({ standardSchema: FormDraftGone })
  async discard(
    @Param('id', { schema: BrandId }) id: string,
    @Query({ schema: FormDraftParams }) { form }: z.output<typeof FormDraftParams>,
    @CurrentActor() actor: Actor,
  ): Promise<{ form: string }> {
    await this.brand(id, actor);
    await this.drafts.discard(id, form);
    return { form };
  }

  @Post('brands/:id/form-check')
  @HttpCode(200)
  @ApiOperation({ operationId: 'checkForm', summary: '推荐表校验和试判，不登记 / check a form and ask the rules; nothing is written' })
  @ApiOkResponse({ standardSchema: FormCheck })
  async check(
    @Param('id', { schema: BrandId }) id: string,
    @Body({ schema: CheckForm }) { form, answers }: z.output<typeof CheckForm>,
    @CurrentActor() actor: Actor,
  ): Promise<FormCheck> {
    return checkAnswers(this, await this.brand(id, actor), layout(form), answers);
  }

  @Get('brands/:id/form-print')
  @ApiOperation({ operationId: 'printForm', summary: '打印推荐表（.docx） / the form as a document' })
  @ApiProduces(DOCX)
  @ApiOkResponse({ content: { [DOCX]: { schema: { type: 'string', format: 'binary' } } } })
  async print(
    @Param('id', { schema: BrandId }) id: string,
    @Query({ schema: FormDraftParams }) { form }: z.output<typeof FormDraftParams>,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    const state = await this.brand(id, actor);
    const definition = layout(form);
    const kept = await this.drafts.find(id, form);
    const filed = formInForce(state.procedure);
    // A draft is newer than the form that was handed over before it was begun.
    const event = kept === null && filed?.form === form ? filed.event : null;
    const answers = kept === null ? (event === null ? [] : (filed?.answers ?? [])) : Answers.parse(JSON.parse(kept.answers));
    const { identity, evidence } = state;
    const [layouts] = (await formLayouts(this.policies, this.ledger.clock.today())).filter((each) => each.definition.form === form);
    const facts = await this.papers.ofEdition({
      region: identity.region,
      dataset: identity.origin === 'synthetic' ? 'synthetic' : 'real',
      office: null,
    });
    const paper = await this.papers.drawn(facts, (drawn) =>
      recommendationForm(drawn, { definition, answers, cites: layouts?.cites ?? {}, brand: identity.name, event, evidence }),
    );
    reply.header('content-disposition', disposition(`${paper.fileName}.docx`));
    return new StreamableFile(await writeDocx(paper), { type: DOCX });
  }

  /** @throws LedgerProblem BRAND.NOT_FOUND, ACCESS.OUT_OF_SCOPE */
  private async brand(id: string, actor: Actor): Promise<KnownBrand> {
    const { state } = await this.ledger.loadBrand(id);
    if (state.stage === 'none') throw problems.brandNotFound(id);
    this.gate.region(actor, state.identity.region);
    return state;
  }
}

/** @throws LedgerProblem FORM.UNKNOWN */
function layout(form: string): FormDefinition {
  const definition = formNamed(form);
  if (definition === null) throw unknownForm(form);
  return definition;
}

const draftMoved = (): LedgerProblem =>
  new LedgerProblem('conflict', {
    code: 'FORM.DRAFT_MOVED',
    zh: '有人在您打开之后保存过这份草稿，您的改动没有保存',
    en: 'somebody saved this draft after you opened it; your changes were not saved',
    field: null,
    todo: { zh: '请另开一个窗口核对最新草稿，再决定是否以您的内容覆盖', en: 'look at the newer draft in another window, then decide' },
  });
