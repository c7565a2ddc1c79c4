import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

/** The folder that holds package.json: above the source in tests, above dist/ in a running ledger. */
export function projectRoot(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json not found above the program');
    folder = above;
  }
  return folder;
}

/** A pack file that comes with the program. What is in force stands in the log; a file only proposes. */
export interface ShippedPack {
  readonly file: string;
  readonly document: unknown;
}

/** Pack files in the order in which they can be published: documents before the house packs that complete them. */
export function shippedPacks(): readonly ShippedPack[] {
  const folder = join(projectRoot(), 'libs/policy/packs');
  const packs = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((file): ShippedPack => ({ file, document: parse(readFileSync(join(folder, file), 'utf8')) }));
  const isHouse = ({ document }: ShippedPack): boolean =>
    typeof document === 'object' && document !== null && 'role' in document && document.role === 'house';
  return [...packs].sort((a, b) => Number(isHouse(a)) - Number(isHouse(b)) || (a.file < b.file ? -1 : 1));
}

/** A file of the published data that comes with the program. */
export const shippedData = (name: string): Buffer => readFileSync(join(projectRoot(), 'libs/contracts/data', name));
