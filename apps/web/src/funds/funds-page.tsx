import { queryOptions, useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import type { FundList, FundRow } from '#contracts';
import { FUND_PURPOSE_WORDS, MONEY_UNIT_WORDS } from '../../../../libs/domain/src/fund/words';
import { useMay } from '../accounts/session';
import { BrandSelect } from '../forms/choices';
import { FactEvent } from '../brand/fact-event';
import { isBag, readAt, type Bag, type CommandSpec, type Field } from '../forms/command';
import { CommandDrawer } from '../forms/command-drawer';
import { w } from '../forms/common';
import { DigestInput } from '../forms/digest';
import { get, ledger, newKey, queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { grouped, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, usePlace } from '../shell/router';
import { named } from '../shell/words';
import { PersonName } from '../accounts/person';

const fundsOf = (query: Readonly<Record<string, string | number | null>>) =>
  queryOptions({ queryKey: [ledger, 'funds', query], queryFn: ({ signal }) => get<FundList>('/funds', query, signal) });

const PURPOSES = FUND_PURPOSE_WORDS;
const UNITS = MONEY_UNIT_WORDS;

/** The decision relied on: one of the entries in the payee's history, or typed where the payee is not on the books. */
function DecisionFields() {
  const { t } = useSpeech();
  const form = Form.useFormInstance();
  const brandId: unknown = Form.useWatch(['who', 'brandId'], form);
  const history = useQuery({ ...queries.historyOf(`/brands/${String(brandId)}`), enabled: typeof brandId === 'string' });
  const required = [{ required: true, message: t('必填', 'Required') }];
  const entries = (history.data ?? []).filter(({ type }) => DECIDES.has(type.replace(/\.v\d+$/, '')));
  return (
    <>
      <Form.Item
        name={['who', 'brandId']}
        className="wide"
        label={t('收款的品牌（台账中的，可空）', 'Brand that received it, if on the books')}
      >
        <BrandSelect many={false} />
      </Form.Item>
      <Form.Item
        name={['who', 'name']}
        className="wide"
        label={t('收款单位名称', 'Name of the payee')}
        rules={required}
        extra={t('只写单位名称，不写个人姓名', 'a body, never a person')}
      >
        <Input />
      </Form.Item>
      <Form.Item
        name={['who', 'decision']}
        className="wide"
        label={t('依据的决定（台账记录）', 'Decision relied on (an entry of the ledger)')}
        rules={required}
      >
        {typeof brandId === 'string' ? (
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            popupMatchSelectWidth={false}
            options={entries.map(({ revision, effectiveOn, titleZh, titleEn }) => ({
              value: `brand-${brandId}@${revision}`,
              label: `${effectiveOn} ${t(titleZh, titleEn)}（${revision}）`,
            }))}
          />
        ) : (
          <Input placeholder="brand-…@17" />
        )}
      </Form.Item>
    </>
  );
}
/** Entries that decide something; a payment relies on one of these. */
const DECIDES = new Set([
  ...['BrandRecognised', 'KeyProjectDesignated', 'CatalogueEntered', 'NominationScreened', 'BrandPromoted', 'SupportResumed'],
  ...['BrandRestored', 'ReviewConcluded', 'BrandAssessed', 'HonourRecorded'],
]);

/** 佐证材料 of a payment, with the original's custodian and place. */
function PaperFields() {
  const { t } = useSpeech();
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <div className="wide">
      <Form.List name={['papers', 'list']}>
        {(items, { add, remove }) => (
          <div className="stack">
            {items.map((item) => (
              <fieldset key={item.key} className="form-grid sheet" style={{ margin: 0 }}>
                <Form.Item name={[item.name, 'kind']} label={t('材料', 'What')} rules={required}>
                  <Input />
                </Form.Item>
                <Form.Item
                  name={[item.name, 'sha256']}
                  className="wide"
                  label={t('文件指纹（SHA-256）', 'Digest (SHA-256)')}
                  rules={required}
                >
                  <DigestInput />
                </Form.Item>
                <Form.Item name={[item.name, 'custodian']} label={t('原件保管人', 'Custodian of the original')} rules={required}>
                  <Input />
                </Form.Item>
                <Form.Item name={[item.name, 'place']} label={t('存放处', 'Place')} rules={required}>
                  <Input />
                </Form.Item>
                <Form.Item name={[item.name, 'retention']} label={t('保管期限', 'Retention')}>
                  <Input />
                </Form.Item>
                <div>
                  <Button size="small" onClick={() => remove(item.name)}>
                    {t('删去这份', 'Remove')}
                  </Button>
                </div>
              </fieldset>
            ))}
            <div>
              <Button onClick={() => add({ evidenceId: newKey() })}>{t('加一份佐证材料', 'Add evidence')}</Button>
            </div>
          </div>
        )}
      </Form.List>
    </div>
  );
}

function AmountFields() {
  const { t, say } = useSpeech();
  return (
    <>
      <Form.Item
        name={['money', 'amount']}
        label={t('金额（整数）', 'Amount (a whole number)')}
        rules={[{ required: true, message: t('必填', 'Required') }]}
      >
        <InputNumber min={1} precision={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['money', 'unit']} label={t('单位', 'Unit')} initialValue="yuan">
        <Select options={Object.entries(UNITS).map(([value, words]) => ({ value, label: say(words) }))} />
      </Form.Item>
    </>
  );
}

const text = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const whoBody = (value: Bag): Bag => ({ who: value });
/** The parts of the form put together as the interface takes an entry. */
function entryOf(values: Bag): Bag {
  const who = isBag(values['who']) ? values['who'] : {};
  const money = isBag(values['money']) ? values['money'] : {};
  const brandId = text(who['brandId']);
  return {
    fund: readAt(values, 'fund') ?? '',
    documentNumber: readAt(values, 'documentNumber') ?? '',
    payee: { stream: brandId === null ? null : `brand-${brandId}`, name: text(who['name']) ?? '' },
    purpose: readAt(values, 'purpose') ?? '',
    note: text(values['note']),
    amount: money['amount'] ?? 0,
    unit: money['unit'] ?? 'yuan',
    paidOn: readAt(values, 'paidOn') ?? '',
    decision: text(who['decision']) ?? '',
    evidence: list(readAt(values, 'papers.list')).map((paper) => ({
      ...(isBag(paper) ? paper : {}),
      retention: isBag(paper) ? text(paper['retention']) : null,
    })),
  };
}

const entryFields: readonly Field<FundRow | null>[] = [
  { kind: 'text', name: 'fund', label: w('资金名称', 'Fund') },
  { kind: 'text', name: 'documentNumber', label: w('文号', 'Document number') },
  { kind: 'own', name: 'who', view: () => <DecisionFields />, body: whoBody },
  { kind: 'choice', name: 'purpose', label: w('用途', 'Purpose'), options: PURPOSES },
  { kind: 'own', name: 'money', view: () => <AmountFields />, body: (value) => ({ money: value }) },
  { kind: 'date', name: 'paidOn', label: w('拨付日期', 'Paid on'), initial: todayInShanghai() },
  { kind: 'text', name: 'note', label: w('说明', 'Note'), optional: true },
  { kind: 'own', name: 'papers', view: () => <PaperFields />, body: (value) => ({ papers: value }) },
  {
    kind: 'long',
    name: 'despite',
    label: w('当日支持已停止仍登记的理由', 'Why it is recorded although support was stopped'),
    optional: true,
    hint: w(
      '仅在台账提示“停止支持”时填写，理由随记录保留',
      'only where the ledger says that support was stopped; the reason stays with the entry',
    ),
  },
];

const RECORD: CommandSpec<FundRow | null> = {
  command: '',
  adds: true,
  group: 'funds',
  title: w('登记资金', 'Record money'),
  about: w('只登记已在别处拨付的资金，本系统不拨付。', 'Records money that was paid elsewhere; nothing is paid from here.'),
  next: () => false,
  fields: [{ kind: 'region', name: 'region', label: w('地区', 'Region') }, ...entryFields, { kind: 'origin', name: 'origin' }],
  whole: (body) => ({ region: body['region'], origin: body['origin'], entry: entryOf(body), despite: text(body['despite']) }),
};

const requesterFields: readonly Field<FundRow | null>[] = [
  { kind: 'text', name: 'requester', label: w('申请人（人员编号）', 'Requested by (person id)') },
  { kind: 'long', name: 'reason', label: w('理由', 'Reason') },
];
const CORRECT: CommandSpec<FundRow | null> = {
  command: 'correct',
  group: 'funds',
  title: w('更正资金登记', 'Correct an entry'),
  about: w('原登记保留；申请人与登记人须为两人。', 'The entry before stays written; who asks and who writes are two persons.'),
  next: () => false,
  prefill: (row) =>
    row === null
      ? {}
      : {
          ...{ fund: row.entry.fund, documentNumber: row.entry.documentNumber, purpose: row.entry.purpose },
          ...{ paidOn: row.entry.paidOn, note: row.entry.note, despite: row.despiteStop?.reason },
          who: {
            brandId: row.entry.payee.stream?.startsWith('brand-') === true ? row.entry.payee.stream.slice('brand-'.length) : undefined,
            name: row.entry.payee.name,
            decision: row.entry.decision,
          },
          money: { amount: row.entry.amount, unit: row.entry.unit },
          papers: { list: row.entry.evidence },
        },
  fields: [...entryFields, ...requesterFields],
  whole: (body) => ({
    entry: entryOf(body),
    requester: body['requester'],
    reason: body['reason'],
    despite: text(body['despite']),
  }),
};
const WITHDRAW: CommandSpec<FundRow | null> = {
  command: 'withdraw',
  group: 'funds',
  title: w('作废资金登记', 'Withdraw an entry'),
  about: w('登记有误的作废，不再计入合计，原登记保留。', 'It counts no more and stays written.'),
  next: () => false,
  fields: requesterFields,
};

type Open = { readonly spec: CommandSpec<FundRow | null>; readonly row: FundRow | null } | null;

const SHEET: readonly SheetColumn<FundRow>[] = [
  { heading: '拨付日期', kind: 'date', of: ({ entry }) => entry.paidOn },
  { heading: '资金名称', of: ({ entry }) => entry.fund },
  { heading: '文号', of: ({ entry }) => entry.documentNumber },
  { heading: '收款单位', of: ({ entry }) => entry.payee.name },
  { heading: '用途', of: ({ entry }) => PURPOSES[entry.purpose].zh },
  { heading: '金额', kind: 'number', of: ({ entry }) => entry.amount },
  { heading: '单位', of: ({ entry }) => UNITS[entry.unit].zh },
  { heading: '依据的决定', of: ({ entry }) => entry.decision },
  { heading: '地区', of: ({ region }) => region.name },
  { heading: '支持已停止仍登记的理由', of: ({ despiteStop }) => despiteStop?.reason ?? '' },
  { heading: '是否作废', of: ({ withdrawn }) => (withdrawn ? '已作废' : '') },
  { heading: '更正次数', kind: 'number', of: ({ corrections }) => corrections },
];

/** 资金登记: recorded, never paid. */
export function FundsPage() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const may = useMay();
  const place = usePlace();
  const region = place.params.get('region');
  const year = place.params.get('year');
  const purpose = place.params.get('purpose');
  const funds = useQuery(fundsOf({ dataset, region, year, purpose }));
  const [open, setOpen] = useState<Open>(null);
  const thisYear = Number(todayInShanghai().slice(0, 4));
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('资金登记', 'Register of money')}</h1>
        {may('recordFund') ? (
          <Button type="primary" onClick={() => setOpen({ spec: RECORD, row: null })}>
            {t('登记资金', 'Record money')}
          </Button>
        ) : null}
      </div>
      <Alert
        type="info"
        showIcon
        title={t('只登记、不拨付', 'Recorded, never paid')}
        description={t(
          '资金在财政和单位的系统中拨付；这里登记资金名称、文号、收款单位、用途、金额、日期和所依据的决定，供核对和审计。',
          'Money is paid elsewhere. Here stand fund, document, payee, purpose, amount, date and the decision relied on.',
        )}
      />
      <section className="sheet row" aria-label={t('筛选', 'Filters')}>
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
        <Select
          allowClear
          aria-label={t('年度', 'Year')}
          placeholder={t('全部年度', 'All years')}
          style={{ width: 130 }}
          value={year}
          onChange={(value: string | undefined) => adjust(place, { year: value ?? null })}
          options={Array.from({ length: 8 }, (_, i) => String(thisYear - i)).map((value) => ({ value, label: value }))}
        />
        <Select
          allowClear
          aria-label={t('用途', 'Purpose')}
          placeholder={t('全部用途', 'All purposes')}
          style={{ width: 180 }}
          value={purpose}
          onChange={(value: string | undefined) => adjust(place, { purpose: value ?? null })}
          options={Object.entries(PURPOSES).map(([value, words]) => ({ value, label: say(words) }))}
        />
      </section>
      <Answer query={funds}>
        {({ rows, totals }) => (
          <>
            <section className="sheet">
              <header>
                <h2>{t('按年度和用途合计', 'Totals by year and purpose')}</h2>
                <span className="quiet">
                  {t('单位不同的金额不相加；已作废的不计', 'unlike units are never added; withdrawn entries do not count')}
                </span>
                <Downloads
                  title="资金登记合计"
                  rows={totals}
                  notes={['只登记、不拨付；单位不同的金额不相加；已作废的不计。']}
                  columns={[
                    { heading: '年度', kind: 'number', of: (row) => row.year },
                    { heading: '用途', of: (row) => named(PURPOSES, row.purpose).zh },
                    { heading: '笔数', kind: 'number', of: (row) => row.entries },
                    { heading: '合计', of: (row) => row.amount },
                    { heading: '单位', of: (row) => named(UNITS, row.unit).zh },
                  ]}
                />
              </header>
              <Table
                size="small"
                rowKey={(row) => `${row.year}${row.purpose}${row.unit}`}
                pagination={false}
                scroll={{ x: 'max-content' }}
                dataSource={totals}
                locale={{ emptyText: <Nothing text={t('没有资金登记。', 'Nothing is recorded.')} /> }}
                columns={[
                  { key: 'year', title: t('年度', 'Year'), dataIndex: 'year' },
                  { key: 'purpose', title: t('用途', 'Purpose'), render: (_, row) => say(named(PURPOSES, row.purpose)) },
                  { key: 'entries', title: t('笔数', 'Entries'), align: 'right', dataIndex: 'entries' },
                  {
                    key: 'amount',
                    title: t('合计', 'Total'),
                    align: 'right',
                    render: (_, row) => <span className="number">{row.amount.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}</span>,
                  },
                  { key: 'unit', title: t('单位', 'Unit'), render: (_, row) => say(named(UNITS, row.unit)) },
                ]}
              />
            </section>
            <section className="sheet">
              <header>
                <h2>{t(`明细（${rows.length} 笔）`, `Entries (${rows.length})`)}</h2>
                <Downloads title="资金登记" columns={SHEET} rows={rows} notes={['只登记、不拨付；单位不同的金额不相加。']} />
              </header>
              <Table<FundRow>
                size="small"
                rowKey="fundId"
                pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                scroll={{ x: 'max-content' }}
                dataSource={rows}
                locale={{ emptyText: <Nothing text={t('没有资金登记。', 'Nothing is recorded.')} /> }}
                columns={[
                  {
                    key: 'paidOn',
                    title: t('拨付日期', 'Paid on'),
                    render: (_, row) => <span className="number">{row.entry.paidOn}</span>,
                  },
                  {
                    key: 'fund',
                    title: t('资金名称、文号', 'Fund, document'),
                    render: (_, row) => (
                      <span>
                        {row.entry.fund}
                        <div className="quiet">{row.entry.documentNumber}</div>
                      </span>
                    ),
                  },
                  { key: 'payee', title: t('收款单位', 'Payee'), render: (_, row) => row.entry.payee.name },
                  {
                    key: 'purpose',
                    title: t('用途', 'Purpose'),
                    render: (_, row) => (
                      <span>
                        {say(named(PURPOSES, row.entry.purpose))}
                        {row.entry.note === null ? null : <div className="quiet">{row.entry.note}</div>}
                      </span>
                    ),
                  },
                  {
                    key: 'amount',
                    title: t('金额', 'Amount'),
                    align: 'right',
                    render: (_, row) => (
                      <span className="number">
                        {grouped(row.entry.amount)} {say(named(UNITS, row.entry.unit))}
                      </span>
                    ),
                  },
                  {
                    key: 'decision',
                    title: t('依据的决定', 'Relying on'),
                    render: (_, row) => <FactEvent event={row.entry.decision} />,
                  },
                  {
                    key: 'marks',
                    title: t('情况', 'Notes'),
                    render: (_, row) => (
                      <span className="marks">
                        {row.withdrawn ? <Mark tone="grave">{t('已作废', 'withdrawn')}</Mark> : null}
                        {row.corrections > 0 ? (
                          <Mark tone="calm">{t(`更正 ${row.corrections} 次`, `corrected ${row.corrections}×`)}</Mark>
                        ) : null}
                        {row.despiteStop === null ? null : (
                          <Mark tone="warn" title={row.despiteStop.reason}>
                            {t('当日支持已停止', 'support was stopped')}
                          </Mark>
                        )}
                        {row.entry.evidence.length > 0 ? (
                          <Mark tone="plain">{t(`佐证 ${row.entry.evidence.length}`, `${row.entry.evidence.length} papers`)}</Mark>
                        ) : null}
                      </span>
                    ),
                  },
                  {
                    key: 'by',
                    title: t('登记', 'Recorded'),
                    render: (_, row) => (
                      <span>
                        <PersonName id={row.recordedBy} role={null} /> <span className="quiet number">{row.recordedOn}</span>
                      </span>
                    ),
                  },
                  {
                    key: 'act',
                    title: t('操作', 'Act'),
                    render: (_, row) =>
                      row.withdrawn ? null : (
                        <span className="row">
                          {may('correctFund', row.region.code) ? (
                            <Button size="small" onClick={() => setOpen({ spec: CORRECT, row })}>
                              {t('更正', 'Correct')}
                            </Button>
                          ) : null}
                          {may('withdrawFund', row.region.code) ? (
                            <Button size="small" onClick={() => setOpen({ spec: WITHDRAW, row })}>
                              {t('作废', 'Withdraw')}
                            </Button>
                          ) : null}
                        </span>
                      ),
                  },
                ]}
              />
            </section>
          </>
        )}
      </Answer>
      {open === null ? null : (
        <CommandDrawer
          spec={open.spec}
          card={open.row}
          path={open.row === null ? '/funds' : `/funds/${open.row.fundId}`}
          revision={open.row?.revision ?? null}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
