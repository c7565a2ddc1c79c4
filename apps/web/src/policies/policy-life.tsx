import { useQuery } from '@tanstack/react-query';
import { Collapse, Select, Table } from 'antd';
import { useState } from 'react';
import { PersonName, useNames } from '../accounts/person';
import type { PolicyLifeAnswer } from '../shell/api';
import { queries } from '../shell/api';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing } from '../shell/marks';
import { named } from '../shell/words';
import { StandardForm } from './standard-form';
import { EVENT, PHASE } from './words';

/** 2026-03-02T04:00:00.000Z → `2026-03-02 12:00`, Asia/Shanghai. */
const moment = (instant: string): string => new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

export function PhaseMark({ phase }: { readonly phase: string }) {
  const { say } = useSpeech();
  const words = PHASE[phase];
  return words === undefined ? <Mark>{phase}</Mark> : <Mark tone={words.tone}>{say(words)}</Mark>;
}

/** Three dates that are three things: when the office issued it, from when it decides, when this ledger came to know. */
function Versions({ life }: { readonly life: PolicyLifeAnswer }) {
  const { t } = useSpeech();
  return (
    <div className="stack">
      <Downloads
        title={`政策文件各版本_${life.pack}`}
        ofDataset={false}
        rows={life.versions}
        columns={[
          { heading: '版本', of: ({ version }) => version },
          { heading: '状态', of: ({ phase }) => PHASE[phase]?.zh ?? phase },
          { heading: '发文日期', kind: 'date', of: ({ dates }) => dates.published ?? dates.made },
          { heading: '施行日期', kind: 'date', of: ({ dates }) => dates.effectiveFrom },
          { heading: '施行至', kind: 'date', of: ({ dates }) => dates.until },
          { heading: '台账知悉', of: ({ dates }) => dates.known },
          { heading: '追溯施行的理由', of: ({ backdatedBecause }) => backdatedBecause },
        ]}
      />
      <Table
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="version"
        dataSource={[...life.versions]}
        columns={[
          { key: 'version', title: t('版本', 'Version'), render: (_, each) => each.version },
          { key: 'phase', title: t('状态', 'Status'), render: (_, each) => <PhaseMark phase={each.phase} /> },
          {
            key: 'issued',
            title: t('发文日期', 'Issued'),
            render: (_, { dates }) => dates.published ?? dates.made ?? <span className="quiet">—</span>,
          },
          {
            key: 'effective',
            title: t('施行日期', 'Effective'),
            render: (_, { dates, backdatedBecause }) => (
              <span>
                {dates.effectiveFrom}
                {dates.until === null ? '' : t(` 至 ${dates.until}`, ` to ${dates.until}`)}
                {backdatedBecause === null ? null : (
                  <span className="source-note" style={{ display: 'block' }}>
                    {t(`追溯施行：${backdatedBecause}`, `reaches back: ${backdatedBecause}`)}
                  </span>
                )}
              </span>
            ),
          },
          {
            key: 'known',
            title: t('台账知悉', 'Known here since'),
            render: (_, { dates }) => (dates.known === null ? <span className="quiet">—</span> : moment(dates.known)),
          },
          {
            key: 'drafted',
            title: t('起草', 'Drafted by'),
            render: (_, { draftedBy, dates, reason }) => (
              <span>
                <PersonName id={draftedBy} role={null} />
                <span className="source-note" style={{ display: 'block' }}>
                  {moment(dates.drafted)}，{reason}
                </span>
              </span>
            ),
          },
          {
            key: 'approved',
            title: t('审定', 'Approved by'),
            render: (_, { approvedBy, phase }) =>
              approvedBy !== null ? (
                <PersonName id={approvedBy} role={null} />
              ) : phase === 'draft' || phase === 'returned' ? (
                <span className="quiet">—</span>
              ) : (
                <Mark tone="claim">{t('随程序发布，未经第二人审定', 'shipped; no second person approved it')}</Mark>
              ),
          },
        ]}
      />
    </div>
  );
}

function Timeline({ life }: { readonly life: PolicyLifeAnswer }) {
  const { t, say } = useSpeech();
  return (
    <ol className="timeline">
      {life.history.map((entry, index) => (
        <li key={index}>
          <div className="when">
            <strong>{moment(entry.recordedAt)}</strong>
            <span>
              {t(`第 ${entry.version} 版`, `version ${entry.version}`)} · {say(EVENT[entry.type] ?? { zh: entry.type, en: entry.type })}
            </span>
          </div>
          <div>
            {say(entry)}
            {entry.by === null ? null : <PersonName id={entry.by} role={null} />}
          </div>
          {entry.reason === null ? null : <div className="quiet">{entry.reason}</div>}
        </li>
      ))}
    </ol>
  );
}

/** What changed between two versions, old → new, with the clause. */
function Changes({ life }: { readonly life: PolicyLifeAnswer }) {
  const { t, say } = useSpeech();
  const versions = life.versions.map(({ version }) => version);
  const [from, setFrom] = useState(versions.at(-2) ?? versions[0] ?? '');
  const [to, setTo] = useState(versions.at(-1) ?? '');
  const changes = useQuery({ ...queries.policyDiff(life.pack, from, to), enabled: from !== to });
  const options = versions.map((version) => ({ value: version, label: t(`第 ${version} 版`, `version ${version}`) }));
  if (versions.length < 2) return <Nothing text={t('只有一个版本，没有可比较的。', 'There is one version only, nothing to compare.')} />;
  return (
    <div className="stack">
      <div className="row">
        <Select aria-label={t('旧版本', 'Older version')} value={from} onChange={setFrom} options={options} style={{ width: 160 }} />
        <span aria-hidden>→</span>
        <Select aria-label={t('新版本', 'Newer version')} value={to} onChange={setTo} options={options} style={{ width: 160 }} />
      </div>
      {from === to ? (
        <Nothing text={t('请选择两个不同的版本。', 'Choose two different versions.')} />
      ) : (
        <Answer query={changes}>
          {(rows) =>
            rows.length === 0 ? (
              <Nothing text={t('两个版本内容相同。', 'The two are the same.')} />
            ) : (
              <ul className="reasons">
                {rows.map((change) => (
                  <li key={`${change.part}${change.kind}${change.id}`}>
                    <Mark tone={change.kind === 'changed' ? 'calm' : change.kind === 'added' ? 'good' : 'grave'}>
                      {change.kind === 'changed'
                        ? t('改动', 'changed')
                        : change.kind === 'added'
                          ? t('新增', 'added')
                          : t('删除', 'removed')}
                    </Mark>{' '}
                    {say({ zh: change.sentenceZh, en: change.sentenceEn })} {change.basis === 'configured' ? <ConfiguredMark /> : null}
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      )}
    </div>
  );
}

/** What the document hands down, within which bounds, and who has set what. */
function Delegated({ life }: { readonly life: PolicyLifeAnswer }) {
  const { t, say } = useSpeech();
  const person = useNames(life.standards.flatMap(({ draftedBy, approvedBy }) => [draftedBy, approvedBy]));
  const unit = (name: string): string => say(named({ persons: { zh: '人', en: 'persons' }, ratio: { zh: '比率', en: 'ratio' } }, name));
  return (
    <div className="stack">
      <p>
        {t(
          '文件把下列标准交由下级自行确定。公布之前，有关品牌判为“材料不足，无法判定”，由该地区补报。',
          'The document hands these standards down. Until one is published, brands there cannot be judged, and the region owes it.',
        )}
      </p>
      <Downloads
        title={`交由下级确定的标准_${life.pack}`}
        ofDataset={false}
        rows={life.delegated}
        columns={[
          { heading: '标准', of: ({ zh }) => zh },
          { heading: '单位', of: (each) => unit(each.unit) },
          { heading: '下限', of: ({ atLeast }) => (atLeast === null ? null : String(atLeast)) },
          { heading: '上限', of: ({ atMost }) => (atMost === null ? null : String(atMost)) },
          { heading: '条款', of: ({ cite }) => cite },
          {
            heading: '已公布',
            of: ({ key }) =>
              life.standards
                .filter(({ parameter }) => parameter === key)
                .map((each) => `${each.regionName} ${each.value}（自 ${each.effectiveFrom}，${each.document.number}）`)
                .join('；'),
          },
        ]}
      />
      <Table
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        rowKey="key"
        dataSource={[...life.delegated]}
        columns={[
          { key: 'name', title: t('标准', 'Standard'), render: (_, each) => say(each) },
          { key: 'unit', title: t('单位', 'Unit'), render: (_, each) => unit(each.unit) },
          {
            key: 'bounds',
            title: t('界限', 'Bounds'),
            render: (_, { atLeast, atMost }) =>
              atLeast === null && atMost === null ? t('文件未规定', 'not stated') : `${atLeast ?? ''} — ${atMost ?? ''}`,
          },
          { key: 'cite', title: t('条款', 'Clause'), render: (_, each) => each.cite ?? '—' },
          {
            key: 'set',
            title: t('已公布', 'Published'),
            render: (_, { key }) => {
              const set = life.standards.filter(({ parameter }) => parameter === key);
              return set.length === 0 ? (
                <span className="quiet">{t('尚无地区公布', 'by no region yet')}</span>
              ) : (
                <ul className="reasons">
                  {set.map((each) => (
                    <li key={each.standardId}>
                      {each.regionName} <b>{each.value}</b>
                      {t(`，自 ${each.effectiveFrom}`, `, from ${each.effectiveFrom}`)}
                      {each.repealedOn === null ? '' : t(`，自 ${each.repealedOn} 起废止`, `, repealed from ${each.repealedOn}`)}{' '}
                      <span className="source-note">
                        {t(
                          `${each.document.number}，${each.document.issuedOn}；起草 ${person(each.draftedBy)}，审定 ${person(each.approvedBy)}`,
                          `${each.document.number}, ${each.document.issuedOn}; drafted by ${person(each.draftedBy)}, approved by ${person(each.approvedBy)}`,
                        )}
                      </span>
                    </li>
                  ))}
                </ul>
              );
            },
          },
        ]}
      />
      <Collapse items={[{ key: 'publish', label: t('公布本级标准', 'Publish a standard'), children: <StandardForm life={life} /> }]} />
    </div>
  );
}

/** 版本与经历: what happened to a pack, its versions with their three dates, and what changed between them. */
export function PolicyLifeSheet({ packId }: { readonly packId: string }) {
  const { t } = useSpeech();
  const life = useQuery(queries.policyLife(packId));
  return (
    <Answer query={life}>
      {(found) => (
        <div className="stack">
          <section className="stack">
            <h3>{t('版本', 'Versions')}</h3>
            <Versions life={found} />
          </section>
          <section className="stack">
            <h3>{t('版本比较', 'What changed')}</h3>
            <Changes key={found.versions.length} life={found} />
          </section>
          {found.delegated.length === 0 ? null : (
            <section className="stack">
              <h3>{t('交由下级确定的标准', 'Standards handed down')}</h3>
              <Delegated life={found} />
            </section>
          )}
          <section className="stack">
            <h3>{t('经历', 'Life')}</h3>
            <Timeline life={found} />
          </section>
        </div>
      )}
    </Answer>
  );
}
