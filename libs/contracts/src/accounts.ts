/** People and access: signing in, accounts with their roles, stand-ins, tokens, and who read what. */
import { BusinessDate, RegionCode } from '#domain';
import { z } from 'zod';

const Whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
/** What people type as a name: no control characters, nothing before or behind. Markup in it is shown as text. */
const Named = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\s\p{Cc}](?:\P{Cc}*[^\s\p{Cc}])?$/u);
const PersonId = z.string().min(1).max(80);
const RoleName = z.string().min(1).max(40);
const UnitStream = z.string().regex(/^(unit|institution)-[0-9a-f-]{36}$/);

/** A role of a person in a region and everything below it, or a stand-in for somebody else's. */
export const Grant = z
  .object({
    id: z.string(),
    role: z.string(),
    roleZh: z.string(),
    roleEn: z.string(),
    region: z.string(),
    regionName: z.string(),
    unit: z.string().nullable(),
    from: z.string(),
    until: z.string().nullable(),
    /** 代签: for whom one acts, by which document; null for a role of one's own. */
    standIn: z.object({ principal: z.string(), principalName: z.string(), document: z.string() }).nullable(),
  })
  .meta({ id: 'Grant' });
export type Grant = z.infer<typeof Grant>;

/** What the page needs to know of who sits before it. */
export const SessionAnswer = z
  .object({
    /** `off`: a ledger without accounts, where the single user may do everything. */
    accounts: z.enum(['on', 'off']),
    person: z.object({ id: z.string(), name: z.string(), login: z.string() }).nullable(),
    mustChange: z.boolean(),
    /** To be sent back as `X-CSRF-Token` with everything that changes something. */
    csrf: z.string().nullable(),
    /** Of a visitor who has not signed in: 社会公众, where the public may read. */
    acting: Grant.nullable(),
    grants: z.array(Grant),
    /** Operations of the interface that the acting role may do, and how far each reaches. */
    may: z.record(z.string(), z.enum(['within', 'line', 'any', 'unit'])),
    /** Fields that name who acts, by operation: they are set from the session, and a form does not ask for them. */
    names: z.record(z.string(), z.array(z.string())),
    /** 本地配置: failures until the lock, its minutes, idle minutes and hours of a session. */
    configured: z.object({ failures: z.int(), lockMinutes: z.int(), idleMinutes: z.int(), sessionHours: z.int() }),
    /** Ways to sign in; the page offers those it knows. */
    ways: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string(), path: z.string() })),
    /** 演示账户 that a visitor may take, with their public password; null: this is no demonstration. */
    demo: z
      .object({
        password: z.string(),
        accounts: z.array(
          z.object({
            ...{ login: z.string(), name: z.string(), roleZh: z.string(), roleEn: z.string(), regionName: z.string() },
            /** What there is to do first. */
            ...{ zh: z.string(), en: z.string() },
          }),
        ),
      })
      .nullable(),
  })
  .meta({ id: 'Session' });
export type SessionAnswer = z.infer<typeof SessionAnswer>;

/** Where the browser goes to sign out at the provider too; null: nowhere. */
export const SignOutAnswer = z.object({ url: z.string().nullable() }).meta({ id: 'SignedOut' });
/** `sub` of the person at the provider of identities; null: bound to nobody. */
export const IdentityBody = z.strictObject({ sub: z.string().min(1).max(255).nullable() }).meta({ id: 'BindIdentity' });
export const IdentityAnswer = z.object({ person: z.string(), issuer: z.string(), sub: z.string().nullable() }).meta({ id: 'Identity' });

export const SignInBody = z.strictObject({ login: z.string().max(200), password: z.string().max(20_000) }).meta({ id: 'SignIn' });
export const ChangePasswordBody = z
  .strictObject({ current: z.string().max(20_000), next: z.string().max(20_000) })
  .meta({ id: 'ChangePassword' });
export const ChooseRoleBody = z.strictObject({ grant: z.string().max(80) }).meta({ id: 'ChooseRole' });

export const AccountRow = z
  .object({
    person: z.string(),
    login: z.string(),
    name: z.string(),
    state: z.enum(['active', 'locked', 'disabled']),
    mustChange: z.boolean(),
    demo: z.boolean(),
    /** 程序账户. */
    program: z.boolean(),
    createdAt: z.string(),
    grants: z.array(Grant.extend({ ended: z.boolean() })),
  })
  .meta({ id: 'Account' });
export type AccountRow = z.infer<typeof AccountRow>;

export const CreateAccountBody = z
  .strictObject({
    login: z.string().min(1).max(80),
    name: Named(40),
    /** 程序账户: no password opens it, and it decides nothing. */
    program: z.boolean().optional(),
  })
  .meta({ id: 'CreateAccount' });
/** A password that is shown once and must be changed at the first sign-in; null for the account of a program. */
export const FirstPassword = z
  .object({ person: z.string(), login: z.string(), password: z.string().nullable() })
  .meta({ id: 'FirstPassword' });
export const GrantRoleBody = z
  .strictObject({
    role: RoleName,
    region: RegionCode,
    unit: UnitStream.nullable().optional(),
    from: BusinessDate,
    until: BusinessDate.nullable(),
  })
  .meta({ id: 'GrantRole' });
export const DisableBody = z.strictObject({ disabled: z.boolean() }).meta({ id: 'DisableAccount' });

export const StandInBody = z
  .strictObject({
    person: PersonId,
    principal: PersonId,
    role: RoleName,
    region: RegionCode,
    from: BusinessDate,
    until: BusinessDate,
    document: Named(200),
  })
  .meta({ id: 'StandInBody' });
export const StandInRow = z
  .object({
    id: z.string(),
    person: z.string(),
    personName: z.string(),
    principal: z.string(),
    principalName: z.string(),
    role: z.string(),
    roleZh: z.string(),
    region: z.string(),
    regionName: z.string(),
    from: z.string(),
    until: z.string(),
    document: z.string(),
    state: z.enum(['future', 'current', 'past', 'ended']),
  })
  .meta({ id: 'StandIn' });
export type StandInRow = z.infer<typeof StandInRow>;
/** An act that was done for somebody else: found in a history by its correlation. */
export const StandInAct = z
  .object({ correlation: z.string(), person: z.string(), principal: z.string(), document: z.string() })
  .meta({ id: 'StandInAct' });

export const TokenBody = z
  .strictObject({ grant: z.string().max(80), label: Named(60), expiresOn: BusinessDate })
  .meta({ id: 'CreateToken' });
export const TokenRow = z
  .object({
    id: z.string(),
    label: z.string(),
    person: z.string(),
    personName: z.string(),
    role: z.string(),
    roleZh: z.string(),
    region: z.string(),
    regionName: z.string(),
    expiresOn: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    state: z.enum(['current', 'expired', 'revoked']),
  })
  .meta({ id: 'Token' });
export type TokenRow = z.infer<typeof TokenRow>;
/** The token itself, shown this once. */
export const NewToken = z.object({ id: z.string(), token: z.string() }).meta({ id: 'NewToken' });

/** A unit or institution that an account may speak for, to pick one: its name and where it is, nothing more. */
export const UnitNamesParams = z.strictObject({ region: RegionCode.optional(), kind: z.enum(['unit', 'institution']) });
export const UnitName = z.object({ stream: z.string(), name: z.string(), regionName: z.string() }).meta({ id: 'UnitName' });
export type UnitName = z.infer<typeof UnitName>;

export const PersonsParams = z.strictObject({
  ids: z
    .string()
    .max(8000)
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .refine((ids) => ids.length <= 100),
});
export const PersonName = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Person' });

export const AccessRecordParams = z.strictObject({
  person: PersonId.optional(),
  subject: z.string().max(120).optional(),
  region: RegionCode.optional(),
  /** `refused`: only what was refused. */
  outcome: z.enum(['all', 'refused']).optional(),
  kind: z.enum(['read', 'act', 'account']).optional(),
  from: BusinessDate.optional(),
  until: BusinessDate.optional(),
  /** Id of a record: only older ones. Records are added while somebody leafs through them, so that an offset shifts. */
  before: z.string().max(120).optional(),
  limit: Whole.refine((n) => n >= 1 && n <= 500).optional(),
});
export const AccessRecordRow = z
  .object({
    id: z.string(),
    at: z.string(),
    person: z.string().nullable(),
    personName: z.string().nullable(),
    role: z.string().nullable(),
    roleZh: z.string().nullable(),
    scope: z.string().nullable(),
    principal: z.string().nullable(),
    principalName: z.string().nullable(),
    kind: z.enum(['read', 'act', 'account']),
    action: z.string(),
    actionZh: z.string(),
    actionEn: z.string(),
    method: z.string(),
    path: z.string(),
    region: z.string().nullable(),
    regionName: z.string().nullable(),
    subject: z.string().nullable(),
    status: z.int(),
    code: z.string().nullable(),
  })
  .meta({ id: 'AccessRecord' });
export type AccessRecordRow = z.infer<typeof AccessRecordRow>;
