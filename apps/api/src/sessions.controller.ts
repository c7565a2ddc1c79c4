import {
  ACTION_IDS,
  ACTIONS,
  DEMO_PASSWORD,
  PUBLIC,
  ROLES,
  accessProblems,
  actionOf,
  isPublic,
  isRole,
  type Grant,
  type Session,
} from '#access';
import { DEMO_CAST, type DemoPerson } from '#application';
import { ChangePasswordBody, ChooseRoleBody, SessionAnswer, SignInBody } from '#contracts';
import { regionName } from '#domain';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';
import { clientAddress } from './client-address';
import { clearSessionCookie, sendSessionCookie, sessionSecret, type CookieReply } from './session-cookie';
import { RUNTIME } from './tokens';

/** A grant in words. */
export const grantAnswer = (grant: Omit<Grant, 'role'> & { readonly role: string }, names: ReadonlyMap<string, string>) => ({
  ...{ id: grant.id, role: grant.role, region: grant.region, unit: grant.unit, from: grant.from, until: grant.until },
  roleZh: isRole(grant.role) ? ROLES[grant.role].zh : grant.role,
  roleEn: isRole(grant.role) ? ROLES[grant.role].en : grant.role,
  regionName: regionName(grant.region) ?? grant.region,
  standIn:
    grant.standIn === null ? null : { ...grant.standIn, principalName: names.get(grant.standIn.principal) ?? grant.standIn.principal },
});

/** 演示账户 as the page of sign-in shows them: those that have a card. */
const DEMO: NonNullable<SessionAnswer['demo']> = {
  password: DEMO_PASSWORD,
  accounts: Object.entries<DemoPerson>(DEMO_CAST).flatMap(([login, { name, role, region, sees }]) =>
    sees === null
      ? []
      : [
          {
            login,
            name,
            roleZh: ROLES[role].zh,
            roleEn: ROLES[role].en,
            regionName: regionName(region) ?? region,
            zh: sees.zh,
            en: sees.en,
          },
        ],
  ),
};

/** Signing in and out, and in which role one acts. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionsController {
  constructor(@Inject(RUNTIME) private readonly house: Composition) {}

  @Get()
  @ApiOperation({ operationId: 'session', summary: '登录情况 / who is signed in, in which role, and what that role may do' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  async session(@Req() request: AccessedRequest, @Res({ passthrough: true }) reply: CookieReply): Promise<SessionAnswer> {
    reply.header('cache-control', 'no-store');
    return this.answer(request.access?.asker?.session ?? null);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ operationId: 'signIn', summary: '登录 / sign in by name and password' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  async signIn(
    @Body({ schema: SignInBody }) { login, password }: z.output<typeof SignInBody>,
    @Req() request: AccessedRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionAnswer> {
    const { access, config } = this.house;
    if (!config.accounts.on) throw accessProblems.accountsOff();
    // Whose name it was tried with, where there is such an account; what was typed is kept nowhere. It takes as long without one.
    const tried = await access.accounts.byLogin(login);
    const concerning = await access.concerned(tried?.person ?? '');
    if (request.access !== undefined && tried !== null) request.access.concerning = concerning;
    const account = await access.accounts.check(login, password, clientAddress(request.ip));
    const { secret, session } = await access.signIn(account.person, 'password', sessionSecret(request, config));
    sendSessionCookie(reply, config, secret);
    reply.header('cache-control', 'no-store');
    return this.answer(session);
  }

  @Delete()
  @HttpCode(200)
  @ApiOperation({ operationId: 'signOut', summary: '退出登录 / sign out' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  async signOut(@Req() request: AccessedRequest, @Res({ passthrough: true }) reply: CookieReply): Promise<SessionAnswer> {
    const { access, config } = this.house;
    const secret = sessionSecret(request, config);
    if (secret !== null) await access.sessions.end(secret);
    clearSessionCookie(reply, config);
    return this.answer(null);
  }

  @Post('password')
  @HttpCode(200)
  @ApiOperation({ operationId: 'changePassword', summary: '修改密码；其他登录随之结束 / change one’s password; all other sessions end' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  async changePassword(
    @Body({ schema: ChangePasswordBody }) { current, next }: z.output<typeof ChangePasswordBody>,
    @Req() request: AccessedRequest,
    @Res({ passthrough: true }) reply: CookieReply,
  ): Promise<SessionAnswer> {
    const { access, config } = this.house;
    const session = sessionOf(request);
    const idToken = await access.sessions.idTokenOf(session.digest);
    await access.accounts.changePassword(session.person, current, next, clientAddress(request.ip));
    const begun = await access.signIn(session.person, session.how, null, idToken);
    sendSessionCookie(reply, config, begun.secret);
    return this.answer(begun.session);
  }

  @Post('acting')
  @HttpCode(200)
  @ApiOperation({ operationId: 'chooseRole', summary: '选择以哪个身份办理 / choose the role to act in' })
  @ApiOkResponse({ standardSchema: SessionAnswer })
  async chooseRole(
    @Body({ schema: ChooseRoleBody }) { grant }: z.output<typeof ChooseRoleBody>,
    @Req() request: AccessedRequest,
  ): Promise<SessionAnswer> {
    const { access } = this.house;
    const session = sessionOf(request);
    if (!(await access.accounts.grantsOf(session.person)).some(({ id }) => id === grant)) throw accessProblems.grantNotFound();
    await access.sessions.act(session.digest, grant);
    return this.answer({ ...session, acting: grant });
  }

  private async answer(session: Session | null): Promise<SessionAnswer> {
    const { access, config } = this.house;
    const { failures, lockMinutes, idleMinutes, sessionHours } = config.accounts;
    const empty = {
      accounts: config.accounts.on ? ('on' as const) : ('off' as const),
      ...{ person: null, mustChange: false, csrf: null, acting: null, grants: [], may: {}, names: {} },
      configured: { failures, lockMinutes, idleMinutes, sessionHours },
      ways: config.accounts.on ? [...access.ways] : [],
      demo: this.house.demonstration() ? DEMO : null,
    };
    const account = session === null ? null : await access.accounts.known(session.person);
    if (session === null || account === null)
      return config.accounts.on && config.accounts.publicReading ? { ...empty, ...PUBLIC_SESSION } : empty;
    const grants = await access.accounts.grantsOf(session.person);
    const names = await access.accounts.namesOf(grants.flatMap(({ standIn }) => (standIn === null ? [] : [standIn.principal])));
    const acting = grants.find(({ id }) => id === session.acting);
    const may: SessionAnswer['may'] = {};
    const fields: SessionAnswer['names'] = {};
    for (const id of ACTION_IDS) {
      const reach = acting === undefined ? undefined : actionOf(id)?.who[acting.role];
      if (reach !== undefined || ('open' in ACTIONS[id] && ACTIONS[id].open)) may[id] = reach ?? 'any';
      const named = actionOf(id)?.names;
      if (named !== undefined) fields[id] = [...named];
    }
    return {
      ...empty,
      person: { id: account.person, name: account.display_name, login: account.login },
      mustChange: account.must_change === 1 && session.how === 'password',
      csrf: session.csrf,
      acting: acting === undefined ? null : grantAnswer(acting, names),
      grants: grants.map((grant) => grantAnswer(grant, names)),
      may,
      names: fields,
    };
  }
}

/** What the page of somebody who has not signed in may show, where the public may read. */
const PUBLIC_SESSION = {
  acting: grantAnswer(PUBLIC, new Map()),
  may: Object.fromEntries(
    ACTION_IDS.flatMap((id) => {
      const action = actionOf(id);
      const reach = action?.who.publicReader;
      return action !== null && reach !== undefined && isPublic(action) ? [[id, reach]] : [];
    }),
  ),
};

/** @throws LedgerProblem when the request came with a token: programs have no session */
function sessionOf(request: AccessedRequest): Session {
  const session = request.access?.asker?.session ?? null;
  if (session === null) throw accessProblems.signIn();
  return session;
}
