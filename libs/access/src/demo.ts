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
}

/**
 * 演示账户 with a public password: only for a data folder that was begun as a demonstration. What is there already stays as it is.
 * @param cast whom to make, by the names they sign in with
 * @returns person ids by those names
 */
export async function seedDemoAccounts<Login extends string>(
  accounts: Accounts,
  cast: Readonly<Record<Login, Part>>,
): Promise<Readonly<Record<Login, string>>> {
  const people: Partial<Record<Login, string>> = {};
  for (const login of Object.keys(cast) as Login[]) {
    const { name, role, region, unit } = cast[login];
    const known = await accounts.byLogin(login);
    const person =
      known?.person ??
      (await accounts.create(login, name, STAGE_MANAGER.id, { password: DEMO_PASSWORD, demo: true, settled: true })).person;
    if (known === null) await accounts.grant(person, { role, region, unit, from: FROM, until: null }, STAGE_MANAGER);
    people[login] = person;
  }
  return people as Record<Login, string>;
}
