/** docs/access.md: the table in words, drawn from the table itself. */
import type { Reach } from './reach';
import { ROLES, ROLE_IDS } from './roles';
import { ACTION_IDS, actionOf, type Action, type NotBy } from './table';

const REACH: Readonly<Record<Reach, string>> = { within: '本级及下级', line: '本级、下级、上级', any: '不限', unit: '本单位' };
const KIND: Readonly<Record<Action['kind'], string>> = { read: '看', act: '办', account: '账' };

/** Roles under the reach that they have: `本级及下级：经办人、复核人`. */
function whoOf(action: Action): string {
  if (action.open === true) return '无须登录';
  const byReach = new Map<Reach, string[]>();
  for (const role of ROLE_IDS) {
    const reach = action.who[role];
    if (reach !== undefined) byReach.set(reach, [...(byReach.get(reach) ?? []), ROLES[role].zh.replace(/（.*）/, '')]);
  }
  return [...byReach]
    .map(([reach, roles]) => `${REACH[reach]}：${roles.length === ROLE_IDS.length ? '所有登录的人' : roles.join('、')}`)
    .join('<br>');
}

const notBy = (separation: NotBy | undefined): string =>
  separation === undefined
    ? ''
    : separation.events.map((event) => `\`${event}\``).join(' ') +
      (separation.since === undefined ? '' : `（自 \`${separation.since}\`）`) +
      (separation.of === undefined ? '' : `（同一 \`${separation.of}\`）`) +
      (separation.lines === undefined ? '' : '（逐行）');

const personsOf = ({ names, other }: Action): string =>
  [
    ...(names ?? []).map((field) => `\`${field}\` 登录人`),
    ...(other === undefined ? [] : [`\`${other.field}\` ${ROLES[other.role].zh}的账号`]),
  ].join('<br>');

export function accessDocument(): string {
  const rows = ACTION_IDS.map((id) => {
    const action = actionOf(id);
    return action === null
      ? ''
      : `| \`${id}\` | ${KIND[action.kind]} | ${action.zh} / ${action.en} | ${action.region} | ${whoOf(action)} | ${notBy(action.notBy)} | ${personsOf(action)} |`;
  });
  const roles = ROLE_IDS.map(
    (id) =>
      `| \`${id}\` | ${ROLES[id].zh} | ${ROLES[id].en} | ${{ any: '任一级', prefecture: '市级', province: '省级', unit: '所属单位' }[ROLES[id].at]} |`,
  );
  return `# Who may do what / 权限表

Drawn from \`libs/access/src/table.ts\` by \`node scripts/access.mjs\`; a spec refuses a stale file, a route without a row and a row without a
route, and holds every cell over HTTP. What it means stands in [ADR 0015](adr/0015-people-and-access.md).

A role is held in a region and everything below it, from one day to another. **Reach**: 本级及下级 that region and all below;
本级、下级、上级 also the regions above, whose rules bind it; 不限 every region, for what is public; 本单位 only what belongs to one's own unit.
**Region** says where a request names the region that it speaks of; where none can be known the request is refused. **Not by**: whoever
wrote one of these events in the same stream may not do this (经办、复核、审批 are three persons); a stand-in counts as both persons.
**Persons**: fields of what is sent that name a person. 登录人 is set from the session, and another name in it is refused; 账号 is the account of
somebody else, who must hold that role for the region. Elsewhere a field with a person in it names somebody who does not act here.

## Roles

| id | 角色 | role | 授予 held at |
|---|---|---|---|
${roles.join('\n')}

## Actions

看 reads, 办 writes or begins work, 账 concerns people and their rights.

| action | | what | region | who | not by | persons |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
