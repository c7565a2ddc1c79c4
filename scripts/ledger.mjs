// The command line, built first when it is out of date: `npm run ledger -- replay 敖汉架线工`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { buildCode } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const cwd = process.env.INIT_CWD ?? process.cwd();
process.chdir(root);
buildCode();
const result = spawnSync(process.execPath, ['--enable-source-maps', join(root, 'dist/apps/cli/src/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // Files are named from where the command was typed; the data folder is the one that `npm start` uses.
  cwd,
  env: { ...process.env, DATA_DIR: resolve(root, process.env.DATA_DIR ?? 'data') },
});
process.exit(result.status ?? 1);
