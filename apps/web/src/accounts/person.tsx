import { useQueries } from '@tanstack/react-query';
import { ROLES } from '../../../../libs/access/src/roles';
import { fetchJson } from '../shell/api';
import { useSpeech, type Words } from '../shell/language';
import { useSession } from './session';

interface Persons {
  readonly rows: readonly { readonly id: string; readonly name: string }[];
}
interface Waiting {
  readonly id: string;
  readonly tell: (name: string | null) => void;
  readonly fail: (error: unknown) => void;
}

/** Ids of a page are asked for together: whatever was asked for while the page is drawn goes in one request. */
const AT_ONCE = 50;
let waiting: Waiting[] = [];

function nameOf(id: string): Promise<string | null> {
  return new Promise((tell, fail) => {
    if (waiting.length === 0) setTimeout(ask, 5);
    waiting.push({ id, tell, fail });
  });
}

function ask(): void {
  const all = waiting;
  waiting = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = all.slice(at, at + AT_ONCE);
    fetchJson<Persons>('/persons', { ids: some.map(({ id }) => id).join(',') }).then(
      ({ rows }) => {
        for (const { id, tell } of some) tell(rows.find((row) => row.id === id)?.name ?? null);
      },
      (error: unknown) => {
        for (const { fail } of some) fail(error);
      },
    );
  }
}

const PERSON = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * Puts names in the place of person ids, wherever these stand in a text: the ledger knows persons by id alone. What the directory
 * of accounts does not know stays as it is, as does a name that was typed in a ledger without accounts.
 * @param texts everything in which an id may stand
 */
export function useNames(texts: readonly (string | null | undefined)[]): (text: string) => string {
  const session = useSession();
  const ids = [...new Set(texts.flatMap((text) => text?.match(PERSON) ?? []))];
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['persons', id],
      queryFn: () => nameOf(id),
      enabled: session?.person !== null && session?.accounts === 'on',
      staleTime: Infinity,
      retry: false,
    })),
  });
  const names = new Map(ids.map((id, at) => [id, found[at]?.data ?? null]));
  return (text) => text.replace(PERSON, (id) => names.get(id) ?? id);
}

/** Those who act and are no person. */
const NOBODY: Readonly<Record<string, Words>> = {
  steward: { zh: '规则自动触发', en: 'triggered by rule' },
  import: { zh: '导入', en: 'import' },
  importer: { zh: '导入', en: 'import' },
  local: { zh: '本机用户', en: 'local user' },
};

/** What a role is called; an id that is no role is shown as it stands. */
export const roleWords = (role: string): Words =>
  Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES] : (NOBODY[role] ?? { zh: role, en: role });

/** A person by id as the directory of accounts knows them; the id itself where nobody knows it. */
export function PersonName({ id, role }: { readonly id: string; readonly role: string | null }) {
  const { t, say } = useSpeech();
  const named = useNames([id]);
  if (id === 'local') return <span>{t('本机用户（未启用账户）', 'local user (no accounts)')}</span>;
  return (
    <span>
      {named(id)}
      {role === null || role === id ? null : <span className="quiet">（{say(roleWords(role))}）</span>}
    </span>
  );
}

/** Role in which one acts here; null in a ledger without accounts, where everybody may do everything. */
export function useActingRole(): string | null {
  const session = useSession();
  return session === null || session.accounts === 'off' ? null : (session.acting?.role ?? null);
}
