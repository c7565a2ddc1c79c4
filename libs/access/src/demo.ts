import { addDays } from '#domain';
import type { Accounts } from './accounts';

/** Public: everybody who is shown the demonstration knows it. */
export const DEMO_PASSWORD = '品牌台账演示 2026';

/** Who makes the accounts of the demonstration. */
const STAGE_MANAGER = { id: 'demonstration', region: '000000' } as const;
/** From when on the roles are held: before anything in the synthetic set. */
const FROM = '2020-01-01';

interface Part {
  readonly name: string;
  readonly role: string;
  readonly region: string;
  readonly unit: string | null;
  /** 初始密码未修改: nobody knows the password that it was made with. */
  readonly firstPassword?: true;
  /** The role ends so many days after the demonstration was begun; left out: it does not. */
  readonly endsAfterDays?: number;
}

/**
 * 演示账户 with a public password: only for a data folder that was begun as a demonstration, and while it is being set. What is there
 * already stays as it is.
 * @param cast whom to make, by the names they sign in with
 * @param begun day on which the demonstration was begun
 * @returns person ids by those names
 */
export async function seedDemoAccounts<Login extends string>(
  accounts: Accounts,
  cast: Readonly<Record<Login, Part>>,
  begun: string,
): Promise<Readonly<Record<Login, string>>> {
  const people: Partial<Record<Login, string>> = {};
  for (const login of Object.keys(cast) as Login[]) {
    const { name, role, region, unit, firstPassword, endsAfterDays } = cast[login];
    const options = firstPassword === true ? { demo: true } : { password: DEMO_PASSWORD, demo: true, settled: true };
    const person = (await accounts.byLogin(login))?.person ?? (await accounts.create(login, name, STAGE_MANAGER.id, options)).person;
    const until = endsAfterDays === undefined ? null : addDays(begun, endsAfterDays);
    // A run that was cut short may have left an account without its role.
    if ((await accounts.rolesOf(person)).length === 0)
      await accounts.grant(person, { role, region, unit, from: FROM, until }, STAGE_MANAGER);
    people[login] = person;
  }
  return people as Record<Login, string>;
}
