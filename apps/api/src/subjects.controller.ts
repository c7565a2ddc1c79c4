import type { SubjectAnswer } from '#application';
import {
  AtLeastParams,
  EvaluationParams,
  HistoryEntry,
  SubjectCard,
  SubjectCommandResult,
  SubjectEvaluation,
  SubjectListParams,
  SubjectRow,
} from '#contracts';
import {
  FOUNDING_COMMANDS,
  RegionCode,
  subjectCommandSchemas,
  subjectStream,
  type Actor,
  type SubjectCommand,
  type SubjectStreamKind,
} from '#domain';
import { Body, Controller, Get, Headers, Param, Post, Query, Res, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { EvidenceGate } from './evidence.gate';
import { capital, declareCommand } from './command-route';
import { etagOf, readOptions, type Reply } from './http';
import { Quotas } from './quotas';
import { CommandSubject, EvaluateSubject, FoundSubject, GetSubject, GetSubjectHistory, ListSubjects } from './subjects';

const SubjectRows = z.object({ rows: z.array(SubjectRow), position: z.string() }).meta({ id: 'Subjects' });
const HistoryRows = z.object({ rows: z.array(HistoryEntry) }).meta({ id: 'SubjectHistory' });
const EvaluationRows = z.object({ rows: z.array(SubjectEvaluation) }).meta({ id: 'SubjectEvaluations' });

/** Where each kind stands in the interface, and what it is called there. */
const PLACES: Readonly<
  Record<SubjectStreamKind, { readonly path: string; readonly tag: string; readonly zh: string; readonly en: string }>
> = {
  unit: { path: 'units', tag: 'construction units', zh: '建设单位', en: 'construction unit' },
  institution: { path: 'institutions', tag: 'training institutions', zh: '培训机构', en: 'training institution' },
  link: { path: 'links', tag: 'dual brands', zh: '“双品牌”', en: 'dual brand' },
  programme: { path: 'programmes', tag: 'programmes', zh: '行动（项目）', en: 'programme' },
  window: { path: 'windows', tag: 'nomination windows', zh: '征集窗口', en: 'nomination window' },
  region: { path: 'regions', tag: 'regions as subjects', zh: '地区', en: 'region' },
};

/** What a command does, for the interface's own documentation. */
const TITLES: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  recordFigure: ['填报数据', 'record a figure'],
  correctFigure: ['更正数据', 'correct a figure'],
  attachEvidence: ['登记佐证材料', 'attach evidence'],
  recordJudgement: ['登记评判', 'record a judgement'],
  recordBreach: ['登记失信违规', 'record a breach'],
  clearBreach: ['消除失信违规记录', 'clear a breach'],
  recordDate: ['登记步骤日期', 'record the date of a step'],
  confirmSanction: ['确认处理措施', 'confirm a proposed sanction'],
  dismissSanction: ['驳回处理建议', 'dismiss a proposed sanction'],
  liftSanction: ['解除处理措施', 'lift a sanction'],
  changeBrands: ['增减承建（培训）品牌', 'change its brands'],
  recognise: ['认定（确认）', 'recognise'],
  refuseRecognition: ['不予认定（确认）', 'refuse recognition'],
  withdrawRecognition: ['取消认定', 'withdraw recognition'],
  admit: ['准入', 'admit'],
  designate: ['确定为定点机构', 'designate'],
  grade: ['登记评估结果', 'record the grade of a round'],
  withdrawDesignation: ['取消定点', 'withdraw designation'],
  blacklist: ['列入黑名单', 'put on the blacklist'],
  clear: ['移出黑名单', 'take off the blacklist'],
  addTraining: ['增加培训品牌', 'add a training brand'],
  removeTraining: ['移出培训品牌', 'remove a training brand'],
  holdReview: ['复核', 'hold a review'],
  dissolve: ['解除', 'dissolve'],
  recordProgress: ['填报目标进度', 'record progress on a target'],
  correctProgress: ['更正目标进度', 'correct progress'],
  declareAllocation: ['登记分摊规则', 'declare how a cohort is allocated'],
  close: ['结束（关闭）', 'close'],
  extend: ['延期', 'extend'],
  receiveNomination: ['收到申报', 'receive a nomination'],
  holdEvaluationRound: ['开展评估', 'hold an evaluation round'],
  fileSurvey: ['报送摸底调查', 'file a survey'],
  filePlan: ['报送建设方案', 'file a plan'],
  holdMeeting: ['召开会议', 'hold a meeting'],
  fileReport: ['信息报送', 'file a report'],
  reclassify: ['调整地区类别', 'reclassify'],
  merge: ['行政区划撤并', 'merge into another region'],
};

function sendSubjectAnswer(answer: SubjectAnswer, reply: Reply): SubjectCommandResult {
  reply.header('etag', etagOf(answer.revision));
  const { stream, id, revision, position, events, repeated } = answer;
  return { stream, id, revision: Number(revision), position: position.toString(), events: [...events], repeated };
}

/** The list over all kinds. */
@ApiTags('subjects')
@Controller('api/v1')
export class SubjectsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('subjects')
  @ApiOperation({
    operationId: 'listSubjects',
    summary: '建设单位、培训机构、“双品牌”、行动、征集窗口、地区 / units, institutions, dual brands, programmes, windows, regions',
  })
  @ApiOkResponse({ standardSchema: SubjectRows })
  list(@Query({ schema: SubjectListParams }) params: z.output<typeof SubjectListParams>, @CurrentActor() actor: Actor) {
    return this.queries.execute(new ListSubjects(actor, params));
  }
}

/** A command that several kinds have alike is described once. */
const sharedBodies = new Map<z.ZodType, z.ZodType>();

/** One controller for a kind: reading it, and one path for each command of a person. */
function controllerOf(kind: SubjectStreamKind): Type {
  const { path, tag, zh, en } = PLACES[kind];
  const Id: z.ZodType<string> = kind === 'region' ? RegionCode : z.uuid();
  const founding = FOUNDING_COMMANDS[kind];
  const bodies: Readonly<Record<string, z.ZodType>> = subjectCommandSchemas[kind];

  @ApiTags(tag)
  @Controller(`api/v1/${path}`)
  class KindController {
    constructor(
      readonly commands: CommandBus,
      private readonly queries: QueryBus,
      readonly evidence: EvidenceGate,
      readonly quotas: Quotas,
    ) {}

    @Get(':id')
    @ApiOperation({ operationId: `get${capital(kind)}`, summary: `${zh} / the ${en}` })
    @ApiOkResponse({ standardSchema: SubjectCard })
    async card(
      @Param('id', { schema: Id }) id: string,
      @CurrentActor() actor: Actor,
      @Res({ passthrough: true }) reply: Reply,
    ): Promise<SubjectCard> {
      const card = await this.queries.execute(new GetSubject(actor, kind, id));
      // A region that nothing was written on has no revision yet.
      if (card.revision >= 0) reply.header('etag', etagOf(card.revision));
      return card;
    }

    @Get(':id/history')
    @ApiOperation({ operationId: `${kind}History`, summary: `${zh}的历史 / the events of the ${en}, decisions explained` })
    @ApiOkResponse({ standardSchema: HistoryRows })
    history(
      @Param('id', { schema: Id }) id: string,
      @Query({ schema: AtLeastParams }) params: z.output<typeof AtLeastParams>,
      @CurrentActor() actor: Actor,
    ) {
      return this.queries.execute(new GetSubjectHistory(actor, kind, id, params.atLeast));
    }

    @Get(':id/evaluations')
    @ApiOperation({ operationId: `evaluate${capital(kind)}`, summary: `${zh}试判 / a dry evaluation of the ${en} that writes nothing` })
    @ApiOkResponse({ standardSchema: EvaluationRows })
    evaluations(
      @Param('id', { schema: Id }) id: string,
      @Query({ schema: EvaluationParams }) params: z.output<typeof EvaluationParams>,
      @CurrentActor() actor: Actor,
    ) {
      return this.queries.execute(new EvaluateSubject(actor, kind, id, params));
    }
  }
  // The framework tells controllers apart by the names of their classes.
  Object.defineProperty(KindController, 'name', { value: `${capital(kind)}Controller` });
  const { prototype } = KindController;

  if (founding !== null) {
    const body = (bodies[founding] ?? z.never()).meta({ id: `${capital(kind)}${capital(founding)}` });
    const found = async function (
      this: KindController,
      data: unknown,
      actor: Actor,
      headers: Record<string, string | undefined>,
      reply: Reply,
    ): Promise<SubjectCommandResult> {
      const command = { kind, command: { type: founding, data } } as SubjectCommand;
      await this.quotas.brands(null, command);
      const answer = await this.commands.execute(new FoundSubject(command, readOptions(actor, headers)));
      reply.header('location', `/api/v1/${path}/${answer.id}`);
      return sendSubjectAnswer(answer, reply);
    };
    const descriptor: PropertyDescriptor = { configurable: true, writable: true, value: found };
    Object.defineProperty(prototype, 'found', descriptor);
    Body({ schema: body })(prototype, 'found', 0);
    CurrentActor()(prototype, 'found', 1);
    Headers()(prototype, 'found', 2);
    Res({ passthrough: true })(prototype, 'found', 3);
    Reflect.defineMetadata('design:paramtypes', [Object, Object, Object, Object], prototype, 'found');
    Post()(prototype, 'found', descriptor);
    ApiOperation({ operationId: `${founding}${capital(kind)}`, summary: `登记${zh} / put a ${en} on the books` })(
      prototype,
      'found',
      descriptor,
    );
    ApiHeader({ name: 'Idempotency-Key', required: false })(prototype, 'found', descriptor);
    ApiCreatedResponse({ standardSchema: SubjectCommandResult })(prototype, 'found', descriptor);
  }

  for (const [name, schema] of Object.entries(bodies)) {
    if (name === founding) continue;
    const [titleZh, titleEn] = TITLES[name] ?? [name, name];
    declareCommand(prototype, {
      name,
      operationId: `${kind}${capital(name)}`,
      summary: `${zh}：${titleZh} / ${en}: ${titleEn}`,
      id: Id,
      body: bodyOf(kind, name, schema),
      answer: SubjectCommandResult,
      async run(this: KindController, id, data, actor, headers, reply) {
        const command = { kind, command: { type: name, data } } as SubjectCommand;
        const files = name === 'attachEvidence' ? [data as { evidenceId: string; sha256: string }] : [];
        await this.evidence.mayName(files, actor, subjectStream(kind, id));
        await this.quotas.brands(id, command);
        const answer = await this.commands.execute(new CommandSubject(id, command, readOptions(actor, headers)));
        await this.evidence.named(files, answer.stream);
        return sendSubjectAnswer(answer, reply);
      },
    });
  }
  return KindController;
}

function bodyOf(kind: SubjectStreamKind, name: string, schema: z.ZodType): z.ZodType {
  const shared = Object.values(subjectCommandSchemas).filter((bodies) => Object.values<z.ZodType>(bodies).includes(schema)).length > 1;
  if (!shared) return schema.meta({ id: `${capital(kind)}${capital(name)}` });
  const known = sharedBodies.get(schema) ?? schema.meta({ id: `Subject${capital(name)}` });
  sharedBodies.set(schema, known);
  return known;
}

export const subjectControllers: readonly Type[] = (Object.keys(PLACES) as SubjectStreamKind[]).map(controllerOf);
