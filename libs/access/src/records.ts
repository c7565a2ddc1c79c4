import type { Clock } from '#application';
import type { OfficeStore, OfficeTables } from '#office';

export type AccessRecord = OfficeTables['access_record'];
export type NewRecord = Omit<AccessRecord, 'id' | 'at'>;

export interface RecordFilter {
  /** Region of the auditor: only what concerns it, or was done by somebody of it. */
  readonly scope: string;
  readonly person?: string | undefined;
  readonly subject?: string | undefined;
  readonly region?: string | undefined;
  readonly refused?: boolean | undefined;
  readonly kind?: 'read' | 'act' | 'account' | undefined;
  /** Business dates, both included. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  /** Id of a record: only older ones. */
  readonly before?: string | undefined;
  readonly limit: number;
}

const FLUSH_MS = 500;
const FLUSH_AT = 200;
/** Kept in memory while the store cannot be written; what comes after is lost, and said to be. */
const MAX_KEPT = 20_000;

/** Codes that lie within a region begin so. */
const stem = (region: string): string => region.replace(/(00){1,3}$/, '');

const isCounty = (region: string): boolean => stem(region).length === 6;

/** Who read or did what, and who was refused. Written in batches, so that nobody who reads waits for it. */
export class AccessRecords {
  private kept: AccessRecord[] = [];
  private counter = 0;
  private lost = 0;
  private timer: NodeJS.Timeout | null = null;
  private flushing: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: OfficeStore,
    private readonly clock: Clock,
    private readonly warn: (line: string) => void,
  ) {}

  add(record: NewRecord): void {
    if (this.kept.length >= MAX_KEPT) {
      if (this.lost++ === 0)
        this.warn(
          '访问记录写不进去，新的记录正在丢失，请检查磁盘或数据库 / access records cannot be written and are being lost: look at disk or database',
        );
      return;
    }
    this.kept.push(this.dated(record));
    if (this.kept.length >= FLUSH_AT) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  private dated(record: NewRecord): AccessRecord {
    const at = this.clock.now().toISOString();
    this.counter = (this.counter + 1) % 1_000_000;
    return { id: `${at}-${String(process.pid)}-${String(this.counter).padStart(6, '0')}`, at, ...record };
  }

  /** Resolves once a record is written, for what must not be done without one. @throws the store's error */
  async write(record: NewRecord): Promise<void> {
    await this.store.inTransaction((tx) => tx.insertInto('access_record').values(this.dated(record)).execute());
  }

  /** Writes what is kept. What cannot be written is kept for the next time. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    this.flushing = this.flushing.then(() => this.writeBatch());
    return this.flushing;
  }

  private async writeBatch(): Promise<void> {
    const batch = this.kept.splice(0, FLUSH_AT);
    if (batch.length === 0) return;
    try {
      await this.store.inTransaction((tx) => tx.insertInto('access_record').values(batch).execute());
      if (this.lost > 0) {
        this.warn(`访问记录恢复写入，其间丢失 ${this.lost} 条 / access records are written again, ${this.lost} were lost`);
        this.lost = 0;
      }
    } catch (error) {
      this.kept.unshift(...batch);
      this.timer ??= setTimeout(() => void this.flush(), 10 * FLUSH_MS).unref();
      this.warn(`访问记录暂未写入，稍后重试 / access records wait to be written: ${String(error)}`);
      return;
    }
    if (this.kept.length > 0) await this.writeBatch();
  }

  /**
   * The newest first, and whether there are older ones. Nothing is counted, and pages are asked for by the last id of the one before:
   * among a million records a page costs what it shows. What lies above a county is found on the way back through time, a county by index.
   */
  async list(filter: RecordFilter): Promise<{ readonly rows: readonly AccessRecord[]; readonly more: boolean }> {
    await this.flush();
    const { scope, person, subject, region, refused, kind, from, until, before } = filter;
    let query = this.store.read.selectFrom('access_record');
    if (isCounty(scope)) query = query.where((where) => where.or([where('region', '=', scope), where('scope', '=', scope)]));
    else if (stem(scope) !== '') {
      const within = `${stem(scope)}%`;
      query = query.where((where) => where.or([where('region', 'like', within), where('scope', 'like', within)]));
    }
    if (person !== undefined) query = query.where((where) => where.or([where('person', '=', person), where('principal', '=', person)]));
    if (subject !== undefined) query = query.where('subject', '=', subject);
    if (region !== undefined)
      query = isCounty(region) ? query.where('region', '=', region) : query.where('region', 'like', `${stem(region)}%`);
    if (refused === true) query = query.where('status', 'in', [401, 403]);
    if (kind !== undefined) query = query.where('kind', '=', kind);
    // Business days are those of Shanghai, eight hours ahead of UTC all year.
    if (from !== undefined) query = query.where('id', '>=', startOf(from).toISOString());
    if (until !== undefined) query = query.where('id', '<', new Date(startOf(until).getTime() + 86_400_000).toISOString());
    if (before !== undefined) query = query.where('id', '<', before);
    const rows = await query
      .selectAll()
      .orderBy('id', 'desc')
      .limit(filter.limit + 1)
      .execute();
    return { rows: rows.slice(0, filter.limit), more: rows.length > filter.limit };
  }

  /** Acts in a stream that somebody did for somebody else. */
  async standInActs(subject: string): Promise<readonly AccessRecord[]> {
    await this.flush();
    return this.store.read
      .selectFrom('access_record')
      .selectAll()
      .where('subject', '=', subject)
      .where('stand_in', 'is not', null)
      .where('kind', '=', 'act')
      .where('correlation', 'is not', null)
      .execute();
  }

  async close(): Promise<void> {
    await this.flush();
    if (this.timer !== null) clearTimeout(this.timer);
  }
}

const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
