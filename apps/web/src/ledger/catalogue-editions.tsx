/** 各期目录: what was published, each edition with its list and its changes, and two of them compared. */
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Table } from 'antd';
import { useState } from 'react';
import type { EditionRow } from '#contracts';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Download } from '../shell/download';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing } from '../shell/marks';
import { adjust, usePlace } from '../shell/router';
import { CHANGE } from './catalogue-words';
import { ChangeTable, EntryTable } from './catalogue-lists';

function Counts({ head }: { readonly head: EditionRow['head'] }) {
  const { say } = useSpeech();
  const counts = (Object.keys(CHANGE) as (keyof typeof CHANGE)[]).filter((kind) => head.changes[kind] > 0);
  return counts.length === 0 ? (
    <span className="quiet">—</span>
  ) : (
    <span className="marks">
      {counts.map((kind) => (
        <Mark key={kind}>
          {say(CHANGE[kind])} {head.changes[kind]}
        </Mark>
      ))}
    </span>
  );
}

function Comparison({ region, numbers }: { readonly region: string; readonly numbers: readonly number[] }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const [latest = 0, before = latest] = numbers;
  const [from, setFrom] = useState(before);
  const [to, setTo] = useState(latest);
  const compared = useQuery(queries.editionComparison({ region, dataset, from, to }));
  const options = numbers.map((number) => ({ value: number, label: t(`第 ${number} 期`, `No. ${number}`) }));
  return (
    <section className="sheet stack">
      <header>
        <h3>{t('两期比较', 'Compare two editions')}</h3>
        <span className="quiet">{t('只看最终差别，不看期间经过', 'The difference in the end, whatever happened between')}</span>
      </header>
      <div className="row">
        <Select<number> aria-label={t('较早一期', 'Earlier')} value={from} options={options} onChange={setFrom} />
        <span>→</span>
        <Select<number> aria-label={t('较晚一期', 'Later')} value={to} options={options} onChange={setTo} />
      </div>
      <Answer query={compared} rows={3}>
        {(data) => {
          const lines: readonly [string, readonly string[]][] = [
            [t('新增', 'Added'), data.added.map(({ name }) => name)],
            [t('退出', 'Removed'), data.removed.map(({ name }) => name)],
            [t('晋级', 'Promoted'), data.promoted.map(({ entry }) => entry.name)],
            [t('降级', 'Downgraded'), data.downgraded.map(({ entry }) => entry.name)],
            [t('更名', 'Renamed'), data.renamed.map(({ entry, from: old }) => `${old} → ${entry.name}`)],
            [t('新确定重点项目', 'New key projects'), data.newKeyProjects.map(({ name }) => name)],
          ];
          return (
            <dl className="facts">
              {lines.map(([term, names]) => (
                <div key={term}>
                  <dt>
                    {term} {names.length}
                  </dt>
                  <dd>{names.length === 0 ? <span className="quiet">—</span> : names.join('、')}</dd>
                </div>
              ))}
              <div>
                <dt>{t('无变化', 'Unchanged')}</dt>
                <dd>{data.unchanged}</dd>
              </div>
            </dl>
          );
        }}
      </Answer>
    </section>
  );
}

function Edition({ region, number }: { readonly region: string; readonly number: number }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const edition = useQuery(queries.edition(region, number, dataset));
  return (
    <Answer query={edition} rows={6}>
      {(data) => {
        const { head } = data;
        return (
          <section className="sheet stack">
            <header>
              <h2>
                {data.regionName} {t(`第 ${head.number} 期`, `edition ${head.number}`)}
              </h2>
              <Download kind="catalogue" query={{ region, dataset, number }}>
                {t('下载目录（.docx）', 'Download (.docx)')}
              </Download>
            </header>
            <div className="marks">
              <span>
                {head.document.number} · {head.document.issuedOn} · {head.document.signedBy}
              </span>
              <span>{t(`截至 ${head.asOf}`, `as of ${head.asOf}`)}</span>
              <span>{t(`依据第 ${head.basis.leaf} 号及以前的记录`, `drawn from records up to ${head.basis.leaf}`)}</span>
              {head.policy.basis === 'stated' ? <Mark tone="calm">{head.policy.cite}</Mark> : <ConfiguredMark />}
              {data.supersededBy === null ? null : (
                <Mark tone="warn">{t(`已由第 ${data.supersededBy} 期替代`, `superseded by number ${data.supersededBy}`)}</Mark>
              )}
              {head.supersedes === null ? null : (
                <Mark tone="warn">
                  {t(
                    `勘误第 ${head.supersedes.number} 期：${head.supersedes.reason}`,
                    `supersedes number ${head.supersedes.number}: ${head.supersedes.reason}`,
                  )}
                </Mark>
              )}
            </div>
            <p className="quiet number" style={{ overflowWrap: 'anywhere' }}>
              SHA-256 {head.digest}
            </p>
            <h3>{t('上一期以来的变化', 'Changes since the last edition')}</h3>
            <ChangeTable changes={data.changes} />
            <h3>{t('目录', 'The list')}</h3>
            <EntryTable entries={data.entries} />
          </section>
        );
      }}
    </Answer>
  );
}

export function Editions({ region }: { readonly region: string | null }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const editions = useQuery(queries.editions({ dataset, region }));
  const shown = place.params.get('edition');
  const open = /^(\d{6})-(\d+)$/.exec(shown ?? '');
  return (
    <Answer query={editions}>
      {(rows) => {
        const openRegion = open?.[1];
        const numbers = rows.filter(({ head }) => head.region === openRegion).map(({ head }) => head.number);
        return (
          <div className="stack">
            <Downloads what="editions" params={{ dataset, region }} />
            <Table<EditionRow>
              size="small"
              rowKey={({ head }) => `${head.region}-${head.number}`}
              dataSource={[...rows]}
              scroll={{ x: 'max-content' }}
              pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
              locale={{ emptyText: <Nothing text={t('还没有发布过目录。', 'No edition was published yet.')} /> }}
              columns={[
                {
                  key: 'number',
                  title: t('期次', 'Edition'),
                  render: (_, { head, regionName }) => (
                    <Button
                      type="link"
                      size="small"
                      style={{ padding: 0 }}
                      onClick={() => adjust(place, { edition: `${head.region}-${head.number}` })}
                    >
                      {regionName} {t(`第 ${head.number} 期`, `No. ${head.number}`)}
                    </Button>
                  ),
                },
                { key: 'asOf', title: t('截至', 'As of'), render: (_, { head }) => <span className="number">{head.asOf}</span> },
                { key: 'document', title: t('文号', 'Document'), render: (_, { head }) => head.document.number },
                { key: 'signedBy', title: t('签批人', 'Signed by'), render: (_, { head }) => head.document.signedBy },
                { key: 'entries', title: t('品牌数', 'Brands'), align: 'right', render: (_, { head }) => head.entries },
                { key: 'changes', title: t('变化', 'Changes'), render: (_, { head }) => <Counts head={head} /> },
                {
                  key: 'standing',
                  title: t('效力', 'Standing'),
                  render: (_, { head, supersededBy }) =>
                    supersededBy !== null ? (
                      <Mark tone="warn">{t('已被替代', 'superseded')}</Mark>
                    ) : rows.some((other) => other.head.region === head.region && other.head.number > head.number) ? (
                      <Mark>{t('往期', 'past')}</Mark>
                    ) : (
                      <Mark tone="good">{t('现行', 'stands')}</Mark>
                    ),
                },
              ]}
            />
            {open === null ? null : <Edition key={open[0]} region={open[1] ?? ''} number={Number(open[2])} />}
            {openRegion !== undefined && numbers.length > 1 ? <Comparison key={openRegion} region={openRegion} numbers={numbers} /> : null}
          </div>
        );
      }}
    </Answer>
  );
}
