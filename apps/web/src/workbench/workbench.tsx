import { queryOptions, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Select, Table } from 'antd';
import type { WorkItem, WorkQueue } from '#contracts';
import { roleWords } from '../accounts/person';
import { useMay, useSession, type May } from '../accounts/session';
import { get, ledger, type Query } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads, type SheetColumn } from '../shell/downloads';
import { useSpeech } from '../shell/language';
import { Answer } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, Go, usePlace } from '../shell/router';
import { useNarrow } from '../shell/use-narrow';
import { CloseYear } from './close-year';
import { useWorkColumns } from './work-columns';

const workOf = (query: Query) =>
  queryOptions({ queryKey: [ledger, 'work', query], queryFn: ({ signal }) => get<WorkQueue>('/work', query, signal) });

/** Roles whose queue may be looked at where nobody signs in. */
const QUEUES: readonly string[] = [
  ...['constructionUnit', 'trainingInstitution', 'recorder', 'checker', 'approver', 'prefectureReviewer', 'provinceScreener', 'expert'],
  ...['thirdParty', 'auditor', 'policyEditor', 'policyApprover', 'administrator'],
];

const SHEET: readonly SheetColumn<WorkItem>[] = [
  { heading: '事项', of: (row) => row.zh },
  { heading: '对象', of: (row) => row.name },
  { heading: '办理角色', of: (row) => row.roles.map((role) => roleWords(role).zh).join('、') },
  { heading: '自何时', kind: 'date', of: (row) => row.since ?? '' },
  { heading: '截止', kind: 'date', of: (row) => row.on ?? '' },
  { heading: '依据文件', of: (row) => row.pack?.title ?? '' },
  { heading: '依据条款', of: (row) => row.cite ?? '' },
  { heading: '本地配置（批准人）', of: (row) => row.configured?.zh ?? '' },
  { heading: '剩余工作日', kind: 'number', of: (row) => row.workingDaysLeft ?? null },
];

/** Where somebody goes who has nothing to do: the rooms in which the work of a role is found again. */
const ELSEWHERE: readonly { readonly to: string; readonly needs: Parameters<May>[0]; readonly zh: string; readonly en: string }[] = [
  { to: 'returns', needs: 'listReturns', zh: '年度报表', en: 'Returns' },
  { to: 'brands', needs: 'listBrands', zh: '品牌台账', en: 'Brand ledger' },
  { to: 'institutions', needs: 'listSubjects', zh: '单位与机构', en: 'Units and institutions' },
  { to: 'access-records', needs: 'accessRecords', zh: '审计查证', en: 'Audit' },
  { to: 'accounts', needs: 'listAccounts', zh: '账户与授权', en: 'Accounts' },
  { to: 'policies', needs: 'policies', zh: '政策文件库', en: 'Policy library' },
];

function NothingToDo({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  const { t, say } = useSpeech();
  const may = useMay();
  const unit = useSession()?.acting?.unit ?? null;
  if (filtered)
    return (
      <div className="nothing">
        <p>{t('按当前筛选没有待办。', 'Nothing to do under these filters.')}</p>
        <Button onClick={onClear}>{t('查看全部待办', 'Show everything')}</Button>
      </div>
    );
  return (
    <div className="nothing">
      <p>
        {t(
          '现在没有等您办理的事项。有新的填报任务、申报或退回时会出现在这里。',
          'Nothing waits for you now. New calls, nominations and what is sent back will stand here.',
        )}
      </p>
      <p className="row" style={{ justifyContent: 'center' }}>
        <span>{t('可以去：', 'You may go to:')}</span>
        {unit === null ? null : (
          <Go to={unit.startsWith('unit-') ? `units/${unit.slice('unit-'.length)}` : `institutions/${unit.slice('institution-'.length)}`}>
            {t('本单位', 'My unit')}
          </Go>
        )}
        {ELSEWHERE.filter(({ needs }) => may(needs)).map(({ to, ...words }) => (
          <Go key={to} to={to}>
            {say(words)}
          </Go>
        ))}
      </p>
    </div>
  );
}

/** 工作台（待办）: the queue of a role, the earliest day first. */
export function Workbench() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const session = useSession();
  const place = usePlace();
  const region = place.params.get('region');
  const own = session === null || session.accounts === 'off' ? null : (session.acting?.role ?? null);
  const role = own ?? place.params.get('role');
  const what = place.params.get('what');
  const overdue = place.params.get('overdue') === 'true';
  const work = useQuery(workOf({ dataset, region, role: own === null ? role : null, overdue: overdue ? 'true' : null }));
  const narrow = useNarrow();
  const columns = useWorkColumns(narrow);
  const may = useMay();
  const roleName = (id: string): string => say(roleWords(id));
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{role === null ? t('工作台（待办）', 'Workbench') : t(`工作台：${roleName(role)}`, `Workbench: ${roleName(role)}`)}</h1>
      </div>
      <section className="sheet">
        <header>
          <h2>{t('待办', 'Open work')}</h2>
          <span className="quiet">{t('规则只提建议；停止支持、退出、晋级由具名审批人确认', 'Rules propose; a named person confirms')}</span>
        </header>
        <div className="row" style={{ marginBottom: 10 }}>
          <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
          {own === null ? (
            <Select
              allowClear
              aria-label={t('角色', 'Role')}
              placeholder={t('全部角色', 'All roles')}
              style={{ width: 200 }}
              value={role}
              onChange={(value: string | undefined) => adjust(place, { role: value ?? null, what: null })}
              options={QUEUES.map((value) => ({ value, label: roleName(value) }))}
            />
          ) : null}
          <Checkbox checked={overdue} onChange={({ target }) => adjust(place, { overdue: target.checked ? 'true' : null, what: null })}>
            {t('只看逾期', 'Overdue only')}
          </Checkbox>
        </div>
        <Answer query={work}>
          {({ rows, counts }) => {
            const shown = what === null ? rows : rows.filter((row) => row.what === what);
            const kinds = Object.entries(counts);
            return (
              <div className="stack">
                {kinds.length < 2 ? null : (
                  <div className="row" role="group" aria-label={t('事项', 'Kinds of work')}>
                    <Button
                      size="small"
                      type={what === null ? 'primary' : 'default'}
                      aria-pressed={what === null}
                      onClick={() => adjust(place, { what: null })}
                    >
                      {t(`全部 ${rows.length}`, `All ${rows.length}`)}
                    </Button>
                    {kinds.map(([kind, count]) => {
                      const named = rows.find((row) => row.what === kind);
                      return (
                        <Button
                          key={kind}
                          size="small"
                          type={what === kind ? 'primary' : 'default'}
                          aria-pressed={what === kind}
                          onClick={() => adjust(place, { what: kind })}
                        >
                          {named === undefined ? kind : t(named.zh, named.en)} {count}
                        </Button>
                      );
                    })}
                  </div>
                )}
                <Table<WorkItem>
                  size="small"
                  rowKey="id"
                  dataSource={[...shown]}
                  {...(narrow ? { showHeader: false } : { scroll: { x: 'max-content' } })}
                  pagination={shown.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
                  locale={{
                    emptyText: (
                      <NothingToDo
                        filtered={overdue || what !== null || region !== null}
                        onClear={() => adjust(place, { overdue: null, what: null, region: null })}
                      />
                    ),
                  }}
                  columns={columns}
                />
                <Downloads title="工作台待办" columns={SHEET} rows={shown} />
              </div>
            );
          }}
        </Answer>
      </section>
      {may('closeYear') ? <CloseYear /> : null}
    </div>
  );
}
