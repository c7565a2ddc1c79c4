import { useQuery } from '@tanstack/react-query';
import { workingDaysLeft } from '../../../../libs/domain/src/dates';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { DaysLeft, Mark } from '../shell/marks';

/** 截止日 with the working days that are left. A return that is in is not late by being looked at. */
export function Due({ on, done, lateUntil = null }: { readonly on: string; readonly done: boolean; readonly lateUntil?: string | null }) {
  const { t } = useSpeech();
  const today = todayInShanghai();
  const left = useQuery({
    queryKey: ['workingDays', today, on],
    // The table of holidays is loaded when a due day is shown, and not before.
    queryFn: async () => workingDaysLeft(today, on, (await import('../../../../libs/contracts/src/working-days')).workingDayTable()),
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
      ) : (
        <DaysLeft days={left.data ?? null} soon={2} />
      )}
    </span>
  );
}
