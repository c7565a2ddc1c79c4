/**
 * Standards that a document hands down (IM-17: 旗县（市、区）自行确定), in the stream `region-<code>` of the region that sets them.
 * Each names its paper and two persons. What was decided under one stays decided when it ends.
 */
import { z } from 'zod';
import { isCalendarDate } from '../dates';
import { accept, refuse, type Decided, type Refused } from '../refusal';
import { BusinessDate, DocumentRef, RegionCode, Text, Uuid } from '../values';

/** An integer, or an exact ratio such as `85/100`. */
const StandardValue = z.union([z.int(), z.string().regex(/^\d+\/\d+$/)]);

export const localStandardEventSchemas = {
  /** 公布本级标准: a value for one parameter that a pack hands down, for this region. */
  'LocalStandardPublished.v1': z.strictObject({
    standardId: Uuid,
    region: RegionCode,
    pack: Text,
    parameter: Text,
    unit: Text,
    value: StandardValue,
    /** First day on which it decides. */
    effectiveFrom: BusinessDate,
    document: DocumentRef,
    draftedBy: Text,
    approvedBy: Text,
    reason: Text.nullable(),
    backdatedBecause: Text.nullable(),
  }),
  /** 废止本级标准: out of force from a day on. */
  'LocalStandardRepealed.v1': z.strictObject({
    standardId: Uuid,
    region: RegionCode,
    /** First day on which it decides nothing any more. */
    repealedOn: BusinessDate,
    document: DocumentRef,
    draftedBy: Text,
    approvedBy: Text,
    reason: Text,
    backdatedBecause: Text.nullable(),
  }),
} as const;
export type LocalStandardEvent = {
  [T in keyof typeof localStandardEventSchemas]: { readonly type: T; readonly data: z.infer<(typeof localStandardEventSchemas)[T]> };
}[keyof typeof localStandardEventSchemas];
type DataOf<T extends LocalStandardEvent['type']> = Extract<LocalStandardEvent, { type: T }>['data'];

export type LocalStandardCommand =
  | { readonly type: 'publishLocalStandard'; readonly data: DataOf<'LocalStandardPublished.v1'> }
  | { readonly type: 'repealLocalStandard'; readonly data: DataOf<'LocalStandardRepealed.v1'> };

/** A standard with its last word: `repealedOn` is the first day on which it no longer decides. */
export type LocalStandard = DataOf<'LocalStandardPublished.v1'> & { readonly repealedOn: string | null };

export type LocalStandards = readonly LocalStandard[];

export function evolveLocalStandards(state: LocalStandards, event: LocalStandardEvent): LocalStandards {
  if (event.type === 'LocalStandardPublished.v1') return [...state, { ...event.data, repealedOn: null }];
  const { standardId, repealedOn } = event.data;
  return state.map((each) => (each.standardId === standardId ? { ...each, repealedOn } : each));
}

/** What the pack says of the parameter, as the caller found it. */
export interface Delegation {
  /** Role that it is handed to, as the pack names it; null: the pack keeps it to itself. */
  readonly delegatedTo: string | null;
  /** Whether this region is one that the role stands for, inside what the document governs. */
  readonly namesRegion: boolean;
  readonly unit: string;
  readonly zh: string;
  readonly en: string;
  /** Why the value may not stand: outside the declared bounds, or no value of the unit. Null: it may. */
  readonly valueFault: { readonly zh: string; readonly en: string; readonly todo: { readonly zh: string; readonly en: string } } | null;
}

export interface LocalStandardContext {
  /** Business date, Asia/Shanghai. */
  readonly today: string;
  /** Null: the pack has no such parameter. Not asked for a repeal. */
  readonly delegation: Delegation | null;
}

export function decideLocalStandard(
  command: LocalStandardCommand,
  state: LocalStandards,
  ctx: LocalStandardContext,
): Decided<LocalStandardEvent> {
  const { draftedBy, approvedBy, document } = command.data;
  if (plain(draftedBy) === plain(approvedBy))
    return no(
      'POLICY.SAME_PERSON',
      'approvedBy',
      `「${approvedBy}」是起草人，不能审定自己起草的标准`,
      `${approvedBy} drafted it, and nobody approves a draft of their own`,
      '请由起草人以外的人审定',
      'let a second person approve it',
    );
  if (!isCalendarDate(document.issuedOn)) return notADate('document.issuedOn', document.issuedOn);
  return command.type === 'publishLocalStandard' ? publish(command.data, state, ctx) : repeal(command.data, state, ctx);
}

function publish(data: DataOf<'LocalStandardPublished.v1'>, state: LocalStandards, ctx: LocalStandardContext): Decided<LocalStandardEvent> {
  const { delegation } = ctx;
  if (delegation === null || delegation.delegatedTo === null)
    return no(
      'STANDARD.NOT_DELEGATED',
      'parameter',
      `「${delegation?.zh ?? data.parameter}」不是文件交由下级自行确定的标准`,
      `${data.parameter} is nothing that ${data.pack} hands down`,
      '请在政策文件库中查看该文件交由下级确定的参数',
      'see in the policy library which parameters the document hands down',
    );
  if (!delegation.namesRegion)
    return no(
      'STANDARD.OTHER_REGION',
      'region',
      `文件没有把「${delegation.zh}」交由地区 ${data.region} 确定`,
      `the document does not hand ${data.parameter} to region ${data.region}`,
      '请由文件指明的一级地区确定',
      'the level of region that the document names sets it',
    );
  if (data.unit !== delegation.unit)
    return no(
      'STANDARD.UNIT',
      'unit',
      `「${delegation.zh}」的单位应为 ${delegation.unit}`,
      `the unit of ${data.parameter} is ${delegation.unit}`,
      `请改为 ${delegation.unit}`,
      `write ${delegation.unit}`,
    );
  if (delegation.valueFault !== null) {
    const { zh, en, todo } = delegation.valueFault;
    return no('STANDARD.OUT_OF_BOUNDS', 'value', zh, en, todo.zh, todo.en);
  }
  if (!isCalendarDate(data.effectiveFrom)) return notADate('effectiveFrom', data.effectiveFrom);
  if (data.effectiveFrom < ctx.today && data.backdatedBecause === null) return backdated('施行日期', data.effectiveFrom, ctx.today);
  const same = state.find(
    (each) =>
      each.pack === data.pack &&
      each.parameter === data.parameter &&
      each.effectiveFrom === data.effectiveFrom &&
      (each.repealedOn === null || each.repealedOn > each.effectiveFrom),
  );
  if (same !== undefined) {
    if (same.value === data.value && same.document.number === data.document.number) return accept();
    return no(
      'STANDARD.EXISTS',
      'effectiveFrom',
      `自 ${data.effectiveFrom} 起的「${delegation.zh}」已由 ${same.document.number} 定为 ${same.value}`,
      `${data.parameter} from ${data.effectiveFrom} on is set to ${same.value} by ${same.document.number} already`,
      '请先废止原标准，或另定施行日期',
      'repeal that one first, or give another effective date',
    );
  }
  return accept({ type: 'LocalStandardPublished.v1', data });
}

function repeal(data: DataOf<'LocalStandardRepealed.v1'>, state: LocalStandards, ctx: LocalStandardContext): Decided<LocalStandardEvent> {
  const standard = state.find(({ standardId }) => standardId === data.standardId);
  if (standard === undefined)
    return no(
      'STANDARD.NOT_FOUND',
      'standardId',
      `地区 ${data.region} 没有编号为 ${data.standardId} 的标准`,
      `region ${data.region} has no standard ${data.standardId}`,
      '请核对编号',
      'check the id',
    );
  if (standard.repealedOn !== null)
    return standard.repealedOn === data.repealedOn
      ? accept()
      : no(
          'STANDARD.REPEALED_ALREADY',
          'standardId',
          `该标准已自 ${standard.repealedOn} 起废止`,
          `it is repealed from ${standard.repealedOn} on already`,
          '无须再次办理',
          'there is nothing left to do',
        );
  if (!isCalendarDate(data.repealedOn)) return notADate('repealedOn', data.repealedOn);
  if (data.repealedOn < standard.effectiveFrom)
    return no(
      'STANDARD.REPEALED_BEFORE_EFFECT',
      'repealedOn',
      `废止日期 ${data.repealedOn} 早于施行日期 ${standard.effectiveFrom}`,
      `it would be repealed on ${data.repealedOn}, before it takes effect (${standard.effectiveFrom})`,
      `从未施行的，废止日期填写 ${standard.effectiveFrom}`,
      `give ${standard.effectiveFrom} if it is never to take effect`,
    );
  if (data.repealedOn < ctx.today && data.backdatedBecause === null) return backdated('废止日期', data.repealedOn, ctx.today);
  return accept({ type: 'LocalStandardRepealed.v1', data });
}

/** Two spellings of one name are one person. */
const plain = (name: string): string => name.normalize('NFKC').replace(/\s+/g, '').toLowerCase();

const backdated = (what: string, date: string, today: string): Refused =>
  no(
    'POLICY.BACKDATED',
    'backdatedBecause',
    `${what} ${date} 早于今天（${today}），未说明追溯的理由`,
    `${date} lies before today (${today}), and no reason is given`,
    '请写明追溯的理由（backdatedBecause），或改为今天及以后的日期',
    'say why it reaches back (backdatedBecause), or give today or a later date',
  );

const notADate = (field: string, text: string): Refused =>
  no(
    'POLICY.DATE_INVALID',
    field,
    `“${text}”不是有效日期`,
    `“${text}” is not a date of the calendar`,
    '请填写真实日期，如 2026-01-01',
    'give a real date such as 2026-01-01',
  );

function no(code: string, field: string, zh: string, en: string, todoZh: string, todoEn: string): Refused {
  return refuse({ code, zh, en, field, todo: { zh: todoZh, en: todoEn } });
}
