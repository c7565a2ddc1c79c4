// Builds what is out of date and starts the ledger: api, worker and page in one process on the embedded store in ./data.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildCode, buildPage } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
buildCode();
buildPage();

const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/api/src/main.js'], { stdio: 'inherit' });
// Ctrl-C reaches the child by itself; a signal sent to this process alone is handed on.
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
