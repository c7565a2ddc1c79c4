import { Table, type TableProps } from 'antd';
import type { BrandRow } from '#contracts';
import { useMay } from '../accounts/session';
import { useSpeech } from '../shell/language';
import { ClaimMark, Mark, SideMarks, TierMark } from '../shell/marks';
import { Go } from '../shell/router';
import { KIND, named, STAGE } from '../shell/words';

/** The path of a region below the country: `山东省 · 济南市 · 历下区`. */
export const regionName = (row: Pick<BrandRow, 'region'>): string => {
  const { code, name, path } = row.region;
  const names = path.filter((each) => each.code !== '000000' && each.code !== code).map((each) => each.name);
  return [...names, name].join(' · ');
};

/** Rows of the ledger. The tier that is held and the tier that a source claims stand in columns of their own. */
export function BrandTable({
  rows,
  ...rest
}: { readonly rows: readonly BrandRow[] } & Omit<TableProps<BrandRow>, 'dataSource' | 'columns' | 'rowKey'>) {
  const { t, say } = useSpeech();
  /** Who may not open a brand reads the public catalogue only. */
  const opens = useMay()('getBrand');
  return (
    <Table<BrandRow>
      size="small"
      rowKey="brandId"
      dataSource={[...rows]}
      scroll={{ x: 'max-content' }}
      {...rest}
      columns={[
        {
          key: 'name',
          title: t('品牌名称', 'Brand'),
          sorter: true,
          render: (_, row) => (
            <span>
              {opens ? <Go to={`brands/${row.brandId}`}>{row.name}</Go> : row.name}
              {row.conflicts === 0 ? null : (
                <>
                  {' '}
                  <Mark tone="warn">{t('来源有冲突', 'sources disagree')}</Mark>
                </>
              )}
              {row.dataset === 'synthetic' ? (
                <>
                  {' '}
                  <Mark tone="grave">{t('合成', 'synthetic')}</Mark>
                </>
              ) : null}
            </span>
          ),
        },
        { key: 'region', title: t('地区', 'Region'), sorter: true, sortDirections: ['ascend'], render: (_, row) => regionName(row) },
        { key: 'kind', title: t('类别', 'Kind'), render: (_, row) => say(named(KIND, row.kind)) },
        {
          key: 'category',
          title: t('行业', 'Category'),
          render: (_, row) => row.category ?? <span className="quiet">{t('未注明', 'not stated')}</span>,
        },
        {
          key: 'stage',
          title: t('阶段', 'Stage'),
          sorter: true,
          sortDirections: ['ascend'],
          render: (_, row) => say(named(STAGE, row.stage)),
        },
        { key: 'tier', title: t('认定层级', 'Tier held'), sorter: true, render: (_, row) => <TierMark tier={row.tier} /> },
        { key: 'claimedTier', title: t('来源所称层级', 'Tier claimed'), render: (_, row) => <ClaimMark tier={row.claimedTier} /> },
        {
          key: 'honours',
          title: t('荣誉称号', 'Honours'),
          align: 'right',
          render: (_, row) => (row.honours === 0 ? <span className="quiet">—</span> : row.honours),
        },
        {
          key: 'sides',
          // Reviews, warnings and rectification are between the offices and the brand.
          hidden: !opens,
          title: t('动态管理', 'Dynamic management'),
          render: (_, row) => (row.sideStates.length === 0 ? <span className="quiet">—</span> : <SideMarks states={row.sideStates} />),
        },
        {
          key: 'listed',
          title: t('目录', 'Catalogue'),
          render: (_, row) => (
            <span className="marks">
              {row.listed ? <Mark tone="good">{t('已列入', 'listed')}</Mark> : null}
              {row.keyProject ? <Mark tone="calm">{t('建设重点项目', 'key project')}</Mark> : null}
            </span>
          ),
        },
        {
          key: 'updatedOn',
          title: t('最近更新', 'Updated'),
          sorter: true,
          render: (_, row) => <span className="number">{row.updatedOn}</span>,
        },
      ]}
    />
  );
}
