#!/usr/bin/env node
/**
 * E. What-if: every brand of a ledger over ten evaluation years, decided under the packs as they are and under something else, by the
 * threads that the server uses. Reading and folding the log is part of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ledger, PolicyLibrary, WhatIfJobs, publishShippedPacks, systemClock } from '../dist/libs/application/src/index.js';
import { brandsOf } from './brands.mjs';
import * as ours from './ours.mjs';
import { regionName } from '../dist/libs/domain/src/index.js';

/** The aim: 10,000 brands over ten years in less, on two cores. */
export const SECONDS = 60;
const EVENTS_EACH = 70;
const YEARS = { from: 2008, to: 2017 };
const ACTOR = { id: 'bench', role: 'local', region: '000000' };

/** Counties of Inner Mongolia, so that its document speaks of every brand. */
const COUNTIES = Array.from({ length: 3000 }, (_, index) => `15${String(index + 100).padStart(4, '0')}`).filter((code) => !code.endsWith('00') && regionName(code) !== undefined);

function brandsThere(seed, count) {
  const brands = brandsOf(seed, count, EVENTS_EACH);
  for (const [index, { events }] of brands.entries()) {
    const [reported] = events;
    reported.data = { ...reported.data, kind: 'labour', region: COUNTIES[index % COUNTIES.length], origin: 'synthetic' };
    // Near the thresholds, so that a changed value changes something.
    for (const { type, data } of events) if (type === 'FigureRecorded.v1' && data.metric === 'employmentDriven') data.value %= 1200;
  }
  return brands;
}

/** One value for one class, a reading that replaces a predicate, and another document: from little to decide anew to everything. */
const CHANGES = [
  { name: 'oneValue', what: 'one value (IM, three-year total, class 1: 3000 → 2800)', pack: 'im-2024-118', change: { kind: 'parameters', parameters: [{ key: 'scale.three-years', entry: 3, value: 2800 }] } },
  { name: 'reading', what: 'another reading (IM, 近三年累计 as yearly stocks)', pack: 'im-2024-118', change: { kind: 'readings', readings: [{ interpretation: 'yearly-newly-driven', reading: 'yearly-stock' }] } },
  { name: 'document', what: 'another document (IM brands by the SD rules)', pack: 'im-2024-118', change: { kind: 'pack', pack: 'sd-2021-22' } },
];

export async function measureWhatIf({ seed, brands: count, folder, threads = 2, say }) {
  const log = await ours.openLog(folder);
  try {
    const ledger = new Ledger(log, systemClock);
    const policies = new PolicyLibrary(ledger);
    await publishShippedPacks(ledger, policies);
    say(`what-if: writing ${count.toLocaleString('en')} brands of ${EVENTS_EACH} events`);
    for (let written = 0; written < count; written += 500) await ours.fill(log, brandsThere(seed + written, Math.min(500, count - written)));
    const jobs = new WhatIfJobs(ledger, policies, { folder: join(folder, 'log') }, { jobs: 1, threads });
    const results = {};
    for (const { name, what, pack, change } of CHANGES) {
      const begun = performance.now();
      const cpuBegun = process.cpuUsage();
      const { jobId } = await jobs.start({ pack, change, years: YEARS, dataset: 'synthetic' }, ACTOR);
      let latest = begun;
      let longest = 0;
      for (;;) {
        // How long this thread, which would serve requests, was held up at most.
        await new Promise((resolve) => setTimeout(resolve, 5));
        const now = performance.now();
        longest = Math.max(longest, now - latest);
        latest = now;
        const { standing } = jobs.result(jobId, { offset: 0, limit: 1 }, ACTOR);
        if (standing.state === 'failed') throw new Error(standing.error);
        if (standing.state !== 'running') {
          const seconds = (performance.now() - begun) / 1000;
          const cpu = process.cpuUsage(cpuBegun);
          const cpuSeconds = (cpu.user + cpu.system) / 1e6;
          results[name] = { what, seconds, cpuSeconds, heldUpMs: longest, totals: standing.totals, done: standing.done };
          say(`  ${name}: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of processors), ${standing.totals.brands} brands, ${standing.totals.asked} questions, ${standing.totals.changed} changes; held up at most ${Math.round(longest)} ms`);
          break;
        }
      }
    }
    await jobs.close();
    return { results, brands: count, years: YEARS.to - YEARS.from + 1, eventsEach: EVENTS_EACH, threads };
  } finally {
    await log.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = await mkdtemp(join(process.env.BENCH_DIR ?? tmpdir(), 'brand-ledger-what-if-'));
  try {
    await measureWhatIf({ seed: 20261122, brands: Number(process.argv[2] ?? 10_000), folder, say: (line) => console.error(line) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  process.exit(0);
}
