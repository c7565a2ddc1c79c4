/** What the interface says of itself: as it is kept in docs/, whole, and without a loose end. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/app';

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema?: unknown }[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema?: unknown }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, { readonly schema?: unknown }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

let app: TestApp;
let served: Document;
let operations: [name: string, path: string, method: string, operation: Operation][];
beforeAll(async () => {
  app = await startApp();
  served = (await (await fetch(`${app.url}/openapi.json`)).json()) as Document;
  operations = Object.entries(served.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): (typeof operations)[number] => [`${method} ${path}`, path, method, operation]),
  );
}, 60_000);
afterAll(() => app.stop());

/** Every `$ref` in a part of the document. */
function references(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) => (key === '$ref' && typeof value === 'string' ? [value] : references(value)));
}

it('is what docs/openapi.json holds (node scripts/openapi.mjs writes it anew)', () => {
  expect(served).toEqual(JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8')));
});

it('is of the version whose schemas it uses, and refers to nothing that it does not hold', () => {
  expect(served.openapi).toBe('3.1.0');
  const found = new Set(references(served));
  expect(found.size).toBeGreaterThan(40);
  expect([...found].filter((reference) => !(reference.replace('#/components/schemas/', '') in served.components.schemas))).toEqual([]);
});

it('holds no schema that nobody uses, or that has no name of its own', () => {
  const used = new Set(references(served).map((reference) => reference.replace('#/components/schemas/', '')));
  expect(Object.keys(served.components.schemas).filter((name) => !used.has(name))).toEqual([]);
  expect(Object.keys(served.components.schemas).filter((name) => !/^[A-Z][A-Za-z]+$/.test(name))).toEqual([]);
});

it('names every operation once, in both languages', () => {
  const ids = operations.map(([, , , { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [name, , , { summary }] of operations) expect(`${name}: ${summary}`).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/);
});

it('says of every operation what it answers, and that trouble comes as problem details', () => {
  const silent = operations.filter(([, , , { responses }]) =>
    Object.entries(responses).some(
      ([status, { description, content }]) =>
        description === '' ||
        // A redirection leads elsewhere and says nothing itself.
        (status !== '303' && (content === undefined || Object.values(content).some(({ schema }) => schema === undefined))),
    ),
  );
  expect(silent.map(([name]) => name)).toEqual([]);
  for (const [name, , , { responses }] of operations)
    expect([name, Object.keys(responses['default']?.content ?? {})]).toEqual([name, ['application/problem+json']]);
});

/** What is asked for is said by the path alone. */
const WITHOUT_BODY: ReadonlySet<string> = new Set([
  ...['startRebuild', 'oidcSignOut', 'resetPassword', 'endRole', 'endStandIn', 'revokeToken', 'revokeOwnToken'],
]);

it('declares the parameters of every path, and the body of everything that is posted, except where the path says all', () => {
  for (const [name, path, method, operation] of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
    expect([name, declared]).toEqual([name, inPath]);
    const bodies = Object.values(operation.requestBody?.content ?? {}).filter(({ schema }) => schema !== undefined);
    const brings = ['post', 'put', 'patch'].includes(method) && !WITHOUT_BODY.has(operation.operationId);
    expect([name, bodies.length > 0]).toEqual([name, brings]);
  }
});
