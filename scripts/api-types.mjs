// Writes apps/web/src/shell/answers.gen.ts: the types of what the interface answers, from docs/openapi.json, for the page.
// `node scripts/api-types.mjs`; `scripts/openapi.mjs` does it too. With --check nothing is written: so the build of the page
// asks, and fails when the two differ.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'apps/web/src/shell/answers.gen.ts');

const references = (part) =>
  typeof part !== 'object' || part === null
    ? []
    : Object.entries(part).flatMap(([key, value]) => (key === '$ref' ? [value.replace('#/components/schemas/', '')] : references(value)));

/** The document without its operations, and without the schemas that no answer holds. */
function answersOnly(document) {
  const { schemas } = document.components;
  const used = new Set(['FeedFrame', 'Problem']);
  for (const item of Object.values(document.paths))
    for (const operation of Object.values(item)) for (const name of references(operation.responses)) used.add(name);
  // A set is read to its end, with what is added on the way.
  for (const name of used) for (const inner of references(schemas[name])) used.add(inner);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, paths: {}, components: { schemas: kept } };
}

async function apiTypes() {
  const document = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
  const answers = answersOnly(document);
  const whole = astToString(await openapiTS(answers, { rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true }));
  const text = whole.slice(whole.indexOf('export interface components'), whole.indexOf('export type $defs'));
  const named = whole
    .slice(whole.indexOf('export type $defs'))
    .split('\n')
    .filter((line) => /^export type [A-Z]/.test(line));
  const written = `// Written by scripts/api-types.mjs from docs/openapi.json; never by hand.\n${text}${named.join('\n')}\n`;
  return format(written, { ...(await resolveConfig(target)), parser: 'typescript' });
}

export async function writeApiTypes() {
  writeFileSync(target, await apiTypes());
}

/** Ends the program where the page's types are not those of docs/openapi.json. */
async function checkApiTypes() {
  if (readFileSync(target, 'utf8') === (await apiTypes())) return;
  process.stderr.write('apps/web/src/shell/answers.gen.ts is not what docs/openapi.json says: run node scripts/openapi.mjs\n');
  process.exit(1);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await (process.argv[2] === '--check' ? checkApiTypes() : writeApiTypes());
