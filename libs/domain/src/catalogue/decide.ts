/** Publishing an edition of the catalogue: once per region, dataset and date, from a list that somebody saw before. */
import { isCalendarDate } from '../dates';
import { accept, refuse, type Decided, type Refused } from '../refusal';
import { regionName } from '../region/regions';
import type { DocumentRef } from '../values';
import { datasetOf, type EditionContent } from './edition';
import {
  CHANGE_KINDS,
  type CatalogueEvent,
  type CatalogueEventData,
  type EditionChange,
  type EditionDataset,
  type EditionEntry,
  type EditionPolicy,
} from './events';

/** What the stream remembers of an edition; its list stands in the chunks. */
export type EditionHead = CatalogueEventData<'CatalogueEditionPublished.v1'>;

export interface CatalogueState {
  /** Of both datasets, oldest first. */
  readonly editions: readonly EditionHead[];
}

export const initialCatalogue: CatalogueState = { editions: [] };
export const catalogueStream = (region: string): string => `catalogue-${region}`;

export const evolveCatalogue = (state: CatalogueState, event: CatalogueEvent): CatalogueState =>
  event.type === 'CatalogueEditionPublished.v1' ? { editions: [...state.editions, event.data] } : state;

/** The edition that the next one follows, in its dataset. */
export const lastEdition = (state: CatalogueState, dataset: EditionDataset): EditionHead | null =>
  state.editions.findLast((edition) => edition.dataset === dataset) ?? null;

/** An edition as drawn up from the log. */
export interface DrawnEdition extends EditionContent {
  readonly region: string;
  readonly dataset: EditionDataset;
  readonly asOf: string;
  /** Whether any document in force governs the region at all. */
  readonly governed: boolean;
  /** Null: neither the document in force nor a house pack knows a catalogue. */
  readonly policy: EditionPolicy | null;
  readonly basis: { readonly leaf: number };
  readonly digest: string;
}

export interface PublishEdition {
  readonly type: 'publishEdition';
  readonly data: {
    readonly editionId: string;
    readonly drawn: DrawnEdition;
    /** Digest of the list that the person looked at before deciding. */
    readonly seen: string;
    readonly document: DocumentRef;
    readonly supersedes: { readonly number: number; readonly reason: string } | null;
  };
}

/** Characters of one chunk's JSON at most. A character is at most three bytes of UTF-8, and an event has 512 KiB. */
const CHUNK_CHARACTERS = 120_000;

/** What stands against an edition whoever signs it: for the preview, and again when it is published. */
export function editionObstacle(
  drawn: DrawnEdition,
  supersedes: { readonly number: number } | null,
  state: CatalogueState,
  today: string,
): Refused | null {
  const { region, dataset, asOf, governed, policy, entries } = drawn;
  const place = regionName(region) ?? region;
  const last = lastEdition(state, dataset);
  if (!governed)
    return no(
      'CATALOGUE.NO_DOCUMENT',
      'region',
      `台账中没有${place}适用的文件，也就没有编印目录的依据。`,
      `The ledger holds no document in force for ${place}, and so nothing that a catalogue could rest on.`,
      '请先在政策文件库发布适用的文件。',
      'Publish the document that applies in the policy library first.',
    );
  if (policy === null)
    return no(
      'CATALOGUE.NOT_STATED',
      'region',
      `${place}适用的文件没有规定指导目录，本地配置也没有规定。`,
      `The document in force for ${place} knows no catalogue, and neither does a house pack.`,
      '如确需编印目录，请先在本地配置中写明（参数 catalogue.kept，写明批准人和日期）并发布。',
      'To keep one, say so in a house pack (parameter catalogue.kept, with who approved it and when) and publish that.',
    );
  if (!isCalendarDate(asOf))
    return no(
      'CATALOGUE.DATE_INVALID',
      'asOf',
      `“${asOf}”不是有效日期。`,
      `“${asOf}” is not a date.`,
      '请填写真实日期。',
      'Give a real date.',
    );
  if (asOf > today)
    return no(
      'CATALOGUE.FUTURE_DATE',
      'asOf',
      `截至日期 ${asOf} 晚于今天（${today}）。`,
      `The date ${asOf} lies after today (${today}).`,
      '请填写已经到来的日期。',
      'Give a date that has come.',
    );
  if (last !== null && asOf < last.asOf)
    return no(
      'CATALOGUE.BEFORE_LAST',
      'asOf',
      `截至日期 ${asOf} 早于上一期（第 ${last.number} 期，截至 ${last.asOf}）。`,
      `The date ${asOf} lies before the last edition (number ${last.number}, as of ${last.asOf}).`,
      '目录按日期先后编印；如上一期有误，请以勘误的新一期替代。',
      'Editions follow each other; to mend the last one publish another that supersedes it.',
    );
  if (supersedes !== null && supersedes.number !== last?.number)
    return no(
      'CATALOGUE.NOT_THE_LAST',
      'supersedes',
      `只能勘误最近一期（${last === null ? '尚无' : `第 ${last.number} 期`}），不能勘误第 ${supersedes.number} 期。`,
      `Only the last edition (${last === null ? 'there is none' : `number ${last.number}`}) can be superseded, not number ${supersedes.number}.`,
      '请勘误最近一期。',
      'Supersede the last one.',
    );
  if (last !== null && asOf === last.asOf && supersedes === null)
    return no(
      'CATALOGUE.PUBLISHED_ALREADY',
      'asOf',
      `${place}截至 ${asOf} 的目录已发布（第 ${last.number} 期，${last.document.number}）。`,
      `The catalogue of ${place} as of ${asOf} is published (number ${last.number}, ${last.document.number}).`,
      '同一地区同一日期只发布一次；如有误，请写明勘误的期次和理由。',
      'It is published once per region and date; to mend it name the edition that is superseded, and why.',
    );
  if (entries.some(({ origin }) => datasetOf(origin) !== dataset))
    return no(
      'CATALOGUE.MIXED_DATA',
      'dataset',
      '真实数据与合成数据不能编入同一期目录。',
      'Real and synthetic data never stand in one edition.',
      '请分别编印。',
      'Publish them apart.',
    );
  if (entries.length === 0 && last === null)
    return no(
      'CATALOGUE.EMPTY',
      'region',
      `截至 ${asOf}，没有品牌列入${place}的目录。`,
      `No brand stands in the catalogue of ${place} as of ${asOf}.`,
      '请先将已认定的品牌列入目录。',
      'List recognised brands first.',
    );
  return null;
}

/** @param ctx `today`: business date */
export function decideCatalogue(command: PublishEdition, state: CatalogueState, ctx: { readonly today: string }): Decided<CatalogueEvent> {
  const { editionId, drawn, seen, document, supersedes } = command.data;
  const obstacle = editionObstacle(drawn, supersedes, state, ctx.today) ?? documentFault(document, drawn, state, ctx.today);
  if (obstacle !== null) return obstacle;
  if (seen !== drawn.digest)
    return no(
      'CATALOGUE.BASIS_MOVED',
      'digest',
      '预览之后台账有变化，目录内容已与您看到的不同。',
      'The ledger has moved since the preview: the list is not the one that you saw.',
      '请重新预览，核对后再发布。',
      'Look at a new preview, then publish.',
    );
  const { region, dataset, asOf, policy, basis, entries, changes, digest } = drawn;
  if (policy === null) return accept();
  const chunks = chunksOf(editionId, entries, changes);
  return accept<CatalogueEvent>(...chunks, {
    type: 'CatalogueEditionPublished.v1',
    data: {
      editionId,
      region,
      dataset,
      number: (lastEdition(state, dataset)?.number ?? 0) + 1,
      asOf,
      document,
      supersedes,
      policy,
      basis,
      entries: entries.length,
      changes: countChanges(changes),
      chunks: chunks.length,
      digest,
    },
  });
}

function documentFault(document: DocumentRef, { asOf }: DrawnEdition, { editions }: CatalogueState, today: string): Refused | null {
  const { number, issuedOn } = document;
  if (!isCalendarDate(issuedOn))
    return no(
      'CATALOGUE.DATE_INVALID',
      'document.issuedOn',
      `“${issuedOn}”不是有效日期。`,
      `“${issuedOn}” is not a date.`,
      '请填写真实日期。',
      'Give a real date.',
    );
  if (issuedOn > today)
    return no(
      'CATALOGUE.FUTURE_DATE',
      'document.issuedOn',
      `印发日期 ${issuedOn} 晚于今天（${today}）。`,
      `The date of issue ${issuedOn} lies after today (${today}).`,
      '请在印发后登记。',
      'Record it when it was issued.',
    );
  if (issuedOn < asOf)
    return no(
      'CATALOGUE.ISSUED_TOO_EARLY',
      'document.issuedOn',
      `印发日期 ${issuedOn} 早于截至日期 ${asOf}。`,
      `The date of issue ${issuedOn} lies before the day ${asOf} that the list speaks of.`,
      '请核对两个日期。',
      'Check both dates.',
    );
  const used = editions.find((edition) => edition.document.number === number);
  if (used !== undefined)
    return no(
      'CATALOGUE.NUMBER_USED',
      'document.number',
      `文号“${number}”已用于${used.dataset === 'synthetic' ? '合成数据的' : ''}第 ${used.number} 期目录。`,
      `The document number “${number}” stands for edition ${used.number} already.`,
      '每期目录一个文号，请核对。',
      'Every edition has a number of its own.',
    );
  return null;
}

export function countChanges(changes: readonly EditionChange[]): EditionHead['changes'] {
  const counts = Object.fromEntries(CHANGE_KINDS.map((kind) => [kind, 0])) as Record<EditionChange['kind'], number>;
  for (const { kind } of changes) counts[kind] += 1;
  return counts;
}

/** Entries and then changes, in order, in as many events as their size asks for. An empty list needs none. */
function chunksOf(editionId: string, entries: readonly EditionEntry[], changes: readonly EditionChange[]): CatalogueEvent[] {
  const chunks: { entries: EditionEntry[]; changes: EditionChange[] }[] = [];
  let size = Number.POSITIVE_INFINITY;
  const room = (item: object): { entries: EditionEntry[]; changes: EditionChange[] } => {
    const characters = JSON.stringify(item).length + 1;
    if (size + characters > CHUNK_CHARACTERS) {
      chunks.push({ entries: [], changes: [] });
      size = 0;
    }
    size += characters;
    return chunks[chunks.length - 1] ?? { entries: [], changes: [] };
  };
  for (const entry of entries) room(entry).entries.push(entry);
  for (const change of changes) room(change).changes.push(change);
  return chunks.map((chunk, part) => ({ type: 'CatalogueEditionChunk.v1', data: { editionId, part, ...chunk } }));
}

const no = (code: string, field: string, zh: string, en: string, todoZh: string, todoEn: string): Refused =>
  refuse({ code, field, zh, en, todo: { zh: todoZh, en: todoEn } });
