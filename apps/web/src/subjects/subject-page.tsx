import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import type { FigureRow, SubjectCard } from '#contracts';
import { useMay, useMayCommand } from '../accounts/session';
import { CorrectionDrawer } from '../brand/figure-forms';
import { FactEvent } from '../brand/fact-event';
import { Figures } from '../brand/figures';
import { History } from '../brand/history';
import type { CommandSpec } from '../forms/command';
import { AllCommands, CommandDrawer } from '../forms/command-drawer';
import { Board, ProgressSheet } from '../programmes/board';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { useSpeech, type Words } from '../shell/language';
import { Answer, Mark } from '../shell/marks';
import { adjust, Go, usePlace } from '../shell/router';
import { named } from '../shell/words';
import { SUBJECT_COMMANDS, SUBJECT_GROUPS } from './commands';
import { PATH, SANCTION, SUBJECT_KIND, type SubjectKind } from './kinds';
import { LinkSides } from './link-sides';
import { OwnFacts } from './own-facts';
import { Standing } from './standing';
import { SubjectAnswers } from './subject-answers';
import { StatusOf } from './subject-list';
import { WindowFacts, WindowStands } from './windows';

/** The list that a subject is found in. */
const LIST: Readonly<Record<SubjectKind, Words>> = {
  unit: { zh: '单位与机构', en: 'Units and institutions' },
  institution: { zh: '单位与机构', en: 'Units and institutions' },
  region: { zh: '单位与机构', en: 'Units and institutions' },
  link: { zh: '双品牌', en: 'Dual brands' },
  programme: { zh: '任务目标', en: 'Targets' },
  window: { zh: '征集窗口', en: 'Windows' },
};

type Open =
  { readonly form: 'command'; readonly spec: CommandSpec<SubjectCard> } | { readonly form: 'correct'; readonly figure: FigureRow } | null;

const revisionOf = (event: string): number => Number(event.split('@')[1] ?? 0);
/** A figure of a subject, as the table of figures takes it. Subjects keep one source a figure: none disagree. */
const asRow = ({ event, ...figure }: SubjectCard['figures'][number]): FigureRow => ({
  ...figure,
  conflictsWith: [],
  revision: revisionOf(event),
});

function OpenMatters({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const proposed = card.sanctions.filter(({ status }) => status === 'proposed');
  const due = card.evaluationsDue.filter(({ metBy }) => metBy === null);
  if (proposed.length + due.length + card.stale.length === 0) return null;
  return (
    <ul className="reasons">
      {proposed.map((each) => (
        <li key={each.proposalId}>
          <Mark tone="warn">{t('待确认', 'to be confirmed')}</Mark> {t('规则建议：', 'a rule proposes: ')}
          {say(named(SANCTION, each.sanction))} <FactEvent event={each.event} told={t('看依据', 'why')} />
        </li>
      ))}
      {due.map((each) => (
        <li key={each.event}>
          {t('应予评估，截止 ', 'evaluation due on ')}
          <b className="number">{each.dueOn}</b> <FactEvent event={each.event} told={t('看依据', 'why')} />
        </li>
      ))}
      {card.stale.length === 0 ? null : (
        <li>
          <Mark tone="grave">{t('应重新认定', 'to be retaken')}</Mark>{' '}
          {t(`${card.stale.length} 项判定的依据已更正`, `${card.stale.length} decision(s) rest on what was corrected`)}
        </li>
      )}
    </ul>
  );
}

function FirstTab({ card, onCorrect }: { readonly card: SubjectCard; readonly onCorrect: (figure: FigureRow) => void }) {
  const { t } = useSpeech();
  const may = useMay();
  if (card.kind === 'window') return <WindowFacts card={card} />;
  const mayCorrect = may(`${card.kind}CorrectFigure`, card.region.code);
  return (
    <div className="stack">
      {card.kind === 'link' ? (
        <LinkSides card={card} />
      ) : card.kind === 'programme' ? (
        <ProgressSheet card={card} />
      ) : (
        <OwnFacts card={card} />
      )}
      {card.kind === 'link' || card.kind === 'programme' ? null : (
        <section className="sheet">
          <header>
            <h2>{t('数据', 'Figures')}</h2>
            <span className="quiet">
              {t('单位、口径、直接间接不同的数据从不相加', 'Figures of unlike unit, nature or directness never add')}
            </span>
          </header>
          <Downloads what="subject-figures" params={{ kind: PATH[card.kind], id: card.id }} />
          <Figures
            figures={card.figures.map(asRow)}
            onCorrect={onCorrect}
            {...(mayCorrect ? {} : { acts: () => <span className="quiet">—</span> })}
          />
        </section>
      )}
      <Standing card={card} />
    </div>
  );
}

/** One unit, institution, dual brand, programme, window or region: how it stands, why, and what may be done with it. */
export function SubjectPage({ kind, id }: { readonly kind: SubjectKind; readonly id: string }) {
  const mayCommand = useMayCommand(kind);
  const { t, say } = useSpeech();
  const { dataset, setDataset } = useDataset();
  const place = usePlace();
  const path = `/${PATH[kind]}/${id}`;
  const subject = useQuery(queries.subject(path));
  const [open, setOpen] = useState<Open>(null);
  const origin = subject.data?.origin;
  const fetching = subject.isFetching;
  // A region belongs to both datasets; everything else to one.
  const belongs = origin === undefined || kind === 'region' ? undefined : origin === 'synthetic' ? 'synthetic' : 'real';
  useEffect(() => {
    if (belongs !== undefined) setDataset(belongs);
  }, [belongs, setDataset]);
  const asked = place.params.get('do');
  useEffect(() => {
    const spec = SUBJECT_COMMANDS[kind].find((each) => each.command === asked);
    // A form is filled from the card, so it waits for the card as it stands now, not as it was seen last.
    if (spec !== undefined && origin !== undefined && !fetching) {
      setOpen({ form: 'command', spec });
      adjust(place, { do: null });
    }
  }, [asked, fetching, kind, origin, place]);
  const close = (): void => setOpen(null);
  return (
    <Answer query={subject} rows={10}>
      {(card) => {
        const commands = SUBJECT_COMMANDS[kind].filter(({ command }) => mayCommand(command, card.region.code));
        const next = commands.filter((spec) => spec.next(card));
        const first = {
          unit: t('概况与数据', 'Facts and figures'),
          link: t('两方条件', 'The two sides'),
          window: t('时间与申报', 'Times and nominations'),
        };
        const tabs = [
          ...(kind === 'programme' ? [{ key: 'targets', label: t('目标完成情况', 'Targets'), children: <Board card={card} /> }] : []),
          {
            key: 'facts',
            label:
              kind === 'link'
                ? first.link
                : kind === 'window'
                  ? first.window
                  : kind === 'programme'
                    ? t('进度与分摊', 'Progress and shares')
                    : first.unit,
            children: <FirstTab card={card} onCorrect={(figure) => setOpen({ form: 'correct', figure })} />,
          },
          ...(kind === 'window'
            ? []
            : [{ key: 'answers', label: t('政策判定（不写入）', 'What the documents answer'), children: <SubjectAnswers card={card} /> }]),
          {
            key: 'history',
            label: t('历史与判定依据', 'History and explanations'),
            children: (
              <section className="sheet">
                <Downloads what="subject-history" params={{ kind: PATH[card.kind], id: card.id }} />
                <History path={path} />
              </section>
            ),
          },
          {
            key: 'acts',
            label: t('全部操作', 'All acts'),
            children: <AllCommands commands={commands} groups={SUBJECT_GROUPS} onOpen={(spec) => setOpen({ form: 'command', spec })} />,
          },
        ];
        return (
          <div className="stack">
            <div className="crumbs">
              <span>
                <Go to={PATH[kind]}>{say(LIST[kind])}</Go>
              </span>
              <span>{card.name}</span>
            </div>
            <section className="sheet stack">
              <div className="row">
                <h1>{card.name}</h1>
                <span className="marks">
                  <Mark tone="plain">{say(named(SUBJECT_KIND, kind))}</Mark>
                  {kind === 'window' ? <WindowStands card={card} /> : <StatusOf row={card} />}
                  {card.origin === 'synthetic' || (kind === 'region' && dataset === 'synthetic') ? (
                    <Mark tone="grave">{t('合成数据（演示）', 'Synthetic')}</Mark>
                  ) : null}
                </span>
              </div>
              <OpenMatters card={card} />
              {next.length === 0 ? null : (
                <div className="row">
                  <b>{t('下一步', 'Next')}</b>
                  {next.map((spec) => (
                    <Button key={spec.command} type="primary" ghost onClick={() => setOpen({ form: 'command', spec })}>
                      {say(spec.title)}
                    </Button>
                  ))}
                </div>
              )}
            </section>
            <Tabs
              activeKey={place.params.get('tab') ?? tabs[0]?.key ?? 'facts'}
              onChange={(tab) => adjust(place, { tab: tab === tabs[0]?.key ? null : tab, at: null })}
              items={tabs}
            />
            {open?.form === 'command' ? (
              <CommandDrawer
                key={open.spec.command}
                spec={open.spec}
                card={card}
                path={path}
                revision={card.revision < 0 ? null : card.revision}
                onClose={close}
              />
            ) : null}
            {open?.form === 'correct' ? (
              <CorrectionDrawer path={path} revision={card.revision} figure={open.figure} onClose={close} />
            ) : null}
          </div>
        );
      }}
    </Answer>
  );
}
