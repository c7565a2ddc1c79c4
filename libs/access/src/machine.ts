/**
 * 本机找回: what whoever runs the machine may do without being signed in, because nobody else is left who could. They hold the
 * folder or the database anyway; here it is done by one way that is written down, and no more than is needed to let an
 * administrator in, who then does the rest.
 */
import { COUNTRY } from '#domain';
import type { Access } from './access';
import type { Administrator } from './accounts';
import { accessProblems } from './problems';

/** Who acts at the machine itself. It is no account: the records of access say so. */
export const OPERATOR = { id: 'operator', zh: '本机运维人员', en: 'operator of the machine' } as const;

const ACTS = {
  recoverAccount: { zh: '本机找回系统管理员账户', en: 'recover an administrator’s account at the machine' },
  unlockAccount: { zh: '本机解除登录锁定', en: 'lift the locks of a name at the machine' },
} as const;
type MachineAct = keyof typeof ACTS;

/** What an act at the machine is called; null for what is none. */
export const machineActWords = (action: string): (typeof ACTS)[MachineAct] | null =>
  Object.hasOwn(ACTS, action) ? ACTS[action as MachineAct] : null;

/** Written before it is done: nothing is done here without a record. */
async function note(access: Access, action: MachineAct, person: string): Promise<void> {
  const [held] = await access.accounts.rolesOf(person);
  await access.records.write({
    ...{ person: OPERATOR.id, role: null, scope: null, stand_in: null, principal: null, kind: 'account', action },
    ...{ method: 'LOCAL', path: `account/${person}`, region: held?.region ?? COUNTRY, subject: `account-${person}` },
    ...{ status: 200, code: null, correlation: null, token: null },
  });
}

/**
 * Gives an administrator a new first password, lifts the locks of the name, enables the account and ends its sessions. Where the
 * roles of all administrators have ended, one of them gets the role again, in the same region, from today.
 * @throws LedgerProblem ACCOUNT.NOT_FOUND, ACCOUNT.NOT_ADMINISTRATOR: others are helped by an administrator
 */
export async function recoverAdministrator(access: Access, login: string): Promise<{ readonly login: string; readonly password: string }> {
  const { accounts } = access;
  const account = await accounts.byLogin(login);
  if (account === null) throw accessProblems.accountNotFound();
  const { person } = account;
  const administers = await accounts.administers(person);
  const region = administers ? null : await accounts.lastAdministered(person);
  if (!administers && region === null) throw accessProblems.notAdministrator();
  await note(access, 'recoverAccount', person);
  const by: Administrator = { id: OPERATOR.id, region: COUNTRY };
  if (region !== null) await accounts.administerAgain(person, region, by);
  if (account.disabled_at !== null) await accounts.setDisabled(person, false, by);
  return accounts.resetPassword(person, by);
}

/**
 * Lifts every lock of a name; its password stays.
 * @throws LedgerProblem ACCOUNT.NOT_FOUND
 */
export async function unlockName(access: Access, login: string): Promise<void> {
  const account = await access.accounts.byLogin(login);
  if (account === null) throw accessProblems.accountNotFound();
  await note(access, 'unlockAccount', account.person);
  await access.accounts.unlock(account.login);
}
