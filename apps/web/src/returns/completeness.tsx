/** 催报: who has reported and who has not, region by region down to the unit. */
import { useQuery } from '@tanstack/react-query';
import { Progress, Select, Table } from 'antd';
import type { Completeness as Answered, CompletenessRow } from '#contracts';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { returnQueries } from './api';
import { Due } from './due';
import { StandingCounts } from './standing-marks';
import { STANDING, STANDINGS } from './words';

type Missing = CompletenessRow['missing'][number];

/** Whole percents, towards zero: 199 of 200 is not all. */
const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((part * 100) / whole));

export function Completeness() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const call = place.params.get('call');
  const calls = useQuery(returnQueries.calls({ dataset, region }));
  const [first] = calls.data ?? [];
  const chosen = call ?? first?.callId ?? null;
  const told = useQuery({ ...returnQueries.completeness({ dataset, region, call: chosen }), enabled: chosen !== null });
  return (
    <section className="sheet">
      <header>
        <h2>{t('报送进度与催报', 'Who has reported, and who has not')}</h2>
        <span className="quiet">{t('点地区逐级查看，点单位打开填报表', 'Follow a region down; open a unit’s return')}</span>
      </header>
      <div className="stack">
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
        <div className="filters">
          <Select
            aria-label={t('填报任务', 'Call')}
            placeholder={t('填报任务', 'Call')}
            value={chosen}
            onChange={(value: string) => adjust(place, { call: value })}
            options={(calls.data ?? []).map((each) => ({ value: each.callId, label: `${each.title}（${say(each.periodWords)}）` }))}
            popupMatchSelectWidth={false}
          />
        </div>
        {calls.data !== undefined && chosen === null ? (
          <Nothing text={t('该地区没有填报任务。', 'Nothing was called for in this region.')} />
        ) : (
          <Answer query={told}>{(answer) => <Told answer={answer} />}</Answer>
        )}
      </div>
    </section>
  );
}

function Told({ answer }: { readonly answer: Answered }) {
  const { t } = useSpeech();
  const place = usePlace();
  const { total, rows } = answer;
  const due = answer.calls[0]?.dueOn ?? null;
  const tallies: readonly { readonly value: number; readonly zh: string; readonly en: string }[] = [
    { value: total.units.expected, zh: '应报单位', en: 'units expected' },
    { value: total.units.reported, zh: '已报', en: 'reported' },
    { value: total.units.onTime, zh: '按时', en: 'on time' },
    { value: total.units.late, zh: '逾期补报', en: 'late' },
    { value: total.units.missing, zh: '未报', en: 'missing' },
    { value: total.units.overdue, zh: '未报且已逾期', en: 'missing and overdue' },
  ];
  return (
    <div className="stack">
      <div className="tallies">
        {tallies.map(({ value, zh, en }) => (
          <div key={zh} className="tally">
            <b>{value}</b>
            <span>{t(zh, en)}</span>
          </div>
        ))}
      </div>
      <div className="row">
        {due === null ? null : (
          <span>
            {t('截止', 'Due')} <Due on={due} done={total.units.missing === 0} />
          </span>
        )}
        <span>
          {t('品牌', 'Brands')} {total.brands.reported}/{total.brands.expected}
        </span>
        <StandingCounts counts={total.lines} />
      </div>
      {rows.length === 0 ? null : (
        <>
          <Downloads
            title="填报完成情况"
            rows={rows}
            columns={[
              { heading: '地区', of: (row) => row.region.name },
              { heading: '行政区划代码', of: (row) => row.region.code },
              { heading: '应报单位', kind: 'number', of: (row) => row.units.expected },
              { heading: '已报', kind: 'number', of: (row) => row.units.reported },
              { heading: '按时', kind: 'number', of: (row) => row.units.onTime },
              { heading: '逾期补报', kind: 'number', of: (row) => row.units.late },
              { heading: '未报', kind: 'number', of: (row) => row.units.missing },
              { heading: '未报且已逾期', kind: 'number', of: (row) => row.units.overdue },
              { heading: '应报品牌', kind: 'number', of: (row) => row.brands.expected },
              { heading: '已报品牌', kind: 'number', of: (row) => row.brands.reported },
              ...STANDINGS.map((standing) => ({
                heading: `${STANDING[standing].zh}（条）`,
                kind: 'number' as const,
                of: (row: CompletenessRow) => row.lines[standing],
              })),
            ]}
          />
          <Table<CompletenessRow>
            size="small"
            rowKey={(row) => row.region.code}
            dataSource={[...rows]}
            scroll={{ x: 'max-content' }}
            pagination={rows.length > 30 ? { pageSize: 30, showSizeChanger: false } : false}
            columns={[
              {
                key: 'region',
                title: t('地区', 'Region'),
                render: (_, row) =>
                  row.region.code === total.region.code ? (
                    row.region.name
                  ) : (
                    <Go to="returns" params={{ ...Object.fromEntries(place.params), region: row.region.code }}>
                      {row.region.name}
                    </Go>
                  ),
              },
              {
                key: 'progress',
                title: t('报送进度（单位）', 'Units that reported'),
                width: 200,
                render: (_, row) => (
                  <div className="row">
                    <Progress
                      percent={percent(row.units.reported, row.units.expected)}
                      size="small"
                      showInfo={false}
                      style={{ width: 100 }}
                      aria-label={t(
                        `${row.region.name} 已报 ${row.units.reported}/${row.units.expected}`,
                        `${row.region.name}: ${row.units.reported} of ${row.units.expected}`,
                      )}
                    />
                    <span className="number">
                      {row.units.reported}/{row.units.expected}
                    </span>
                  </div>
                ),
              },
              { key: 'onTime', title: t('按时', 'On time'), align: 'right', render: (_, row) => row.units.onTime },
              { key: 'late', title: t('逾期补报', 'Late'), align: 'right', render: (_, row) => row.units.late },
              {
                key: 'missing',
                title: t('未报', 'Missing'),
                align: 'right',
                render: (_, row) =>
                  row.units.missing === 0 ? 0 : <Mark tone={row.units.overdue > 0 ? 'grave' : 'warn'}>{row.units.missing}</Mark>,
              },
              {
                key: 'brands',
                title: t('品牌', 'Brands'),
                align: 'right',
                render: (_, row) => `${row.brands.reported}/${row.brands.expected}`,
              },
              { key: 'lines', title: t('审核进度（条）', 'Lines by rung'), render: (_, row) => <StandingCounts counts={row.lines} /> },
            ]}
          />
        </>
      )}
      <div className="row">
        <h3>{t('未报单位', 'Who is missing')}</h3>
        <Downloads<Missing>
          title={t('未报单位名单', 'Units that have not reported')}
          rows={total.missing}
          columns={[
            { heading: '地区', of: (row) => row.region.name },
            { heading: '行政区划代码', of: (row) => row.region.code },
            { heading: '填报单位', of: (row) => row.unit.name },
            { heading: '品牌数', of: (row) => row.brands, kind: 'number' },
            { heading: '截止日期', of: (row) => row.dueOn, kind: 'date' },
          ]}
        />
      </div>
      <Table<Missing>
        size="small"
        rowKey="returnId"
        dataSource={[...total.missing]}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: <Nothing text={t('都已报送。', 'Everybody has reported.')} /> }}
        pagination={total.missing.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        columns={[
          { key: 'unit', title: t('填报单位', 'Unit'), render: (_, row) => <Go to={`returns/${row.returnId}`}>{row.unit.name}</Go> },
          { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.region.name },
          { key: 'brands', title: t('品牌数', 'Brands'), align: 'right', render: (_, row) => row.brands },
          { key: 'due', title: t('截止', 'Due'), render: (_, row) => <Due on={row.dueOn} done={false} /> },
        ]}
      />
      {total.missingMore === 0 ? null : (
        <p className="quiet">
          {t(`另有 ${total.missingMore} 个单位未报，请逐级查看。`, `${total.missingMore} more: follow the regions down.`)}
        </p>
      )}
    </div>
  );
}
