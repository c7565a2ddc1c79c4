// Writes docs/access.md from the table of access: every action with the roles that may do it, and how far they reach.
//   node scripts/access.mjs            writes the file (after a build)
//   node scripts/access.mjs --check    refuses a stale one
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { accessDocument } = require('../dist/libs/access/src/document.js');
const out = new URL('../docs/access.md', import.meta.url).pathname;
const text = accessDocument();
if (process.argv.includes('--check')) {
  if (!existsSync(out) || readFileSync(out, 'utf8') !== text) {
    console.error(`${out} 已过时，请运行 node scripts/access.mjs / is stale: run node scripts/access.mjs`);
    process.exit(1);
  }
} else writeFileSync(out, text);
