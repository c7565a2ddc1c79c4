/** 政策推演 on the command line: starts the job, follows it, prints what changes; Ctrl-C stops it. */
import type { WhatIfChange, WhatIfRequest, WhatIfResult, WhatIfRow } from '#contracts';
import type { Quantity } from '#domain';
import { OUTCOME_NAMES, percent } from '#policy';
import { readFileSync, statSync } from 'node:fs';
import type { LedgerClient } from './client';

export interface WhatIfOptions {
  readonly pack: string;
  readonly of?: string;
  readonly version?: string;
  readonly otherPack?: string;
  readonly file?: string;
  readonly reading?: readonly string[];
  readonly set?: readonly string[];
  readonly years?: string;
  readonly region?: string;
  readonly dataset: 'real' | 'synthetic';
  readonly knownOn?: string;
  readonly facts?: 'published' | 'locked';
  readonly rows: string;
  readonly json?: boolean;
}

interface Bar {
  at(done: number): void;
  stop(): void;
}

const POLL_MS = 200;
/** Rows that one answer of the server may hold. */
const PAGE = 1000;

const wrong = (zh: string, en: string): Error => new Error(`${zh} / ${en}`);

/** `2021-2026` or `2024`. */
function yearsOf(text: string | undefined): WhatIfRequest['years'] {
  const thisYear = new Date().getFullYear();
  if (text === undefined) return { from: thisYear - 9, to: thisYear };
  const match = /^(\d{4})(?:[-—–](\d{4}))?$/.exec(text);
  if (match?.[1] === undefined) throw wrong('--years 应写成 2021-2026 或 2024', 'write --years like 2021-2026 or 2024');
  return { from: Number(match[1]), to: Number(match[2] ?? match[1]) };
}

function textOf(file: string): string {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw wrong(`没有文件“${file}”，请核对路径`, `there is no file “${file}”: check the path`);
  return readFileSync(file, 'utf8');
}

/** What is to be different: exactly one of the options says so. @throws Error in both languages */
export function changeOf({ version, otherPack, file, reading, set }: WhatIfOptions): WhatIfChange {
  const changes: WhatIfChange[] = [];
  if (version !== undefined) changes.push({ kind: 'version', version });
  if (otherPack !== undefined) changes.push({ kind: 'pack', pack: otherPack });
  if (file !== undefined) changes.push({ kind: 'file', document: textOf(file) });
  if (reading !== undefined)
    changes.push({
      kind: 'readings',
      readings: reading.map((each) => {
        const [interpretation = '', chosen = ''] = each.split('=');
        if (interpretation === '' || chosen === '')
          throw wrong(`--reading 应写成 解释编号=读法编号，而不是“${each}”`, `write --reading like interpretation=reading, not “${each}”`);
        return { interpretation, reading: chosen };
      }),
    });
  if (set !== undefined)
    changes.push({
      kind: 'parameters',
      parameters: set.map((each) => {
        const match = /^([^=[\]]+)(?:\[(\d+)\])?=(.+)$/.exec(each);
        if (match?.[1] === undefined || match[3] === undefined)
          throw wrong(`--set 应写成 参数[第几项]=值，而不是“${each}”`, `write --set like parameter[entry]=value, not “${each}”`);
        return { key: match[1], entry: Number(match[2] ?? 0), value: /^-?\d+$/.test(match[3]) ? Number(match[3]) : match[3] };
      }),
    });
  const [change] = changes;
  if (change === undefined || changes.length > 1)
    throw wrong(
      '请用 --version、--other-pack、--file、--reading、--set 之中的一项说明改变什么',
      'say what changes with one of --version, --other-pack, --file, --reading, --set',
    );
  return change;
}

/** Columns that a text takes on a terminal: a Chinese character takes two. */
const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, character) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1),
    0,
  );

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const widths = head.map((title, column) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  '), ...rows.map(line)];
}

const outcomeOf = (side: { readonly outcome: string } | null): string =>
  side === null ? '不适用' : (OUTCOME_NAMES[side.outcome]?.zh ?? side.outcome);

const UNITS: Readonly<Record<string, string>> = { persons: '人', months: '个月', days: '天', items: '个', personTimes: '人次', yuan: '元' };

function quantityText(quantity: Quantity | null): string {
  if (quantity === null) return '—';
  if (quantity.kind === 'text') return quantity.value;
  if (quantity.kind === 'ratio')
    return `${quantity.numerator < 0 ? '−' : ''}${percent(Math.abs(quantity.numerator), quantity.denominator)}`;
  return `${quantity.value < 0 ? '−' : ''}${Math.abs(quantity.value)}${UNITS[quantity.unit] ?? ''}`;
}
const marginText = (quantity: Quantity | null): string => {
  const text = quantityText(quantity);
  return quantity === null || quantity.kind === 'text' || text.startsWith('−') ? text : `+${text}`;
};

function causeText({ causes }: WhatIfRow): string {
  return causes
    .map(({ zh, parameters, before, after }) => {
      const asked = [before, after].map((side) => quantityText(side?.threshold ?? null));
      const margins = [before, after].map((side) => marginText(side?.margin ?? null));
      const ground = (after ?? before)?.basis === 'configured' ? '文件未规定，本地配置' : ((after ?? before)?.cite ?? '');
      const parts = [
        ...(asked[0] === asked[1] ? [] : [`标准 ${asked.join('→')}`]),
        ...(margins.every((margin) => margin === '—') ? [] : [`余量 ${margins.join('→')}`]),
        ...(parameters.length === 0 ? [] : [parameters.join('、')]),
      ];
      return `${zh}〔${ground}〕${parts.join('，')}`;
    })
    .join('；');
}

const placeOf = ({ region }: WhatIfRow): string =>
  region.path
    .filter(({ code }) => code !== '000000')
    .map(({ name }) => name)
    .join('');

function print(result: WhatIfResult, rows: readonly WhatIfRow[], say: (line: string) => void): void {
  const { totals, before, after } = result;
  const names = new Map(result.questions.map(({ id, zh }) => [id, zh]));
  say('');
  say(`现行：${before.title}（${before.pack} ${before.version}）`);
  say(`改为：${after.title}（${after.pack} ${after.version}）${after.published ? '' : '　未发布'}`);
  for (const house of after.houses.filter(({ published }) => !published)) say(`　　　本地配置 ${house.pack} ${house.version}　未发布`);
  say(
    `涉及品牌 ${totals.brands} 个，逐年逐项判定 ${totals.asked} 次（其中 ${totals.skipped} 次条件与数值均未变，无须重判；另有 ${result.same} 条规则两边相同），结论改变 ${totals.changed} 项、涉及 ${totals.brandsChanged} 个品牌。`,
  );
  if (totals.changed === 0) return say('没有任何结论改变。');
  say('');
  for (const line of table(
    ['规则', '原结论', '新结论', '数量'],
    totals.byQuestion.map(({ question, from, to, count }) => [
      names.get(question) ?? question,
      outcomeOf(from === null ? null : { outcome: from }),
      outcomeOf(to === null ? null : { outcome: to }),
      String(count),
    ]),
  ))
    say(line);
  say('');
  say(`按年度：${totals.byYear.map(({ year, count }) => `${year}年 ${count}`).join('，')}`);
  say(`按地区：${totals.byRegion.map(({ name, count }) => `${name} ${count}`).join('，')}`);
  say('');
  for (const line of table(
    ['年度', '品牌', '地区', '规则', '结论', '依据和余量'],
    rows.map((row) => [
      String(row.year),
      row.name,
      placeOf(row),
      names.get(row.question) ?? row.question,
      `${outcomeOf(row.before)}→${outcomeOf(row.after)}`,
      causeText(row),
    ]),
  ))
    say(line);
  if (result.filtered > rows.length)
    say(`……共 ${result.filtered} 项，只显示前 ${rows.length} 项；用 --rows 显示更多，或用 --json 输出全部。`);
  if (result.truncated) say('改变的结论过多，只保留了一部分明细；合计包含全部。');
}

/** @param interrupted calls back when the person presses Ctrl-C */
export async function runWhatIf(
  ledger: LedgerClient,
  options: WhatIfOptions,
  bar: (label: string, total: number) => Bar,
  interrupted: (stop: () => void) => void,
): Promise<void> {
  const request: WhatIfRequest = {
    pack: options.pack,
    change: changeOf(options),
    years: yearsOf(options.years),
    dataset: options.dataset,
    ...(options.of === undefined ? {} : { version: options.of }),
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.knownOn === undefined ? {} : { knownOn: options.knownOn }),
    ...(options.facts === undefined ? {} : { factsFrom: options.facts }),
  };
  let stopped = false;
  const { jobId } = await ledger.startWhatIf(request);
  interrupted(() => {
    stopped = true;
    // A server that this program started ends with it, and the job with the server.
    void ledger.stopWhatIf(jobId).catch(() => undefined);
  });
  let shown: Bar | null = null;
  let now = await ledger.whatIf(jobId, 0, 1);
  const wasStopped = (): boolean => stopped;
  while (now.state === 'running' && !wasStopped()) {
    if (shown === null && now.total > 0) shown = bar('推演', now.total);
    shown?.at(now.done);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    try {
      now = await ledger.whatIf(jobId, 0, 1);
    } catch (error) {
      if (!wasStopped()) throw error;
    }
  }
  shown?.at(now.done);
  shown?.stop();
  if (wasStopped() || now.state === 'stopped') {
    console.error('推演已停止，没有写入任何内容 / stopped; nothing was written');
    process.exitCode = 130;
    return;
  }
  if (now.error !== null) throw wrong(now.error.zh, now.error.en);
  const most = options.json === true ? now.filtered || now.totals.changed : Number(options.rows);
  const rows: WhatIfRow[] = [];
  for (let offset = 0; offset < most; offset += PAGE) {
    now = await ledger.whatIf(jobId, offset, Math.min(PAGE, most - offset));
    rows.push(...now.rows);
    if (now.rows.length === 0) break;
  }
  if (options.json === true) console.log(JSON.stringify({ ...now, rows, offset: 0, limit: rows.length }, null, 2));
  else {
    print(now, rows, (line) => console.log(line));
    console.log('\n推演只读不写，台账没有任何改变。');
  }
  // What was fetched is fetched: the server need not keep it.
  await ledger.stopWhatIf(jobId).catch(() => undefined);
}
