import type { Composition } from '../../worker/src/composition';
import type { AccessedRequest } from './access.request';

const MAX_PATH = 500;

interface Replied {
  readonly statusCode: number;
  /** Set by the filter of problems. */
  readonly problemCode?: string;
  getHeader(name: string): unknown;
}

/** Where what was just put on the books stands: `/api/v1/brands/<id>` is the stream `brand-<id>`. */
function foundedAt(reply: Replied): string | null {
  const place = reply.getHeader('location');
  if (typeof place !== 'string') return null;
  const found = /^\/api\/v1\/(brand|unit|institution|link|programme|window)s\/([0-9a-f-]{36})$/.exec(place);
  return found === null ? null : `${found[1] ?? ''}-${found[2] ?? ''}`;
}

/** Whose account an administrator looked at or changed. */
const accountIn = ({ params }: AccessedRequest): string | null =>
  /^[0-9a-f-]{36}$/.test(params['person'] ?? '') ? `account-${params['person'] ?? ''}` : null;

/** Writes down who read or did what, or was refused, once the answer is on its way. */
export function recordAccess(house: Composition, request: unknown, reply: Replied): void {
  const asked = request as AccessedRequest;
  const { access, method, url } = asked;
  if (access === undefined || access.action.unrecorded === true || !house.config.accounts.on) return;
  const { asker, concerning, regions, action } = access;
  // It concerns nobody in particular, such as a made-up token or name: that would only let strangers fill the disk.
  if (asker === null && concerning === null && !access.vouched) return;
  const code = reply.problemCode ?? null;
  // Turned away before anything was looked at.
  if (code === 'ACCESS.BUSY') return;
  const grant = access.grant ?? asker?.grant ?? null;
  house.access.records.add({
    person: asker?.person ?? concerning?.person ?? null,
    role: grant?.role ?? null,
    scope: grant?.region ?? concerning?.region ?? null,
    stand_in: grant?.standIn === null || grant === null ? null : grant.id,
    principal: grant?.standIn?.principal ?? null,
    kind: action.kind,
    action: access.operation,
    method,
    // What comes back from a provider of identities holds its code.
    path: (access.operation === 'oidcCallback' ? url.replace(/\?.*$/s, '') : url).slice(0, MAX_PATH),
    region: regions[0] ?? (action.region === 'scope' ? (grant?.region ?? null) : null),
    subject: access.stream ?? foundedAt(reply) ?? accountIn(asked),
    status: reply.statusCode,
    code,
    token: asker?.token ?? concerning?.token ?? null,
    correlation: action.kind === 'act' ? access.correlation : null,
  });
}
