// Writes docs/openapi.json: what the interface says of itself, kept so that a change of it is seen in review; and the
// page's types of it.
// `node scripts/openapi.mjs`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeApiTypes } from './api-types.mjs';
import { buildCode } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
buildCode();
const require = createRequire(import.meta.url);
const { readConfig } = require('../dist/libs/application/src/index.js');
const { compose } = require('../dist/apps/worker/src/composition.js');
const { createServer } = require('../dist/apps/api/src/server.js');

const folder = mkdtempSync(join(tmpdir(), 'brand-ledger-openapi-'));
const composition = await compose(readConfig({ DATA_DIR: folder }), 'embedded');
const server = await createServer(composition, 'error');
writeFileSync(join(root, 'docs/openapi.json'), `${JSON.stringify(server.openApi, null, 1)}\n`);
await server.close();
await composition.close();
rmSync(folder, { recursive: true });
await writeApiTypes();
