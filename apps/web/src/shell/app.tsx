import { Button, Segmented, Skeleton } from 'antd';
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { Identity } from '../accounts/identity';
import { useMay, useSession } from '../accounts/session';
import type { ActionId } from '#access/table';
import { kindAt } from '../subjects/kinds';
import { useFeed } from './api';
import { useDataset, type Dataset } from './dataset';
import { useSpeech, type Words } from './language';
import { Mark } from './marks';
import { Go, go, usePlace } from './router';
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

interface Room {
  /** What one must be allowed to do for the room to be of use. */
  readonly needs: ActionId;
  readonly path: string;
  readonly name: Words;
}
const ROOMS: readonly Room[] = [
  { path: '', needs: 'yearlyCounts', name: { zh: '监测看板', en: 'Dashboard' } },
  { path: 'work', needs: 'work', name: { zh: '工作台', en: 'Workbench' } },
  { path: 'brands', needs: 'listBrands', name: { zh: '品牌台账', en: 'Brand ledger' } },
  { path: 'returns', needs: 'listReturns', name: { zh: '年度报表', en: 'Returns' } },
  { path: 'imports', needs: 'importFile', name: { zh: '导入表格', en: 'Import' } },
  { path: 'corrections', needs: 'listCorrections', name: { zh: '更正记录', en: 'Corrections' } },
  { path: 'catalogue', needs: 'catalogue', name: { zh: '指导目录', en: 'Catalogue' } },
  { path: 'units', needs: 'listSubjects', name: { zh: '单位与机构', en: 'Units' } },
  { path: 'links', needs: 'listSubjects', name: { zh: '双品牌', en: 'Dual brands' } },
  { path: 'windows', needs: 'listSubjects', name: { zh: '征集窗口', en: 'Windows' } },
  { path: 'funds', needs: 'listFunds', name: { zh: '资金登记', en: 'Money' } },
  { path: 'programmes', needs: 'listSubjects', name: { zh: '任务目标', en: 'Targets' } },
  { path: 'gaps', needs: 'listGaps', name: { zh: '缺口清单', en: 'Gaps' } },
  { path: 'policies', needs: 'policies', name: { zh: '政策文件库', en: 'Policy library' } },
  { path: 'what-if', needs: 'startWhatIf', name: { zh: '政策推演', en: 'What if' } },
  { path: 'accounts', needs: 'listAccounts', name: { zh: '账户与授权', en: 'Accounts' } },
  { path: 'access-records', needs: 'accessRecords', name: { zh: '审计查证', en: 'Audit' } },
];
/** Rooms for people: a ledger without accounts has none. */
const FOR_ACCOUNTS: ReadonlySet<string> = new Set(['accounts', 'access-records']);

/** Rooms that the acting role can use. */
function useRooms(): readonly Room[] {
  const may = useMay();
  const off = useSession()?.accounts !== 'on';
  return ROOMS.filter(({ path, needs }) => may(needs) && !(off && FOR_ACCOUNTS.has(path)));
}

/** Where somebody begins who has nothing to look for on the dashboard: one's own unit, or the first room one may enter. */
function useFirstPlace(): string | null {
  const may = useMay();
  const unit = useSession()?.acting?.unit ?? null;
  const [first] = useRooms();
  if (may('yearlyCounts')) return null;
  if (may('listAccounts')) return 'accounts';
  if (unit !== null)
    return unit.startsWith('unit-') ? `units/${unit.slice('unit-'.length)}` : `institutions/${unit.slice('institution-'.length)}`;
  return first?.path ?? null;
}

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
  const { t, say, language, setLanguage } = useSpeech();
  const rooms = useRooms();
  const may = useMay();
  const session = useSession();
  const live = useFeed(may('feed'), session?.csrf ?? null);
  return (
    <header className="head">
      <div className="head-inner">
        <Go to="" className="wordmark">
          <img src="/favicon.svg" alt="" width="28" height="28" />
          <span>{t('品牌台账', 'Brand Ledger')}</span>
        </Go>
        <nav aria-label={t('主导航', 'Main')}>
          {rooms.map(({ path, name }) => (
            <Go key={path} to={path} aria-current={room === path ? 'page' : undefined}>
              {say(name)}
            </Go>
          ))}
        </nav>
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
  const firstPlace = useFirstPlace();
  useEffect(() => {
    if (room === '' && firstPlace !== null && firstPlace !== '') go(firstPlace);
  }, [room, firstPlace]);
  const view: ReactNode =
    room === '' ? (
      firstPlace === null ? (
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
        <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>{view}</Suspense>
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
