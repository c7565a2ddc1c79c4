import { useQuery } from '@tanstack/react-query';
import { Table } from 'antd';
import type { CoverageRow } from '../shell/answers.gen';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { dateIn } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, type Tone } from '../shell/marks';
import { Go } from '../shell/router';
import { named, type Book } from '../shell/words';
import { dashboardQueries } from './api';

const OUTCOME: Book = {
  met: { zh: '已达到', en: 'met' },
  missed: { zh: '未达到', en: 'missed' },
  open: { zh: '材料不足', en: 'undecided' },
};
const TONE: Readonly<Record<string, Tone>> = { met: 'good', missed: 'grave', open: 'warn' };

/** 覆盖与数量: one dual brand per league (IM-02), 3 to 5 key brands a city (SD-06), each with its clause and the whole answer behind it. */
export function CoverageBoard({ region }: { readonly region: string }) {
  const { t, say, language } = useSpeech();
  const { dataset } = useDataset();
  const coverage = useQuery(dashboardQueries.coverage({ dataset, region }));
  return (
    <section className="sheet">
      <header>
        <h2>{t('覆盖与数量要求', 'Coverage and quotas')}</h2>
        <span className="quiet">
          {t(
            '一盟市一品牌（双品牌）、市级建设重点等，逐地区对照条款',
            'One dual brand per league, key brands of a city: each region against its clause',
          )}
        </span>
      </header>
      <Answer query={coverage}>
        {({ rows, asOf }) => {
          if (rows.length === 0)
            return (
              <Nothing
                text={
                  dataset === 'synthetic'
                    ? t('合成数据不评判真实地区的覆盖要求。', 'Made-up data answers no duty of a real region.')
                    : t('现行文件对这个地区没有覆盖（数量）要求。', 'No document in force asks coverage of this region.')
                }
              />
            );
          const rules = [...new Map(rows.map((row) => [`${row.pack}|${row.rule}`, row])).values()];
          return (
            <div className="stack">
              {rules.map((rule) => {
                const own = rows.filter((row) => row.rule === rule.rule && row.pack === rule.pack);
                const met = own.filter(({ outcome }) => outcome === 'met').length;
                return (
                  <article key={`${rule.pack}|${rule.rule}`} className="stack">
                    <div className="row">
                      <h3>{say(rule)}</h3>
                      {rule.basis === 'configured' ? <ConfiguredMark /> : <Mark tone="ink">{t('文件规定', 'stated')}</Mark>}
                      <Go to={`policies/${rule.pack}`}>{rule.cite ?? rule.pack}</Go>
                      <b>{t(`${own.length} 个地区中 ${met} 个达到`, `${met} of ${own.length} regions meet it`)}</b>
                    </div>
                    <Table<CoverageRow>
                      size="small"
                      rowKey="region"
                      dataSource={own}
                      scroll={{ x: 'max-content' }}
                      pagination={own.length > 6 ? { pageSize: 6, showSizeChanger: false } : false}
                      columns={[
                        {
                          key: 'region',
                          title: t('地区', 'Region'),
                          render: (_, row) => <Go to={`regions/${row.region}`}>{row.regionName}</Go>,
                        },
                        {
                          key: 'actual',
                          title: t('现有', 'Now'),
                          align: 'right',
                          // The region's own page answers the same rule with every fact and event behind it.
                          render: (_, row) => (
                            <Go className="number of" to={`regions/${row.region}`} title={t('看依据', 'see why')}>
                              {row.actual ?? '—'}
                            </Go>
                          ),
                        },
                        {
                          key: 'outcome',
                          title: t('结论', 'Answer'),
                          render: (_, row) => <Mark tone={TONE[row.outcome] ?? 'plain'}>{say(named(OUTCOME, row.outcome))}</Mark>,
                        },
                        {
                          key: 'why',
                          title: t('理由', 'Why'),
                          render: (_, row) => <span className="quiet">{language === 'en' ? row.sentenceEn : row.sentenceZh}</span>,
                        },
                      ]}
                    />
                  </article>
                );
              })}
              <div className="row">
                <span className="quiet">{t(`截至${dateIn(asOf, 'zh')}`, `as of ${asOf}`)}</span>
                <Downloads<CoverageRow>
                  title="覆盖与数量要求"
                  rows={rows}
                  columns={[
                    { heading: '要求', of: ({ zh }) => zh },
                    { heading: '条款', of: ({ cite }) => cite },
                    { heading: '地区', of: ({ regionName }) => regionName },
                    { heading: '现有', kind: 'number', of: ({ actual }) => actual },
                    { heading: '结论', of: ({ outcome }) => named(OUTCOME, outcome).zh },
                    { heading: '理由', of: ({ sentenceZh }) => sentenceZh },
                  ]}
                />
              </div>
            </div>
          );
        }}
      </Answer>
    </section>
  );
}
