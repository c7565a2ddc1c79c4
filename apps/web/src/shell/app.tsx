import { Alert, Button, Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useEffect, useRef, type ReactNode } from 'react';
import { Identity } from '../accounts/identity';
import { useMay, useSession } from '../accounts/session';
import { kindAt } from '../subjects/kinds';
import { useFeed } from './api';
import { useDataset, type Dataset } from './dataset';
import { useSpeech } from './language';
import { Mark } from './marks';
import { MainNavigation } from './navigation';
import { FOR_ACCOUNTS, useLanding } from './rooms';
import { Go, placeOf, usePlace } from './router';
import { useReachableTables } from './scrolling';

/** A room is fetched when somebody enters it, so that the first page need not wait for all of them. */
const BrandPage = lazy(async () => ({ default: (await import('../brand/brand-page')).BrandPage }));
const NominatePage = lazy(async () => ({ default: (await import('../brand/nominate-page')).NominatePage }));
const Dashboard = lazy(async () => ({ default: (await import('../dashboard/dashboard')).Dashboard }));
const CorrectionsPage = lazy(async () => ({ default: (await import('../corrections/corrections-page')).CorrectionsPage }));
const FormPage = lazy(async () => ({ default: (await import('../procedure/form-page')).FormPage }));
const FundsPage = lazy(async () => ({ default: (await import('../funds/funds-page')).FundsPage }));
const ImportsPage = lazy(async () => ({ default: (await import('../imports/imports-page')).ImportsPage }));
const GapsPage = lazy(async () => ({ default: (await import('../gaps/gaps-page')).GapsPage }));
const CataloguePage = lazy(async () => ({ default: (await import('../ledger/catalogue-page')).CataloguePage }));
const ProcedurePage = lazy(async () => ({ default: (await import('../procedure/procedure-page')).ProcedurePage }));
const LedgerPage = lazy(async () => ({ default: (await import('../ledger/ledger-page')).LedgerPage }));
const PolicyLibrary = lazy(async () => ({ default: (await import('../policies/policy-library')).PolicyLibrary }));
const ProgrammesPage = lazy(async () => ({ default: (await import('../programmes/programmes-page')).ProgrammesPage }));
const LinksPage = lazy(async () => ({ default: (await import('../subjects/links-page')).LinksPage }));
const SubjectPage = lazy(async () => ({ default: (await import('../subjects/subject-page')).SubjectPage }));
const SubjectsPage = lazy(async () => ({ default: (await import('../subjects/subjects-page')).SubjectsPage }));
const WindowsPage = lazy(async () => ({ default: (await import('../subjects/windows')).WindowsPage }));
const WhatIfPage = lazy(async () => ({ default: (await import('../what-if/what-if-page')).WhatIfPage }));
const Workbench = lazy(async () => ({ default: (await import('../workbench/workbench')).Workbench }));
const ReturnsPage = lazy(async () => ({ default: (await import('../returns/returns-page')).ReturnsPage }));
const ReturnPage = lazy(async () => ({ default: (await import('../returns/return-page')).ReturnPage }));

const AccountsPage = lazy(async () => ({ default: (await import('../accounts/accounts-page')).AccountsPage }));
const AccessRecordsPage = lazy(async () => ({ default: (await import('../accounts/access-records-page')).AccessRecordsPage }));

function DatasetSwitch() {
  const { t } = useSpeech();
  const { dataset, setDataset } = useDataset();
  return (
    <Segmented<Dataset>
      aria-label={t('数据集', 'Dataset')}
      value={dataset}
      onChange={setDataset}
      options={[
        { value: 'real', label: t('真实数据', 'Real data') },
        { value: 'synthetic', label: t('合成数据（演示）', 'Synthetic data (demonstration)') },
      ]}
    />
  );
}

function Header({ room }: { readonly room: string }) {
  const { t, language, setLanguage } = useSpeech();
  const may = useMay();
  const session = useSession();
  const live = useFeed(may('feed'), session === null ? null : `${session.csrf} ${session.acting?.id ?? ''}`);
  return (
    <header className="head">
      <div className="head-inner">
        <Go to="" className="wordmark" aria-label={t('品牌台账', 'Brand Ledger')}>
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <span>{t('品牌台账', 'Brand Ledger')}</span>
        </Go>
        <MainNavigation room={room} />
        <div className="head-tools">
          <Identity />
          <span className={`live live-${live}`} role="status">
            {live === 'off'
              ? ''
              : live === 'live'
                ? t('实时更新', 'Live')
                : live === 'lost'
                  ? t('已断开，正在重连', 'Reconnecting')
                  : t('连接中', 'Connecting')}
          </span>
          <Button size="small" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>
            {language === 'zh' ? 'English' : '中文'}
          </Button>
        </div>
      </div>
    </header>
  );
}

function SyntheticBanner() {
  const { t } = useSpeech();
  return (
    <div className="synthetic-banner" role="note">
      <Mark tone="grave">{t('合成数据（演示）', 'Synthetic data (demonstration)')}</Mark>
      <span>
        {t(
          '以下内容均为虚构，仅供演示与检验，不代表任何地区或品牌。',
          'Everything below is made up to show and test the ledger; it speaks of no real region or brand.',
        )}
      </span>
    </div>
  );
}

export function App() {
  const { t, language } = useSpeech();
  const { dataset } = useDataset();
  const { path } = usePlace();
  useReachableTables();
  const [room = '', id] = path;
  const kind = kindAt(room);
  const landing = useLanding();
  const may = useMay();
  const onDashboard = may('yearlyCounts');
  const acting = useSession()?.acting?.id ?? null;
  const landedAs = useRef(acting);
  useEffect(() => {
    if (room !== '') return;
    // Who comes in without an address, or in another role, begins where that role works; `#/` itself is the dashboard.
    const arrives = window.location.hash === '' || landedAs.current !== acting;
    landedAs.current = acting;
    if (landing !== '' && (arrives || !onDashboard)) window.location.replace(placeOf(landing));
  }, [room, landing, onDashboard, acting]);
  const view: ReactNode =
    room === '' ? (
      onDashboard ? (
        <Dashboard />
      ) : null
    ) : room === 'work' ? (
      <Workbench />
    ) : room === 'brands' && id === undefined ? (
      <LedgerPage />
    ) : room === 'brands' && id !== undefined ? (
      <BrandPage key={id} brandId={id} />
    ) : room === 'returns' && id === undefined ? (
      <ReturnsPage />
    ) : room === 'returns' && id !== undefined ? (
      <ReturnPage key={id} returnId={id} />
    ) : room === 'procedure' && id !== undefined ? (
      path[2] === 'form' ? (
        <FormPage key={id} brandId={id} />
      ) : (
        <ProcedurePage key={id} brandId={id} />
      )
    ) : room === 'funds' ? (
      <FundsPage />
    ) : room === 'nominate' ? (
      <NominatePage />
    ) : room === 'catalogue' ? (
      <CataloguePage />
    ) : kind !== null && id !== undefined ? (
      <SubjectPage key={`${room}${id}`} kind={kind} id={id} />
    ) : room === 'units' || room === 'institutions' || room === 'regions' ? (
      <SubjectsPage path={room} />
    ) : room === 'links' ? (
      <LinksPage />
    ) : room === 'programmes' ? (
      <ProgrammesPage />
    ) : room === 'windows' ? (
      <WindowsPage />
    ) : room === 'corrections' ? (
      <CorrectionsPage />
    ) : room === 'imports' ? (
      <ImportsPage />
    ) : room === 'gaps' ? (
      <GapsPage />
    ) : room === 'policies' ? (
      <PolicyLibrary packId={id ?? null} />
    ) : room === 'what-if' ? (
      <WhatIfPage />
    ) : room === 'accounts' ? (
      <AccountsPage />
    ) : room === 'access-records' ? (
      <AccessRecordsPage />
    ) : (
      <p>
        {t('没有这个页面。', 'There is no such page.')} <Go to="">{t('回到监测看板', 'To the dashboard')}</Go>
      </p>
    );
  useEffect(() => {
    document.title = language === 'en' ? 'Brand Ledger' : '品牌台账 Brand Ledger';
    window.scrollTo(0, 0);
  }, [language, room, id]);
  return (
    <div className={`page page-${dataset}`}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {t('跳到正文', 'Skip to content')}
      </a>
      <Header room={room === 'nominate' ? 'brands' : room === 'institutions' || room === 'regions' ? 'units' : room} />
      <main id="main" tabIndex={-1}>
        <div className="dataset-row" hidden={room === 'policies' || FOR_ACCOUNTS.has(room)}>
          <DatasetSwitch />
          {room === '' || room === 'work' || room === 'brands' || room === 'catalogue' ? (
            <span className="quiet">
              {t('两类数据从不合并统计、不同图显示。', 'The two are never counted together and never share a chart.')}
            </span>
          ) : null}
        </div>
        {dataset === 'synthetic' && room !== 'policies' && !FOR_ACCOUNTS.has(room) ? <SyntheticBanner /> : null}
        <Alert.ErrorBoundary
          key={room}
          title={t('这一页没有显示出来', 'This page could not be shown')}
          description={t(
            '没有提交的内容可能没有保存。请刷新；仍不行时，请联系系统管理员，并告知时间和地址栏里的地址。',
            'What was not sent may not be kept. Reload; if that does not help, tell the administrator the time and the address above.',
          )}
        >
          <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>{view}</Suspense>
        </Alert.ErrorBoundary>
      </main>
      <footer className="foot">
        {t(
          '台账只增不改：更正是新的记录，原数据保留。文件未规定的步骤一律标明“本地配置”。',
          'The ledger only grows: a correction is a new entry and the old one stays. Steps that no document states are marked as configured.',
        )}
      </footer>
    </div>
  );
}
