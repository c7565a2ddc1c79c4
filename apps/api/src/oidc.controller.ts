import { ATTEMPT_MINUTES, accessProblems, type OidcSignIn } from '#access';
import { LedgerProblem } from '#application';
import { IdentityAnswer, IdentityBody, SignOutAnswer } from '#contracts';
import type { Actor } from '#domain';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';
import { CurrentActor } from './actor';
import { clearSessionCookie, isSecure, sendSessionCookie, sessionSecret } from './session-cookie';
import { RUNTIME } from './tokens';

interface PageReply {
  code(status: number): PageReply;
  header(name: string, value: string): PageReply;
  setCookie(name: string, value: string, options: object): unknown;
  clearCookie(name: string, options: object): unknown;
  problemCode?: string;
}

const ATTEMPT_COOKIE = 'ledger_oidc';
const PATH = '/api/v1/session/oidc';
const STATUS: Readonly<Partial<Record<LedgerProblem['kind'], number>>> = { unauthenticated: 401, forbidden: 403, unavailable: 503 };
const Id = z.uuid();

/** Signing in at the provider of identities that the configuration names. */
@ApiTags('session')
@Controller('api/v1')
export class OidcController {
  constructor(@Inject(RUNTIME) private readonly house: Composition) {}

  private provider(): OidcSignIn {
    const { access, config } = this.house;
    if (!config.accounts.on) throw accessProblems.accountsOff();
    if (access.oidc === null) throw accessProblems.noProvider();
    return access.oidc;
  }

  /** It comes back by way of another site, so it is Lax; it opens nothing by itself. */
  private attemptCookie() {
    return { path: PATH, httpOnly: true, sameSite: 'lax' as const, secure: isSecure(this.house.config), maxAge: ATTEMPT_MINUTES * 60 };
  }

  @Get('session/oidc')
  @ApiOperation({ operationId: 'oidcSignIn', summary: '统一身份认证登录 / to the provider of identities' })
  @ApiResponse({ status: 303, description: 'to the provider / 转到统一身份认证' })
  async begin(@Req() request: AccessedRequest, @Res({ passthrough: true }) reply: PageReply): Promise<string> {
    try {
      const { url, secret } = await this.provider().begin();
      reply.setCookie(ATTEMPT_COOKIE, secret, this.attemptCookie());
      reply.code(303).header('location', url.href).header('cache-control', 'no-store');
      return '';
    } catch (error) {
      return refusedPage(error, request, reply);
    }
  }

  @Get('session/oidc/callback')
  @ApiOperation({ operationId: 'oidcCallback', summary: '统一身份认证返回 / back from the provider of identities' })
  @ApiResponse({ status: 303, description: 'signed in, to the page / 已登录，转到页面' })
  async callback(@Req() request: AccessedRequest, @Res({ passthrough: true }) reply: PageReply): Promise<string> {
    const { access, config } = this.house;
    reply.header('cache-control', 'no-store');
    reply.clearCookie(ATTEMPT_COOKIE, this.attemptCookie());
    try {
      const query = request.url.includes('?') ? request.url.slice(request.url.indexOf('?')) : '';
      const { person, idToken } = await this.provider().finish(query, request.cookies?.[ATTEMPT_COOKIE] ?? null);
      if (request.access !== undefined) request.access.concerning = await access.concerned(person);
      const { secret } = await access.signIn(person, 'oidc', sessionSecret(request, config), idToken);
      sendSessionCookie(reply, config, secret);
      reply.code(303).header('location', '/');
      return '';
    } catch (error) {
      // The provider vouched for them: that somebody without an account came is for an auditor to know.
      if (request.access !== undefined && error instanceof LedgerProblem && error.refusal.code === 'ACCESS.OIDC_UNKNOWN')
        request.access.vouched = true;
      return refusedPage(error, request, reply);
    }
  }

  @Post('session/oidc/logout')
  @HttpCode(200)
  @ApiOperation({ operationId: 'oidcSignOut', summary: '退出登录，并从统一身份认证退出 / sign out here and at the provider' })
  @ApiOkResponse({ standardSchema: SignOutAnswer })
  async signOut(@Req() request: AccessedRequest, @Res({ passthrough: true }) reply: PageReply): Promise<z.infer<typeof SignOutAnswer>> {
    const { access, config } = this.house;
    const secret = sessionSecret(request, config);
    const session = request.access?.asker?.session ?? null;
    const idToken = session === null ? null : await access.sessions.idTokenOf(session.digest);
    if (secret !== null) await access.sessions.end(secret);
    clearSessionCookie(reply, config);
    return { url: session?.how === 'oidc' && access.oidc !== null ? await access.oidc.signOutUrl(idToken) : null };
  }

  @Get('accounts/:person/identity')
  @ApiOperation({ operationId: 'identity', summary: '账户在统一身份认证中的标识 / who an account is at the provider' })
  @ApiOkResponse({ standardSchema: IdentityAnswer })
  async identity(@Param('person', { schema: Id }) person: string, @CurrentActor() actor: Actor): Promise<z.infer<typeof IdentityAnswer>> {
    await this.house.access.accounts.administered(person, actor);
    const provider = this.provider();
    return { person, issuer: provider.issuer, sub: await provider.subjectOf(person) };
  }

  @Post('accounts/:person/identity')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'bindIdentity',
    summary: '绑定（解除）统一身份认证标识；登录随之结束 / bind an account to who its person is at the provider, or to nobody',
  })
  @ApiOkResponse({ standardSchema: IdentityAnswer })
  async bind(
    @Param('person', { schema: Id }) person: string,
    @Body({ schema: IdentityBody }) { sub }: z.output<typeof IdentityBody>,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof IdentityAnswer>> {
    const provider = this.provider();
    await provider.bind(person, sub, actor);
    return { person, issuer: provider.issuer, sub };
  }
}

/** A browser that comes from the provider is shown a page, a program problem details; both with the same status and code. */
function refusedPage(error: unknown, request: AccessedRequest, reply: PageReply): string {
  if (!(error instanceof LedgerProblem) || request.headers['accept']?.includes('text/html') !== true) throw error;
  const { code, zh, en, todo } = error.refusal;
  reply.problemCode = code;
  reply.code(STATUS[error.kind] ?? 403).header('content-type', 'text/html; charset=utf-8');
  reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
  const line = (text: string): string => `<p>${escaped(text)}</p>`;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(zh)}</title>
<body style="font:16px/1.6 sans-serif;max-width:34em;margin:3em auto;padding:0 1em"><h1 style="font-size:1.3em">${escaped(zh)}</h1>
${line(todo.zh)}<div lang="en">${line(en)}${line(todo.en)}</div><p><a href="/">返回登录 / back to signing in</a></p><p><small>${escaped(code)}</small></p></body></html>`;
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0) ?? 32};`);
