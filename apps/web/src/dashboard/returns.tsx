import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Completeness } from '#contracts';
import { returnQueries } from '../returns/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { dateIn, grouped } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { Go } from '../shell/router';

/** So many calls are shown; the room of returns has them all. */
const SHOWN = 4;

const COLUMNS: readonly (Words & { readonly of: 'expected' | 'reported' | 'onTime' | 'late' | 'missing' | 'overdue' })[] = [
  { of: 'expected', zh: '应报单位', en: 'Expected' },
  { of: 'reported', zh: '已报', en: 'Reported' },
  { of: 'onTime', zh: '按时', en: 'On time' },
  { of: 'late', zh: '逾期补报', en: 'Late' },
  { of: 'missing', zh: '未报', en: 'Missing' },
  { of: 'overdue', zh: '未报且已逾期', en: 'Overdue' },
];

function Call({
  call,
  region,
  due,
  title,
}: {
  readonly call: string;
  readonly region: string;
  readonly due: string;
  readonly title: string;
}) {
  const { t, language } = useSpeech();
  const { dataset } = useDataset();
  const told = useQuery(returnQueries.completeness({ dataset, region, call }));
  return (
    <tr>
      <th scope="row">
        {title}
        <span className="source-note" style={{ display: 'block' }}>
          {t(`期限 ${dateIn(due, 'zh')}`, `due ${dateIn(due, language)}`)}
        </span>
      </th>
      {COLUMNS.map(({ of }) => (
        <td key={of} className="amount">
          <Answer query={told} rows={1}>
            {({ total: { units } }) =>
              units[of] === 0 ? (
                <span className="quiet">0</span>
              ) : (
                // Who they are, unit by unit with the return of each, stands in the room of returns.
                <Go className="of number" to="returns" params={{ tab: 'completeness', region: region === '000000' ? null : region, call }}>
                  {grouped(units[of])}
                </Go>
              )
            }
          </Answer>
        </td>
      ))}
    </tr>
  );
}

/** 报送进度: who was to report, who did, in time or late, and who is missing. */
export function ReturnsBoard({ region }: { readonly region: string }) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const client = useQueryClient();
  const calls = useQuery(returnQueries.calls({ dataset, region: region === '000000' ? null : region }));
  return (
    <section className="sheet">
      <header>
        <h2>{t('报送进度', 'Returns')}</h2>
        <Go to="returns" params={{ tab: 'completeness', region: region === '000000' ? null : region }}>
          {t('看催报', 'See who is missing')}
        </Go>
        <Downloads
          title="报送进度"
          rows={() =>
            Promise.all(
              (calls.data ?? []).map(async (call) => {
                const { total } = await client.fetchQuery(returnQueries.completeness({ dataset, region, call: call.callId }));
                return { call, units: total.units };
              }),
            )
          }
          columns={[
            { heading: '填报任务', of: ({ call }) => call.title },
            { heading: '填报期', of: ({ call }) => call.periodWords.zh },
            { heading: '截止日期', kind: 'date', of: ({ call }) => call.dueOn },
            ...COLUMNS.map((each) => ({
              heading: each.zh,
              kind: 'number' as const,
              of: ({ units }: { readonly units: Completeness['total']['units'] }) => units[each.of],
            })),
          ]}
        />
      </header>
      <Answer query={calls}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing text={t('该地区没有填报任务。', 'Nothing was called for in this region.')} />
          ) : (
            <div className="scroll">
              <table className="yearly-table">
                <thead>
                  <tr>
                    <th scope="col">{t('填报任务', 'Call')}</th>
                    {COLUMNS.map((each) => (
                      <th key={each.of} scope="col">
                        {say(each)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, SHOWN).map((row) => (
                    <Call
                      key={row.callId}
                      call={row.callId}
                      region={region}
                      due={row.dueOn}
                      title={`${row.title}（${say(row.periodWords)}）`}
                    />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </section>
  );
}
