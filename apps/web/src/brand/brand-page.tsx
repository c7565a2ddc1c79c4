import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useEffect, useState } from 'react';
import type { BrandCard, FigureRow } from '#contracts';
import { useMay, useMayCommand, useSession } from '../accounts/session';
import { FigureActs } from '../corrections/figure-acts';
import { RequestCorrectionDrawer } from '../corrections/request-drawer';
import type { CommandSpec } from '../forms/command';
import { AllCommands, CommandDrawer } from '../forms/command-drawer';
import { regionName } from '../ledger/brand-table';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Download } from '../shell/download';
import { Downloads } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer, ClaimMark, Mark, SideMarks, SourceLink } from '../shell/marks';
import { adjust, Go, go, usePlace } from '../shell/router';
import { BRAND_TYPE, KIND, named, ORIGIN, PROPOSAL_STATUS, STAGE, STEP, TIER, WORK } from '../shell/words';
import { COMMANDS, GROUPS } from './commands';
import { DryEvaluation } from './dry-evaluation';
import { CorrectionDrawer, linesOf, YearlyFiguresDrawer } from './figure-forms';
import { Conflicts, Figures, OtherFacts } from './figures';
import { History } from './history';
import { Relaxations } from './relaxations';

type Open =
  | { readonly form: 'command'; readonly spec: CommandSpec<BrandCard> }
  | { readonly form: 'yearly' }
  | { readonly form: 'correct' | 'request'; readonly figure: FigureRow }
  | null;

function Identity({ card }: { readonly card: BrandCard }) {
  const { t, say } = useSpeech();
  const stated = card.regionAsStated;
  const statedText =
    stated === null ? null : [stated.province, stated.prefecture, stated.county].filter((each) => each !== null && each !== '').join(' · ');
  const unknown = <span className="quiet">{t('日期不详', 'unknown')}</span>;
  const lines: readonly [string, React.ReactNode][] = [
    [t('地区（本台账）', 'Region (ledger)'), `${regionName(card)}（${card.region.code}）`],
    [
      t('来源所写地区', 'Region as the source states it'),
      statedText === null || statedText === '' ? <span className="quiet">{t('未写', 'not stated')}</span> : statedText,
    ],
    [t('行业', 'Category'), card.category ?? <span className="quiet">{t('未注明', 'not stated')}</span>],
    [t('品牌类型', 'Type'), card.brandType === null ? <span className="quiet">—</span> : say(named(BRAND_TYPE, card.brandType))],
    [t('形成日期', 'Formed on'), card.formedOn ?? unknown],
    [t('培育起始', 'Cultivated from'), card.cultivatedFrom ?? unknown],
    [t('数据性质', 'Origin'), say(named(ORIGIN, card.origin))],
    [t('登记来源', 'Source'), <SourceLink key="source" source={card.source} />],
  ];
  return (
    <dl className="facts">
      {lines.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function OpenMatters({ card }: { readonly card: BrandCard }) {
  const { t, say } = useSpeech();
  const open = card.proposals.filter((each) => each.status === 'open');
  const due = card.dueDates.filter((each) => each.what !== 'proposal');
  if (open.length === 0 && due.length === 0) return null;
  const period = (value: number | null): string => (value === null ? '' : t(`（${value} 年度）`, ` (${value})`));
  return (
    <ul className="reasons">
      {open.map((each) => (
        <li key={each.proposalId}>
          <Mark tone="warn">{say(named(PROPOSAL_STATUS, each.status))}</Mark> {t('规则建议：', 'a rule proposes: ')}
          {say(named(STEP, each.step))}
          {period(each.period)}
          {each.toTier === null ? '' : ` → ${say(named(TIER, each.toTier))}`}
          {each.fallsDueOn === null ? '' : t(`，${each.fallsDueOn} 到期生效`, `, falls due on ${each.fallsDueOn}`)}
        </li>
      ))}
      {due.map((each) => (
        <li key={`${each.what}${each.on}`}>
          {say(named(WORK, each.what))}
          {period(each.period)}：{t('截止', 'due')} <b className="number">{each.on}</b>
        </li>
      ))}
    </ul>
  );
}

/** 品牌卡片: identity, tier and claims, honours, figures, history with its decisions, dry evaluation and acts. */
export function BrandPage({ brandId }: { readonly brandId: string }) {
  const { t, say } = useSpeech();
  const { setDataset } = useDataset();
  const place = usePlace();
  const may = useMay();
  const mayCommand = useMayCommand(null);
  const accounts = useSession()?.accounts === 'on';
  const path = `/brands/${brandId}`;
  const brand = useQuery(queries.brand(brandId));
  const [open, setOpen] = useState<Open>(null);
  const dataset = brand.data?.dataset;
  const fetching = brand.isFetching;
  useEffect(() => {
    if (dataset !== undefined) setDataset(dataset);
  }, [dataset, setDataset]);
  const asked = place.params.get('do');
  useEffect(() => {
    const spec = COMMANDS.find((each) => each.command === asked);
    // A form is filled from the card, so it waits for the card as it stands now, not as it was seen last.
    if (spec !== undefined && dataset !== undefined && !fetching) {
      setOpen({ form: 'command', spec });
      adjust(place, { do: null });
    }
  }, [asked, dataset, fetching, place]);
  const close = (): void => setOpen(null);
  return (
    <Answer query={brand} rows={10}>
      {(card) => {
        const commands = COMMANDS.filter(({ command }) => mayCommand(command, card.region.code));
        const next = commands.filter((spec) => spec.next(card));
        return (
          <div className="stack">
            <div className="crumbs">
              <span>
                <Go to="brands">{t('品牌台账', 'Brand ledger')}</Go>
              </span>
              <span>{card.name}</span>
            </div>
            <section className="sheet stack">
              <div className="row">
                <h1>{card.name}</h1>
                <span className="marks">
                  <Mark tone="plain">{say(named(KIND, card.kind))}</Mark>
                  <Mark tone="calm">{say(named(STAGE, card.stage))}</Mark>
                  {card.tier === null ? null : <Mark tone="ink">{say(named(TIER, card.tier))}</Mark>}
                  {card.claimedTier === null ? null : <ClaimMark tier={card.claimedTier} />}
                  {card.listed ? <Mark tone="good">{t('已列入指导目录', 'In the catalogue')}</Mark> : null}
                  {card.keyProject ? <Mark tone="calm">{t('建设重点项目', 'Key project')}</Mark> : null}
                  {card.dataset === 'synthetic' ? <Mark tone="grave">{t('合成数据（演示）', 'Synthetic')}</Mark> : null}
                  {card.conflicts === 0 ? null : <Mark tone="warn">{t('来源有冲突', 'Sources disagree')}</Mark>}
                </span>
                <SideMarks states={card.sideStates} />
              </div>
              <OpenMatters card={card} />
              <div className="row">
                <b>{t('下一步', 'Next')}</b>
                <Button onClick={() => go(`procedure/${brandId}`)}>{t('申报办理', 'Procedure')}</Button>
                {next.map((spec) => (
                  <Button key={spec.command} type="primary" ghost onClick={() => setOpen({ form: 'command', spec })}>
                    {say(spec.title)}
                  </Button>
                ))}
                {may('recordFigure', card.region.code) ? (
                  <Button onClick={() => setOpen({ form: 'yearly' })}>
                    {accounts ? t('补录三年数据', 'Record outside a return') : t('填报三年数据', 'Record three years')}
                  </Button>
                ) : null}
                {card.stage === 'evaluated' || card.sideStates.includes('onExitNotice') ? (
                  <Download
                    kind="public-notice"
                    query={{
                      region: card.region.code,
                      dataset: card.dataset,
                      brand: brandId,
                      purpose: card.stage === 'evaluated' ? 'recognition' : 'exit',
                    }}
                  >
                    {t('下载公示稿', 'Public notice')}
                  </Download>
                ) : null}
              </div>
            </section>
            <Tabs
              activeKey={place.params.get('tab') ?? 'facts'}
              onChange={(tab) => adjust(place, { tab: tab === 'facts' ? null : tab, at: null })}
              items={[
                {
                  key: 'facts',
                  label: t('概况与数据', 'Facts and figures'),
                  children: (
                    <div className="stack">
                      <section className="sheet">
                        <Identity card={card} />
                      </section>
                      <Conflicts figures={card.figures} />
                      <Relaxations card={card} />
                      <section className="sheet">
                        <header>
                          <h2>{t('数据', 'Figures')}</h2>
                          <span className="quiet">
                            {t('单位、口径、直接间接不同的数据从不相加', 'Figures of unlike unit, nature or directness never add')}
                          </span>
                          <Downloads what="brand-figures" params={{ id: brandId }} />
                        </header>
                        <Figures
                          figures={card.figures}
                          onCorrect={(figure) => setOpen({ form: 'correct', figure })}
                          acts={(figure) => (
                            <FigureActs
                              brandId={brandId}
                              region={card.region.code}
                              figure={figure}
                              onRequest={() => setOpen({ form: 'request', figure })}
                              onCorrect={() => setOpen({ form: 'correct', figure })}
                            />
                          )}
                        />
                      </section>
                      <OtherFacts card={card} />
                    </div>
                  ),
                },
                {
                  key: 'history',
                  label: t('历史与判定依据', 'History and explanations'),
                  children: (
                    <section className="sheet stack">
                      <Downloads what="brand-history" params={{ id: brandId }} />
                      <History path={path} />
                    </section>
                  ),
                },
                { key: 'dry', label: t('试判（不写入）', 'Dry evaluation'), children: <DryEvaluation card={card} /> },
                {
                  key: 'acts',
                  label: t('全部操作', 'All acts'),
                  children: <AllCommands commands={commands} groups={GROUPS} onOpen={(spec) => setOpen({ form: 'command', spec })} />,
                },
              ]}
            />
            {open?.form === 'command' ? (
              <CommandDrawer key={open.spec.command} spec={open.spec} card={card} path={path} revision={card.revision} onClose={close} />
            ) : null}
            {open?.form === 'yearly' ? (
              <YearlyFiguresDrawer path={path} figures={card.figures} lines={linesOf(card.kind)} onClose={close} />
            ) : null}
            {open?.form === 'request' ? <RequestCorrectionDrawer brandId={brandId} figure={open.figure} onClose={close} /> : null}
            {open?.form === 'correct' ? (
              <CorrectionDrawer path={path} revision={card.revision} figure={open.figure} onClose={close} />
            ) : null}
          </div>
        );
      }}
    </Answer>
  );
}
