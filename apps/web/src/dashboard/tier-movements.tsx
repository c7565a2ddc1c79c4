import { useQuery } from '@tanstack/react-query';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { named, TIER_SHORT } from '../shell/words';
import { dashboardQueries } from './api';
import { TIERS, yearsOf, type YearOfPyramid } from './movements';
import { Num } from './number';
import { MOVEMENT, MOVEMENTS } from './words';

/** 历年层级变动: the pyramid at the end of each year, and who moved in it. Recognition by this ledger only; honours are no tiers. */
export function TierMovements({ region, kind }: { readonly region: string; readonly kind: string | null }) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const asked = kind === null ? { region } : { region, kind };
  const movements = useQuery(dashboardQueries.movements({ dataset, ...asked }));
  return (
    <section className="sheet">
      <header>
        <h2>{t('历年层级变动与目录进出', 'Tiers over the years, and the catalogue in and out')}</h2>
        <span className="quiet">
          {t(
            '按生效年度；年末数为历年变动之和，与当前层级数一致',
            'By year of effect; year-end numbers are the sum of all movements so far',
          )}
        </span>
      </header>
      <Answer query={movements}>
        {(rows) => {
          const years = yearsOf(rows, Number(todayInShanghai().slice(0, 4)));
          if (years.length === 0)
            return (
              <Nothing
                text={t('本台账还没有认定、晋级、降级或退出的记录。', 'Nobody was recognised, promoted, downgraded or delisted yet.')}
              />
            );
          return (
            <>
              <div className="scroll">
                <table className="yearly-table">
                  <thead>
                    <tr>
                      <th scope="col">{t('年度', 'Year')}</th>
                      {TIERS.map((tier) => (
                        <th key={tier} scope="col">
                          {t('年末', 'End: ')}
                          {say(named(TIER_SHORT, tier))}
                        </th>
                      ))}
                      {MOVEMENTS.map((each) => (
                        <th key={each} scope="col">
                          {say(named(MOVEMENT, each))}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {years.map(({ year, held, moved }) => (
                      <tr key={year}>
                        <th scope="row">{t(`${year}年`, String(year))}</th>
                        {TIERS.map((tier) => (
                          <td key={tier} className="amount">
                            <Num value={held[tier] ?? 0} of={{ about: 'pyramid', ...asked, year, tier }} />
                          </td>
                        ))}
                        {MOVEMENTS.map((movement) => (
                          <td key={movement} className="amount">
                            <Num value={moved[movement] ?? 0} of={{ about: 'move', ...asked, year, movement }} />
                          </td>
                        ))}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <div className="row sheet-foot">
                <Downloads<YearOfPyramid>
                  title="历年层级变动"
                  rows={years}
                  columns={[
                    { heading: '年度', kind: 'number', of: ({ year }) => year },
                    ...TIERS.map((tier) => ({
                      heading: `年末${named(TIER_SHORT, tier).zh}`,
                      kind: 'number' as const,
                      of: ({ held }: YearOfPyramid) => held[tier],
                    })),
                    ...MOVEMENTS.map((each) => ({
                      heading: named(MOVEMENT, each).zh,
                      kind: 'number' as const,
                      of: ({ moved }: YearOfPyramid) => moved[each] ?? 0,
                    })),
                  ]}
                />
              </div>
            </>
          );
        }}
      </Answer>
    </section>
  );
}
