import {
  Ledger,
  PolicyService,
  problems,
  type ComparedText,
  type PolicyAnswer,
  type PolicyLibrary,
  type StandardAnswer,
} from '#application';
import {
  ApprovePolicyBody,
  AtLeastParams,
  CheckPolicyBody,
  ComparePoliciesBody,
  DraftPolicyBody,
  LocalStandardBody,
  LocalStandardRow,
  PolicyChanges,
  PolicyCheck,
  PolicyDiffParams,
  PolicyDraft,
  PolicyLife,
  PublishedPolicy,
  RepealPolicyBody,
  RepealStandardBody,
  ReturnPolicyBody,
} from '#contracts';
import { RegionCode, type Actor } from '#domain';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentActor } from './actor';
import { etagOf, readOptions, type Reply } from './http';
import { draftsOf, isPublished, lifeOf, publishedPolicy, standardRow } from './policies-answers';
import { LEDGER, POLICY_LIBRARY } from './tokens';

const Policies = z.object({ rows: z.array(PublishedPolicy), drafts: z.array(PolicyDraft) }).meta({ id: 'Policies' });
const PolicyWritten = z
  .object({ stream: z.string(), pack: z.string(), version: z.string(), revision: z.int(), position: z.string(), repeated: z.boolean() })
  .meta({ id: 'PolicyWritten' });
const StandardWritten = z
  .object({ stream: z.string(), standardId: z.string(), revision: z.int(), position: z.string(), repeated: z.boolean() })
  .meta({ id: 'StandardWritten' });
const LocalStandards = z.object({ rows: z.array(LocalStandardRow) }).meta({ id: 'LocalStandards' });
const PackId = z
  .string()
  .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/)
  .max(100);
const Version = z.string().min(1).max(100);

type Sent = Record<string, string | undefined>;

/** The public reads what was published. What an office still works on is its own. */
const seesDrafts = ({ role }: Actor): boolean => role !== 'publicReader';

/** The life of a policy: drafted by one person, approved by another, in force, superseded, repealed or expired. */
@ApiTags('policies')
@Controller('api/v1')
export class PoliciesController {
  private readonly service: PolicyService;
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
  ) {
    this.service = new PolicyService(ledger, policies);
  }

  @Get('policies')
  @ApiOperation({ operationId: 'policies', summary: '政策文件库：已发布的版本 / the versions that decide, have decided or will' })
  @ApiOkResponse({ standardSchema: Policies })
  async library(
    @CurrentActor() actor: Actor,
    @Query({ schema: AtLeastParams }) _params: z.output<typeof AtLeastParams>,
  ): Promise<z.infer<typeof Policies>> {
    await this.policies.refresh();
    const today = this.ledger.clock.today();
    return {
      rows: this.policies.all().map((published) => publishedPolicy(published, today)),
      drafts: seesDrafts(actor) ? draftsOf(this.policies) : [],
    };
  }

  @Post('policies')
  @ApiOperation({ operationId: 'draftPolicy', summary: '起草政策版本 / draft a version of a policy pack' })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ standardSchema: PolicyWritten })
  async draft(
    @Body({ schema: DraftPolicyBody }) body: z.output<typeof DraftPolicyBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof PolicyWritten>> {
    const answer = await this.service.draft(body, readOptions(actor, headers));
    reply.header('location', `/api/v1/policies/${answer.pack}`);
    return written(answer, reply);
  }

  @Post('policies/check')
  @HttpCode(200)
  @ApiOperation({ operationId: 'checkPolicy', summary: '检查政策文件（不登记） / check a pack file; nothing is written' })
  @ApiOkResponse({ standardSchema: PolicyCheck })
  async check(
    @Body({ schema: CheckPolicyBody }) { text, cases, supersedes }: z.output<typeof CheckPolicyBody>,
  ): Promise<z.infer<typeof PolicyCheck>> {
    const { pack, version, findings } = await this.service.check(text, { cases, supersedes });
    return {
      pack,
      version,
      errors: findings.filter(({ severity }) => severity === 'error').length,
      warnings: findings.filter(({ severity }) => severity === 'warning').length,
      findings: findings.map(({ severity, code, place, zh, en, todo, at }) => ({
        ...{ severity, code, place, zh, en, todo },
        line: at?.line ?? null,
        column: at?.column ?? null,
      })),
    };
  }

  @Post('policies/diff')
  @HttpCode(200)
  @ApiOperation({ operationId: 'comparePolicies', summary: '比较两份政策文件 / compare two texts, published or not' })
  @ApiOkResponse({ standardSchema: PolicyChanges })
  compare(
    @Body({ schema: ComparePoliciesBody }) { from, to }: z.output<typeof ComparePoliciesBody>,
  ): Promise<z.infer<typeof PolicyChanges>> {
    return this.changes(from, to);
  }

  @Get('policies/:pack')
  @ApiOperation({ operationId: 'policyLife', summary: '政策文件的版本与经历 / a pack with its versions and its life' })
  @ApiOkResponse({ standardSchema: PolicyLife })
  async life(
    @CurrentActor() actor: Actor,
    @Param('pack', { schema: PackId }) pack: string,
    @Query({ schema: AtLeastParams }) _params: z.output<typeof AtLeastParams>,
  ): Promise<z.infer<typeof PolicyLife>> {
    await this.policies.refresh();
    const state = this.policies.lives().get(pack);
    if (state === undefined) throw problems.noSuchPack(pack);
    return lifeOf(pack, state, this.policies, this.ledger.clock.today(), seesDrafts(actor));
  }

  @Get('policies/:pack/diff')
  @ApiOperation({ operationId: 'diffPolicy', summary: '比较同一文件的两个版本 / what changed between two versions' })
  @ApiOkResponse({ standardSchema: PolicyChanges })
  async diff(
    @CurrentActor() actor: Actor,
    @Param('pack', { schema: PackId }) pack: string,
    @Query({ schema: PolicyDiffParams }) { from, to }: z.output<typeof PolicyDiffParams>,
  ): Promise<z.infer<typeof PolicyChanges>> {
    if (!seesDrafts(actor)) {
      await this.policies.refresh();
      const state = this.policies.lives().get(pack);
      for (const version of [from, to])
        if (state === undefined || !isPublished(state, version)) throw problems.noSuchPack(`${pack}@${version}`);
    }
    return this.changes({ pack, version: from }, { pack, version: to });
  }

  private async changes(from: ComparedText, to: ComparedText): Promise<z.infer<typeof PolicyChanges>> {
    const found = await this.service.diff(from, to);
    return {
      from: { pack: found.from.pack.id, version: found.from.pack.version },
      to: { pack: found.to.pack.id, version: found.to.pack.version },
      changes: found.changes.map((change) => ({ ...change, fields: change.fields.map((field) => ({ ...field })) })),
    };
  }

  @Post('policies/:pack/versions/:version/approve')
  @HttpCode(200)
  @ApiOperation({ operationId: 'approvePolicy', summary: '审定（须为起草人以外的人） / approve a draft, as a second person' })
  @ApiOkResponse({ standardSchema: PolicyWritten })
  async approve(
    @Param('pack', { schema: PackId }) pack: string,
    @Param('version', { schema: Version }) version: string,
    @Body({ schema: ApprovePolicyBody }) body: z.output<typeof ApprovePolicyBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof PolicyWritten>> {
    return written(await this.service.approve(pack, version, body, readOptions(actor, headers)), reply);
  }

  @Post('policies/:pack/versions/:version/return')
  @HttpCode(200)
  @ApiOperation({ operationId: 'returnPolicy', summary: '退回草案 / return a draft' })
  @ApiOkResponse({ standardSchema: PolicyWritten })
  async sendBack(
    @Param('pack', { schema: PackId }) pack: string,
    @Param('version', { schema: Version }) version: string,
    @Body({ schema: ReturnPolicyBody }) body: z.output<typeof ReturnPolicyBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof PolicyWritten>> {
    return written(await this.service.sendBack(pack, version, body, readOptions(actor, headers)), reply);
  }

  @Post('policies/:pack/versions/:version/repeal')
  @HttpCode(200)
  @ApiOperation({ operationId: 'repealPolicy', summary: '废止 / repeal a version' })
  @ApiOkResponse({ standardSchema: PolicyWritten })
  async repeal(
    @Param('pack', { schema: PackId }) pack: string,
    @Param('version', { schema: Version }) version: string,
    @Body({ schema: RepealPolicyBody }) body: z.output<typeof RepealPolicyBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof PolicyWritten>> {
    return written(await this.service.repeal(pack, version, body, readOptions(actor, headers)), reply);
  }

  @Get('regions/:code/local-standards')
  @ApiOperation({ operationId: 'localStandards', summary: '本级自行确定的标准 / standards that a region set for itself' })
  @ApiOkResponse({ standardSchema: LocalStandards })
  async standards(@Param('code', { schema: RegionCode }) code: string): Promise<z.infer<typeof LocalStandards>> {
    await this.policies.refresh();
    return { rows: this.policies.standardsOf(code).map(standardRow) };
  }

  @Post('regions/:code/local-standards')
  @ApiOperation({
    operationId: 'publishLocalStandard',
    summary: '公布本级标准（文件交由下级确定的） / publish a standard that a document hands down',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiCreatedResponse({ standardSchema: StandardWritten })
  async publishStandard(
    @Param('code', { schema: RegionCode }) code: string,
    @Body({ schema: LocalStandardBody }) body: z.output<typeof LocalStandardBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof StandardWritten>> {
    const { reason = null, backdatedBecause = null, ...rest } = body;
    return writtenStandard(
      await this.service.publishLocalStandard(code, { ...rest, reason, backdatedBecause }, readOptions(actor, headers)),
      reply,
    );
  }

  @Post('regions/:code/local-standards/:id/repeal')
  @HttpCode(200)
  @ApiOperation({ operationId: 'repealLocalStandard', summary: '废止本级标准 / repeal a local standard' })
  @ApiOkResponse({ standardSchema: StandardWritten })
  async repealStandard(
    @Param('code', { schema: RegionCode }) code: string,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: RepealStandardBody }) body: z.output<typeof RepealStandardBody>,
    @CurrentActor() actor: Actor,
    @Headers() headers: Sent,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<z.infer<typeof StandardWritten>> {
    const { backdatedBecause = null, ...rest } = body;
    return writtenStandard(
      await this.service.repealLocalStandard(code, id, { ...rest, backdatedBecause }, readOptions(actor, headers)),
      reply,
    );
  }
}

function written({ stream, pack, version, revision, position, repeated }: PolicyAnswer, reply: Reply): z.infer<typeof PolicyWritten> {
  reply.header('etag', etagOf(revision));
  return { stream, pack, version, revision: Number(revision), position: position.toString(), repeated };
}

function writtenStandard(
  { stream, standardId, revision, position, repeated }: StandardAnswer,
  reply: Reply,
): z.infer<typeof StandardWritten> {
  reply.header('etag', etagOf(revision));
  return { stream, standardId, revision: Number(revision), position: position.toString(), repeated };
}
