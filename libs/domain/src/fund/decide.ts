/** Records money that was paid elsewhere, corrects what was recorded, and holds a payment against a stop of support. */
import { z } from 'zod';
import type { IdempotencySeen } from '../brand/state';
import { seen } from '../brand/fold-facts';
import { isCalendarDate } from '../dates';
import type { EventMetadata } from '../metadata';
import { accept, fillRefusal, refuse, type Decided, type Places, type RefusalText } from '../refusal';
import { regionName } from '../region/regions';
import { Origin, RegionCode, Text } from '../values';
import { FundEntry, type FundEvent } from './events';

export const fundCommandSchemas = {
  /** `despite`: why it is recorded although support was stopped on that day. */
  record: z.strictObject({ region: RegionCode, origin: Origin, entry: FundEntry, despite: Text.nullable() }),
  correct: z.strictObject({ entry: FundEntry, requester: Text, reason: Text, despite: Text.nullable() }),
  withdraw: z.strictObject({ requester: Text, reason: Text }),
} as const;
export type FundCommand = {
  [K in keyof typeof fundCommandSchemas]: { readonly type: K; readonly data: z.infer<(typeof fundCommandSchemas)[K]> };
}[keyof typeof fundCommandSchemas];

export interface FundState {
  readonly region: string | null;
  readonly entry: FundEntry | null;
  readonly withdrawn: boolean;
  /** Person id of who recorded what stands. */
  readonly by: string | null;
  readonly idempotency: readonly IdempotencySeen[];
}
export const initialFund: FundState = { region: null, entry: null, withdrawn: false, by: null, idempotency: [] };
export const fundStream = (fundId: string): string => `fund-${fundId}`;

export function evolveFund(state: FundState, event: FundEvent, metadata: EventMetadata, revision: number): FundState {
  const idempotency = metadata.idempotency === null ? state.idempotency : seen(state.idempotency, metadata.idempotency, revision);
  const by = metadata.actor.id;
  switch (event.type) {
    case 'FundRecorded.v1':
      return { region: event.data.region, entry: event.data.entry, withdrawn: false, by, idempotency };
    case 'FundCorrected.v1':
      return { ...state, entry: event.data.entry, by, idempotency };
    case 'FundWithdrawn.v1':
      return { ...state, withdrawn: true, idempotency };
  }
}

/** What the shell knows of an entry. */
export interface FundContext {
  readonly fundId: string;
  readonly today: string;
  readonly actor: { readonly id: string; readonly role: string };
  /** Whether the decision relied on is in the log and within the actor's region. */
  readonly decisionKnown: boolean;
  /** Whether the payee is on the books, where it is named by its stream. */
  readonly payeeKnown: boolean;
  /** The event by which support of the payee stood stopped on the day of payment; null: it did not. */
  readonly supportStop: string | null;
}

const TEXTS = {
  'FUND.UNKNOWN': {
    zh: '没有这笔资金登记。',
    en: 'There is no such entry of money.',
    todo: { zh: '请核对编号。', en: 'Check the id.' },
  },
  'FUND.ALREADY_RECORDED': {
    zh: '这笔资金已登记。',
    en: 'The entry stands already.',
    todo: { zh: '需要改动时请办理更正。', en: 'Correct it instead.' },
  },
  'FUND.WITHDRAWN': {
    zh: '这笔登记已作废。',
    en: 'The entry was withdrawn.',
    todo: { zh: '请另行登记。', en: 'Record it anew.' },
  },
  'FUND.REGION_UNKNOWN': {
    zh: '行政区划代码“{region}”不存在。',
    en: 'There is no region with the code “{region}”.',
    todo: { zh: '请按 GB/T 2260 填写六位代码。', en: 'Give a six-digit code of GB/T 2260.' },
  },
  'FUND.DATE_INVALID': {
    zh: '“{date}”不是有效日期，或晚于今天（{today}）。',
    en: '“{date}” is no date of the calendar, or lies after today ({today}).',
    todo: { zh: '请填写实际拨付日期；台账只登记已发生的拨付。', en: 'Give the day of payment; only what was paid is recorded.' },
  },
  'FUND.DECISION_UNKNOWN': {
    zh: '依据的决定“{decision}”在台账中不存在，或不在您的管辖范围内。',
    en: 'The decision “{decision}” is not in the ledger, or lies outside your region.',
    todo: { zh: '请从该品牌或单位的历史中选取所依据的记录。', en: 'Choose the entry from the history of the brand or unit.' },
  },
  'FUND.PAYEE_UNKNOWN': {
    zh: '台账中没有收款对象“{payee}”。',
    en: 'The payee “{payee}” is not on the books.',
    todo: { zh: '请选取台账中的品牌、单位或机构，或只写单位名称。', en: 'Choose a brand, unit or institution, or give only its name.' },
  },
  'FUND.PURPOSE_UNSAID': {
    zh: '用途选“其他”时须写明。',
    en: 'The purpose “other” needs words.',
    todo: { zh: '请在说明中写明用途。', en: 'Say what it was for.' },
  },
  'FUND.SUPPORT_STOPPED': {
    zh: '拨付当日该对象处于“停止政策和资金支持”（{event}）。',
    en: 'Support of the payee was stopped on the day of payment ({event}).',
    todo: {
      zh: '请核对；确已拨付的，写明理由后仍可登记，理由随记录保留。',
      en: 'Check it. If it was paid all the same, say why; the reason stays with the entry.',
    },
  },
  'FUND.SAME_PERSON': {
    zh: '更正（作废）的申请人、原登记人与办理人不能是同一人。',
    en: 'Who asks for a correction, or recorded what stands, and who writes the correction are two persons.',
    todo: { zh: '请填写申请人的人员编号，并由申请人和原登记人以外的人办理。', en: 'Name who asks, and let another person write it.' },
  },
  'FUND.CHANGES_NOTHING': {
    zh: '更正后的内容与原登记相同。',
    en: 'The correction changes nothing.',
    todo: { zh: '无需更正。', en: 'Nothing to correct.' },
  },
  'FUND.EVIDENCE_TWICE': {
    zh: '同一份佐证材料列了两次。',
    en: 'The same evidence is listed twice.',
    todo: { zh: '请删去重复的一份。', en: 'Remove one of the two.' },
  },
} as const satisfies Record<string, RefusalText>;
export type FundRefusalCode = keyof typeof TEXTS;
const no = (code: FundRefusalCode, field: string | null, places: Places = {}) => refuse(fillRefusal(code, TEXTS[code], field, places));

export function decideFund(command: FundCommand, state: FundState, ctx: FundContext): Decided<FundEvent> {
  if (command.type === 'record') {
    const { region, origin, entry, despite } = command.data;
    if (state.entry !== null) return no('FUND.ALREADY_RECORDED', null);
    if (regionName(region) === undefined) return no('FUND.REGION_UNKNOWN', 'region', { region });
    const checked = check(entry, despite, ctx);
    if (!checked.ok) return checked;
    return accept({ type: 'FundRecorded.v1', data: { fundId: ctx.fundId, region, origin, entry, despiteStop: checked.despiteStop } });
  }
  if (state.entry === null) return no('FUND.UNKNOWN', null);
  if (state.withdrawn) return command.type === 'withdraw' ? accept() : no('FUND.WITHDRAWN', null);
  const { requester, reason } = command.data;
  // Whoever recorded what stands neither changes nor voids it. Who asks for it is who does it, set where they sign in.
  if (ctx.actor.role !== 'local' && state.by === ctx.actor.id) return no('FUND.SAME_PERSON', 'requester');
  if (command.type === 'withdraw') return accept({ type: 'FundWithdrawn.v1', data: { requester, reason } });
  const { entry, despite } = command.data;
  if (JSON.stringify(entry) === JSON.stringify(state.entry)) return no('FUND.CHANGES_NOTHING', 'entry');
  const checked = check(entry, despite, ctx);
  if (!checked.ok) return checked;
  return accept({ type: 'FundCorrected.v1', data: { entry, requester, reason, despiteStop: checked.despiteStop } });
}

function check(
  entry: FundEntry,
  despite: string | null,
  ctx: FundContext,
): ReturnType<typeof no> | { readonly ok: true; readonly despiteStop: { readonly event: string; readonly reason: string } | null } {
  const { paidOn, decision, payee, purpose, note, evidence } = entry;
  if (!isCalendarDate(paidOn) || paidOn > ctx.today) return no('FUND.DATE_INVALID', 'entry.paidOn', { date: paidOn, today: ctx.today });
  if (purpose === 'other' && note === null) return no('FUND.PURPOSE_UNSAID', 'entry.note');
  if (!ctx.payeeKnown) return no('FUND.PAYEE_UNKNOWN', 'entry.payee', { payee: payee.stream ?? payee.name });
  if (!ctx.decisionKnown) return no('FUND.DECISION_UNKNOWN', 'entry.decision', { decision });
  if (new Set(evidence.map(({ evidenceId }) => evidenceId)).size < evidence.length) return no('FUND.EVIDENCE_TWICE', 'entry.evidence');
  if (ctx.supportStop === null) return { ok: true, despiteStop: null };
  if (despite === null || despite.trim() === '') return no('FUND.SUPPORT_STOPPED', 'despite', { event: ctx.supportStop });
  return { ok: true, despiteStop: { event: ctx.supportStop, reason: despite } };
}
