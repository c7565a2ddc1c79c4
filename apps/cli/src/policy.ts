/** 政策文件 on the command line: check a file, draft it, approve it as a second person, repeal it, and see what changed. */
import type { ApprovePolicyBody, DraftPolicyBody, PolicyChanges, PolicyCheck, PublishedPolicy } from '#contracts';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import type { z } from 'zod';

export interface PolicyWritten {
  readonly pack: string;
  readonly version: string;
  readonly repeated: boolean;
}
export type Compared = { readonly pack: string; readonly version: string } | { readonly text: string };

/** What the commands ask of the ledger. */
export interface PolicyDoor {
  policies(): Promise<readonly z.infer<typeof PublishedPolicy>[]>;
  checkPolicy(body: { readonly text: string; readonly cases?: string; readonly supersedes?: string }): Promise<z.infer<typeof PolicyCheck>>;
  draftPolicy(body: z.input<typeof DraftPolicyBody>): Promise<PolicyWritten>;
  actOnPolicy(pack: string, version: string, act: 'approve' | 'return' | 'repeal', body: object): Promise<PolicyWritten>;
  comparePolicies(from: Compared, to: Compared): Promise<z.infer<typeof PolicyChanges>>;
}

const MAX_PACK_BYTES = 2 * 1024 * 1024;

/** @throws Error in both languages for what is no readable file */
function readPack(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new Error(`没有文件“${file}”，请核对路径 / there is no file “${file}”: check the path`);
  if (!found.isFile()) throw new Error(`“${file}”不是文件，请指定一个政策包文件（YAML） / “${file}” is no file: name a pack file (YAML)`);
  if (found.size > MAX_PACK_BYTES) throw new Error(`“${file}”超过 2 MB，不是政策包 / “${file}” is larger than 2 MB and no pack`);
  return readFileSync(file, 'utf8');
}

/** The boundary cases that stand beside a pack file: `cases/<document>.yaml`. */
function casesBeside(file: string, text: string): string | undefined {
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch {
    // The check itself says what is wrong with the file, with line and column.
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const head = parsed as Record<string, unknown>;
  const document = typeof head['completes'] === 'string' ? head['completes'] : head['id'];
  const cases = typeof document === 'string' ? join(dirname(file), 'cases', `${document}.yaml`) : null;
  return cases !== null && existsSync(cases) ? readPack(cases) : undefined;
}

async function check(ledger: PolicyDoor, file: string, options: { readonly cases?: string; readonly supersedes?: string }): Promise<void> {
  const text = readPack(file);
  const cases = options.cases === undefined ? casesBeside(file, text) : readPack(options.cases);
  const found = await ledger.checkPolicy({
    text,
    ...(cases === undefined ? {} : { cases }),
    ...(options.supersedes === undefined ? {} : { supersedes: options.supersedes }),
  });
  const told = (severity: string): void => {
    for (const { place, line, column, code, zh, en, todo } of found.findings.filter((each) => each.severity === severity)) {
      const at = line === null ? `${file}${place === '' ? '' : ` ${place}`}` : `${file}:${line}:${column ?? 1}`;
      console.log(`${at}  ${severity === 'error' ? '错误' : '提醒'} ${code}${line === null || place === '' ? '' : `（${place}）`}`);
      console.log(`    ${zh}。${todo.zh}。`);
      console.log(`    ${en}. ${todo.en}.`);
    }
  };
  told('error');
  if (found.errors > 0 && found.warnings > 0) console.log('');
  told('warning');
  const name = found.pack === null ? file : `${found.pack} 第 ${found.version ?? '?'} 版`;
  console.log(
    found.errors === 0
      ? `${name}：没有错误，${found.warnings} 处提醒。 / no errors, ${found.warnings} warnings`
      : `${name}：${found.errors} 处错误，${found.warnings} 处提醒，不能发布。 / ${found.errors} errors, ${found.warnings} warnings; it cannot be published`,
  );
  if (found.errors > 0) process.exitCode = 1;
}

interface PublishOptions {
  readonly as: string;
  readonly reason: string;
  readonly effective?: string;
  readonly backdatedBecause?: string;
  readonly supersedes?: string;
}

async function publish(
  ledger: PolicyDoor,
  file: string,
  { as, reason, effective, backdatedBecause, supersedes }: PublishOptions,
): Promise<void> {
  const answer = await ledger.draftPolicy({
    text: readPack(file),
    draftedBy: as,
    reason,
    ...(effective === undefined ? {} : { effectiveFrom: effective }),
    ...(backdatedBecause === undefined ? {} : { backdatedBecause }),
    ...(supersedes === undefined ? {} : { supersedes }),
  });
  console.log(
    answer.repeated
      ? `${answer.pack} 第 ${answer.version} 版已在台账中，内容相同，不重复登记。 / it is on the books already`
      : `已起草 ${answer.pack} 第 ${answer.version} 版，待另一人审定后才生效。 / drafted; it decides nothing before a second person approves it`,
  );
  if (!answer.repeated) console.log(`审定：policy approve ${answer.pack} ${answer.version} --as <审定人>`);
}

type Reason = { readonly as: string; readonly reason: string; readonly backdatedBecause?: string };

/** `<pack>@<version>`, or a file. */
function compared(text: string): Compared {
  if (existsSync(text)) return { text: readPack(text) };
  const [, pack, version] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  if (pack === undefined || version === undefined)
    throw new Error(
      `“${text}”既不是文件，也不是“文件编号@版本”（如 im-2024-118@1） / “${text}” is neither a file nor pack@version, such as im-2024-118@1`,
    );
  return { pack, version };
}

async function diff(ledger: PolicyDoor, a: string, b: string, options: { readonly json?: boolean }): Promise<void> {
  const { from, to, changes } = await ledger.comparePolicies(compared(a), compared(b));
  if (options.json === true) return console.log(JSON.stringify({ from, to, changes }, null, 2));
  console.log(
    `${from.pack} 第 ${from.version} 版 → ${to.pack} 第 ${to.version} 版：${changes.length === 0 ? '没有变化' : `${changes.length} 项变化`}`,
  );
  for (const { sentenceZh } of changes) console.log(`  ${sentenceZh}`);
}

const PHASES: Readonly<Record<string, string>> = {
  approved: '已审定待施行',
  inForce: '施行中',
  superseded: '被替代',
  repealed: '已废止',
  expired: '期满失效',
};

async function list(ledger: PolicyDoor): Promise<void> {
  for (const { pack, version, phase, effectiveFrom, until, approvedBy, title } of await ledger.policies()) {
    const approved = approvedBy === null ? '随程序发布，未经第二人审定' : `审定：${approvedBy}`;
    console.log(`${pack}@${version}  ${PHASES[phase] ?? phase}  ${effectiveFrom}—${until ?? ''}  ${approved}  ${title}`);
  }
}

/**
 * Adds the commands.
 * @param styled gives a command the help and the faults of all others
 * @param withLedger runs something with the ledger at hand
 */
export function addPolicyCommands(
  program: Command,
  styled: (command: Command) => Command,
  withLedger: (work: (ledger: PolicyDoor) => Promise<void>) => Promise<void>,
): void {
  const policy = styled(program.command('policy'))
    .usage('<命令> [选项]')
    .description('政策文件：检查、起草、审定、废止、比较 / the life of a policy');
  styled(policy.command('list'))
    .description('列出各版本 / list the versions')
    .action(() => withLedger(list));
  styled(policy.command('check'))
    .argument('<file>', '政策包文件（YAML）')
    .option('--cases <file>', '边界案例文件；默认为旁边的 cases/<文件编号>.yaml')
    .option('--supersedes <pack>', '要替代的文件编号')
    .usage('<文件> [选项]')
    .description('检查政策包文件，逐行指出问题，不登记 / check a pack file; nothing is written')
    .action((file: string, options: { cases?: string; supersedes?: string }) => {
      // A file that is not there is told before any server is started.
      readPack(file);
      return withLedger((ledger) => check(ledger, file, options));
    });
  styled(policy.command('publish'))
    .argument('<file>', '政策包文件（YAML）')
    .requiredOption('--as <person>', '起草人')
    .requiredOption('--reason <text>', '理由')
    .option('--effective <date>', '施行日期；默认为文件自身的施行日期')
    .option('--backdated-because <text>', '施行日期早于今天时的理由')
    .option('--supersedes <pack>', '要替代的文件编号')
    .usage('<文件> --as <起草人> --reason <理由> [选项]')
    .description('起草一个版本，待另一人审定 / draft a version, which a second person then approves')
    .action((file: string, options: PublishOptions) => {
      readPack(file);
      return withLedger((ledger) => publish(ledger, file, options));
    });
  styled(policy.command('approve'))
    .argument('<pack>', '文件编号')
    .argument('<version>', '版本')
    .requiredOption('--as <person>', '审定人（须为起草人以外的人）')
    .option('--note <text>', '审定意见')
    .option('--backdated-because <text>', '施行日期已过时的理由')
    .usage('<文件编号> <版本> --as <审定人> [选项]')
    .description('审定草案 / approve a draft, as a second person')
    .action((pack: string, version: string, options: { as: string; note?: string; backdatedBecause?: string }) =>
      withLedger(async (ledger) => {
        const body: z.input<typeof ApprovePolicyBody> = {
          approvedBy: options.as,
          ...(options.note === undefined ? {} : { note: options.note }),
          ...(options.backdatedBecause === undefined ? {} : { backdatedBecause: options.backdatedBecause }),
        };
        await ledger.actOnPolicy(pack, version, 'approve', body);
        console.log(`已审定 ${pack} 第 ${version} 版。 / approved`);
      }),
    );
  styled(policy.command('return'))
    .argument('<pack>', '文件编号')
    .argument('<version>', '版本')
    .requiredOption('--as <person>', '退回人')
    .requiredOption('--reason <text>', '理由')
    .usage('<文件编号> <版本> --as <退回人> --reason <理由>')
    .description('退回草案 / return a draft')
    .action((pack: string, version: string, { as, reason }: Reason) =>
      withLedger(async (ledger) => {
        await ledger.actOnPolicy(pack, version, 'return', { returnedBy: as, reason });
        console.log(`已退回 ${pack} 第 ${version} 版。 / returned`);
      }),
    );
  styled(policy.command('repeal'))
    .argument('<pack>', '文件编号')
    .argument('<version>', '版本')
    .requiredOption('--as <person>', '办理人')
    .requiredOption('--on <date>', '自哪一天起废止')
    .requiredOption('--reason <text>', '理由')
    .option('--backdated-because <text>', '废止日期早于今天时的理由')
    .usage('<文件编号> <版本> --as <办理人> --on <日期> --reason <理由> [选项]')
    .description('废止一个版本 / repeal a version')
    .action((pack: string, version: string, { as, on, reason, backdatedBecause }: Reason & { on: string }) =>
      withLedger(async (ledger) => {
        const why = backdatedBecause === undefined ? {} : { backdatedBecause };
        await ledger.actOnPolicy(pack, version, 'repeal', { repealedOn: on, repealedBy: as, reason, ...why });
        console.log(`${pack} 第 ${version} 版自 ${on} 起废止。 / repealed`);
      }),
    );
  styled(policy.command('diff'))
    .argument('<a>', '文件，或“文件编号@版本”')
    .argument('<b>', '文件，或“文件编号@版本”')
    .option('--json', '以 JSON 输出')
    .usage('<旧> <新> [选项]')
    .description('比较两份政策文件：参数、规则、触发、条款、目标的变化 / what changed between two texts')
    .action((a: string, b: string, options: { json?: boolean }) => {
      compared(a);
      compared(b);
      return withLedger((ledger) => diff(ledger, a, b, options));
    });
}
