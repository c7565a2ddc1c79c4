import { brandFactsFormat, decodeText } from '#contracts';
import type { Actor } from '#domain';
import { createHash } from 'node:crypto';
import { importIdOf, type ImportProgress, type ImportService } from './import-service';
import { newId } from './ids';
import type { Ledger } from './ledger';
import { publishPack, type PolicyLibrary } from './policies';
import { PolicyService } from './policy-service';
import { shippedData, shippedPacks } from './shipped';

export const BOOTSTRAP: Actor = { id: 'bootstrap', role: 'bootstrap', region: '000000' };

/**
 * Publishes the shipped packs into a ledger that holds no policy yet. Later starts publish nothing: a shipped file that
 * differs from the log is only a warning, because shipping code never changes policy.
 * @returns warnings, in both languages
 */
export async function publishShippedPacks(ledger: Ledger, policies: PolicyLibrary): Promise<readonly string[]> {
  await policies.refresh();
  const warnings: string[] = [];
  const first = await holdsOnlyPolicy(ledger);
  for (const { file, document } of shippedPacks()) {
    const { id, version } = document as { id: string; version: string };
    const known = policies.all().find(({ open }) => open.pack.id === id && open.pack.version === version);
    if (first || known !== undefined) {
      const outcome = await publishPack(
        ledger,
        document,
        BOOTSTRAP.id,
        '首次启动时发布随附的政策文件 / shipped packs, published on the first start',
        {
          actor: BOOTSTRAP,
          correlationId: newId(),
          causationId: null,
          causationDepth: 0,
          effectiveOn: ledger.clock.today(),
          idempotency: null,
        },
      );
      if (outcome === 'differs')
        warnings.push(`${file} 与台账中已发布的 ${id} ${version} 内容不同，以台账为准 / differs from what the log holds, the log is right`);
    } else
      warnings.push(
        `${file}（${id} ${version}）尚未发布，台账继续使用已发布的版本 / is not published, the ledger goes on with the version it has`,
      );
  }
  await policies.refresh();
  return warnings;
}

/** Notes what has expired since the last start: the dates alone ended it. */
export const noteExpiredPolicies = (ledger: Ledger, policies: PolicyLibrary): Promise<void> =>
  new PolicyService(ledger, policies).noteExpiries({ actor: BOOTSTRAP });

/** True until something other than the shipped packs stands in the log: a first start that was cut short goes on as one. */
export async function holdsOnlyPolicy(ledger: Ledger): Promise<boolean> {
  for await (const { stream } of ledger.log.readAll()) if (!stream.startsWith('policy-')) return false;
  return true;
}

/**
 * Takes the published facts into the ledger: the same path as any file, and the same file twice changes nothing.
 * @returns null when they had been taken in before
 */
export async function importPublishedFacts(
  imports: ImportService,
  today: string,
  onProgress?: (done: number, total: number) => void,
): Promise<ImportProgress | null> {
  const facts = shippedData('brand-facts.csv');
  const reading = shippedData('brand-facts.reading.csv');
  const sha256 = createHash('sha256').update(facts).update(reading).digest('hex');
  const known = await imports.progress(importIdOf(brandFactsFormat.id, sha256));
  if (known?.state === 'applied') return null;
  const checked = brandFactsFormat.check(textOf(facts), { today, findBrand: () => null, companion: textOf(reading) });
  if (!checked.ok)
    throw new Error(`brand-facts.csv: ${checked.errors.map(({ row, column, en }) => `${row ?? ''} ${column ?? ''} ${en}`).join('; ')}`);
  const { importId } = await imports.accept(
    { format: brandFactsFormat.id, fileName: 'brand-facts.csv', sha256, instructions: checked.instructions },
    { actor: BOOTSTRAP },
  );
  return imports.apply(importId, onProgress);
}

function textOf(bytes: Uint8Array): string {
  const decoded = decodeText(bytes);
  if (!decoded.ok) throw new Error(decoded.errors.map(({ en }) => en).join('; '));
  return decoded.value.text;
}
