import { useQuery } from '@tanstack/react-query';
import { Select, Table } from 'antd';
import type { CorrectionRow, CorrectionState } from '#contracts';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, type Tone } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { DIRECTNESS, metricNamed, named, UNIT, type Book } from '../shell/words';
import { correctionQueries } from './api';
import { PersonName } from '../accounts/person';
import { Settle } from './settle';

const PAGE = 20;
const STATE: Book = {
  open: { zh: '待批准', en: 'open' },
  approved: { zh: '已批准', en: 'approved' },
  refused: { zh: '不予更正', en: 'refused' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  direct: { zh: '直接更正', en: 'without request' },
};
const TONE: Readonly<Record<CorrectionState, Tone>> = {
  open: 'warn',
  approved: 'good',
  refused: 'grave',
  withdrawn: 'plain',
  direct: 'plain',
};
const FILTERS: readonly (CorrectionState | 'all')[] = ['all', 'open', 'approved', 'refused', 'withdrawn', 'direct'];

/** 更正记录: requests that wait, what became of the others, and corrections that were made without one. */
export function CorrectionsPage() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const state = place.params.get('state');
  const request = place.params.get('request');
  const brand = place.params.get('brand');
  const page = Math.max(1, Number(place.params.get('page') ?? '1') || 1);
  const params = { dataset, region, state, brand };
  const list = useQuery(correctionQueries.list({ ...params, offset: (page - 1) * PAGE, limit: PAGE }));
  const one = list.data?.rows.find(({ requestId }) => requestId === request) ?? null;
  if (request !== null && one !== null && one.requestId !== null && one.state === 'open')
    return (
      <Settle
        key={one.requestId}
        row={{ ...one, requestId: one.requestId }}
        onSettled={() => adjust(place, { request: null, brand: null })}
      />
    );
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('更正记录', 'Corrections')}</h1>
        <span className="quiet">
          {t('锁定之后的改动都在这里：谁申请、谁批准、为什么', 'Every change after locking: who asked, who approved, and why')}
        </span>
      </div>
      <section className="sheet row" aria-label={t('筛选', 'Filters')}>
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code, page: null })} />
        <Select
          aria-label={t('状态', 'State')}
          style={{ minWidth: 140 }}
          value={state ?? 'all'}
          onChange={(next) => adjust(place, { state: next === 'all' ? null : next, page: null })}
          options={FILTERS.map((value) => ({ value, label: value === 'all' ? t('全部状态', 'All states') : say(named(STATE, value)) }))}
        />
        <Downloads what="corrections" params={params} />
      </section>
      <Answer query={list} rows={8}>
        {(answer) => (
          <Table<CorrectionRow>
            size="small"
            rowKey={(row) => row.figureId ?? row.requestId ?? row.corrects}
            dataSource={[...answer.rows]}
            loading={list.isPlaceholderData}
            scroll={{ x: 1100 }}
            locale={{ emptyText: <Nothing text={t('没有更正。', 'No corrections.')} /> }}
            pagination={
              answer.total > PAGE
                ? {
                    ...{ current: page, pageSize: PAGE, total: answer.total, showSizeChanger: false },
                    onChange: (next) => adjust(place, { page: next }),
                  }
                : false
            }
            columns={[
              {
                key: 'state',
                title: t('状态', 'State'),
                render: (_, row) => <Mark tone={TONE[row.state]}>{say(named(STATE, row.state))}</Mark>,
              },
              {
                key: 'brand',
                title: t('品牌', 'Brand'),
                render: (_, row) => (
                  <>
                    <Go to={`brands/${row.brandId}`}>{row.brandName}</Go>
                    <div className="quiet">{row.region.name}</div>
                  </>
                ),
              },
              {
                key: 'figure',
                title: t('数据', 'Figure'),
                render: (_, { figure }) => (
                  <>
                    {say(metricNamed(figure.metric))}
                    {figure.directness === 'unstated' ? null : `（${say(named(DIRECTNESS, figure.directness))}）`}
                    <div className="quiet number">{figure.window.toYear ?? ''}</div>
                  </>
                ),
              },
              {
                key: 'values',
                title: t('原数字 → 更正为', 'From → to'),
                render: (_, row) => (
                  <span className="number">
                    {row.valueBefore === null ? '—' : grouped(row.valueBefore)} → <b>{grouped(row.figure.value)}</b>{' '}
                    {say(named(UNIT, row.figure.unit))}
                  </span>
                ),
              },
              { key: 'reason', title: t('理由', 'Reason'), render: (_, row) => row.reason },
              {
                key: 'asked',
                title: t('申请', 'Asked'),
                render: (_, row) => (
                  <>
                    <PersonName {...row.askedBy} />
                    <div className="quiet number">{row.askedOn}</div>
                  </>
                ),
              },
              {
                key: 'settled',
                title: t('办理', 'Settled'),
                render: (_, row) =>
                  row.settledBy === null ? (
                    <Go to="corrections" params={{ request: row.requestId, brand: row.brandId, state: 'open' }}>
                      {t('查看并办理', 'Look and settle')}
                    </Go>
                  ) : (
                    <>
                      <PersonName {...row.settledBy} />
                      <div className="quiet number">{row.settledOn}</div>
                      {row.answer === null ? null : <div>{row.answer}</div>}
                    </>
                  ),
              },
            ]}
          />
        )}
      </Answer>
    </div>
  );
}
