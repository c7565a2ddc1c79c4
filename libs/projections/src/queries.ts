/**
 * What the read models answer. Every answer is read from one moment of the database and says at which position of the log
 * that moment stands.
 */
import type {
  BrandCard,
  BrandRow,
  CorrectionRow,
  Dataset,
  FundListParams,
  Ground,
  QualityKind,
  RegionalFigureRow,
  ReviewMonth,
  TierMovement,
  TierStatus,
  YearlyCount,
} from '#contracts';
import { brandCard, brandIdsByName, listBrands, type BrandListRequest } from './catalogue/queries';
import { correctionList, type CorrectionsRequest } from './corrections/queries';
import type { ReadModelDatabase } from './database';
import {
  leavesOf,
  movements,
  officeBrands,
  officeFigures,
  type FiguresOfOffice,
  type Movement,
  type OfficeBrand,
  type OfficeScope,
} from './editions/office';
import { editionList, listedBrands, wholeEdition, type EditionSource, type EditionView, type WholeEdition } from './editions/queries';
import { fundList } from './funds/queries';
import { gapGrounds } from './gaps/queries';
import { leavesOfStream, placeOfLeaf, type LeafPlace } from './history/queries';
import { importList, parkedRows, type ImportView, type ParkedRow } from './imports/queries';
import {
  movementSources,
  pyramidSources,
  reviewMonths,
  reviewSources,
  tierMovements,
  tierSources,
  type MovementScope,
  type MovementSourcesRequest,
  type PyramidSourcesRequest,
  type TierSourcesRequest,
} from './movements/queries';
import { READ_MODELS } from './read-models';
import { closedYears, regionalFigures, type ClosedYear, type RegionScope } from './regional/queries';
import {
  brandsExpected,
  comparedWith,
  expectedReturns,
  peerMedians,
  returnBrands,
  returnCalls,
  returnForms,
  returnsToApply,
  unlockedLines,
  type CallsRequest,
  type CallView,
} from './returns/queries';
import type { ProjectionTables, Reader } from './schema';
import {
  admittedInstitutions,
  linksNaming,
  regionCounts,
  subjectList,
  type AdmittedInstitution,
  type RegionCounts,
  type SubjectListRequest,
  type SubjectRow,
} from './subjects/queries';
import { positionFromText } from './table';
import { tierStatus, type TierStatusRequest } from './tier-status/queries';
import { workList, type WorkRow, type WorkScope } from './work-list/queries';
import { countSources, qualityCounts, qualitySources, type CountSourcesRequest, type Page } from './yearly/sources';
import { figuresInForceOf, yearlyCounts, type FiguresOfYear, type FiguresOfYearRequest, type YearlyRequest } from './yearly/queries';

export interface Answer<T> {
  readonly rows: T[];
  /** Position of the last event that the answer knows of, in digits; `0` before the first. */
  readonly position: string;
}

/** Everything that reports of one region speak of. */
export interface Office extends FiguresOfOffice {
  /** Of the last event that the models knew. */
  readonly leaf: number;
  readonly brands: readonly OfficeBrand[];
  readonly movements: readonly Movement[];
}

export class ReadModelQueries {
  constructor(private readonly db: ReadModelDatabase) {}

  private at<T>(ask: (reader: Reader) => Promise<T>): Promise<{ answer: T; position: string; leaf: number }> {
    return this.db.inSnapshot(async (tx) => {
      const reader = tx.withTables<ProjectionTables>();
      const row = await reader.selectFrom('subscription').select(['position', 'leaf']).where('name', '=', READ_MODELS).executeTakeFirst();
      return { position: (positionFromText(row?.position ?? '') ?? 0n).toString(), leaf: row?.leaf ?? -1, answer: await ask(reader) };
    });
  }

  private async rows<T>(ask: (reader: Reader) => Promise<T[]>): Promise<Answer<T>> {
    const { answer, position } = await this.at(ask);
    return { rows: answer, position };
  }

  private async page<T extends object>(ask: (reader: Reader) => Promise<T>): Promise<T & { readonly position: string }> {
    const { answer, position } = await this.at(ask);
    return { ...answer, position };
  }

  /** One page of 品牌台账 (or of the catalogue: `listed`), sorted by name unless said otherwise. */
  async brands(request: BrandListRequest): Promise<Answer<BrandRow> & { total: number; offset: number; limit: number }> {
    const { answer, position } = await this.at((reader) => listBrands(reader, request));
    return { ...answer, position };
  }

  /** 品牌卡片; `card` is null when no such brand was reported. */
  async brand(brandId: string, today?: string): Promise<{ card: BrandCard | null; position: string }> {
    const { answer, position } = await this.at((reader) => brandCard(reader, brandId, today));
    return { card: answer, position };
  }

  /** @throws ReadModelError READ_MODEL.NUMBER_TOO_LARGE */
  yearlyCounts(request: YearlyRequest): Promise<Answer<YearlyCount>> {
    return this.rows((reader) => yearlyCounts(reader, request));
  }

  /** How everything in a region stands, as far as gaps follow from it. */
  gapGrounds(request: RegionScope): Promise<Answer<{ readonly stream: string; readonly ground: Ground }>> {
    return this.rows((reader) => gapGrounds(reader, request));
  }

  tierStatus(request: TierStatusRequest): Promise<Answer<TierStatus>> {
    return this.rows((reader) => tierStatus(reader, request));
  }

  /** What a yearly count is made of. */
  countSources(request: CountSourcesRequest) {
    return this.page((reader) => countSources(reader, request));
  }

  /** 晋级, 降级, 新认定, 退出 by year. */
  tierMovements(scope: MovementScope): Promise<Answer<TierMovement>> {
    return this.rows((reader) => tierMovements(reader, scope));
  }

  movementSources(request: MovementSourcesRequest) {
    return this.page((reader) => movementSources(reader, request));
  }

  pyramidSources(request: PyramidSourcesRequest) {
    return this.page((reader) => pyramidSources(reader, request));
  }

  tierSources(request: TierSourcesRequest) {
    return this.page((reader) => tierSources(reader, request));
  }

  reviewMonths(scope: MovementScope & { readonly today: string }): Promise<Answer<ReviewMonth>> {
    return this.rows((reader) => reviewMonths(reader, scope));
  }

  reviewSources(request: MovementScope & Page & { readonly month: string; readonly today: string }) {
    return this.page((reader) => reviewSources(reader, request));
  }

  quality(scope: { readonly dataset: Dataset; readonly region?: string | undefined }) {
    return this.page((reader) => qualityCounts(reader, scope));
  }

  qualitySources(request: { readonly dataset: Dataset; readonly region?: string | undefined; readonly kind: QualityKind } & Page) {
    return this.page((reader) => qualitySources(reader, request));
  }

  regionalFigures(scope: RegionScope): Promise<Answer<RegionalFigureRow>> {
    return this.rows((reader) => regionalFigures(reader, scope));
  }

  closedYears(scope: RegionScope): Promise<Answer<ClosedYear>> {
    return this.rows((reader) => closedYears(reader, scope));
  }

  /** 更正记录: requests to correct a figure, and corrections that were made without one. */
  async corrections(request: CorrectionsRequest): Promise<Answer<CorrectionRow> & { readonly total: number }> {
    const { answer, position } = await this.at((reader) => correctionList(reader, request));
    return { ...answer, position };
  }

  /** 资金登记, with totals of like units. */
  funds(request: Omit<FundListParams, 'atLeast'>) {
    return this.page((reader) => fundList(reader, request));
  }

  work(scope: WorkScope): Promise<Answer<WorkRow>> {
    return this.rows((reader) => workList(reader, scope));
  }

  /** 指导目录: the editions that were published, without their lists. */
  editions(scope: RegionScope): Promise<Answer<EditionView>> {
    return this.rows((reader) => editionList(reader, scope));
  }

  /** One edition with its list; null when there is none of that number. */
  async edition(dataset: Dataset, region: string, number: number): Promise<WholeEdition | null> {
    return (await this.at((reader) => wholeEdition(reader, dataset, region, number))).answer;
  }

  /** Which brands an edition is drawn from, as the models stand. */
  async editionSource(dataset: Dataset, region: string): Promise<EditionSource> {
    const { answer: brands, leaf } = await this.at((reader) => listedBrands(reader, dataset, region));
    return { leaf, brands };
  }

  /** What the papers of an office are drawn from, all from one moment. Figures only of the year that is asked for. */
  async office(request: OfficeScope & { readonly year?: number }): Promise<Office> {
    const { answer, leaf } = await this.at(async (reader) => ({
      brands: await officeBrands(reader, request),
      movements: await movements(reader, request),
      ...(request.year === undefined ? { figures: [], disputed: [] } : await officeFigures(reader, { ...request, year: request.year })),
    }));
    return { leaf, ...answer };
  }

  /** Leaf indexes of all events of some streams, as `{stream}@{revision}`. A leaf never changes its place. */
  async leavesOfStreams(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return (await this.at((reader) => leavesOf(reader, streams))).answer;
  }

  /** Units, institutions, dual brands, programmes, windows and regions. */
  admittedInstitutions(scope: RegionScope): Promise<Answer<AdmittedInstitution>> {
    return this.rows((reader) => admittedInstitutions(reader, scope));
  }

  subjects(request: SubjectListRequest): Promise<Answer<SubjectRow>> {
    return this.rows((reader) => subjectList(reader, request));
  }

  /** Streams of links that ever named one of these brands. */
  async linksNaming(brandIds: readonly string[]): Promise<readonly string[]> {
    return (await this.at((reader) => linksNaming(reader, brandIds))).answer;
  }

  /** Counts over a region that rules ask of it, and the leaf they stand at. */
  async regionCounts(region: string, dataset: Dataset): Promise<RegionCounts & { readonly leaf: number }> {
    const { answer, leaf } = await this.at((reader) => regionCounts(reader, region, dataset));
    return { ...answer, leaf };
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

  /** 填报任务 that concern a region. */
  returnCalls(request: CallsRequest): Promise<Answer<CallView>> {
    return this.rows((reader) => returnCalls(reader, request));
  }

  /** What calls expect of a region and what was reported to them, of one moment. */
  returnProgress(request: CallsRequest) {
    return this.page(async (reader) => {
      const calls = await returnCalls(reader, request);
      const ids = calls.map(({ terms }) => terms.callId);
      const expected: { readonly call: string; readonly rows: Awaited<ReturnType<typeof expectedReturns>> }[] = [];
      for (const { terms } of calls) expected.push({ call: terms.callId, rows: await expectedReturns(reader, terms, request) });
      return { calls, expected, forms: await returnForms(reader, this.db.engine, { ...request, calls: ids }) };
    });
  }

  /** Brands that lines of one return name, with all that it must speak of or the first of those, and what was told of them before. */
  brandsOfReturn(
    terms: CallView['terms'],
    place: { readonly region: string; readonly unit: string },
    { named, whole }: { readonly named: readonly string[]; readonly whole: boolean },
  ) {
    return this.page(async (reader) => {
      const expected = await brandsExpected(reader, terms, place.region, place.unit);
      const ids = [...new Set([...(whole ? expected : expected.slice(0, 1)), ...named])];
      const brands = await returnBrands(reader, this.db.engine, terms.kind, ids);
      return { expected, brands, ...(await comparedWith(reader, this.db.engine, terms, ids)) };
    });
  }

  async peerMedians(call: string) {
    return (await this.rows((reader) => peerMedians(reader, call))).rows;
  }

  async returnsToApply() {
    return (await this.rows((reader) => returnsToApply(reader))).rows;
  }

  /** What the closing of a year warns of. */
  unlockedLines(request: Parameters<typeof unlockedLines>[1]) {
    return this.page((reader) => unlockedLines(reader, request));
  }
}

/** `ReadModelQueries.figuresOfYear` for who asks nothing else. */
export const figuresOfYear = (db: ReadModelDatabase, request: FiguresOfYearRequest): Promise<FiguresOfYear> =>
  new ReadModelQueries(db).figuresOfYear(request);
