/**
 * What the read models answer. Every answer is read from one moment of the database and says at which position of the log
 * that moment stands.
 */
import type { BrandCard, BrandRow, RegionalFigureRow, TierStatus, YearlyCount } from '#contracts';
import { brandCard, brandIdsByName, listBrands, type BrandListRequest } from './catalogue/queries';
import type { ReadModelDatabase } from './database';
import { leavesOfStream, placeOfLeaf, type LeafPlace } from './history/queries';
import { importList, parkedRows, type ImportView, type ParkedRow } from './imports/queries';
import { READ_MODELS } from './read-models';
import { closedYears, regionalFigures, type ClosedYear, type RegionScope } from './regional/queries';
import type { ProjectionTables, Reader } from './schema';
import { positionFromText } from './table';
import { tierStatus, type TierStatusRequest } from './tier-status/queries';
import { workList, type WorkRow } from './work-list/queries';
import { figuresInForceOf, yearlyCounts, type FiguresOfYear, type FiguresOfYearRequest, type YearlyRequest } from './yearly/queries';

export interface Answer<T> {
  readonly rows: T[];
  /** Position of the last event that the answer knows of, in digits; `0` before the first. */
  readonly position: string;
}

export class ReadModelQueries {
  constructor(private readonly db: ReadModelDatabase) {}

  private at<T>(ask: (reader: Reader) => Promise<T>): Promise<{ answer: T; position: string }> {
    return this.db.inSnapshot(async (tx) => {
      const reader = tx.withTables<ProjectionTables>();
      const row = await reader.selectFrom('subscription').select('position').where('name', '=', READ_MODELS).executeTakeFirst();
      return { position: (positionFromText(row?.position ?? '') ?? 0n).toString(), answer: await ask(reader) };
    });
  }

  private async rows<T>(ask: (reader: Reader) => Promise<T[]>): Promise<Answer<T>> {
    const { answer, position } = await this.at(ask);
    return { rows: answer, position };
  }

  /** One page of 品牌台账 (or of the catalogue: `listed`), sorted by name unless said otherwise. */
  async brands(request: BrandListRequest): Promise<Answer<BrandRow> & { total: number; offset: number; limit: number }> {
    const { answer, position } = await this.at((reader) => listBrands(reader, request));
    return { ...answer, position };
  }

  /** 品牌卡片; `card` is null when no such brand was reported. */
  async brand(brandId: string): Promise<{ card: BrandCard | null; position: string }> {
    const { answer, position } = await this.at((reader) => brandCard(reader, brandId));
    return { card: answer, position };
  }

  /** @throws ReadModelError READ_MODEL.NUMBER_TOO_LARGE */
  yearlyCounts(request: YearlyRequest): Promise<Answer<YearlyCount>> {
    return this.rows((reader) => yearlyCounts(reader, request));
  }

  tierStatus(request: TierStatusRequest): Promise<Answer<TierStatus>> {
    return this.rows((reader) => tierStatus(reader, request));
  }

  regionalFigures(scope: RegionScope): Promise<Answer<RegionalFigureRow>> {
    return this.rows((reader) => regionalFigures(reader, scope));
  }

  closedYears(scope: RegionScope): Promise<Answer<ClosedYear>> {
    return this.rows((reader) => closedYears(reader, scope));
  }

  work(scope: RegionScope): Promise<Answer<WorkRow>> {
    return this.rows((reader) => workList(reader, scope));
  }

  imports(): Promise<Answer<ImportView>> {
    return this.rows((reader) => importList(reader));
  }

  parkedRows(importId: string): Promise<Answer<ParkedRow>> {
    return this.rows((reader) => parkedRows(reader, importId));
  }

  /** Leaf indexes of a stream's events, by revision; the events themselves are read from the log. */
  async leaves(stream: string): Promise<ReadonlyMap<number, number>> {
    return (await this.at((reader) => leavesOfStream(reader, stream))).answer;
  }

  async leaf(index: number): Promise<LeafPlace | null> {
    return (await this.at((reader) => placeOfLeaf(reader, index))).answer;
  }

  /** Figures in force of a year, of brands in a region and below it: what closing the year covers. In order of figure id. */
  async figuresOfYear(request: FiguresOfYearRequest): Promise<FiguresOfYear> {
    return (await this.at((reader) => figuresInForceOf(reader, request))).answer;
  }

  /** Ids of brands by region code and present name. */
  async brandIdsByName(): Promise<(region: string, name: string) => string | null> {
    return (await this.at((reader) => brandIdsByName(reader))).answer;
  }
}

/** `ReadModelQueries.figuresOfYear` for who asks nothing else. */
export const figuresOfYear = (db: ReadModelDatabase, request: FiguresOfYearRequest): Promise<FiguresOfYear> =>
  new ReadModelQueries(db).figuresOfYear(request);
