import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '../shell/api';
import { useSpeech } from '../shell/language';

interface Directory {
  readonly rows: readonly { readonly id: string; readonly name: string }[];
}

/** Who acted. The log holds a person's id; the name comes from the directory, and where nobody knows it the id is shown. */
export function Person({ id }: { readonly id: string }) {
  const { t } = useSpeech();
  const known = useQuery({
    queryKey: ['person', id],
    queryFn: ({ signal }) => fetchJson<Directory>('/persons', { ids: id }, signal),
    enabled: id !== 'local' && id !== 'steward',
    staleTime: 300_000,
    retry: false,
  });
  if (id === 'local')
    return <span title={t('未启用账户，不能区分人员', 'no accounts: persons cannot be told apart')}>{t('本机用户', 'local user')}</span>;
  if (id === 'steward') return <span>{t('规则', 'a rule')}</span>;
  return <span title={id}>{known.data?.rows.find((row) => row.id === id)?.name ?? id}</span>;
}
