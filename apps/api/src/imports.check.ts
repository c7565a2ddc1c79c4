import { checkInThread, checkUpload, type CheckContext, type CheckedInThread, type FormatChoice } from '#spreadsheets';

/** Ids of brands by region and name: of all that were on the books when asked. */
export interface BrandNames {
  brandIdsByName(): Promise<(region: string, name: string) => string | null>;
}

/** A CSV of this size is checked at once; a bigger one, and any workbook, is read in a thread, for it may take long or mean ill. */
const AT_ONCE_BYTES = 64 * 1024;

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b;

/** Checks a file whole for the person whose region `scope` is; a row that speaks of another region is refused. */
export async function checkFile(
  bytes: Uint8Array,
  choice: FormatChoice,
  { today, scope, names }: { readonly today: string; readonly scope: string; readonly names: BrandNames },
  onProgress?: CheckContext['onProgress'],
  signal?: AbortSignal,
): Promise<CheckedInThread> {
  const context: CheckContext = {
    today,
    scope,
    findBrands: async (asked) => {
      const find = await names.brandIdsByName();
      return asked.map(({ region, name }) => find(region, name));
    },
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  if (isZip(bytes) || bytes.length > AT_ONCE_BYTES) return checkInThread(bytes, choice, context, signal);
  const checked = await checkUpload(bytes, choice, context);
  if (!checked.ok) return checked;
  const named = new Map(checked.records.map((record) => [Number(record['row']), record['name'] ?? '']));
  return {
    ...checked,
    instructions: checked.instructions.map((instruction) => ({ instruction, name: named.get(instruction.row) ?? '' })),
  };
}
