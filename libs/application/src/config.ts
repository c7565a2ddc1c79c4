import { isValid, isValidCIDR } from 'ipaddr.js';
import { join } from 'node:path';
import { z } from 'zod';

/** Addresses that nobody reaches from another machine. */
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** What secrets may travel to: TLS, or nowhere beyond this machine. */
function isSafeAddress(address: string | undefined): boolean {
  if (address === undefined) return true;
  return new URL(address).protocol === 'https:' || isAtThisMachine(address);
}

/** Whether an address names this machine as only somebody who sits at it does. */
export function isAtThisMachine(address: string): boolean {
  return URL.canParse(address) && LOOPBACK.has(new URL(address).hostname.replace(/^\[|\]$/g, ''));
}

const MEGABYTE = 1024 * 1024;

const Port = z.coerce.number().int().min(0).max(65535);

/**
 * What the environment says. Both addresses or none: with `EVENTSTORE_URL` and `READ_MODEL_URL` api and worker are
 * processes of their own; without them everything runs in one process on the embedded store.
 */
const Environment = z
  .object({
    HOST: z.string().default('127.0.0.1'),
    PORT: Port.default(7300),
    DATA_DIR: z.string().default('./data'),
    /** `off` starts with an empty ledger. */
    SAMPLE_DATA: z.enum(['on', 'off']).default('on'),
    EVENTSTORE_URL: z.string().optional(),
    READ_MODEL_URL: z.string().optional(),
    /** `proposeOnly`: the steward proposes and never acts by itself. */
    STEWARD_MODE: z.enum(['act', 'proposeOnly']).default('act'),
    /** How long a subscription stays with a process that no longer answers, before another takes over. */
    LEASE_SECONDS: z.coerce.number().int().min(1).max(3600).default(10),
    /** What-if jobs at once, and the threads of each. */
    WHAT_IF_JOBS: z.coerce.number().int().min(1).max(16).default(1),
    WHAT_IF_THREADS: z.coerce.number().int().min(1).max(64).default(2),
    /** `off`: a single user, `local`, who may do everything; only on a loopback address. */
    ACCOUNTS: z.enum(['on', 'off']).default('on'),
    /** `on`: who has no session reads, as 社会公众, what the table of access lets the public read, and nothing else. */
    PUBLIC_READING: z.enum(['on', 'off']).default('off'),
    /** Accounts of the demonstration, one for each role, with a public password. Only beside the sample data. */
    DEMO: z.enum(['on', 'off']).default('off'),
    /** Failed sign-ins of a name from one address until that address is locked for it, and for how many minutes. */
    LOGIN_FAILURES: z.coerce.number().int().min(1).max(100).default(5),
    LOGIN_LOCK_MINUTES: z.coerce.number().int().min(1).max(1440).default(15),
    /** Failed sign-ins of a name from all addresses in a day until each further try waits, and for how many seconds. */
    LOGIN_NAME_FAILURES: z.coerce.number().int().min(1).max(10_000).default(20),
    LOGIN_NAME_PAUSE_SECONDS: z.coerce.number().int().min(1).max(60).default(5),
    /** Addresses of the proxies in front, such as `127.0.0.1,10.0.0.0/8`: they alone are believed when they say who asks. */
    TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform((text) =>
        text
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      )
      .refine((all) => all.every((one) => isValid(one) || isValidCIDR(one)), {
        message: 'is a list of IP addresses or networks, such as 127.0.0.1,10.0.0.0/8 (IP 地址或网段，用逗号分隔)',
      }),
    /** A session ends after so many minutes without use, and after so many hours at the latest. */
    SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(1440).default(60),
    SESSION_HOURS: z.coerce.number().int().min(1).max(168).default(12),
    /** How users reach the ledger, such as https://ledger.example.gov.cn. With https, cookies are sent over TLS only. */
    PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** The provider of identities（统一身份认证）, and what it knows this ledger as. All four or none. */
    OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
    OIDC_CLIENT_ID: z.string().min(1).optional(),
    OIDC_CLIENT_SECRET: z.string().min(1).optional(),
    OIDC_REDIRECT_URL: z.url({ protocol: /^https?$/ }).optional(),
    /** Where files of evidence lie; left out: `evidence` in DATA_DIR. Several processes name one folder that all reach. */
    EVIDENCE_DIR: z.string().optional(),
    EVIDENCE_MAX_MB: z.coerce.number().int().min(1).max(2048).default(50),
    /** Files of evidence of one brand (or unit, institution, entry of money), and megabytes of them together. */
    EVIDENCE_BRAND_FILES: z.coerce.number().int().min(1).max(100_000).default(500),
    EVIDENCE_BRAND_MB: z.coerce.number().int().min(1).max(1_048_576).default(2048),
    /** Brands of one unit or institution. */
    UNIT_BRANDS: z.coerce.number().int().min(1).max(10_000).default(500),
    LOG_LEVEL: z.enum(['error', 'warn', 'log', 'debug']).default('warn'),
  })
  .refine((env) => (env.EVENTSTORE_URL === undefined) === (env.READ_MODEL_URL === undefined), {
    message: 'EVENTSTORE_URL and READ_MODEL_URL go together: set both, or neither (EVENTSTORE_URL 与 READ_MODEL_URL 须同时设置或同时不设)',
  })
  .refine(
    (env) =>
      new Set([env.OIDC_ISSUER, env.OIDC_CLIENT_ID, env.OIDC_CLIENT_SECRET, env.OIDC_REDIRECT_URL].map((each) => each === undefined))
        .size === 1,
    {
      message:
        'OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_REDIRECT_URL go together: set all four, or none (四项须同时设置或同时不设)',
    },
  )
  .refine((env) => [env.OIDC_ISSUER, env.OIDC_REDIRECT_URL].every(isSafeAddress), {
    message: 'OIDC addresses use https, or http at this machine (统一身份认证地址须为 https；本机可用 http)',
  })
  .refine((env) => env.ACCOUNTS === 'on' || LOOPBACK.has(env.HOST), {
    message:
      'ACCOUNTS=off serves one user at this machine only: leave HOST at 127.0.0.1, or set ACCOUNTS=on (ACCOUNTS=off 仅限本机使用：HOST 须为 127.0.0.1，否则请设 ACCOUNTS=on)',
  });

export interface LedgerConfig {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly sampleData: boolean;
  readonly remote: { readonly eventStoreUrl: string; readonly readModelUrl: string } | null;
  readonly stewardMode: 'act' | 'proposeOnly';
  readonly leaseMs: number;
  readonly whatIf: { readonly jobs: number; readonly threads: number };
  readonly accounts: {
    readonly on: boolean;
    readonly publicReading: boolean;
    readonly demo: boolean;
    readonly failures: number;
    readonly lockMinutes: number;
    readonly nameFailures: number;
    readonly namePauseMs: number;
    /** IP addresses and networks. */
    readonly trustedProxies: readonly string[];
    readonly idleMinutes: number;
    readonly sessionHours: number;
    readonly publicUrl: string | null;
    readonly oidc: {
      readonly issuer: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly redirectUrl: string;
    } | null;
  };
  readonly evidence: {
    readonly folder: string;
    readonly maxBytes: number;
    readonly brandFiles: number;
    readonly brandBytes: number;
  };
  readonly unitBrands: number;
  readonly logLevel: 'error' | 'warn' | 'log' | 'debug';
}

/** @throws Error that says, in both languages, which variable is wrong */
export function readConfig(env: NodeJS.ProcessEnv): LedgerConfig {
  const parsed = Environment.safeParse(env);
  if (!parsed.success)
    throw new Error(
      `环境变量有误 / bad environment: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`,
    );
  const { EVENTSTORE_URL, READ_MODEL_URL, ...rest } = parsed.data;
  return {
    host: rest.HOST,
    port: rest.PORT,
    dataDir: rest.DATA_DIR,
    sampleData: rest.SAMPLE_DATA === 'on',
    remote:
      EVENTSTORE_URL === undefined || READ_MODEL_URL === undefined ? null : { eventStoreUrl: EVENTSTORE_URL, readModelUrl: READ_MODEL_URL },
    stewardMode: rest.STEWARD_MODE,
    leaseMs: rest.LEASE_SECONDS * 1000,
    whatIf: { jobs: rest.WHAT_IF_JOBS, threads: rest.WHAT_IF_THREADS },
    accounts: {
      on: rest.ACCOUNTS === 'on',
      publicReading: rest.PUBLIC_READING === 'on',
      demo: rest.DEMO === 'on',
      failures: rest.LOGIN_FAILURES,
      lockMinutes: rest.LOGIN_LOCK_MINUTES,
      nameFailures: rest.LOGIN_NAME_FAILURES,
      namePauseMs: rest.LOGIN_NAME_PAUSE_SECONDS * 1000,
      trustedProxies: rest.TRUSTED_PROXIES,
      idleMinutes: rest.SESSION_IDLE_MINUTES,
      sessionHours: rest.SESSION_HOURS,
      publicUrl: rest.PUBLIC_URL ?? null,
      oidc:
        rest.OIDC_ISSUER === undefined
          ? null
          : {
              issuer: rest.OIDC_ISSUER,
              clientId: rest.OIDC_CLIENT_ID ?? '',
              clientSecret: rest.OIDC_CLIENT_SECRET ?? '',
              redirectUrl: rest.OIDC_REDIRECT_URL ?? '',
            },
    },
    evidence: {
      folder: rest.EVIDENCE_DIR ?? join(rest.DATA_DIR, 'evidence'),
      maxBytes: rest.EVIDENCE_MAX_MB * MEGABYTE,
      brandFiles: rest.EVIDENCE_BRAND_FILES,
      brandBytes: rest.EVIDENCE_BRAND_MB * MEGABYTE,
    },
    unitBrands: rest.UNIT_BRANDS,
    logLevel: rest.LOG_LEVEL,
  };
}
