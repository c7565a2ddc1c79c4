/** Titles and sentences of the register of money, rendered on reading. */
import type { Labels, Locale } from '../brand/words';
import type { FundEvent, FundEventType, FundPurpose, MoneyUnit } from './events';

export const FUND_EVENT_WORDS: Labels<FundEventType> = {
  'FundRecorded.v1': { zh: '资金登记', en: 'Money recorded' },
  'FundCorrected.v1': { zh: '更正资金登记', en: 'Entry of money corrected' },
  'FundWithdrawn.v1': { zh: '作废资金登记', en: 'Entry of money withdrawn' },
};
export const FUND_PURPOSE_WORDS: Labels<FundPurpose> = {
  trainingSubsidy: { zh: '职业培训补贴', en: 'training subsidy' },
  award: { zh: '奖补', en: 'award' },
  brandBuilding: { zh: '品牌建设', en: 'brand building' },
  publicity: { zh: '宣传推介', en: 'publicity' },
  platform: { zh: '平台和基地建设', en: 'platforms and bases' },
  other: { zh: '其他', en: 'other' },
};
export const MONEY_UNIT_WORDS: Labels<MoneyUnit> = { yuan: { zh: '元', en: 'yuan' }, fen: { zh: '分', en: 'fen' } };

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

export function fundSentence(event: FundEvent, locale: Locale): string {
  const zh = locale === 'zh';
  if (event.type === 'FundWithdrawn.v1')
    return zh ? `作废：${event.data.reason}。原登记保留。` : `Withdrawn: ${event.data.reason}. The entry stays written.`;
  const { entry, despiteStop } = event.data;
  const money = `${grouped(entry.amount)} ${MONEY_UNIT_WORDS[entry.unit][locale]}`;
  const purpose = FUND_PURPOSE_WORDS[entry.purpose][locale];
  const stop =
    despiteStop === null
      ? ''
      : zh
        ? `；当日支持已停止，仍登记的理由：${despiteStop.reason}`
        : `; support was stopped, recorded because ${despiteStop.reason}`;
  const what = zh
    ? `${entry.fund}（${entry.documentNumber}）于 ${entry.paidOn} 拨付${entry.payee.name} ${money}，用于${purpose}，依据 ${entry.decision}${stop}`
    : `${entry.fund} (${entry.documentNumber}): ${money} to ${entry.payee.name} on ${entry.paidOn} for ${purpose}, relying on ${entry.decision}${stop}`;
  if (event.type === 'FundRecorded.v1') return `${what}${zh ? '。' : '.'}`;
  return zh
    ? `更正为：${what}；理由：${event.data.reason}。原登记保留。`
    : `Corrected to: ${what}; because ${event.data.reason}. The entry before stays written.`;
}
