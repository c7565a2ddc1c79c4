// 演示: begins ./data-demo anew and starts the ledger on it, with sample data and an account for each role.
// `npm run demo` sets everything back; `npm run demo -- --keep` goes on with what was done in it before.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCode, buildPage } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const folder = resolve(root, process.env.DEMO_DIR ?? 'data-demo');
/** Says that the folder was begun by this script, and may be emptied by it. */
const mark = join(folder, 'demonstration.txt');
const keep = process.argv.includes('--keep');

function refuse(zh, en) {
  console.error(`${zh}\n${en}`);
  process.exit(1);
}

if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(mark))
  refuse(
    `文件夹 ${folder} 不是由 npm run demo 建立的，不会清空。请移走它，或用 DEMO_DIR 指定另一个文件夹。`,
    `${folder} was not begun by npm run demo and is not emptied. Move it away, or name another folder by DEMO_DIR.`,
  );
buildCode();
buildPage();

if (existsSync(join(folder, 'log'))) {
  const { FolderLocked, openEmbeddedLog } = await import('#event-store');
  try {
    // Whoever holds the folder must not lose it underneath.
    await (await openEmbeddedLog({ folder: join(folder, 'log') })).close();
  } catch (error) {
    if (error instanceof FolderLocked)
      refuse('演示正在运行，请先停止它（Ctrl-C），再重新开始。', 'The demonstration is running: stop it first (Ctrl-C), then begin anew.');
    if (keep) throw error;
  }
}
if (!keep) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(mark, '演示数据，由 npm run demo 建立，每次运行时清空重建。\nBegun by npm run demo, and emptied whenever it runs.\n');

const env = { ...process.env, DATA_DIR: folder, SAMPLE_DATA: 'on', ACCOUNTS: 'on', DEMO: 'on' };
// A demonstration has a log of its own, and never the one that these name.
for (const name of ['EVENTSTORE_URL', 'READ_MODEL_URL', 'EVIDENCE_DIR']) delete env[name];
const child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/api/src/main.js'], { stdio: 'inherit', env });
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
process.on('SIGINT', () => {});
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
