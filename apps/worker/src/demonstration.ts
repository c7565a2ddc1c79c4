/** 演示: accounts for each role, and the act in which something waits for each of them. Only in a folder that was begun as one. */
import { seedDemoAccounts, type Access } from '#access';
import {
  DEMO_CAST,
  PolicyService,
  demonstrationBegun,
  playDemonstration,
  shippedScript,
  type DemoStage,
  type PolicyLibrary,
} from '#application';
import { syntheticBrandIds } from '#contracts';
import type { EvidenceStore } from '#evidence';
import { EvidenceRights, FormDrafts, type OfficeStore } from '#office';

interface House extends Omit<DemoStage, 'policy' | 'people' | 'scriptBrand' | 'keep' | 'keepDraft'> {
  readonly access: Access;
  readonly policies: PolicyLibrary;
  readonly office: OfficeStore;
  readonly evidence: EvidenceStore;
}

/** Makes the accounts and plays the present act, or goes on with it. @throws LedgerProblem */
export async function demonstrate({ access, policies, office, evidence, ...stage }: House): Promise<void> {
  const begun = await demonstrationBegun(stage.ledger);
  if (begun === null) throw new Error('the demonstration was not begun here');
  const people = await seedDemoAccounts(access.accounts, DEMO_CAST, begun);
  const drafts = new FormDrafts(office);
  const rights = new EvidenceRights(office);
  const script = syntheticBrandIds(shippedScript());
  await playDemonstration({
    ...stage,
    people,
    policy: new PolicyService(stage.ledger, policies),
    scriptBrand: (key) => script.get(key) ?? '',
    keep: async (bytes, by) => {
      const { sha256 } = await evidence.put(once(bytes));
      await rights.give(sha256, people[by], 'uploaded', stage.clock.now().toISOString());
      return sha256;
    },
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
