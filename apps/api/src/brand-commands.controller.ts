import type { CommandAnswer } from '#application';
import { CommandResult } from '#contracts';
import { brandCommandSchemas, type Actor, type HumanBrandCommand } from '#domain';
import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { CommandBrand } from './commands';
import { etagOf, readOptions, type Reply } from './http';

/** Path segment of a command: `recordFigure` is `POST /api/v1/brands/{id}/record-figure`. */
export const pathOf = (command: string): string => command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What a command does, for the interface's own documentation. */
const TITLES: Record<Exclude<HumanBrandCommand['type'], 'report'>, string> = {
  rename: '更名 / rename',
  claimTier: '登记来源所称层级 / record a tier that a source claims',
  recordHonour: '登记荣誉称号 / record an honour',
  recordFigure: '填报数据 / record a figure',
  correctFigure: '更正数据 / correct a figure',
  attachEvidence: '登记佐证材料 / attach evidence',
  recordJudgement: '登记定性判断 / record a judgement',
  recordBreach: '登记失信违规 / record a breach',
  clearBreach: '撤销失信违规 / clear a breach',
  nominate: '申报 / nominate',
  returnNomination: '退回修改 / return for changes',
  resubmitNomination: '重新报送 / resubmit',
  recommend: '推荐 / recommend upward',
  assess: '评审 / assess',
  postNotice: '公示 / post a public notice',
  raiseObjection: '提出异议 / raise an objection',
  decideObjection: '异议处理 / decide an objection',
  recognise: '认定 / recognise',
  refuseRecognition: '不予认定 / refuse recognition',
  startCultivation: '开始培育 / start cultivation',
  enterCatalogue: '列入指导目录 / enter the catalogue',
  designateKeyProject: '确定建设重点项目 / designate a key project',
  recordPublicity: '登记宣介 / record publicity',
  holdReview: '定期审核 / hold a review',
  reportRectification: '报送整改情况 / report rectification',
  confirmSupportStop: '确认停止政策和资金支持 / confirm that support stops',
  resumeSupport: '恢复支持 / resume support',
  announceExit: '公告退出 / announce an exit',
  delist: '退出目录 / delist',
  withdrawProposal: '撤回建议 / withdraw a proposal',
  restore: '恢复 / restore',
  promote: '晋级 / promote',
  downgrade: '降级 / downgrade',
  grantRelaxation: '放宽条件 / grant a relaxation',
  withdrawRelaxation: '撤回放宽条件 / withdraw a relaxation',
};

/** One path for each command of a person, so that each has its own schema in the documentation. */
@ApiTags('brand commands')
@Controller('api/v1/brands')
export class BrandCommandsController {
  constructor(private readonly bus: CommandBus) {}

  async run(
    command: HumanBrandCommand,
    id: string,
    actor: Actor,
    headers: Record<string, string | undefined>,
    reply: Reply,
  ): Promise<CommandResult> {
    const answer = await this.bus.execute(new CommandBrand(id, command, readOptions(actor, headers)));
    return sendAnswer(answer, reply);
  }
}

export function sendAnswer(answer: CommandAnswer, reply: Reply): CommandResult {
  reply.header('etag', etagOf(answer.revision));
  return {
    stream: answer.stream,
    brandId: answer.brandId,
    revision: Number(answer.revision),
    position: answer.position.toString(),
    events: [...answer.events],
    repeated: answer.repeated,
  };
}

// The methods are declared from the table of commands: decorators are functions, and thirty-two equal methods would only
// hide the one that differs.
for (const [name, title] of Object.entries(TITLES) as [keyof typeof TITLES, string][]) {
  const schema: z.ZodType = brandCommandSchemas[name].meta({ id: name[0]?.toUpperCase() + name.slice(1) });
  const { prototype } = BrandCommandsController;
  const handle = function (
    this: BrandCommandsController,
    id: string,
    data: unknown,
    actor: Actor,
    headers: Record<string, string | undefined>,
    reply: Reply,
  ) {
    return this.run({ type: name, data } as HumanBrandCommand, id, actor, headers, reply);
  };
  // The documentation finds a method's parameters by the name of its function.
  Object.defineProperty(handle, 'name', { value: name });
  const descriptor: PropertyDescriptor = { configurable: true, writable: true, value: handle };
  Object.defineProperty(prototype, name, descriptor);
  Param('id', { schema: z.uuid() })(prototype, name, 0);
  Body({ schema })(prototype, name, 1);
  CurrentActor()(prototype, name, 2);
  Headers()(prototype, name, 3);
  Res({ passthrough: true })(prototype, name, 4);
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object, Object, Object], prototype, name);
  HttpCode(200)(prototype, name, descriptor);
  Post(`:id/${pathOf(name)}`)(prototype, name, descriptor);
  ApiOperation({ operationId: name, summary: title })(prototype, name, descriptor);
  ApiHeader({ name: 'If-Match', required: false, description: 'revision the caller saw, as its ETag' })(prototype, name, descriptor);
  ApiHeader({ name: 'Idempotency-Key', required: false })(prototype, name, descriptor);
  ApiOkResponse({ standardSchema: CommandResult })(prototype, name, descriptor);
}
