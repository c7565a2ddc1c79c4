import { useQuery } from '@tanstack/react-query';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer } from '../shell/marks';
import { Go } from '../shell/router';
import { named } from '../shell/words';
import { dashboardQueries } from './api';
import { Num } from './number';
import { QUALITY } from './words';

/** 数据质量: what the figures leave open, and what nobody reported, held or set. */
export function QualityBoard({ region }: { readonly region: string }) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const quality = useQuery(dashboardQueries.quality({ dataset, region }));
  const gaps = useQuery(queries.gaps({ dataset, region, limit: 1 }));
  return (
    <div className="grid">
      <section className="sheet half">
        <header>
          <h2>{t('数据质量', 'Data quality')}</h2>
          {quality.data === undefined ? null : (
            <span className="quiet">
              {t(
                `按记录项，全部 ${grouped(quality.data.records)} 项；一项可属于多类`,
                `in records, ${grouped(quality.data.records)} in all; one may be in several lines`,
              )}
            </span>
          )}
        </header>
        <Answer query={quality}>
          {({ rows }) => (
            <dl className="counts">
              {rows.map(({ kind, records }) => (
                <div key={kind}>
                  <dt>{say(named(QUALITY, kind))}</dt>
                  <dd>
                    <Num value={records} of={{ about: 'quality', region, kind }} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </Answer>
      </section>
      <section className="sheet half">
        <header>
          <h2>{t('缺口', 'Gaps')}</h2>
          <Go to="gaps" params={{ region: region === '000000' ? null : region }}>
            {t('看缺口清单', 'See the list')}
          </Go>
        </header>
        <Answer query={gaps}>
          {({ totals }) => (
            <dl className="counts">
              {totals.map((each) => (
                <div key={each.kind}>
                  <dt>{say(each)}</dt>
                  <dd>
                    {each.count === 0 ? (
                      <span className="quiet number">0</span>
                    ) : (
                      <Go className="of number" to="gaps" params={{ region: region === '000000' ? null : region, kind: each.kind }}>
                        {grouped(each.count)}
                      </Go>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </Answer>
      </section>
    </div>
  );
}
