import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SubjectRow } from '../shell/answers.gen';
import { linesOf, STATUS, STATUS_TONE } from '../programmes/targets';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { Go } from '../shell/router';
import { named } from '../shell/words';

const ORDER = ['missed', 'behind', 'onCourse', 'met', 'undecidable', 'noTolerance'] as const;

const evaluationsOf = ({ id }: SubjectRow) =>
  queries.subjectEvaluations(`/programmes/${id}`, { asOf: todayInShanghai(), factsFrom: 'locked' });

function Progress({ programme }: { readonly programme: SubjectRow }) {
  const { t, say } = useSpeech();
  const answers = useQuery(evaluationsOf(programme));
  return (
    <tr>
      <th scope="row">
        <Go to={`programmes/${programme.id}`}>{programme.name}</Go>
        <span className="source-note" style={{ display: 'block' }}>
          {programme.region.name}
          {programme.status === 'closed' ? t('，已结束', ', closed') : ''}
        </span>
      </th>
      <td>
        <Answer query={answers} rows={1}>
          {(found) => {
            const lines = found.flatMap(({ targets }) => targets.flatMap((target) => linesOf(target).slice(-1)));
            if (lines.length === 0) return <span className="quiet">{t('没有可对照的目标', 'no target to hold it against')}</span>;
            return (
              <span className="marks">
                {ORDER.flatMap((status) => {
                  const count = lines.filter((line) => line.status === status).length;
                  // The board of the programme tells each target with what is done, what is asked, and the events behind both.
                  return count === 0
                    ? []
                    : [
                        <Go key={status} className="of" to={`programmes/${programme.id}`}>
                          <Mark tone={STATUS_TONE[status] ?? 'plain'}>
                            {say(named(STATUS, status))} {count}
                          </Mark>
                        </Go>,
                      ];
                })}
              </span>
            );
          }}
        </Answer>
      </td>
    </tr>
  );
}

/** 行动（项目）进度: how many targets of each programme are met, on course, behind or missed, against target and time. */
export function ProgrammeBoard({ region }: { readonly region: string }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const client = useQueryClient();
  /** As on the screen: how many targets of each programme stand how. */
  const tallied = (rows: readonly SubjectRow[]) =>
    Promise.all(
      rows.map(async (programme) => {
        const found = await client.fetchQuery(evaluationsOf(programme));
        const lines = found.flatMap(({ targets }) => targets.flatMap((target) => linesOf(target).slice(-1)));
        return { programme, count: (status: string) => lines.filter((line) => line.status === status).length };
      }),
    );
  const programmes = useQuery(queries.subjects({ dataset, region, kind: 'programme' }));
  return (
    <section className="sheet half">
      <header>
        <h2>{t('行动（项目）进度', 'Programmes')}</h2>
        <span className="quiet">{t('对照目标与时间进度，按项数', 'Targets, against what is asked and the time that passed')}</span>
        <Downloads
          title="行动（项目）进度"
          rows={() => tallied(programmes.data ?? [])}
          notes={['对照目标与时间进度，按目标项数。']}
          columns={[
            { heading: '行动（项目）', of: ({ programme }) => programme.name },
            { heading: '地区', of: ({ programme }) => programme.region.name },
            { heading: '状态', of: ({ programme }) => programme.statusZh },
            ...ORDER.map((status) => ({
              heading: named(STATUS, status).zh,
              kind: 'number' as const,
              of: ({ count }: { readonly count: (status: string) => number }) => count(status),
            })),
          ]}
        />
      </header>
      <Answer query={programmes}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing text={t('这个地区没有登记行动（项目）。', 'No programme is on the books here.')} />
          ) : (
            <table className="yearly-table">
              <thead>
                <tr>
                  <th scope="col">{t('行动（项目）', 'Programme')}</th>
                  <th scope="col">{t('各项目标', 'Targets')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.slice(0, 12).map((programme) => (
                  <Progress key={programme.id} programme={programme} />
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
      {(programmes.data ?? []).length > 12 ? <Go to="programmes">{t('看全部', 'See all')}</Go> : null}
    </section>
  );
}
