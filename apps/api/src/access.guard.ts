import {
  LOCAL_ROLE,
  PUBLIC,
  ROLES,
  ROLE_IDS,
  accessProblems,
  actionOf,
  isForPrograms,
  isPublic,
  mayAct,
  type Action,
  type ActionId,
  type Asker,
  type Grant,
} from '#access';
import { LedgerProblem, newId } from '#application';
import { COUNTRY, isWithin, type Actor } from '#domain';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Composition } from '../../worker/src/composition';
import { PLACES, type Spoken } from './access.places';
import type { AccessedRequest, RequestAccess } from './access.request';
import { checkSeparation } from './access.separation';
import { LOCAL, remember } from './actor';
import { operationOf } from './operation';
import { NO_PROOF, proofOf, sessionSecret } from './session-cookie';
import { RUNTIME } from './tokens';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one place where the table is asked. It finds out who asks and what for, sets the actor, and refuses the rest. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(RUNTIME) private readonly house: Composition) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<AccessedRequest>();
    const operation = operationOf(context.getHandler());
    const action = operation === null ? null : actionOf(operation);
    if (operation === null || action === null) throw accessProblems.noRow(operation ?? context.getHandler().name);
    const access: RequestAccess = {
      ...{ operation: operation as ActionId, action, asker: null, grant: null, reach: null },
      ...{ regions: [], stream: null, correlation: null, concerning: null, vouched: false },
    };
    request.access = access;
    if (!this.house.config.accounts.on) {
      if (action.kind === 'account') throw accessProblems.accountsOff();
      request.actor = { ...LOCAL };
      return true;
    }
    if (action.open === true) {
      access.asker = await this.askerOf(request, action).catch(() => null);
      return true;
    }
    if (this.house.config.accounts.publicReading && isPublic(action) && (await this.hasNoSession(request))) {
      access.grant = PUBLIC;
      access.reach = 'any';
      request.actor = { id: PUBLIC.person, role: PUBLIC.role, region: PUBLIC.region };
      return true;
    }
    const asker = await this.askerOf(request, action).catch(async (error: unknown) => {
      access.concerning = await this.house.access.formerOf(proofOf(request, this.house.config) ?? NO_PROOF);
      throw error;
    });
    access.asker = asker;
    if (asker.session !== null && !SAFE.has(request.method)) this.house.access.checkCsrf(asker.session, request.headers['x-csrf-token']);
    if (action.beforeChange === true) {
      request.actor = actorOf(asker, asker.grant, asker.grant?.region ?? COUNTRY);
      return true;
    }
    // Who came by a provider of identities never typed the first password.
    if (asker.session?.how === 'password' && (await this.house.access.mustChange(asker.person))) throw accessProblems.mustChange();
    const { grant } = asker;
    if (grant === null) throw accessProblems.noRole();
    access.grant = grant;
    access.reach = action.who[grant.role] ?? null;
    // What a role may never do is refused before anything is looked up.
    if (access.reach === null) throw refusedRole(action, grant);
    if (asker.program && !isForPrograms(action))
      throw accessProblems.programOnly({ zh: `不能办理“${action.zh}”`, en: `may not: ${action.en}` });
    const spoken = await PLACES[action.region]({ request, acting: grant, house: this.house });
    access.regions = spoken.regions;
    access.stream = spoken.stream;
    const answer = mayAct(action, grant, spoken);
    if (answer === 'unit') throw accessProblems.unit();
    if (answer === 'region') throw accessProblems.beyond(spoken.regions.join('、'), grant.region);
    if (answer === 'role') throw refusedRole(action, grant);
    if (spoken.stream !== null) bindTo(await checkSeparation(this.house, action, grant, spoken.stream, request), spoken.stream, request);
    for (const field of action.names ?? []) await this.setName(request, field, grant.person);
    if (action.other !== undefined) await this.setOther(request, action.other, spoken.regions);
    const actor = actorOf(asker, grant, scopeOf(action, grant, spoken));
    access.correlation = newId();
    if (action.kind === 'act' && grant.standIn !== null) {
      const { principal } = grant.standIn;
      await this.house.access.standInActs.note({ correlation: access.correlation, standIn: grant.id, person: grant.person, principal });
    }
    remember(actor, { correlation: access.correlation, unit: grant.unit });
    request.actor = actor;
    return true;
  }

  /** No token, and no session that lives: somebody of the public, who may have had one once. */
  private async hasNoSession(request: AccessedRequest): Promise<boolean> {
    if (request.headers.authorization !== undefined) return false;
    const cookie = sessionSecret(request, this.house.config);
    return cookie === null || (await this.house.access.sessions.find(cookie, false)) === null;
  }

  private askerOf(request: AccessedRequest, action: Action): Promise<Asker> {
    const proof = proofOf(request, this.house.config);
    if (proof === null) return Promise.reject(accessProblems.badToken());
    return this.house.access.askerOf(proof, action.unrecorded !== true);
  }

  /** Somebody else who is named by account is that person, by id, and holds the role for every region that the request speaks of. */
  private async setOther(
    request: AccessedRequest,
    { field, role }: NonNullable<Action['other']>,
    regions: readonly string[],
  ): Promise<void> {
    const fields = fieldsOf(request.body);
    const given = fields?.[field];
    if (fields === null || typeof given !== 'string' || given.trim() === '') return;
    const { accounts } = this.house.access;
    const account = (await accounts.byLogin(given)) ?? (await accounts.known(given));
    const grants = account === null ? [] : await accounts.grantsOf(account.person);
    const holds = grants.some((grant) => grant.role === role && regions.every((region) => isWithin(region, grant.region)));
    if (account === null || !holds) throw accessProblems.otherUnknown(field, ROLES[role]);
    fields[field] = account.person;
  }

  /** The field that names who acts is the person who acts, by id: no name stands in an event. */
  private async setName(request: AccessedRequest, field: string, person: string): Promise<void> {
    const fields = fieldsOf(request.body);
    if (fields === null) return;
    const given = fields[field];
    if (typeof given === 'string' && given.trim() !== '' && given !== person) {
      const account = await this.house.access.accounts.known(person);
      if (![account?.login, account?.display_name].includes(given.trim())) throw accessProblems.otherName(field);
    }
    fields[field] = person;
  }
}

const fieldsOf = (body: unknown): Record<string, unknown> | null =>
  typeof body !== 'object' || body === null || Array.isArray(body) || Buffer.isBuffer(body) ? null : (body as Record<string, unknown>);

const actorOf = (asker: Asker, grant: Grant | null, region: string): Actor => ({
  id: asker.person,
  role: grant?.role ?? LOCAL_ROLE,
  region,
});

function refusedRole(action: Action, { role }: Grant): LedgerProblem {
  const who = ROLE_IDS.filter((id) => action.who[id] !== undefined).map((id) => ROLES[id].zh);
  return accessProblems.role(action.zh, action.en, ROLES[role].zh, ROLES[role].en, who.join('、'));
}

/**
 * The region that handlers see as the asker's own. What is written is written in the role's own region; a reading that
 * reaches further is given the region that it reaches.
 */
function scopeOf(action: Action, grant: Grant, { regions }: Spoken): string {
  const reach = action.who[grant.role];
  if (action.kind !== 'read' || reach === 'within') return grant.region;
  if (reach === 'any') return COUNTRY;
  const [asked] = regions;
  return asked === undefined || isWithin(asked, grant.region) ? grant.region : asked;
}

/**
 * What was found about earlier steps holds up to a revision: the command is decided at that one, so that nobody sends two
 * steps at once and has the second checked before the first was written.
 */
function bindTo(revision: bigint | null, stream: string, request: AccessedRequest): void {
  if (revision === null || revision < 0n || stream.startsWith('policy-')) return;
  const sent = /^(?:W\/)?"(\d{1,18})"$/.exec(request.headers['if-match']?.trim() ?? '')?.[1];
  if (sent === undefined || BigInt(sent) > revision) request.headers['if-match'] = `"${revision}"`;
}
