import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import type { DraftConflict } from '#contracts';
import { useSpeech } from '../../shell/language';
import type { EntryTable } from './table';

/** Two clerks on one cell: both values, and who wrote the other. */
export function ConflictNotice({
  conflict,
  table,
  who,
  at,
  onDecide,
}: {
  readonly conflict: DraftConflict;
  readonly table: EntryTable;
  readonly who: ReactNode;
  readonly at: string;
  readonly onDecide: (whose: 'mine' | 'theirs') => void;
}) {
  const { t, language } = useSpeech();
  const spot = table.spotOf(conflict.line);
  const row = spot === null ? undefined : table.rows[spot.row];
  const asked = spot === null ? undefined : table.asked[spot.col - table.lead];
  const blank = t('（空）', '(empty)');
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={
        <span>
          {[row?.brandName, row?.trade, asked === undefined ? null : language === 'en' ? asked.en : asked.zh].filter(Boolean).join(' · ')}
          {t('：另一人刚改过此格', ': somebody else has just changed this cell')}
        </span>
      }
      description={
        <div className="row">
          <span>
            {t('您填的', 'Yours')}：<strong>{conflict.yours ?? blank}</strong>
          </span>
          <span>
            {who} {at} {t('填的', 'wrote')}：<strong>{conflict.theirs.value ?? blank}</strong>
          </span>
          <Button size="small" onClick={() => onDecide('mine')}>
            {t('用我的', 'Keep mine')}
          </Button>
          <Button size="small" onClick={() => onDecide('theirs')}>
            {t('用对方的', 'Take theirs')}
          </Button>
        </div>
      }
    />
  );
}
