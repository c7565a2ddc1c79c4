import type { ActionId } from '#access/table';
import type { SessionAnswer } from '#contracts';
import { useMay, useSession } from '../accounts/session';
import type { Words } from './language';

export interface Room {
  readonly path: string;
  /** What one must be allowed to do for the room to be of use. */
  readonly needs: ActionId;
  readonly name: Words;
}
export interface Group {
  readonly name: Words;
  readonly rooms: readonly Room[];
}

/** Every room that the navigation leads to, in the groups of a back office. */
const GROUPS: readonly Group[] = [
  {
    name: { zh: '办理', en: 'Everyday' },
    rooms: [
      { path: 'work', needs: 'work', name: { zh: '工作台', en: 'Workbench' } },
      { path: '', needs: 'yearlyCounts', name: { zh: '监测看板', en: 'Dashboard' } },
    ],
  },
  {
    name: { zh: '台账与目录', en: 'Registers' },
    rooms: [
      { path: 'brands', needs: 'listBrands', name: { zh: '品牌台账', en: 'Brand ledger' } },
      { path: 'returns', needs: 'listReturns', name: { zh: '年度报表', en: 'Returns' } },
      { path: 'windows', needs: 'listSubjects', name: { zh: '征集窗口', en: 'Windows' } },
      { path: 'catalogue', needs: 'catalogue', name: { zh: '指导目录', en: 'Catalogue' } },
      { path: 'units', needs: 'listSubjects', name: { zh: '单位与机构', en: 'Units' } },
      { path: 'links', needs: 'listSubjects', name: { zh: '双品牌', en: 'Dual brands' } },
    ],
  },
  {
    name: { zh: '资金与政策', en: 'Money and policy' },
    rooms: [
      { path: 'funds', needs: 'listFunds', name: { zh: '资金登记', en: 'Money' } },
      { path: 'programmes', needs: 'listSubjects', name: { zh: '任务目标', en: 'Targets' } },
      { path: 'policies', needs: 'policies', name: { zh: '政策文件库', en: 'Policy library' } },
      { path: 'what-if', needs: 'startWhatIf', name: { zh: '政策推演', en: 'What if' } },
    ],
  },
  {
    name: { zh: '数据质量', en: 'Data quality' },
    rooms: [
      { path: 'imports', needs: 'importFile', name: { zh: '导入表格', en: 'Import' } },
      { path: 'corrections', needs: 'listCorrections', name: { zh: '更正记录', en: 'Corrections' } },
      { path: 'gaps', needs: 'listGaps', name: { zh: '缺口清单', en: 'Gaps' } },
    ],
  },
  {
    name: { zh: '系统管理', en: 'Administration' },
    rooms: [
      { path: 'accounts', needs: 'listAccounts', name: { zh: '账户与授权', en: 'Accounts' } },
      { path: 'access-records', needs: 'accessRecords', name: { zh: '审计查证', en: 'Audit' } },
    ],
  },
];

/** Rooms for people: a ledger without accounts has none. */
export const FOR_ACCOUNTS: ReadonlySet<string> = new Set(['accounts', 'access-records']);

/** What a role uses most stands in the row itself, one click away; the rest stands in its group. */
const AT_HAND: readonly string[] = ['work', 'brands', 'returns', ''];
const AT_HAND_OF: Readonly<Record<string, readonly string[]>> = {
  provinceScreener: ['work', 'brands', 'returns', 'catalogue', ''],
  auditor: ['work', 'brands', 'access-records', ''],
  policyEditor: ['work', 'policies', 'what-if', ''],
  policyApprover: ['work', 'policies', 'what-if', ''],
};

export interface Navigation {
  /** In the order of the row. */
  readonly atHand: readonly Room[];
  readonly groups: readonly Group[];
}

/** Where a unit's own page is: `unit-<id>` or `institution-<id>`. */
const placeOfUnit = (unit: string): string =>
  unit.startsWith('unit-') ? `units/${unit.slice('unit-'.length)}` : `institutions/${unit.slice('institution-'.length)}`;
const ownUnit = (session: SessionAnswer | null): string | null => session?.acting?.unit ?? null;

/** The rooms that the acting role can use. A group of one room is that room. */
export function useNavigation(): Navigation {
  const may = useMay();
  const session = useSession();
  const off = session?.accounts !== 'on';
  const unit = ownUnit(session);
  const usable = GROUPS.map(({ name, rooms }) => ({
    name,
    rooms: rooms.filter(({ path, needs }) => may(needs) && !(off && FOR_ACCOUNTS.has(path))),
  }));
  const every = usable.flatMap(({ rooms }) => rooms);
  const wanted = AT_HAND_OF[session?.acting?.role ?? ''] ?? AT_HAND;
  const lifted = wanted.flatMap((path) => every.filter((room) => room.path === path));
  const left = usable.map(({ name, rooms }) => ({ name, rooms: rooms.filter((room) => !lifted.includes(room)) }));
  const own: readonly Room[] = unit === null ? [] : [{ path: placeOfUnit(unit), needs: 'work', name: { zh: '本单位', en: 'Own unit' } }];
  return {
    atHand: [...lifted, ...own, ...left.flatMap(({ rooms }) => (rooms.length === 1 ? rooms : []))],
    groups: left.filter(({ rooms }) => rooms.length > 1),
  };
}

/**
 * Where somebody begins: those who work, at their 工作台; who keeps the accounts, there; the public, on the dashboard, or
 * in the first room they may enter.
 */
export function useLanding(): string {
  const may = useMay();
  const session = useSession();
  const { atHand, groups } = useNavigation();
  if (session?.accounts !== 'on') return '';
  if (may('listAccounts')) return 'accounts';
  if (may('work')) return 'work';
  if (may('yearlyCounts')) return '';
  return (atHand[0] ?? groups[0]?.rooms[0])?.path ?? '';
}
