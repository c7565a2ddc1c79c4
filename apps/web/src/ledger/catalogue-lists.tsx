/** The two lists of an edition: who stands in it, and what changed since the one before. */
import { Table } from 'antd';
import type { EditionDetail } from '#contracts';
import { useNames } from '../accounts/person';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Mark, Nothing, TierMark, type Tone } from '../shell/marks';
import { Go } from '../shell/router';
import { EXIT_GROUND, KIND, named, TIER_SHORT } from '../shell/words';
import { brandOfChange, CHANGE } from './catalogue-words';

type Entry = EditionDetail['entries'][number];
type Change = EditionDetail['changes'][number];
type Decided = Entry['tierBy'];

const TONE: Readonly<Record<Change['kind'], Tone>> = {
  entered: 'good',
  restored: 'good',
  exited: 'grave',
  promoted: 'good',
  downgraded: 'warn',
  renamed: 'plain',
  keyProject: 'calm',
};

/** 文号, 印发日期, 签批人 of a decision, and the event behind it. */
function Paper({ by }: { readonly by: Decided }) {
  const { t } = useSpeech();
  const person = useNames([by.confirmedBy]);
  return (
    <span title={by.event}>
      {by.document === null ? (
        <span className="quiet">
          {by.confirmedBy === null
            ? t('无文号，按本地配置期满生效', 'no paper: fell due as configured locally')
            : t(`${person(by.confirmedBy)}确认`, `confirmed by ${person(by.confirmedBy)}`)}
        </span>
      ) : (
        `${by.document.number} · ${by.document.issuedOn} · ${by.document.signedBy}`
      )}
    </span>
  );
}

const paperText = ({ document, confirmedBy }: Decided): string | null =>
  document === null ? confirmedBy : `${document.number}，${document.issuedOn}，${document.signedBy}`;

export function EntryTable({ entries }: { readonly entries: readonly Entry[] }) {
  const { t, say } = useSpeech();
  return (
    <div className="stack">
      <Downloads
        title="指导目录"
        rows={entries}
        columns={[
          { heading: '品牌名称', of: ({ name }) => name },
          { heading: '地区', of: ({ regionName }) => regionName },
          { heading: '类别', of: ({ kind }) => named(KIND, kind).zh },
          { heading: '层级', of: ({ tier }) => named(TIER_SHORT, tier).zh },
          { heading: '层级的决定', of: ({ tierBy }) => paperText(tierBy) },
          { heading: '列入日期', kind: 'date', of: ({ listedSince }) => listedSince },
          { heading: '列入的决定', of: ({ listedBy }) => paperText(listedBy) },
          { heading: '建设重点项目', of: ({ keyProjects }) => keyProjects.map(({ level }) => named(TIER_SHORT, level).zh).join('、') },
          { heading: '品牌编号', of: ({ brandId }) => brandId },
        ]}
      />
      <Table<Entry>
        size="small"
        rowKey="brandId"
        dataSource={[...entries]}
        scroll={{ x: 'max-content' }}
        pagination={entries.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        locale={{ emptyText: <Nothing text={t('没有品牌。', 'No brand.')} /> }}
        columns={[
          { key: 'name', title: t('品牌名称', 'Brand'), render: (_, row) => <Go to={`brands/${row.brandId}`}>{row.name}</Go> },
          { key: 'region', title: t('地区', 'Region'), render: (_, row) => row.regionName },
          { key: 'kind', title: t('类别', 'Kind'), render: (_, row) => say(named(KIND, row.kind)) },
          { key: 'tier', title: t('层级', 'Tier'), render: (_, row) => <TierMark tier={row.tier} /> },
          { key: 'tierBy', title: t('层级的决定', 'Decision on the tier'), render: (_, row) => <Paper by={row.tierBy} /> },
          { key: 'since', title: t('列入日期', 'Listed since'), render: (_, row) => <span className="number">{row.listedSince}</span> },
          { key: 'listedBy', title: t('列入的决定', 'Decision on the listing'), render: (_, row) => <Paper by={row.listedBy} /> },
          {
            key: 'key',
            title: t('建设重点项目', 'Key project'),
            render: (_, row) =>
              row.keyProjects.length === 0 ? (
                <span className="quiet">—</span>
              ) : (
                <span className="marks">
                  {row.keyProjects.map(({ level, by }) => (
                    <Mark key={by.event} tone="calm" title={by.document?.number}>
                      {say(named(TIER_SHORT, level))}
                    </Mark>
                  ))}
                </span>
              ),
          },
        ]}
      />
    </div>
  );
}

export function ChangeTable({ changes }: { readonly changes: readonly Change[] }) {
  const { t, say } = useSpeech();
  const what = (change: Change): string => {
    switch (change.kind) {
      case 'entered':
      case 'restored':
        return say(named(TIER_SHORT, change.entry.tier));
      case 'exited':
        return `${say(named(TIER_SHORT, change.tier))} · ${say(named(EXIT_GROUND, change.ground))}`;
      case 'promoted':
      case 'downgraded':
        return `${say(named(TIER_SHORT, change.from))} → ${say(named(TIER_SHORT, change.to))}`;
      case 'renamed':
        return `${change.from} → ${change.to}`;
      case 'keyProject':
        return say(named(TIER_SHORT, change.level));
    }
  };
  return (
    <div className="stack">
      <Downloads
        title="指导目录的变化"
        rows={changes}
        columns={[
          { heading: '变化', of: (change) => CHANGE[change.kind].zh },
          { heading: '品牌名称', of: (change) => brandOfChange(change).name },
          { heading: '内容', of: what },
          { heading: '生效日期', kind: 'date', of: ({ by }) => by.on },
          { heading: '文号、印发日期、签批人', of: ({ by }) => paperText(by) },
          { heading: '事件', of: ({ by }) => by.event },
        ]}
      />
      <Table<Change>
        size="small"
        rowKey={(change) => change.by.event}
        dataSource={[...changes]}
        scroll={{ x: 'max-content' }}
        pagination={changes.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
        locale={{ emptyText: <Nothing text={t('没有变化。', 'Nothing changed.')} /> }}
        columns={[
          {
            key: 'kind',
            title: t('变化', 'Change'),
            render: (_, change) => <Mark tone={TONE[change.kind]}>{say(CHANGE[change.kind])}</Mark>,
          },
          {
            key: 'name',
            title: t('品牌名称', 'Brand'),
            render: (_, change) => {
              const { brandId, name } = brandOfChange(change);
              return <Go to={`brands/${brandId}`}>{name}</Go>;
            },
          },
          { key: 'what', title: t('内容', 'What'), render: (_, change) => what(change) },
          { key: 'on', title: t('生效日期', 'Effective'), render: (_, change) => <span className="number">{change.by.on}</span> },
          { key: 'paper', title: t('文号、印发日期、签批人', 'Document'), render: (_, change) => <Paper by={change.by} /> },
          {
            key: 'event',
            title: t('事件', 'Event'),
            render: (_, change) => <span className="quiet number">{change.by.event.replace(/^brand-(.{8}).*@/, '$1…@')}</span>,
          },
        ]}
      />
    </div>
  );
}
