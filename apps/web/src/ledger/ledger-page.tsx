import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useEffect, useState } from 'react';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, go, usePlace } from '../shell/router';
import { grouped } from '../shell/format';
import { CATEGORIES, KIND, SIDE, STAGE, TIER, TIER_SHORT, type Book } from '../shell/words';
import { BrandTable } from './brand-table';

const PAGE = 20;
const FILTERS = ['region', 'kind', 'tier', 'claimedTier', 'stage', 'category', 'side', 'listed', 'q', 'sort'] as const;

/** 品牌台账: every brand of one dataset, searched, filtered and paged by the server. The filters live in the address. */
export function LedgerPage() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const { params } = place;
  const [typed, setTyped] = useState(params.get('q') ?? '');
  const set = (changes: Record<string, string | number | null>): void => adjust(place, { ...changes, page: changes['page'] ?? null });
  useEffect(() => {
    if (typed === (params.get('q') ?? '')) return;
    const timer = setTimeout(() => adjust(place, { q: typed, page: null }), 300);
    return () => clearTimeout(timer);
  }, [typed, params, place]);
  const page = Math.max(1, Number(params.get('page') ?? '1') || 1);
  const filters = Object.fromEntries(FILTERS.map((key) => [key, params.get(key)]));
  const brands = useQuery(queries.brands({ dataset, ...filters, offset: (page - 1) * PAGE, limit: PAGE }));
  const filtered = FILTERS.some((key) => key !== 'sort' && params.has(key));
  const choice = (key: string, label: string, book: Book, codes = Object.keys(book)) => (
    <Select<string>
      aria-label={label}
      allowClear
      placeholder={label}
      value={params.get(key)}
      options={codes.map((code) => ({ value: code, label: say(book[code] ?? { zh: code, en: code }) }))}
      onChange={(value: string | undefined) => set({ [key]: value ?? null })}
    />
  );
  const tiers = ['province', 'prefecture', 'county'];
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('品牌台账', 'Brand ledger')}</h1>
        <Button type="primary" onClick={() => go('nominate')}>
          {t('申报新品牌', 'Nominate a brand')}
        </Button>
      </div>
      <section className="sheet" aria-label={t('筛选', 'Filters')}>
        <div className="filters">
          <Input.Search
            allowClear
            aria-label={t('按名称搜索', 'Search by name')}
            placeholder={t('按名称搜索', 'Search by name')}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
          {choice('kind', t('类别', 'Kind'), KIND)}
          {choice('stage', t('阶段', 'Stage'), STAGE)}
          {choice('tier', t('认定层级', 'Tier held'), TIER, tiers)}
          {choice('claimedTier', t('来源所称层级', 'Tier claimed by a source'), TIER_SHORT, tiers)}
          {choice('category', t('行业', 'Category'), Object.fromEntries(CATEGORIES.map((each) => [each, { zh: each, en: each }])))}
          {choice('side', t('动态管理状态', 'Side-state'), SIDE)}
          {choice('listed', t('是否列入目录', 'In the catalogue'), {
            true: { zh: '已列入目录', en: 'Listed' },
            false: { zh: '未列入目录', en: 'Not listed' },
          })}
          <div className="wide">
            <RegionPicker value={params.get('region')} onChange={(region) => set({ region })} />
          </div>
        </div>
      </section>
      <Answer query={brands} rows={10}>
        {(data) => (
          <section className="stack" aria-live="polite">
            <div className="row">
              <span>
                {filtered ? t('符合条件', 'Matching') : t('共', 'Total')} <b className="number">{grouped(data.total)}</b>{' '}
                {t('个品牌', 'brands')}
              </span>
              {filtered ? (
                <Button
                  size="small"
                  onClick={() => {
                    setTyped('');
                    adjust(place, Object.fromEntries(FILTERS.map((key) => [key, null])));
                  }}
                >
                  {t('清除条件', 'Clear')}
                </Button>
              ) : null}
              <Downloads what="brands" params={{ dataset, ...filters }} />
            </div>
            <BrandTable
              rows={data.rows}
              loading={brands.isPlaceholderData}
              locale={{
                emptyText: (
                  <Nothing
                    text={
                      filtered ? t('没有符合条件的品牌。', 'No brand matches.') : t('台账里还没有品牌。', 'The ledger holds no brand yet.')
                    }
                  />
                ),
              }}
              onChange={(_pagination, _filters, sorter, extra) => {
                if (extra.action !== 'sort' || Array.isArray(sorter)) return;
                set({
                  sort:
                    sorter.order === undefined || sorter.order === null
                      ? null
                      : `${sorter.order === 'descend' ? '-' : ''}${String(sorter.columnKey)}`,
                });
              }}
              pagination={{
                current: page,
                pageSize: PAGE,
                total: data.total,
                showSizeChanger: false,
                onChange: (next) => set({ page: next }),
              }}
            />
          </section>
        )}
      </Answer>
    </div>
  );
}
