import { named } from '../shell/words';
import { useSpeech } from '../shell/language';
import { ROLE } from './words';

/** A person by id; the one user of a ledger without accounts by what it is. */
export function PersonName({ id }: { readonly id: string }) {
  const { say } = useSpeech();
  return <span>{say(named(ROLE, id))}</span>;
}

/** Who acted, and as what. */
export function By({ by }: { readonly by: { readonly id: string; readonly role: string } }) {
  const { say } = useSpeech();
  return (
    <span>
      <PersonName id={by.id} />
      {by.role === by.id ? null : <span className="quiet"> {say(named(ROLE, by.role))}</span>}
    </span>
  );
}
