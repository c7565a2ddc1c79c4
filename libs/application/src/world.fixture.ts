/** A log in a folder of its own, and processes over it that know nothing of each other. */
import type { Actor, BrandCommand } from '#domain';
import { openEmbeddedLog, type EventLog, type RecordedEvent } from '#event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrandService } from './brand-service';
import type { Clock } from './clock';
import { ImportService } from './import-service';
import { Ledger } from './ledger';
import { PolicyLibrary } from './policies';
import { LedgerProblem } from './problems';
import { YearService, type FiguresOfYear } from './year-service';

export const CLERK: Actor = { id: 'clerk', role: 'local', region: '000000' };
export const OTHER: Actor = { id: 'other', role: 'local', region: '000000' };
export const AOHAN = '150430';

export interface Process {
  readonly ledger: Ledger;
  readonly policies: PolicyLibrary;
  readonly brands: BrandService;
  readonly years: YearService;
  readonly imports: ImportService;
}

export class World implements Clock {
  private instant = Date.parse('2026-03-02T04:00:00Z');
  private constructor(
    private readonly folder: string,
    readonly log: EventLog,
  ) {}

  static async open(): Promise<World> {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-application-'));
    return new World(folder, await openEmbeddedLog({ folder }));
  }

  now(): Date {
    return new Date(this.instant);
  }
  today(): string {
    return this.now().toISOString().slice(0, 10);
  }
  pass(ms: number): void {
    this.instant += ms;
  }

  /** @param log what this process takes for the log: the log itself, or one that fails or dawdles on purpose */
  process(log: EventLog = this.log, figures: FiguresOfYear = { figuresOf: () => Promise.resolve({ brands: 0, figures: [] }) }): Process {
    const ledger = new Ledger(log, this);
    const policies = new PolicyLibrary(ledger);
    const brands = new BrandService(ledger, policies, () => Promise.resolve(0));
    const years = new YearService(ledger, figures);
    return { ledger, policies, brands, years, imports: new ImportService(ledger, brands, years) };
  }

  /** The log, with something done before every append that reaches it. */
  disturbed(before: (stream: string, types: readonly string[]) => Promise<void> | void): EventLog {
    const { log } = this;
    return {
      append: async (stream, expected, events) => {
        await before(
          stream,
          events.map(({ type }) => type),
        );
        return log.append(stream, expected, events);
      },
      readStream: (stream, options) => log.readStream(stream, options),
      readAll: (options) => log.readAll(options),
      subscribe: (options) => log.subscribe(options),
      close: () => Promise.resolve(),
    };
  }

  async events(streamPrefix: string): Promise<RecordedEvent[]> {
    const found: RecordedEvent[] = [];
    for await (const event of this.log.readAll({ filter: { streamPrefixes: [streamPrefix] } })) found.push(event);
    return found;
  }
  async types(streamPrefix: string): Promise<string[]> {
    return (await this.events(streamPrefix)).map(({ type }) => type);
  }

  async close(): Promise<void> {
    await this.log.close();
    rmSync(this.folder, { recursive: true });
  }
}

const SOURCE = { reference: '县人社局填报', note: null };

export const report = (name: string, region = AOHAN): Extract<BrandCommand, { type: 'report' }>['data'] => ({
  name,
  kind: 'labour',
  category: '电力',
  brandType: null,
  region,
  regionAsStated: null,
  formedOn: null,
  cultivatedFrom: '2020-01-01',
  origin: 'operational',
  source: SOURCE,
});

export const figure = (year: number, value = 100): Extract<BrandCommand, { type: 'recordFigure' }>['data'] => ({
  figure: {
    metric: 'employmentDriven',
    unit: 'persons',
    nature: 'flow',
    directness: 'direct',
    bound: 'exact',
    value,
    window: { fromYear: year, toYear: year, asOf: null },
    estimate: null,
    source: SOURCE,
  },
});
export const recordFigure = (year: number, value = 100): BrandCommand => ({ type: 'recordFigure', data: figure(year, value) });
export const rename = (to: string): BrandCommand => ({ type: 'rename', data: { to, reason: '更名', document: null } });

/** The code and kind of the problem that something ends with. */
export async function problemOf(act: Promise<unknown>): Promise<{ code: string; kind: string } | 'no problem'> {
  try {
    await act;
    return 'no problem';
  } catch (error) {
    if (!(error instanceof LedgerProblem)) throw error;
    return { code: error.refusal.code, kind: error.kind };
  }
}
