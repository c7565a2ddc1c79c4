import { ROLES } from '../../../../libs/access/src/roles';
import { PersonName } from '../corrections/person';
import { useSession } from '../accounts/session';
import { useSpeech, type Words } from '../shell/language';

/** What a role is called; an id that is no role is shown as it stands. */
export const roleWords = (role: string): Words => (Object.hasOwn(ROLES, role) ? ROLES[role as keyof typeof ROLES] : { zh: role, en: role });

/** Who acted, and as what. */
export function By({ by }: { readonly by: { readonly id: string; readonly role: string } }) {
  const { say } = useSpeech();
  return (
    <span>
      <PersonName id={by.id} role={null} />
      {by.role === by.id ? null : <span className="quiet"> {say(roleWords(by.role))}</span>}
    </span>
  );
}

/** Role in which one acts here; null in a ledger without accounts, where everybody may do everything. */
export function useActingRole(): string | null {
  const session = useSession();
  return session === null || session.accounts === 'off' ? null : (session.acting?.role ?? null);
}
