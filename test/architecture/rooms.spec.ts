/** The table of docs/adr/0001 bites: each forbidden import is really reported, so that a green check means something. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const probes: readonly { readonly file: string; readonly line: string; readonly rule: string }[] = [
  { file: 'libs/domain/src/probe-io.ts', line: "export * from 'node:fs';", rule: 'pure-core-no-io' },
  { file: 'libs/policy/src/probe-nest.ts', line: "export { Injectable } from '@nestjs/common';", rule: 'pure-core-no-io' },
  { file: 'libs/domain/src/probe-store.ts', line: "export { LogError } from '#event-store';", rule: 'domain-imports' },
  { file: 'libs/policy/src/probe-values.ts', line: "export { Tier } from '#domain';", rule: 'core-takes-only-types-of-the-other' },
  { file: 'libs/application/src/probe-models.ts', line: "import '../../projections/src';", rule: 'application-imports' },
  {
    file: 'libs/projections/src/probe-engine.ts',
    line: "export type { LogEngine } from '../../event-store/src/engine';",
    rule: 'engine-is-private',
  },
  { file: 'libs/documents/src/probe-models.ts', line: "import '../../projections/src';", rule: 'documents-imports' },
  { file: 'apps/worker/src/probe-api.ts', line: "import '../../api/src/tokens';", rule: 'apps-apart' },
];

describe('dependency rules', () => {
  afterEach(() => {
    for (const { file } of probes) rmSync(join(root, file), { force: true });
  });

  it('report every kind of forbidden import', () => {
    for (const { file, line } of probes) {
      mkdirSync(join(root, file, '..'), { recursive: true });
      writeFileSync(join(root, file), `${line}\n`);
    }
    const result = spawnSync(
      process.execPath,
      [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        ...probes.map(({ file }) => file),
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'json',
      ],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    const { summary } = JSON.parse(result.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    const found = summary.violations.map(({ from, rule }) => `${from} ${rule.name}`);
    for (const { file, rule } of probes) expect(found).toContain(`${file} ${rule}`);
  }, 60_000);
});
