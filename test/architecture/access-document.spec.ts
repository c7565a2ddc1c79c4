import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { accessDocument } from '../../libs/access/src/document';

it('docs/access.md says what the table of access says: run `node scripts/access.mjs` after a build', () => {
  expect(readFileSync(join(__dirname, '../../docs/access.md'), 'utf8')).toBe(accessDocument());
});
