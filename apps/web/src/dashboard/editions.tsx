import { useQuery } from '@tanstack/react-query';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { dateIn } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { Go } from '../shell/router';
import { CHANGE } from '../ledger/catalogue-words';

/** 指导目录各期: what came in and what went out, edition by edition. Each leads to the edition with its list. */
export function EditionBoard({ region }: { readonly region: string }) {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const editions = useQuery(queries.editions({ dataset, region }));
  const kinds = Object.keys(CHANGE) as (keyof typeof CHANGE)[];
  return (
    <section className="sheet">
      <header>
        <h2>{t('指导目录各期进出', 'Editions of the catalogue')}</h2>
        <Go to="catalogue" params={{ region: region === '000000' ? null : region }}>
          {t('打开指导目录', 'Open the catalogue')}
        </Go>
        <Downloads what="editions" params={{ dataset, region }} />
      </header>
      <Answer query={editions}>
        {(rows) =>
          rows.length === 0 ? (
            <Nothing text={t('这个地区还没有发布目录。', 'No edition was published here.')} />
          ) : (
            <div className="scroll">
              <table className="yearly-table">
                <thead>
                  <tr>
                    <th scope="col">{t('期次', 'Edition')}</th>
                    <th scope="col">{t('截至', 'As of')}</th>
                    {kinds.map((kind) => (
                      <th key={kind} scope="col">
                        {say(CHANGE[kind])}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, 12).map((row) => (
                    <tr key={`${row.head.region}${row.head.number}`}>
                      <th scope="row">
                        <Go
                          to="catalogue"
                          params={{ region: row.head.region, tab: 'editions', edition: `${row.head.region}-${row.head.number}` }}
                        >
                          {row.regionName} {t(`第 ${row.head.number} 期`, `No. ${row.head.number}`)}
                        </Go>{' '}
                        {row.supersededBy === null ? null : <Mark>{t('已被替代', 'superseded')}</Mark>}
                      </th>
                      <td>{dateIn(row.head.asOf, language)}</td>
                      {kinds.map((kind) => (
                        <td key={kind} className="amount">
                          {row.head.changes[kind] === 0 ? (
                            <span className="quiet">0</span>
                          ) : (
                            <Go
                              className="of number"
                              to="catalogue"
                              params={{ region: row.head.region, tab: 'editions', edition: `${row.head.region}-${row.head.number}` }}
                            >
                              {row.head.changes[kind]}
                            </Go>
                          )}
                        </td>
                      ))}
                    </tr>
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
