import { useQuery } from '@tanstack/react-query';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Mark } from '../shell/marks';

/** 截止日 with the working days that are left. A return that is in is not late by being looked at. */
export function Due({ on, done, lateUntil = null }: { readonly on: string; readonly done: boolean; readonly lateUntil?: string | null }) {
  const { t } = useSpeech();
  const today = todayInShanghai();
  const left = useQuery({
    queryKey: ['workingDays', today, on],
    queryFn: async () => (await import('./working-days')).workingDaysBetween(today, on),
    staleTime: Infinity,
    enabled: !done && on >= today,
  });
  const until = lateUntil !== null && lateUntil >= today;
  return (
    <span className="marks">
      <span className="number">{on}</span>
      {done ? null : on < today ? (
        <>
          <Mark tone="grave">{t('已逾期', 'overdue')}</Mark>
          {until ? <Mark tone="warn">{t(`准予补报至 ${lateUntil}`, `late entry until ${lateUntil}`)}</Mark> : null}
        </>
      ) : left.data === undefined || left.data === null ? null : (
        <Mark tone={left.data <= 2 ? 'warn' : 'plain'}>
          {left.data === 0 ? t('今天截止', 'due today') : t(`剩 ${left.data} 个工作日`, `${left.data} working days left`)}
        </Mark>
      )}
    </span>
  );
}
