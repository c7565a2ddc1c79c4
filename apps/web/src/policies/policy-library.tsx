import { useQuery } from '@tanstack/react-query';
import { Table, Tabs } from 'antd';
import type { Pack } from '#policy';
import { queries, type PolicyRow } from '../shell/api';
import { Downloads } from '../shell/downloads';
import { useSpeech, type Speech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing } from '../shell/marks';
import { adjust, Go, usePlace } from '../shell/router';
import { CheckFile } from './check-file';
import { Drafts } from './drafts';
import { PhaseMark, PolicyLifeSheet } from './policy-life';
import { KIND, named, PURPOSE, TIER_SHORT, TRIGGER, UNIT } from '../shell/words';

type Parameter = Pack['parameters'][number];

function conditionText(when: Parameter['values'][number]['when'], { t, say }: Speech): string {
  const parts = [
    when.tier === null || when.tier === undefined ? null : say(named(TIER_SHORT, when.tier)),
    when.category ?? null,
    when.regionClass === null || when.regionClass === undefined ? null : t(`第 ${when.regionClass} 类地区`, `class ${when.regionClass}`),
    when.region ?? null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('一律', 'always') : parts.join('，');
}

/** Stated with its clause, or configured by whom and when: never one dressed as the other. */
function Basis({
  pack,
  basis,
  clause,
  umbrella,
  approvedBy,
  approvedOn,
}: {
  readonly pack: Pack;
  readonly basis: 'stated' | 'configured';
  readonly clause: string | null;
  readonly umbrella?: string | null;
  readonly approvedBy: string | null;
  readonly approvedOn: string | null;
}) {
  const { t } = useSpeech();
  const cite = (key: string): string => pack.clauses.find((each) => each.key === key)?.cite ?? key;
  if (basis === 'stated') {
    return (
      <span>
        <Mark tone="ink">{t('文件规定', 'stated')}</Mark> {clause === null ? '—' : cite(clause)}
      </span>
    );
  }
  return (
    <span>
      <ConfiguredMark />
      <span className="source-note" style={{ display: 'block' }}>
        {approvedBy === null
          ? t('尚无批准人', 'no approver on record')
          : t(`批准：${approvedBy}，${approvedOn ?? '日期不详'}`, `approved by ${approvedBy}, ${approvedOn ?? 'date unknown'}`)}
        {umbrella === null || umbrella === undefined ? '' : t(`；上位条款：${cite(umbrella)}`, `; under ${cite(umbrella)}`)}
      </span>
    </span>
  );
}

const small = { size: 'small' as const, pagination: false as const, scroll: { x: 'max-content' as const } };

function Document({ policy, completed }: { readonly policy: PolicyRow; readonly completed: PolicyRow | undefined }) {
  const speech = useSpeech();
  const { t, say } = speech;
  const place = usePlace();
  const { document: pack } = policy;
  const { meta } = pack;
  const citing = completed === undefined ? pack : { ...pack, clauses: [...pack.clauses, ...completed.document.clauses] };
  const facts: readonly [string, string | null][] = [
    [t('文号', 'Number'), meta.number],
    [t('文种', 'Kind of document'), meta.kindOfDocument],
    [t('发文机关', 'Issuer'), meta.issuer],
    [t('成文日期', 'Made'), meta.made],
    [t('发布日期', 'Published'), meta.published],
    [t('施行', 'In force from'), meta.inForceFrom],
    [t('有效至', 'Until'), policy.until],
    [t('效力', 'Status'), meta.status],
    [t('依据', 'Legal basis'), meta.legalBasis.length === 0 ? null : meta.legalBasis.join('；')],
    [t('主送', 'Addressees'), meta.addressees],
    [t('版本', 'Version'), policy.version],
    [t('摘要（SHA-256）', 'Digest (SHA-256)'), policy.digest],
  ];
  return (
    <div className="stack">
      <section className="sheet stack">
        <div className="row">
          <h2>{meta.title}</h2>
          <PhaseMark phase={policy.phase} />
          {policy.role === 'house' ? <ConfiguredMark /> : <Mark tone="ink">{t('政策文件', 'Policy document')}</Mark>}
        </div>
        {policy.role === 'house' ? (
          <p>
            {t(
              '这是补充文件未规定事项的本地配置，不是政策。补充对象：',
              'Local configuration of what the document leaves open; it is not policy. It completes: ',
            )}
            {completed === undefined ? pack.completes : <Go to={`policies/${completed.pack}`}>{completed.title}</Go>}
          </p>
        ) : null}
        <dl className="facts">
          {facts.map(([term, value]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd style={{ wordBreak: 'break-all' }}>{value ?? <span className="quiet">—</span>}</dd>
            </div>
          ))}
        </dl>
        {pack.nominationDeadline === null ? null : (
          <p>
            {t('报送截止（北京时间）：', 'Nominations until (Asia/Shanghai): ')}
            <b>{pack.nominationDeadline.at}</b>
          </p>
        )}
      </section>
      <section className="sheet">
        <Tabs
          activeKey={place.params.get('part') ?? (pack.clauses.length === 0 ? 'parameters' : 'clauses')}
          onChange={(part) => adjust(place, { part })}
          items={[
            {
              key: 'life',
              label: t('版本与经历', 'Versions and life'),
              children: <PolicyLifeSheet packId={policy.pack} />,
            },
            {
              key: 'clauses',
              label: `${t('条款', 'Clauses')} ${pack.clauses.length}`,
              children: (
                <div className="stack">
                  <Downloads
                    title={`条款_${pack.id}`}
                    ofDataset={false}
                    rows={pack.clauses}
                    columns={[
                      { heading: '条款', of: ({ cite }) => cite },
                      { heading: '原文', of: ({ text }) => text },
                      { heading: '编号', of: ({ rows }) => rows.join(' ') },
                    ]}
                  />
                  <Table
                    {...small}
                    rowKey="key"
                    dataSource={pack.clauses}
                    locale={{ emptyText: <Nothing text={t('没有条款。', 'No clauses.')} /> }}
                    scroll={{ x: 700 }}
                    columns={[
                      { key: 'cite', title: t('条款', 'Clause'), width: 220, render: (_, clause) => clause.cite },
                      { key: 'text', title: t('原文', 'Text'), render: (_, clause) => <span className="clause-text">{clause.text}</span> },
                      {
                        key: 'rows',
                        title: t('编号', 'Rows'),
                        width: 130,
                        render: (_, clause) => <span className="quiet">{clause.rows.join(' ')}</span>,
                      },
                    ]}
                  />
                </div>
              ),
            },
            {
              key: 'parameters',
              label: `${t('参数', 'Parameters')} ${pack.parameters.length}`,
              children: (
                <div className="stack">
                  <Downloads
                    title={`参数_${pack.id}`}
                    ofDataset={false}
                    rows={pack.parameters.flatMap((parameter) => parameter.values.map((value) => ({ parameter, value })))}
                    columns={[
                      { heading: '参数', of: ({ parameter }) => parameter.zh },
                      { heading: '代码', of: ({ parameter }) => parameter.key },
                      { heading: '条件', of: ({ value }) => conditionText(value.when, speech) },
                      { heading: '取值', of: ({ value }) => (value.value === null ? '文件未规定' : String(value.value)) },
                      {
                        heading: '单位',
                        of: ({ parameter }) => (UNIT[parameter.unit] === undefined ? null : named(UNIT, parameter.unit).zh),
                      },
                      { heading: '自', kind: 'date', of: ({ value }) => value.from },
                      { heading: '至', kind: 'date', of: ({ value }) => value.until },
                      { heading: '依据性质', of: ({ parameter }) => (parameter.basis === 'stated' ? '文件规定' : '本地配置') },
                    ]}
                  />
                  <Table
                    {...small}
                    rowKey="key"
                    dataSource={pack.parameters}
                    columns={[
                      {
                        key: 'name',
                        title: t('参数', 'Parameter'),
                        render: (_, parameter) => (
                          <span>
                            {say(parameter)}
                            <span className="source-note" style={{ display: 'block' }}>
                              {parameter.key}
                            </span>
                          </span>
                        ),
                      },
                      {
                        key: 'values',
                        title: t('取值', 'Values'),
                        render: (_, parameter) => (
                          <ul className="reasons">
                            {parameter.values.map((each, index) => (
                              <li key={index}>
                                {conditionText(each.when, speech)}：
                                {each.value === null ? (
                                  <Mark tone="warn">{t('文件未规定', 'not stated')}</Mark>
                                ) : (
                                  <>
                                    <b className="number" style={{ whiteSpace: 'normal' }}>
                                      {String(each.value)}
                                    </b>{' '}
                                    {UNIT[parameter.unit] === undefined ? '' : say(named(UNIT, parameter.unit))}
                                  </>
                                )}
                                {each.from === null || each.from === undefined ? '' : t(`（自 ${each.from}）`, ` (from ${each.from})`)}
                                {each.until === null || each.until === undefined ? '' : t(`（至 ${each.until}）`, ` (until ${each.until})`)}
                              </li>
                            ))}
                          </ul>
                        ),
                      },
                      { key: 'basis', title: t('依据', 'Basis'), render: (_, parameter) => <Basis pack={citing} {...parameter} /> },
                    ]}
                  />
                </div>
              ),
            },
            {
              key: 'rules',
              label: `${t('规则', 'Rules')} ${pack.rules.length}`,
              children: (
                <div className="stack">
                  <Downloads
                    title={`规则_${pack.id}`}
                    ofDataset={false}
                    rows={pack.rules}
                    columns={[
                      { heading: '规则', of: ({ zh }) => zh },
                      { heading: '代码', of: ({ id }) => id },
                      { heading: '用途', of: ({ purpose }) => named(PURPOSE, purpose).zh },
                      { heading: '层级', of: ({ tier }) => (tier === null ? null : named(TIER_SHORT, tier).zh) },
                      { heading: '适用', of: ({ scope }) => scope.kinds.map((kind) => named(KIND, kind).zh).join('、') },
                      { heading: '依据性质', of: ({ basis }) => (basis === 'stated' ? '文件规定' : '本地配置') },
                    ]}
                  />
                  <Table
                    {...small}
                    rowKey="id"
                    dataSource={pack.rules}
                    columns={[
                      {
                        key: 'name',
                        title: t('规则', 'Rule'),
                        render: (_, rule) => (
                          <span>
                            {say(rule)}
                            <span className="source-note" style={{ display: 'block' }}>
                              {rule.id}
                            </span>
                          </span>
                        ),
                      },
                      { key: 'purpose', title: t('用途', 'Purpose'), render: (_, rule) => say(named(PURPOSE, rule.purpose)) },
                      {
                        key: 'tier',
                        title: t('层级', 'Tier'),
                        render: (_, rule) => (rule.tier === null ? '—' : say(named(TIER_SHORT, rule.tier))),
                      },
                      {
                        key: 'kinds',
                        title: t('适用', 'Applies to'),
                        render: (_, rule) => rule.scope.kinds.map((kind) => say(named(KIND, kind))).join(t('、', ', ')),
                      },
                      { key: 'basis', title: t('依据', 'Basis'), render: (_, rule) => <Basis pack={citing} {...rule} /> },
                    ]}
                  />
                </div>
              ),
            },
            {
              key: 'effects',
              label: `${t('触发', 'Effects')} ${pack.effects.length}`,
              children: (
                <div className="stack">
                  <Downloads
                    title={`触发_${pack.id}`}
                    ofDataset={false}
                    rows={pack.effects}
                    columns={[
                      { heading: '起因', of: (effect) => named(TRIGGER, effect.on).zh },
                      { heading: '后果', of: ({ zh }) => zh },
                      { heading: '依据性质', of: ({ basis }) => (basis === 'stated' ? '文件规定' : '本地配置') },
                    ]}
                  />
                  <Table
                    {...small}
                    rowKey="id"
                    dataSource={pack.effects}
                    locale={{ emptyText: <Nothing text={t('这份文件没有规定任何触发。', 'This document triggers nothing.')} /> }}
                    columns={[
                      { key: 'on', title: t('起因', 'On'), render: (_, effect) => say(named(TRIGGER, effect.on)) },
                      { key: 'what', title: t('后果', 'Then'), render: (_, effect) => say(effect) },
                      {
                        key: 'confirm',
                        title: t('由谁生效', 'Who confirms'),
                        render: (_, effect) =>
                          effect.fallsDueAfter !== null
                            ? t('期满无异议生效', 'falls due')
                            : effect.then.startsWith('propose')
                              ? t('具名审批人确认', 'a named person')
                              : t('当即', 'at once'),
                      },
                      { key: 'basis', title: t('依据', 'Basis'), render: (_, effect) => <Basis pack={citing} {...effect} /> },
                    ]}
                  />
                </div>
              ),
            },
            {
              key: 'readings',
              label: `${t('解读', 'Interpretations')} ${pack.interpretations.length}`,
              children: (
                <ul className="reasons">
                  {pack.interpretations.map((each) => (
                    <li key={each.id}>
                      {say(each)} <Mark tone="calm">{t(`采用：${each.chosen}`, `taken: ${each.chosen}`)}</Mark>{' '}
                      <span className="quiet">{t(`未采用：${each.others.join('；')}`, `not taken: ${each.others.join('; ')}`)}</span>
                    </li>
                  ))}
                </ul>
              ),
            },
            {
              key: 'records',
              label: `${t('目标与记载', 'Targets and records')} ${pack.targets.length + pack.records.length}`,
              children: (
                <ul className="reasons">
                  {pack.targets.map((each) => (
                    <li key={each.id}>
                      <Mark tone="calm">{each.aim ? t('力争', 'aim') : t('目标', 'target')}</Mark> {say(each)}{' '}
                      <span className="quiet">{each.by ?? ''}</span>
                    </li>
                  ))}
                  {pack.records.map((each) => (
                    <li key={`${each.clause}${each.zh}`}>
                      {say(each)} <span className="quiet">{each.rows.join(' ')}</span>
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      </section>
    </div>
  );
}

/** 政策文件库: every pack that the log holds, clause by clause, with what is stated and what was configured told apart. */
export function PolicyLibrary({ packId }: { readonly packId: string | null }) {
  const { t } = useSpeech();
  const policies = useQuery(queries.policies());
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('政策文件库', 'Policy library')}</h1>
      </div>
      <Drafts />
      <Answer query={policies} rows={8}>
        {(rows) => {
          // Of each pack the version that decides today, else the newest.
          const packs = [...new Map(rows.map((row) => [row.pack, row])).keys()];
          const shelf = packs.flatMap((pack) => {
            const versions = rows.filter((row) => row.pack === pack);
            return versions.findLast(({ phase }) => phase === 'inForce') ?? versions.at(-1) ?? [];
          });
          const shown = shelf.find((row) => row.pack === packId) ?? shelf[0];
          if (shown === undefined) return <Nothing text={t('台账里还没有政策文件。', 'The ledger holds no policy yet.')} />;
          return (
            <>
              <nav
                className="filters"
                aria-label={t('文件', 'Documents')}
                style={{ gridTemplateColumns: 'repeat(auto-fill, minmax(280px, 1fr))' }}
              >
                {shelf.map((row) => (
                  <Go
                    key={`${row.pack}${row.version}`}
                    to={`policies/${row.pack}`}
                    className="sheet policy-choice"
                    aria-current={row === shown ? 'page' : undefined}
                  >
                    <b>{row.title}</b>
                    <span className="quiet">
                      {row.role === 'house' ? t('本地配置', 'local configuration') : (row.number ?? t('无文号', 'no number'))} ·{' '}
                      {t(`第 ${row.version} 版`, `version ${row.version}`)}{' '}
                      {row.phase === 'inForce' ? null : <PhaseMark phase={row.phase} />}
                    </span>
                  </Go>
                ))}
              </nav>
              <Document policy={shown} completed={shelf.find((row) => row.pack === shown.document.completes)} />
            </>
          );
        }}
      </Answer>
      <CheckFile />
    </div>
  );
}
