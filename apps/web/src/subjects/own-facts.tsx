/** What a unit, an institution or a region has of its own. */
import type { ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { SubjectCard } from '#contracts';
import { INSTITUTION_TYPE_WORDS, UNIT_TYPE_WORDS } from '../../../../libs/domain/src/subject/words';
import { FactEvent } from '../brand/fact-event';
import { policyOf } from '../brand/pack-words';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { useSpeech } from '../shell/language';
import { Mark, Nothing } from '../shell/marks';
import { Go } from '../shell/router';
import { named, ORIGIN } from '../shell/words';
import { BrandNames } from '../brand/brand-name';
import { ownOf, pathOf, roundsOf, type Own } from './kinds';

type Lines = readonly [string, ReactNode][];

function Facts({ lines }: { readonly lines: Lines }) {
  return (
    <section className="sheet">
      <dl className="facts">
        {lines.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Grades({ own }: { readonly own: Own<'institution'> }) {
  const { t } = useSpeech();
  if (own.grades.length === 0) return null;
  return (
    <section className="sheet">
      <header>
        <h2>{t('评估等次', 'Grades')}</h2>
      </header>
      <ul className="reasons">
        {[...own.grades].reverse().map((each) => (
          <li key={each.event}>
            <Mark tone="ink">{each.grade}</Mark> <span className="number">{each.on}</span>{' '}
            <span className="quiet">
              {t(`等次由高到低：${each.scale.join('、')}；评定：${each.by}`, `best first: ${each.scale.join(', ')}; by ${each.by}`)}
            </span>{' '}
            <FactEvent event={each.event} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RegionLife({ own }: { readonly own: Own<'region'> }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const rounds = roundsOf(own, dataset);
  const shelf = useQuery(queries.policies()).data ?? [];
  const filed: readonly [string, Own<'region'>['surveys']][] = [
    [t('摸底调查', 'Surveys'), own.surveys],
    [t('建设方案', 'Plans'), own.plans],
    [t('会议', 'Meetings'), own.meetings],
    [t('信息报送', 'Reports'), own.reports],
  ];
  return (
    <div className="grid">
      {own.merge === null ? null : (
        <section className="sheet clash">
          {t(`自 ${own.merge.on} 起并入 `, `Merged from ${own.merge.on} into `)}
          <Go to={`regions/${own.merge.into}`}>{own.merge.into}</Go> <FactEvent event={own.merge.event} />
        </section>
      )}
      <section className="sheet half">
        <header>
          <h2>{t('培训机构评估', 'Evaluation rounds')}</h2>
        </header>
        {rounds.length === 0 ? (
          <Nothing text={t('还没有开展过评估。', 'None was held yet.')} />
        ) : (
          <ul className="reasons">
            {rounds.map((round) => (
              <li key={round.roundId}>
                <span className="number">{round.heldOn}</span> {round.evaluation}{' '}
                <span className="quiet">{t(`等次由高到低：${round.scale.join('、')}`, `best first: ${round.scale.join(', ')}`)}</span>{' '}
                <FactEvent event={round.event} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {own.classes.length === 0 ? null : (
        <section className="sheet half">
          <header>
            <h2>{t('地区类别的调整', 'Changes of class')}</h2>
          </header>
          <ul className="reasons">
            {own.classes.map((change) => (
              <li key={change.event}>
                {t(`自 ${change.effectiveFrom} 起为第 ${change.class} 类`, `class ${change.class} from ${change.effectiveFrom}`)}{' '}
                <span className="quiet">{policyOf(shelf, change.pack)?.title ?? change.pack}</span> <FactEvent event={change.event} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {filed.map(([title, list]) => (
        <section key={title} className="sheet half">
          <header>
            <h2>{title}</h2>
          </header>
          {list.length === 0 ? (
            <Nothing text={t('没有登记。', 'None on record.')} />
          ) : (
            <ul className="reasons">
              {list.map((each) => (
                <li key={each.id}>
                  <span className="number">{each.on}</span> {each.title} <FactEvent event={each.event} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </div>
  );
}

export function OwnFacts({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const none = <span className="quiet">—</span>;
  const common: Lines = [
    [t('地区', 'Region'), `${pathOf(card.region)}（${card.region.code}）`],
    [t('数据性质', 'Origin'), say(named(ORIGIN, card.origin))],
  ];
  const unit = ownOf(card, 'unit');
  if (unit !== null)
    return (
      <Facts
        lines={[
          [t('单位类型', 'Type'), say(UNIT_TYPE_WORDS[unit.unitType])],
          [t('统一社会信用代码', 'Credit code'), unit.creditCode ?? none],
          ...common,
          [t('承建品牌', 'Brands it builds'), <BrandNames key="brands" brandIds={unit.brands} />],
          [
            t('认定', 'Recognition'),
            unit.recognition === null ? (
              <span key="none" className="quiet">
                {t('未认定，年度义务尚不约束', 'not recognised: the yearly duties do not bind yet')}
              </span>
            ) : (
              <span key="recognition">
                {unit.recognition.on}，{unit.recognition.document.number}（{unit.recognition.document.signedBy}）{' '}
                <FactEvent event={unit.recognition.event} />
              </span>
            ),
          ],
        ]}
      />
    );
  const institution = ownOf(card, 'institution');
  if (institution !== null)
    return (
      <>
        <Facts
          lines={[
            [t('机构类型', 'Type'), say(INSTITUTION_TYPE_WORDS[institution.institutionType])],
            [t('统一社会信用代码', 'Credit code'), institution.creditCode ?? none],
            ...common,
            [t('培训品牌', 'Training brands'), <BrandNames key="brands" brandIds={institution.brands} />],
            [
              t('准入', 'Admitted'),
              institution.admitted === null ? (
                none
              ) : (
                <span key="admitted">
                  {institution.admitted.on} <FactEvent event={institution.admitted.event} />
                </span>
              ),
            ],
            [
              t('定点', 'Designated'),
              institution.designated === null ? (
                none
              ) : (
                <span key="designated">
                  {institution.designated.from} — {institution.designated.until ?? t('文件未写截止', 'no end is stated')}{' '}
                  <FactEvent event={institution.designated.event} />
                </span>
              ),
            ],
          ]}
        />
        <Grades own={institution} />
      </>
    );
  const region = ownOf(card, 'region');
  if (region !== null) return <RegionLife own={region} />;
  return <Facts lines={common} />;
}
