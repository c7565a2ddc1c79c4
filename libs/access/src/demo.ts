import type { Access } from './access';
import { ROLE_IDS, ROLES, type RoleId } from './roles';

/** Public: everybody who is shown the demonstration knows it. */
export const DEMO_PASSWORD = '品牌台账演示 2026';

/** A county, its prefecture and its province. */
export interface DemoRegions {
  readonly county: string;
  readonly prefecture: string;
  readonly province: string;
}

/** Where the synthetic data lies. */
export const DEMO_REGIONS: readonly (DemoRegions & { readonly mark: string; readonly zh: string })[] = [
  { mark: 'nm', zh: '内蒙古', province: '150000', prefecture: '150400', county: '150430' },
  { mark: 'sd', zh: '山东', province: '370000', prefecture: '371300', county: '371302' },
  { mark: 'kl', zh: '凯里', province: '520000', prefecture: '522600', county: '522601' },
];

/** At which level the demonstration holds a role. */
const AT: Readonly<Record<Exclude<RoleId, 'constructionUnit' | 'trainingInstitution'>, keyof DemoRegions>> = {
  ...{ recorder: 'county', checker: 'county', approver: 'province', prefectureReviewer: 'prefecture', provinceScreener: 'province' },
  ...{ expert: 'province', thirdParty: 'province', auditor: 'province', policyEditor: 'province', policyApprover: 'province' },
  ...{ administrator: 'province', publicReader: 'province' },
};

/** A unit or institution that a unit role speaks for. */
export interface DemoUnit {
  readonly stream: string;
  readonly region: string;
}
/** One unit and one institution of a province, where the synthetic data has them. */
export type DemoUnits = (province: string) => Promise<{ readonly unit: DemoUnit | null; readonly institution: DemoUnit | null }>;

/**
 * One account for each role in each region of the synthetic data, marked 演示账户, with a public password. Only for a
 * data folder that was begun with the sample data. What is there already is left as it is.
 * @param unitsOf streams of the units of a region; a unit role without one has no account
 * @returns logins that were made
 */
export async function seedDemoAccounts(access: Access, unitsOf: DemoUnits): Promise<readonly string[]> {
  const by = { id: 'demonstration', region: '000000' };
  const made: string[] = [];
  for (const region of DEMO_REGIONS) {
    const units = await unitsOf(region.province);
    for (const role of ROLE_IDS) {
      const unit = role === 'constructionUnit' ? units.unit : role === 'trainingInstitution' ? units.institution : null;
      if (ROLES[role].at === 'unit' && unit === null) continue;
      const login = `${region.mark}-${role}`.toLowerCase();
      if ((await access.accounts.byLogin(login)) !== null) continue;
      const place = role === 'constructionUnit' || role === 'trainingInstitution' ? 'county' : AT[role];
      const name = `${region.zh}${ROLES[role].zh.replace(/（.*）/, '')}`;
      const { person } = await access.accounts.create(login, name, by.id, { password: DEMO_PASSWORD, demo: true, settled: true });
      const grant = { role, region: unit?.region ?? region[place], unit: unit?.stream ?? null, from: '2020-01-01', until: null };
      await access.accounts.grant(person, grant, by);
      made.push(login);
    }
  }
  return made;
}
