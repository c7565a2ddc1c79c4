// Builds everything that is out of date: the TypeScript of apps, libs and tests into dist/, and the page into dist/web.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Digest of names, sizes and times of all files below the given folders: equal digests mean there is nothing to build. */
function stateOf(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    const stat = statSync(path);
    if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
  };
  for (const path of paths) if (existsSync(join(root, path))) visit(join(root, path));
  return hash.digest('hex');
}

function buildWhenChanged(name, inputs, output, command, args, check = null) {
  const stampFile = join(root, 'dist', `.${name}.stamp`);
  const stamp = stateOf([...inputs, 'package-lock.json']);
  if (existsSync(join(root, output)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  process.stderr.write(`building ${name} …\n`);
  if (check !== null) {
    const checked = spawnSync(process.execPath, [join(root, check), '--check'], { cwd: root, stdio: 'inherit' });
    if (checked.status !== 0) process.exit(checked.status ?? 1);
  }
  const result = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) process.exit(result.status ?? 1);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

export function buildCode() {
  buildWhenChanged('code', ['apps/api', 'apps/worker', 'apps/cli', 'libs', 'test', 'tsconfig.json'], 'dist/libs', 'typescript/bin/tsc', [
    '-p',
    'tsconfig.json',
  ]);
}

export function buildPage() {
  if (!existsSync(join(root, 'apps/web/vite.config.mts'))) return;
  buildWhenChanged(
    'page',
    ['apps/web', 'libs/domain/src', 'libs/policy/src', 'docs/openapi.json'],
    'dist/web/index.html',
    'vite/bin/vite.js',
    ['build', '--config', 'apps/web/vite.config.mts', '--logLevel', 'warn'],
    // The page's types of answers are those of the interface, or there is no page.
    'scripts/api-types.mjs',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  buildCode();
  buildPage();
}
