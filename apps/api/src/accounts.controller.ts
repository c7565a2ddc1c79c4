import { ROLES, accessProblems, isRole, type Administrator } from '#access';
import { problems } from '#application';
import {
  AccountRow,
  CreateAccountBody,
  DisableBody,
  FirstPassword,
  GrantRoleBody,
  NewToken,
  StandInBody,
  StandInRow,
  TokenBody,
  TokenRow,
  UnitName,
  UnitNamesParams,
} from '#contracts';
import { regionName, type Actor } from '#domain';
import type { ReadModelQueries } from '#projections';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';
import { CurrentActor } from './actor';
import { grantAnswer } from './sessions.controller';
import { Gate } from './query-handlers';
import { READ_MODELS, RUNTIME } from './tokens';

const Accounts = z.object({ rows: z.array(AccountRow) }).meta({ id: 'Accounts' });
const StandIns = z.object({ rows: z.array(StandInRow) }).meta({ id: 'StandIns' });
const Tokens = z.object({ rows: z.array(TokenRow) }).meta({ id: 'Tokens' });
const Done = z.object({ id: z.string() }).meta({ id: 'AccountChanged' });
const UnitNames = z.object({ rows: z.array(UnitName) }).meta({ id: 'UnitNames' });
const Id = z.uuid();

const roleZh = (role: string): string => (isRole(role) ? ROLES[role].zh : role);
const nameOf = (region: string): string => regionName(region) ?? region;

/** Tokens in words; the secret stands nowhere. */
async function tokenRows(
  { access, clock }: Composition,
  rows: Awaited<ReturnType<Composition['access']['tokens']['list']>>,
): Promise<z.infer<typeof Tokens>> {
  const today = clock.today();
  const names = await access.accounts.namesOf([...new Set(rows.map(({ person }) => person))]);
  return {
    rows: rows.map((row) => ({
      ...{ id: row.id, label: row.label, person: row.person, role: row.role, region: row.region },
      ...{ expiresOn: row.expires_on, createdAt: row.created_at, lastUsedAt: row.last_used_at },
      ...{ personName: names.get(row.person) ?? row.person, roleZh: roleZh(row.role), regionName: nameOf(row.region) },
      state: row.revoked_at !== null ? 'revoked' : row.expires_on < today ? 'expired' : 'current',
    })),
  };
}

/** 账户与授权: people, the roles they hold where and for how long, who stands in for whom, and tokens of programs. */
@ApiTags('accounts')
@Controller('api/v1')
export class AccountsController {
  constructor(
    @Inject(RUNTIME) private readonly house: Composition,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}

  private administrator(actor: Actor): Administrator {
    if (!this.house.config.accounts.on) throw accessProblems.accountsOff();
    return actor;
  }

  @Get('accounts')
  @ApiOperation({ operationId: 'listAccounts', summary: '账户 / accounts with their roles' })
  @ApiOkResponse({ standardSchema: Accounts })
  async list(@CurrentActor() actor: Actor): Promise<z.infer<typeof Accounts>> {
    const { accounts } = this.house.access;
    const [all, programs, locked] = await Promise.all([accounts.list(actor.region), accounts.programs(), accounts.tries.locked()]);
    return {
      rows: all.map(({ account, roles }) => ({
        ...{ person: account.person, login: account.login, name: account.display_name, createdAt: account.created_at },
        state: account.disabled_at !== null ? 'disabled' : locked.has(account.login) ? 'locked' : 'active',
        mustChange: account.must_change === 1,
        demo: account.demo === 1,
        program: programs.has(account.person),
        grants: roles.map((role) => ({
          ...grantAnswer({ ...role, from: role.valid_from, until: role.valid_until, standIn: null }, new Map()),
          ended: role.ended_at !== null,
        })),
      })),
    };
  }

  @Get('unit-names')
  @ApiOperation({
    operationId: 'listUnitNames',
    summary: '单位、机构名称（授予单位角色时选用） / names of units and institutions, to give a role for one',
  })
  @ApiOkResponse({ standardSchema: UnitNames })
  async unitNames(
    @Query({ schema: UnitNamesParams }) { kind, region }: z.output<typeof UnitNamesParams>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof UnitNames>> {
    const { rows } = await this.models.subjects({ kind, region: this.gate.region(actor, region) });
    return { rows: rows.map(({ stream, name, region: { name: regionName } }) => ({ stream, name, regionName })) };
  }

  @Post('accounts')
  @ApiOperation({
    operationId: 'createAccount',
    summary: '建立账户；初始密码只显示一次 / make an account; its first password is shown once',
  })
  @ApiCreatedResponse({ standardSchema: FirstPassword })
  create(
    @Body({ schema: CreateAccountBody }) { login, name, program = false }: z.output<typeof CreateAccountBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof FirstPassword>> {
    return this.house.access.accounts.create(login, name, this.administrator(actor).id, { program });
  }

  @Post('accounts/:person/password')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resetPassword', summary: '重置密码；新密码只显示一次 / reset a password' })
  @ApiOkResponse({ standardSchema: FirstPassword })
  reset(@Param('person', { schema: Id }) person: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof FirstPassword>> {
    return this.house.access.accounts.resetPassword(person, this.administrator(actor));
  }

  @Post('accounts/:person/disabled')
  @HttpCode(200)
  @ApiOperation({ operationId: 'disableAccount', summary: '停用或启用账户 / disable or enable an account' })
  @ApiOkResponse({ standardSchema: Done })
  async disable(
    @Param('person', { schema: Id }) person: string,
    @Body({ schema: DisableBody }) { disabled }: z.output<typeof DisableBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof Done>> {
    await this.house.access.accounts.setDisabled(person, disabled, this.administrator(actor));
    return { id: person };
  }

  @Post('accounts/:person/roles')
  @ApiOperation({ operationId: 'grantRole', summary: '授予角色 / give a role in a region, from one day to another' })
  @ApiCreatedResponse({ standardSchema: Done })
  async grant(
    @Param('person', { schema: Id }) person: string,
    @Body({ schema: GrantRoleBody }) { unit = null, ...body }: z.output<typeof GrantRoleBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof Done>> {
    const by = this.administrator(actor);
    await this.checkUnit(unit, body.region);
    return { id: await this.house.access.accounts.grant(person, { ...body, unit }, by) };
  }

  /** A unit role is held in the region of its unit. */
  private async checkUnit(unit: string | null, region: string): Promise<void> {
    if (unit === null) return;
    const kind = unit.startsWith('unit-') ? 'unit' : 'institution';
    const id = unit.slice(kind.length + 1);
    const { state } = await this.house.subjects.load(kind, id);
    if (state.own === null) throw problems.subjectNotFound(kind, id);
    if (state.own.region !== region)
      throw problems.invalid([{ field: 'region', zh: '地区应为该单位所在地区', en: 'the region is that of the unit' }]);
  }

  @Post('accounts/:person/roles/:grant/end')
  @HttpCode(200)
  @ApiOperation({ operationId: 'endRole', summary: '终止角色 / end a role' })
  @ApiOkResponse({ standardSchema: Done })
  async end(
    @Param('person', { schema: Id }) person: string,
    @Param('grant', { schema: Id }) grant: string,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof Done>> {
    await this.house.access.accounts.endGrant(person, grant, this.administrator(actor));
    return { id: grant };
  }

  @Get('stand-ins')
  @ApiOperation({ operationId: 'listStandIns', summary: '授权代签 / who stands in for whom' })
  @ApiOkResponse({ standardSchema: StandIns })
  async standIns(@CurrentActor() actor: Actor): Promise<z.infer<typeof StandIns>> {
    const { accounts } = this.house.access;
    const today = this.house.clock.today();
    const rows = await accounts.standIns(actor.region);
    const names = await accounts.namesOf([...new Set(rows.flatMap(({ person, principal }) => [person, principal]))]);
    return {
      rows: rows.map((row) => ({
        ...{ id: row.id, person: row.person, principal: row.principal, role: row.role, region: row.region, document: row.document },
        ...{ from: row.valid_from, until: row.valid_until, roleZh: roleZh(row.role), regionName: nameOf(row.region) },
        personName: names.get(row.person) ?? row.person,
        principalName: names.get(row.principal) ?? row.principal,
        state: row.ended_at !== null ? 'ended' : row.valid_until < today ? 'past' : row.valid_from > today ? 'future' : 'current',
      })),
    };
  }

  @Post('stand-ins')
  @ApiOperation({ operationId: 'createStandIn', summary: '登记授权代签 / let one person act for another, by a document' })
  @ApiCreatedResponse({ standardSchema: Done })
  async standIn(
    @Body({ schema: StandInBody }) body: z.output<typeof StandInBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof Done>> {
    return { id: await this.house.access.accounts.standIn(body, this.administrator(actor)) };
  }

  @Post('stand-ins/:id/end')
  @HttpCode(200)
  @ApiOperation({ operationId: 'endStandIn', summary: '终止授权代签 / end a stand-in' })
  @ApiOkResponse({ standardSchema: Done })
  async endStandIn(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof Done>> {
    await this.house.access.accounts.endStandIn(id, this.administrator(actor));
    return { id };
  }

  @Get('tokens')
  @ApiOperation({ operationId: 'listTokens', summary: '访问令牌 / tokens of programs' })
  @ApiOkResponse({ standardSchema: Tokens })
  async tokens(@CurrentActor() actor: Actor): Promise<z.infer<typeof Tokens>> {
    return tokenRows(this.house, await this.house.access.tokens.list(actor.region));
  }

  @Post('tokens')
  @ApiOperation({
    operationId: 'createToken',
    summary: '为程序账户发放访问令牌，只显示一次 / make a token for a program’s account; it is shown once',
  })
  @ApiCreatedResponse({ standardSchema: NewToken })
  createToken(
    @Body({ schema: TokenBody }) { grant, label, expiresOn }: z.output<typeof TokenBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof NewToken>> {
    return this.house.access.tokens.createForProgram(grant, label, expiresOn, this.administrator(actor));
  }

  @Post('tokens/:id/revoke')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeToken', summary: '撤销访问令牌 / revoke a token' })
  @ApiOkResponse({ standardSchema: Done })
  async revokeToken(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof Done>> {
    await this.house.access.tokens.revoke(id, this.administrator(actor));
    return { id };
  }

  @Get('session/tokens')
  @ApiOperation({ operationId: 'ownTokens', summary: '本人的访问令牌 / one’s own tokens' })
  @ApiOkResponse({ standardSchema: Tokens })
  async ownTokens(@CurrentActor() { id }: Actor): Promise<z.infer<typeof Tokens>> {
    return tokenRows(this.house, await this.house.access.tokens.listOwn(id));
  }

  @Post('session/tokens')
  @ApiOperation({ operationId: 'createOwnToken', summary: '为本人发放访问令牌，只显示一次 / make a token for oneself; it is shown once' })
  @ApiCreatedResponse({ standardSchema: NewToken })
  createOwnToken(
    @Body({ schema: TokenBody }) { grant, label, expiresOn }: z.output<typeof TokenBody>,
    @CurrentActor() { id }: Actor,
    @Req() { access }: AccessedRequest,
  ): Promise<z.infer<typeof NewToken>> {
    const signedIn = (access?.asker?.session ?? null) !== null;
    return this.house.access.tokens.createOwn(grant, label, expiresOn, { id, signedIn });
  }

  @Post('session/tokens/:id/revoke')
  @HttpCode(200)
  @ApiOperation({ operationId: 'revokeOwnToken', summary: '撤销本人的访问令牌 / revoke a token of one’s own' })
  @ApiOkResponse({ standardSchema: Done })
  async revokeOwnToken(@Param('id', { schema: Id }) id: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof Done>> {
    await this.house.access.tokens.revokeOwn(id, actor.id);
    return { id };
  }
}
