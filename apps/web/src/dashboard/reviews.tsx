import { useQuery } from '@tanstack/react-query';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { dateIn } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { dashboardQueries } from './api';
import { Num } from './number';

/** 待开展的年度审核, by the month in which each is due. */
export function ReviewBoard({ region }: { readonly region: string }) {
  const { t, language } = useSpeech();
  const { dataset } = useDataset();
  const reviews = useQuery(dashboardQueries.reviews({ dataset, region }));
  return (
    <section className="sheet half">
      <header>
        <h2>{t('待开展的审核', 'Reviews due')}</h2>
        {reviews.data === undefined ? null : (
          <span className="quiet">
            {t(`按应开展的月份，截至${dateIn(reviews.data.asOf, 'zh')}`, `by month, as of ${reviews.data.asOf}`)}
          </span>
        )}
      </header>
      <Answer query={reviews}>
        {({ rows }) => {
          const months = [...new Set(rows.map(({ month }) => month))];
          const of = (month: string, overdue: boolean): number =>
            rows.find((row) => row.month === month && row.overdue === overdue)?.brands ?? 0;
          if (months.length === 0) return <Nothing text={t('没有待开展的审核。', 'No review is due.')} />;
          return (
            <>
              <Downloads
                title="待开展的审核"
                rows={months}
                columns={[
                  { heading: '月份', of: (month) => month },
                  { heading: '应开展', kind: 'number', of: (month) => of(month, true) + of(month, false) },
                  { heading: '其中逾期', kind: 'number', of: (month) => of(month, true) },
                ]}
              />
              <table className="yearly-table">
                <thead>
                  <tr>
                    <th scope="col">{t('月份', 'Month')}</th>
                    <th scope="col">{t('应开展', 'Due')}</th>
                    <th scope="col">{t('其中逾期', 'Overdue')}</th>
                  </tr>
                </thead>
                <tbody>
                  {months.slice(0, 18).map((month) => (
                    <tr key={month}>
                      <th scope="row">{dateIn(month, language)}</th>
                      <td className="amount">
                        <Num value={of(month, true) + of(month, false)} of={{ about: 'review', region, month }} />
                      </td>
                      <td className="amount">
                        {of(month, true) === 0 ? <span className="quiet">0</span> : <Mark tone="grave">{of(month, true)}</Mark>}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          );
        }}
      </Answer>
    </section>
  );
}
