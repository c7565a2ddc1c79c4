import type { CommandAnswer } from '#application';
import { CommandResult } from '#contracts';
import { brandCommandSchemas, brandStream, type Actor, type HumanBrandCommand } from '#domain';
import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { capital, declareCommand } from './command-route';
import { CommandBrand } from './commands';
import { EvidenceGate } from './evidence.gate';
import { etagOf, readOptions, type Reply } from './http';

/** What a command does, for the interface's own documentation. */
const TITLES: Record<Exclude<HumanBrandCommand['type'], 'report'>, string> = {
  rename: '更名 / rename',
  claimTier: '登记来源所称层级 / record a tier that a source claims',
  recordHonour: '登记荣誉称号 / record an honour',
  recordFigure: '填报数据 / record a figure',
  correctFigure: '更正数据 / correct a figure',
  requestCorrection: '申请更正 / ask for a correction',
  approveCorrection: '批准更正 / approve a correction',
  refuseCorrection: '不予更正 / refuse a correction',
  withdrawCorrection: '撤回更正申请 / withdraw a request for correction',
  attachEvidence: '登记佐证材料 / attach evidence',
  recordJudgement: '登记定性判断 / record a judgement',
  recordBreach: '登记失信违规 / record a breach',
  clearBreach: '撤销失信违规 / clear a breach',
  nominate: '申报 / nominate',
  returnNomination: '退回修改 / return for changes',
  resubmitNomination: '重新报送 / resubmit',
  fileForm: '填报推荐表 / file a recommendation form',
  forwardRecommendation: '逐级推荐 / forward a recommendation',
  screenNomination: '审核筛选 / screen a nomination',
  askExperts: '送专家评审 / ask experts',
  castVote: '专家评审 / vote as an expert',
  captureNotice: '公示留痕 / capture the notice',
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
  constructor(
    private readonly bus: CommandBus,
    private readonly evidence: EvidenceGate,
  ) {}

  async run(
    command: HumanBrandCommand,
    id: string,
    actor: Actor,
    headers: Record<string, string | undefined>,
    reply: Reply,
  ): Promise<CommandResult> {
    const files = command.type === 'attachEvidence' ? [command.data] : [];
    await this.evidence.mayName(files, actor, brandStream(id));
    const answer = await this.bus.execute(new CommandBrand(id, command, readOptions(actor, headers)));
    await this.evidence.named(files, answer.stream);
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

for (const [name, summary] of Object.entries(TITLES) as [keyof typeof TITLES, string][]) {
  declareCommand(BrandCommandsController.prototype, {
    ...{ name, operationId: name, summary, id: z.uuid(), answer: CommandResult },
    body: brandCommandSchemas[name].meta({ id: capital(name) }),
    run(this: BrandCommandsController, id, data, actor, headers, reply) {
      return this.run({ type: name, data } as HumanBrandCommand, id, actor, headers, reply);
    },
  });
}
