/** 演示: accounts for each role, and the act in which something waits for each of them. Only in a folder that was begun as one. */
import type { Access } from '#access';
import {
  DEMO_CAST,
  DEMO_LOGINS,
  DEMO_PASSWORD,
  PolicyService,
  playDemonstration,
  shippedScript,
  type DemoLogin,
  type DemoStage,
  type PolicyLibrary,
} from '#application';
import { syntheticBrandIds } from '#contracts';
import type { EvidenceStore } from '#evidence';
import { FormDrafts, type OfficeStore } from '#office';

/** Who makes the accounts of the demonstration. */
const STAGE_MANAGER = { id: 'demonstration', region: '000000' } as const;
/** From when on the roles are held: before anything in the synthetic set. */
const FROM = '2020-01-01';

/**
 * 演示账户: one for each role and the colleagues that the story needs. Those that are there stay as they are.
 * @returns person ids by their names
 */
export async function seedDemoAccounts({ accounts }: Access): Promise<Readonly<Record<DemoLogin, string>>> {
  const people: Partial<Record<DemoLogin, string>> = {};
  for (const login of DEMO_LOGINS) {
    const { name, role, region, unit } = DEMO_CAST[login];
    const known = await accounts.byLogin(login);
    const person =
      known?.person ??
      (await accounts.create(login, name, STAGE_MANAGER.id, { password: DEMO_PASSWORD, demo: true, settled: true })).person;
    if ((await accounts.rolesOf(person)).length === 0)
      await accounts.grant(person, { role, region, unit, from: FROM, until: null }, STAGE_MANAGER);
    people[login] = person;
  }
  return people as Record<DemoLogin, string>;
}

interface House extends Omit<DemoStage, 'policy' | 'people' | 'scriptBrand' | 'keep' | 'keepDraft'> {
  readonly access: Access;
  readonly policies: PolicyLibrary;
  readonly office: OfficeStore;
  readonly evidence: EvidenceStore;
}

/** Makes the accounts and plays the present act, or goes on with it. @throws LedgerProblem */
export async function demonstrate({ access, policies, office, evidence, ...stage }: House): Promise<void> {
  const people = await seedDemoAccounts(access);
  const drafts = new FormDrafts(office);
  const script = syntheticBrandIds(shippedScript());
  await playDemonstration({
    ...stage,
    people,
    policy: new PolicyService(stage.ledger, policies),
    scriptBrand: (key) => script.get(key) ?? '',
    keep: async (bytes) => (await evidence.put(once(bytes))).sha256,
    keepDraft: async (brandId, { form, formVersion, answers }, savedBy) => {
      const savedAt = stage.clock.now().toISOString();
      await drafts.save({ brandId, form, formVersion, answers: JSON.stringify(answers), savedBy, savedAt }, 0);
    },
  });
}

async function* once(bytes: Buffer): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield bytes;
}
