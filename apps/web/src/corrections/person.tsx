import { useQuery } from '@tanstack/react-query';
import { ROLE_NAMES } from '#policy';
import { fetchJson } from '../shell/api';
import { useSpeech } from '../shell/language';

interface Persons {
  readonly rows: readonly { readonly id: string; readonly name: string }[];
}

/** A person by id as the directory of accounts knows them; the id itself where nobody knows it, as in a ledger without accounts. */
export function PersonName({ id, role }: { readonly id: string; readonly role: string | null }) {
  const { t } = useSpeech();
  const persons = useQuery({
    queryKey: ['persons', id],
    queryFn: ({ signal }) => fetchJson<Persons>('/persons', { ids: id }, signal),
    enabled: id !== 'local',
    staleTime: Infinity,
    retry: false,
  });
  if (id === 'local') return <span>{t('本机用户（未启用账户）', 'local user (no accounts)')}</span>;
  const name = persons.data?.rows.find((each) => each.id === id)?.name ?? id;
  const called = role === null ? undefined : ROLE_NAMES[role];
  return (
    <span>
      {name}
      {called === undefined ? null : <span className="quiet">（{t(called.zh, called.en)}）</span>}
    </span>
  );
}
