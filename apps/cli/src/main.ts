#!/usr/bin/env node
import { Argument, Command, CommanderError, Option } from 'commander';
import { SingleBar } from 'cli-progress';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fetchDocument, PAPERS, type DocumentOptions } from './document';
import { LedgerClient, ProblemAnswer, type ImportAnswer } from './client';
import { addPolicyCommands } from './policy';
import { placeOf, printLife } from './replay';
import { reachServer } from './server';
import { addUserCommands } from './user';
import { changeOf, runWhatIf, type WhatIfOptions } from './what-if';

/** Larger files are refused before they are read. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A bar on a terminal; silence where output goes to a file. */
function progressBar(label: string, total: number): { at(done: number): void; stop(): void } {
  if (process.stderr.isTTY !== true) return { at: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ format: `${label} {bar} {value}/{total} {percentage}%`, stream: process.stderr, hideCursor: true });
  bar.start(total, 0);
  return { at: (done) => bar.update(done), stop: () => bar.stop() };
}

async function withLedger(work: (ledger: LedgerClient) => Promise<void>): Promise<void> {
  const server = await reachServer(process.env);
  try {
    await work(new LedgerClient(server.url, process.env['BRAND_LEDGER_TOKEN']));
  } finally {
    await server.close();
  }
}

/** @throws Error when there is no such file, or it is none that can be taken */
function readWhole(file: string): Buffer<ArrayBuffer> {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`没有文件“${file}”，请核对路径 / there is no file “${file}”: check the path`);
  if (!found.isFile()) throw new Error(`“${file}”不是文件，请指定一个 CSV 文件 / “${file}” is no file: name a CSV file`);
  const { size } = found;
  if (size > MAX_FILE_BYTES) {
    throw new Error(
      `文件 ${(size / 1048576).toFixed(1)} MB，超过 20 MB 上限，请拆分后再导入 / the file has ${(size / 1048576).toFixed(1)} MB, the limit is 20 MB: split it`,
    );
  }
  return readFileSync(file);
}

async function importFile(file: string, options: { format: string }): Promise<void> {
  const bytes = readWhole(file);
  await withLedger(async (ledger) => {
    const accepted = await ledger.importFile(bytes, basename(file), options.format);
    console.log(accepted.known ? '该文件此前已导入，不重复登记。' : `文件已接收（${accepted.rows} 项），正在登记。`);
    const bar = progressBar('登记', accepted.rows);
    let now: ImportAnswer = accepted;
    while (now.state !== 'applied') {
      await pause(200);
      now = await ledger.importProgress(accepted.importId);
      bar.at(now.done);
      if (now.stopped !== null) {
        bar.stop();
        throw new Error(
          `文件已接收，登记到第 ${now.done} 项时停下：${now.stopped.zh}。排除原因后重新导入同一文件即可继续 / the file is accepted, recording it stopped at ${now.done}: ${now.stopped.en}; import the same file again to go on`,
        );
      }
    }
    bar.stop();
    console.log(`已登记 ${now.applied} 项，无变化 ${now.unchanged} 项，搁置 ${now.parked.length} 项。`);
    for (const { row, zh } of now.parked) console.log(`  第 ${row} 行搁置：${zh}`);
    if (now.parked.length > 0) process.exitCode = 2;
  });
}

async function replay(nameOrId: string): Promise<void> {
  await withLedger(async (ledger) => {
    const found = await ledger.findBrands(nameOrId);
    const exact = found.filter((brand) => brand.name === nameOrId || brand.brandId === nameOrId);
    const chosen = exact.length > 0 ? exact : found;
    if (chosen.length === 0) throw new Error(`台账中没有找到“${nameOrId}” / nothing found for “${nameOrId}”`);
    if (chosen.length > 1) {
      console.log(`找到 ${chosen.length} 个品牌，请用编号指定：`);
      for (const brand of chosen) console.log(`  ${brand.brandId}  ${brand.name}（${placeOf(brand)}）`);
      process.exitCode = 2;
      return;
    }
    for (const brand of chosen) printLife(brand, await ledger.history(brand.brandId), (line) => console.log(line));
  });
}

async function whatIf(options: WhatIfOptions): Promise<void> {
  // What is wrong with the options is said before any server is started.
  changeOf(options);
  await withLedger((ledger) => runWhatIf(ledger, options, progressBar, (stop) => void process.once('SIGINT', stop)));
}

async function rebuild(): Promise<void> {
  await withLedger(async (ledger) => {
    await ledger.rebuild();
    let bar: ReturnType<typeof progressBar> | null = null;
    for (;;) {
      const progress = await ledger.rebuildProgress();
      if (progress.state === 'failed') throw new Error(progress.error ?? '重建失败 / the rebuild failed');
      bar ??= progressBar('重建', progress.total);
      bar.at(progress.done);
      if (progress.state === 'done' || progress.state === 'idle') {
        bar.stop();
        console.log(`读模型已重建，共处理 ${progress.done} 个事件。`);
        return;
      }
      await pause(200);
    }
  });
}

/** The words of the help pages, which their library has in English only. */
const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};
const USAGE_FAULTS: Readonly<Record<string, string>> = {
  'commander.missingArgument': '缺少参数',
  'commander.excessArguments': '参数过多',
  'commander.unknownCommand': '没有这个命令',
  'commander.unknownOption': '没有这个选项',
  'commander.optionMissingArgument': '选项缺少取值',
  'commander.missingMandatoryOptionValue': '缺少必需的选项',
  'commander.invalidArgument': '选项的取值不对',
};

/** Every command has the same help, and its faults end like all others: told here, with exit code 1. */
function inChinese(command: Command): Command {
  return command
    .helpOption('-h, --help', '显示帮助 / show this help')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .configureOutput({ outputError: () => undefined })
    .exitOverride();
}

const program = inChinese(new Command('brand-ledger'))
  .description('品牌台账命令行 / the command line of Brand Ledger')
  .usage('<命令> [选项]')
  .helpCommand('help [命令]', '显示一个命令的帮助 / show the help of a command')
  .addHelpText('after', '\n退出码：0 完成，1 出错或被退回，2 完成但有搁置或需选择的内容。');
inChinese(program.command('import'))
  .argument('<file>', 'CSV 文件（UTF-8 或 GBK），不超过 20 MB')
  .addOption(
    new Option('--format <format>', '文件格式：yearly-figures 年度成效数据，brands 品牌登记，auto 按表头识别')
      .choices(['auto', 'yearly-figures', 'brands'])
      .default('auto'),
  )
  .usage('<文件> [选项]')
  .description('导入文件：整份核对，整份接收或整份退回 / check a file whole, then take it or refuse it')
  .action(importFile);
inChinese(program.command('replay'))
  .argument('<brand>', '品牌名称或编号')
  .usage('<品牌>')
  .description('逐事件重放一个品牌，并说明每项决定的依据 / the life of a brand, decisions explained')
  .action(replay);
inChinese(program.command('document'))
  .addArgument(new Argument('<kind>', '文稿种类').choices(Object.keys(PAPERS)))
  .option('--region <code>', '地区代码，含下级（默认全部）')
  .addOption(new Option('--dataset <dataset>', '数据集').choices(['real', 'synthetic']).default('real'))
  .option('--year <year>', '年度（年报、汇总表）')
  .addOption(new Option('--purpose <purpose>', '公示事项：recognition 拟认定，exit 拟退出').choices(['recognition', 'exit']))
  .option('--brand <id>', '只公示这个品牌')
  .option('--document <number>', '认定文号（认定通知）')
  .option('--number <n>', '期次（指导目录）')
  .option('--office <name>', '落款单位')
  .option('--out <folder>', '存到哪个目录', '.')
  .usage('<种类> [选项]')
  .description('由台账生成文稿（.docx） / draw up a paper of the office')
  .action((kind: string, options: DocumentOptions) => withLedger((ledger) => fetchDocument(ledger, kind, options)));
inChinese(program.command('rebuild')).description('由事件重建全部读模型 / rebuild all read models from the log').action(rebuild);

const several = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];
inChinese(program.command('what-if'))
  .requiredOption('--pack <pack>', '现行文件的编号，例如 im-2024-118')
  .option('--of <version>', '现行文件的版本（默认最新发布的版本）')
  .option('--version <version>', '改为本文件另一个已发布的版本')
  .option('--other-pack <pack>', '改为另一份已发布的文件')
  .option('--file <file>', '改为未发布的政策包文件（YAML 或 JSON；本文件，或补充它的本地配置）')
  .option('--reading <interpretation=reading>', '改取另一种读法，可重复', several)
  .option('--set <parameter[entry]=value>', '改变一个参数的取值（第几项从 0 数起），可重复', several)
  .option('--years <from-to>', '评价年度，例如 2021-2026（默认近十年）')
  .option('--region <code>', '地区代码，含下级')
  .addOption(new Option('--dataset <dataset>', '数据集').choices(['real', 'synthetic']).default('real'))
  .option('--known-on <date>', '只看这一天及以前记入的内容')
  .addOption(new Option('--facts <status>', '采用的数据：published 含已公布，locked 仅已锁定').choices(['published', 'locked']))
  .option('--rows <n>', '显示多少项明细', '50')
  .option('--json', '以 JSON 输出全部明细')
  .usage('--pack <文件> <改变什么> [选项]')
  .description('政策推演：换一种规定或读法重判全部品牌，不写入 / re-decide all brands under something else; writes nothing')
  .action(whatIf);

addPolicyCommands(program, inChinese, withLedger);
addUserCommands(program, inChinese, withLedger);

program.parseAsync(process.argv).catch((error: unknown) => {
  if (error instanceof CommanderError) {
    const fault = USAGE_FAULTS[error.code];
    if (fault !== undefined) {
      console.error(`${fault} / ${error.message.replace(/^error: /, '')}`);
      console.error('用法见 --help / see --help');
    }
    process.exitCode = error.exitCode;
    return;
  }
  if (error instanceof ProblemAnswer) {
    console.error(`${error.problem.zh.replace(/。$/, '')}。${error.problem.todo.zh.replace(/。$/, '')}。`);
    console.error(error.problem.en);
    for (const place of error.problem.errors) console.error(`  ${place.field ?? ''} ${place.zh} / ${place.en}`);
  } else console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
