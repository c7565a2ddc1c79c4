import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useEffect, useState } from 'react';
import type { BrandCard, ProcedureView } from '#contracts';
import { useMayCommand } from '../accounts/session';
import { COMMANDS } from '../brand/commands';
import { FactEvent } from '../brand/fact-event';
import { EvidenceTable } from '../evidence/evidence-table';
import type { CommandSpec } from '../forms/command';
import { CommandDrawer } from '../forms/command-drawer';
import { download, queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { shanghaiTime, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, DaysLeft, Mark, Nothing, type Tone } from '../shell/marks';
import { PersonName, roleWords } from '../accounts/person';
import { adjust, Go, go, usePlace } from '../shell/router';
import { KIND, named, STAGE, TIER } from '../shell/words';
import { procedureOf } from './queries';

type Step = ProcedureView['steps'][number];

const STATUS: Readonly<Record<Step['status'], { readonly zh: string; readonly en: string; readonly tone: Tone }>> = {
  done: { zh: '已办', en: 'done', tone: 'good' },
  now: { zh: '待办', en: 'next', tone: 'warn' },
  later: { zh: '未到', en: 'later', tone: 'plain' },
  passedBy: { zh: '未办，已越过', en: 'passed by', tone: 'plain' },
  stopped: { zh: '止于此', en: 'stopped', tone: 'grave' },
};

/** The acts that a step offers, in the order in which an office takes them. */
const ACTS: Readonly<Record<string, readonly string[]>> = {
  nominate: ['nominate', 'return-nomination', 'resubmit-nomination'],
  recommend: ['recommend', 'forward-recommendation', 'return-nomination'],
  screen: ['screen-nomination'],
  assess: ['ask-experts', 'cast-vote', 'assess'],
  notice: ['post-notice', 'attach-evidence', 'capture-notice', 'raise-objection', 'decide-objection'],
  recognise: ['recognise', 'refuse-recognition'],
  catalogue: ['start-cultivation', 'enter-catalogue'],
  review: ['hold-review'],
};

const AFTER: Readonly<Record<string, readonly string[]>> = {
  recommend: ['forward-recommendation', 'return-nomination'],
  notice: ['attach-evidence', 'capture-notice', 'raise-objection', 'decide-objection'],
};
/** Whether acts of a step that was taken have a place still: the ledger refuses the others anyway. */
const stillOpen = ({ step, status }: Step, { brand, recognition }: ProcedureView): boolean =>
  status !== 'done' || (step === 'recommend' ? brand.stage === 'nominated' : recognition === null);

function StepRow({
  step,
  card,
  view,
  onAct,
}: {
  readonly step: Step;
  readonly card: BrandCard;
  readonly view: ProcedureView;
  readonly onAct: (spec: CommandSpec<BrandCard>) => void;
}) {
  const { t, say } = useSpeech();
  const status = STATUS[step.status];
  // What was done already is not offered again; what may follow it is.
  const names =
    step.status === 'done' ? (AFTER[step.step] ?? []) : step.status === 'now' || step.status === 'stopped' ? (ACTS[step.step] ?? []) : [];
  const mayCommand = useMayCommand(null);
  const acts = stillOpen(step, view)
    ? COMMANDS.filter(({ command }) => names.includes(command) && mayCommand(command, card.region.code)).sort(
        (a, b) => names.indexOf(a.command) - names.indexOf(b.command),
      )
    : [];
  return (
    <li className={`step step-${step.status}`} aria-current={step.status === 'now' ? 'step' : undefined}>
      <div className="row">
        <h3>{say(step)}</h3>
        <Mark tone={status.tone}>{say(status)}</Mark>
        {step.cite === null ? (
          <ConfiguredMark />
        ) : (
          <Mark tone="ink" title={step.text ?? ''}>
            {step.cite}
          </Mark>
        )}
      </div>
      <div className="quiet">
        {step.on === null ? null : (
          <>
            <span className="number">{step.on}</span> {step.by === null ? null : <PersonName id={step.by} role={null} />}{' '}
            <FactEvent event={step.event} />{' '}
          </>
        )}
        {step.status === 'now' || step.status === 'later'
          ? `${t('办理人：', 'Who acts: ')}${step.roles.map((role) => say(roleWords(role))).join(t('、', ', '))}`
          : null}
      </div>
      {step.missing.length === 0 ? null : (
        <ul className="reasons">
          {step.missing.map((each) => (
            <li key={each.zh}>{say(each)}</li>
          ))}
        </ul>
      )}
      <StepDetail step={step.step} view={view} />
      {step.step === 'form' ? (
        <div className="row">
          <Button size="small" type={step.status === 'now' ? 'primary' : 'default'} onClick={() => go(`procedure/${card.brandId}/form`)}>
            {view.form === null ? t('填写推荐表', 'Fill in the form') : t('查看或重新填报', 'See, or file anew')}
          </Button>
          {view.form === null ? null : (
            <Button size="small" onClick={() => void download(`/brands/${card.brandId}/form-print`, { form: view.form?.form ?? '' })}>
              {t('打印（.docx）', 'Print (.docx)')}
            </Button>
          )}
        </div>
      ) : null}
      {acts.length > 0 ? (
        <div className="row">
          {acts.map((spec, i) => (
            <Button
              key={spec.command}
              size="small"
              type={i === 0 && step.status === 'now' ? 'primary' : 'default'}
              onClick={() => onAct(spec)}
            >
              {say(spec.title)}
            </Button>
          ))}
        </div>
      ) : null}
    </li>
  );
}

function StepDetail({ step, view }: { readonly step: Step['step']; readonly view: ProcedureView }) {
  const { t, say } = useSpeech();
  if (step === 'form' && view.form !== null)
    return (
      <p>
        《{t(view.form.zh, view.form.en)}》
        {view.form.original ? null : <Mark tone="claim">{t('表样待附原件', 'layout derived, original awaited')}</Mark>}{' '}
        {t(`${view.form.answers.length} 栏`, `${view.form.answers.length} fields`)}
        {view.form.earlier > 0
          ? t(`，此前填报 ${view.form.earlier} 次，均保留`, `, filed ${view.form.earlier} times before, all kept`)
          : ''}
      </p>
    );
  if (step === 'nominate' && view.nomination !== null)
    return (
      <p>
        {view.nomination.unit}，<span className="number">{shanghaiTime(view.nomination.submittedAt).slice(0, 16)}</span>{' '}
        {view.nomination.late ? <Mark tone="grave">{t('逾期', 'late')}</Mark> : null}
        {view.nomination.tierSought === null
          ? null
          : t(`申报${named(TIER, view.nomination.tierSought).zh}`, `seeks ${named(TIER, view.nomination.tierSought).en}`)}
      </p>
    );
  if (step === 'recommend' && view.forwarded.length > 0)
    return (
      <ul className="reasons">
        {view.forwarded.map((each) => (
          <li key={each.event}>
            {each.on} {each.body} <PersonName id={each.by} role={null} /> <FactEvent event={each.event} />
          </li>
        ))}
      </ul>
    );
  if (step === 'screen' && view.screening !== null)
    return (
      <p>
        {view.screening.outcome === 'selected' ? t('入选：', 'Selected: ') : t('未入选：', 'Not selected: ')}
        {view.screening.reason}
      </p>
    );
  if (step === 'assess' && view.panel !== null) return <PanelVotes panel={view.panel} />;
  if (step === 'notice' && view.notice !== null) return <NoticeFacts view={view} />;
  if (step === 'recognise' && view.recognition !== null)
    return (
      <p>
        {say(named(TIER, view.recognition.tier))}，{view.recognition.number}，{view.recognition.issuedOn}，
        {t(`签批人 ${view.recognition.signedBy}`, `signed by ${view.recognition.signedBy}`)}
      </p>
    );
  return null;
}

function PanelVotes({ panel }: { readonly panel: NonNullable<ProcedureView['panel']> }) {
  const { t } = useSpeech();
  const words: Readonly<Record<string, string>> = { for: t('同意', 'for'), against: t('不同意', 'against'), recused: t('回避', 'recused') };
  const rows = panel.experts.map((expert) => ({ expert, cast: panel.votes.find((vote) => vote.expert === expert) ?? null }));
  return (
    <div className="stack">
      <p>
        {panel.question}
        {panel.dueOn === null ? '' : t(`（${panel.dueOn} 前答复）`, ` (by ${panel.dueOn})`)}{' '}
        {panel.closed ? <Mark tone="plain">{t('已有结论', 'decided')}</Mark> : null}
      </p>
      <Downloads
        title="专家意见"
        rows={rows}
        notes={[panel.question, '专家为人员编号。']}
        columns={[
          { heading: '专家', of: (row) => row.expert },
          {
            heading: '意见',
            of: (row) => (row.cast === null ? '未答复' : { for: '同意', against: '不同意', recused: '回避' }[row.cast.vote]),
          },
          { heading: '得分', kind: 'number', of: (row) => (row.cast === null || row.cast.of === 0 ? null : row.cast.points) },
          { heading: '满分', kind: 'number', of: (row) => (row.cast === null || row.cast.of === 0 ? null : row.cast.of) },
          { heading: '理由', of: (row) => row.cast?.reason },
          { heading: '记录', of: (row) => row.cast?.event },
        ]}
      />
      <Table
        size="small"
        rowKey="expert"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={rows}
        columns={[
          { key: 'expert', title: t('专家', 'Expert'), render: (_, row) => <PersonName id={row.expert} role={null} /> },
          {
            key: 'vote',
            title: t('意见', 'Vote'),
            render: (_, row) => (row.cast === null ? <span className="quiet">{t('未答复', 'not yet')}</span> : words[row.cast.vote]),
          },
          {
            key: 'score',
            title: t('评分', 'Score'),
            align: 'right',
            render: (_, row) => (row.cast === null || row.cast.of === 0 ? '—' : `${row.cast.points}/${row.cast.of}`),
          },
          { key: 'reason', title: t('理由', 'Reason'), render: (_, row) => row.cast?.reason ?? '' },
          { key: 'event', title: t('记录', 'Entry'), render: (_, row) => <FactEvent event={row.cast?.event ?? null} /> },
        ]}
      />
    </div>
  );
}

function NoticeFacts({ view }: { readonly view: ProcedureView }) {
  const { t } = useSpeech();
  const { notice, objections } = view;
  if (notice === null) return null;
  const taken: Readonly<Record<string, string>> = {
    posted: t('发布时', 'when posted'),
    running: t('期间', 'while it ran'),
    ended: t('期满时', 'when it ended'),
  };
  return (
    <div className="stack">
      <p>
        {notice.place}：<span className="number">{notice.from}</span> — <span className="number">{notice.until}</span>
        {notice.workingDays === null
          ? ''
          : t(
              `，共 ${notice.workingDays} 个工作日（日历 ${notice.calendar ?? ''}）`,
              `, ${notice.workingDays} working days (calendar ${notice.calendar ?? ''})`,
            )}{' '}
        {notice.until < todayInShanghai() ? <Mark tone="good">{t('已期满', 'ended')}</Mark> : <DaysLeft days={notice.left} soon={0} />}
      </p>
      <p>
        {t('留痕：', 'Captures: ')}
        {notice.captures.length === 0
          ? t('尚未留痕', 'none yet')
          : notice.captures.map((each) => (
              <span key={each.event}>
                {each.on} {taken[each.taken]} <code className="quiet">{each.sha256.slice(0, 12)}…</code>{' '}
                <FactEvent event={each.event} />{' '}
              </span>
            ))}
      </p>
      <div>
        {t('异议：', 'Objections: ')}
        {objections.length === 0 ? (
          t('无', 'none')
        ) : (
          <ul className="reasons">
            {objections.map((each) => (
              <li key={each.objectionId}>
                {each.raisedOn} {each.by}：{each.reason}{' '}
                {each.answer === null ? (
                  <Mark tone="grave">{t('待处理', 'open')}</Mark>
                ) : (
                  <>
                    <Mark tone={each.answer.upheld ? 'grave' : 'good'}>
                      {each.answer.upheld ? t('成立', 'upheld') : t('不成立', 'not upheld')}
                    </Mark>
                    {each.answer.on} {each.answer.reason}
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** 申报办理: the legal order of its document as steps, what stands, who acts next, what is missing. */
export function ProcedurePage({ brandId }: { readonly brandId: string }) {
  const { t, say } = useSpeech();
  const place = usePlace();
  const { setDataset } = useDataset();
  const mayCommand = useMayCommand(null);
  const procedure = useQuery(procedureOf(brandId));
  const brand = useQuery(queries.brand(brandId));
  const [open, setOpen] = useState<CommandSpec<BrandCard> | null>(null);
  const dataset = brand.data?.dataset;
  useEffect(() => {
    if (dataset !== undefined) setDataset(dataset);
  }, [dataset, setDataset]);
  const asked = place.params.get('do');
  const fetching = brand.isFetching;
  useEffect(() => {
    const spec = COMMANDS.find((each) => each.command === asked);
    if (spec !== undefined && dataset !== undefined && !fetching) {
      setOpen(spec);
      adjust(place, { do: null });
    }
  }, [asked, dataset, fetching, place]);
  const card = brand.data;
  return (
    <Answer query={procedure} rows={10}>
      {(view) => (
        <div className="stack">
          <div className="crumbs">
            <span>
              <Go to="work">{t('工作台', 'Workbench')}</Go>
            </span>
            <span>
              <Go to={`brands/${brandId}`}>{view.brand.name}</Go>
            </span>
            <span>{t('申报办理', 'Procedure')}</span>
          </div>
          <section className="sheet stack">
            <div className="row">
              <h1>{t(`${view.brand.name}：申报办理`, `${view.brand.name}: procedure`)}</h1>
              <Mark tone="plain">{say(named(KIND, view.brand.kind))}</Mark>
              <Mark tone="calm">{say(named(STAGE, view.brand.stage))}</Mark>
            </div>
            <p className="quiet">
              {view.pack === null ? (
                t('没有适用的文件。', 'No document applies.')
              ) : (
                <>
                  {t('依据：', 'Under: ')}
                  <Go to={`policies/${view.pack.pack}`}>{view.pack.title}</Go>
                </>
              )}
              {' · '}
              <Go to={`brands/${brandId}`} params={{ tab: 'history' }}>
                {t('全部记录', 'All entries')}
              </Go>
            </p>
            <ol className="steps">
              {view.steps.map((step) =>
                card === undefined ? null : <StepRow key={step.step} step={step} card={card} view={view} onAct={setOpen} />,
              )}
            </ol>
          </section>
          <section className="sheet">
            <header>
              <h2>{t(`佐证材料（${view.evidence.length} 件）`, `Evidence (${view.evidence.length})`)}</h2>
              {card !== undefined && mayCommand('attach-evidence', card.region.code) ? (
                <Button size="small" onClick={() => setOpen(COMMANDS.find(({ command }) => command === 'attach-evidence') ?? null)}>
                  {t('登记佐证材料', 'Attach evidence')}
                </Button>
              ) : null}
            </header>
            {view.evidence.length === 0 ? (
              <Nothing text={t('还没有佐证材料。', 'None yet.')} />
            ) : (
              <EvidenceTable stream={`brand-${brandId}`} rows={view.evidence} />
            )}
          </section>
          {open === null || card === undefined ? null : (
            <CommandDrawer spec={open} card={card} path={`/brands/${brandId}`} revision={view.revision} onClose={() => setOpen(null)} />
          )}
        </div>
      )}
    </Answer>
  );
}
