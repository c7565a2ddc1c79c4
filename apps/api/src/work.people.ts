/** 工作台 of those who look after the house: accounts for the administrator, refused accesses for the auditor. */
import { ROLES, isRole } from '#access';
import { WORK_REACH } from '#contracts';
import { addDays, regionName } from '#domain';
import type { Composition } from '../../worker/src/composition';
import { OPERATOR, OWN_ORDER } from './work.basis';
import { BLANK, type OpenWork, type WorkRequest } from './work.item';

const MOST_RECORDS = 500;
const roleZh = (role: string): string => (isRole(role) ? ROLES[role].zh : role);
const roleEn = (role: string): string => (isRole(role) ? ROLES[role].en : role);

/** 账户: locked, with a first password, or with a role that ends soon. */
export async function accountWork(house: Composition, { region, today }: WorkRequest): Promise<readonly OpenWork[]> {
  const soon = addDays(today, WORK_REACH.rolesEndWithin);
  const { accounts } = house.access;
  const [all, locked] = await Promise.all([accounts.list(region), accounts.tries.locked()]);
  return all.flatMap(({ account, roles }): OpenWork[] => {
    if (account.disabled_at !== null) return [];
    const lockedUntil = locked.get(account.login);
    const about = {
      ...BLANK,
      ...OPERATOR,
      ...{ name: `${account.display_name}（${account.login}）`, place: 'accounts', since: account.created_at.slice(0, 10) },
    };
    const held = roles.filter(({ ended_at, valid_until }) => ended_at === null && (valid_until === null || valid_until >= today));
    return [
      ...(lockedUntil === undefined
        ? []
        : [
            {
              ...about,
              id: `locked|${account.person}`,
              what: 'accountLocked' as const,
              since: today,
              detail: lockWords(lockedUntil),
            },
          ]),
      ...(account.must_change === 1 ? [{ ...about, id: `first|${account.person}`, what: 'firstPassword' as const }] : []),
      ...held.flatMap(({ id, role, region: where, valid_until: on, granted_at }): OpenWork[] =>
        on === null || on > soon
          ? []
          : [
              {
                ...about,
                ...OWN_ORDER,
                ...{ id: `ends|${id}`, what: 'roleEnds', region: where, on, since: granted_at.slice(0, 10) },
                detail: { zh: `${roleZh(role)}（${regionName(where) ?? where}）`, en: `${roleEn(role)} (${where})` },
              },
            ],
      ),
    ];
  });
}

const lockWords = (until: number): { zh: string; en: string } => {
  const time = new Date(until + 8 * 3_600_000).toISOString().slice(11, 16);
  return {
    zh: `有网络地址连续输错密码，该地址至 ${time} 不能登录此账号；重置密码即解除`,
    en: `for an address from which wrong passwords were typed, until ${time}; a new password lifts it`,
  };
};

/** 访问记录: who was refused since yesterday, a line for each person. */
export async function refusalWork(house: Composition, { region, today }: WorkRequest): Promise<readonly OpenWork[]> {
  const from = addDays(today, -WORK_REACH.refusedSince);
  const { accounts, records } = house.access;
  const { rows, more: older } = await records.list({ scope: region, refused: true, from, limit: MOST_RECORDS });
  const by = new Map<string, { times: number; last: string; scope: string | null }>();
  for (const { person, at, scope } of rows) {
    const known = by.get(person ?? '');
    by.set(person ?? '', { times: (known?.times ?? 0) + 1, last: known?.last ?? at, scope: known?.scope ?? scope });
  }
  const names = await accounts.namesOf([...by.keys()].filter((person) => person !== ''));
  const more = older ? '以上' : '';
  return [...by].map(([person, { times, last, scope }]) => ({
    ...BLANK,
    ...OWN_ORDER,
    ...{ id: `refused|${person}`, what: 'refusedAccess', since: from, region: scope, place: 'access-records' },
    name: person === '' ? '未登录或登录失败' : (names.get(person) ?? person),
    params: { outcome: 'refused', ...(person === '' ? {} : { person }) },
    detail: {
      zh: `${times} 次${more}，最近 ${shanghai(last)}`,
      en: `${times} times${more === '' ? '' : ' or more'}, last ${shanghai(last)}`,
    },
  }));
}

const shanghai = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
