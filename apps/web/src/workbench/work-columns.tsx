import { Button, type TableColumnsType } from 'antd';
import type { WorkItem } from '#contracts';
import { roleWords } from '../accounts/person';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { DaysLeft, Mark } from '../shell/marks';
import { Go, placeOf } from '../shell/router';
import { named, STEP } from '../shell/words';

function Left({ row, today }: { readonly row: WorkItem; readonly today: string }) {
  const { t } = useSpeech();
  if (row.on === null) return <span className="quiet">{t('未设期限', 'no day is set')}</span>;
  return (
    <span className="marks">
      <span className="number">{row.on}</span>
      {row.on < today ? <Mark tone="grave">{t('已逾期', 'overdue')}</Mark> : <DaysLeft days={row.workingDaysLeft} soon={2} />}
    </span>
  );
}

/** By which clause it is owed, or that nobody but this ledger says so. */
function Basis({ row }: { readonly row: WorkItem }) {
  const { t, say } = useSpeech();
  return (
    <span>
      {row.cite === null || row.pack === null ? null : (
        <div>
          <Go to={`policies/${row.pack.id}`} title={row.pack.title}>
            {row.cite}
          </Go>
        </div>
      )}
      {row.configured === null ? null : (
        <div>
          <Mark tone="plain">{t('本地配置', 'configured')}</Mark> <span className="quiet">{say(row.configured)}</span>
        </div>
      )}
    </span>
  );
}

/** What it is, and whether a rule only proposes it. */
function What({ row }: { readonly row: WorkItem }) {
  const { t, say } = useSpeech();
  return (
    <span className="marks">
      <span>{row.step === null ? t(row.zh, row.en) : say(named(STEP, row.step))}</span>
      {row.proposalId === null || row.step === null ? null : <Mark tone="warn">{t('规则建议，待确认', 'proposed, to be confirmed')}</Mark>}
    </span>
  );
}

function About({ row }: { readonly row: WorkItem }) {
  const { t, say } = useSpeech();
  return (
    <span>
      <Go to={row.place} params={row.params}>
        {row.name}
      </Go>
      {row.period === null ? '' : t(`（${row.period} 年度）`, ` (${row.period})`)}
      {row.detail === null ? null : <div className="quiet">{say(row.detail)}</div>}
    </span>
  );
}

function Who({ row }: { readonly row: WorkItem }) {
  const { t, say } = useSpeech();
  return row.roles.map((role) => say(roleWords(role))).join(t('、', ', '));
}

/** An item on a phone: what it is and the way to it on top, in reach without a sideways scroll. */
function Card({ row, today }: { readonly row: WorkItem; readonly today: string }) {
  const { t } = useSpeech();
  return (
    <div className="work-card">
      <div className="work-card-head">
        <b>
          <What row={row} />
        </b>
        <Button size="small" href={placeOf(row.place, { ...row.params, do: row.form })}>
          {t('去办理', 'Act')}
        </Button>
      </div>
      <About row={row} />
      <Left row={row} today={today} />
      <Basis row={row} />
      <span className="quiet">
        {t('谁来办：', 'Who: ')}
        <Who row={row} />
        {row.since === null ? null : t(`；自 ${row.since}`, `; since ${row.since}`)}
      </span>
    </div>
  );
}

/** Columns of the queue; on a phone one, with a card in each row. */
export function useWorkColumns(narrow: boolean): TableColumnsType<WorkItem> {
  const { t } = useSpeech();
  const today = todayInShanghai();
  if (narrow) return [{ key: 'card', render: (_, row) => <Card row={row} today={today} /> }];
  return [
    { key: 'what', title: t('事项', 'What'), render: (_, row) => <What row={row} /> },
    { key: 'name', title: t('对象', 'About'), render: (_, row) => <About row={row} /> },
    { key: 'roles', title: t('谁来办', 'Who'), width: 150, render: (_, row) => <Who row={row} /> },
    {
      key: 'since',
      title: t('自何时', 'Since'),
      render: (_, row) => (row.since === null ? <span className="quiet">—</span> : <span className="number">{row.since}</span>),
    },
    { key: 'basis', title: t('依据', 'By'), width: 260, render: (_, row) => <Basis row={row} /> },
    { key: 'on', title: t('截止', 'Due'), render: (_, row) => <Left row={row} today={today} /> },
    {
      key: 'act',
      title: t('办理', 'Act'),
      // In view however wide the rest is.
      fixed: 'end',
      render: (_, row) => (
        <Go to={row.place} params={{ ...row.params, do: row.form }}>
          {t('去办理', 'Act')}
        </Go>
      ),
    },
  ];
}
