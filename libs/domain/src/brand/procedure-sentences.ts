/** One sentence of what an act beside the steps of a nomination says: rendered on reading, never stored. */
import type { BrandEvent } from './events';
import type { procedureEventSchemas } from './procedure-events';
import type { Locale, Labels } from './words';
import type { DocumentRef } from '../values';

export const VOTE_WORDS: Labels<'for' | 'against' | 'recused'> = {
  for: { zh: '同意', en: 'for' },
  against: { zh: '不同意', en: 'against' },
  recused: { zh: '回避', en: 'recused' },
};
export const TAKEN_WORDS: Labels<'posted' | 'running' | 'ended'> = {
  posted: { zh: '公示发布时', en: 'when it was posted' },
  running: { zh: '公示期间', en: 'while it ran' },
  ended: { zh: '公示期满时', en: 'when it ended' },
};

type ProcedureEvent = Extract<BrandEvent, { type: keyof typeof procedureEventSchemas }>;

const paper = (document: DocumentRef | null, locale: Locale): string =>
  document === null
    ? ''
    : locale === 'zh'
      ? `（${document.number}，${document.issuedOn}，${document.signedBy}签发）`
      : ` (${document.number}, ${document.issuedOn}, signed by ${document.signedBy})`;

export function procedureSentence(event: ProcedureEvent, locale: Locale): string {
  const zh = locale === 'zh';
  switch (event.type) {
    case 'RecommendationFormFiled.v1': {
      const { answers, replaces, original } = event.data;
      const evidence = new Set(answers.flatMap((answer) => answer.evidence)).size;
      return zh
        ? `填报推荐表，共 ${answers.length} 栏、佐证 ${evidence} 件${original ? '' : '（表样待附原件）'}${replaces === null ? '' : `，替换原表：${replaces.reason}`}。`
        : `A recommendation form of ${answers.length} fields with ${evidence} pieces of evidence${original ? '' : ' (layout derived, original awaited)'}${replaces === null ? '' : `, in place of the one before: ${replaces.reason}`}.`;
    }
    case 'RecommendationForwarded.v1': {
      const { body, reason, document } = event.data;
      return zh
        ? `${body}审核材料真实、有效、完整，向上推荐：${reason}${paper(document, 'zh')}。`
        : `${body} attests the material and sends the recommendation on: ${reason}${paper(document, 'en')}.`;
    }
    case 'NominationScreened.v1': {
      const { outcome, reason, document } = event.data;
      const selected = outcome === 'selected';
      return zh
        ? `审核筛选${selected ? '入选' : '未入选'}：${reason}${paper(document, 'zh')}。`
        : `Screening: ${selected ? 'selected' : 'not selected'}: ${reason}${paper(document, 'en')}.`;
    }
    case 'ExpertsAsked.v1': {
      const { experts, dueOn, question } = event.data;
      return zh
        ? `送 ${experts.length} 位专家评审${dueOn === null ? '' : `，${dueOn} 前答复`}：${question}。`
        : `${experts.length} experts are asked${dueOn === null ? '' : ` to answer by ${dueOn}`}: ${question}.`;
    }
    case 'ExpertVoted.v1': {
      const { expert, vote, scores, reason } = event.data;
      const points = scores.reduce((sum, score) => sum + score.points, 0);
      const of = scores.reduce((sum, score) => sum + score.of, 0);
      return zh
        ? `专家 ${expert} ${VOTE_WORDS[vote].zh}${scores.length === 0 ? '' : `，评分 ${points}/${of}`}：${reason}。`
        : `Expert ${expert} is ${VOTE_WORDS[vote].en}${scores.length === 0 ? '' : `, ${points} of ${of} points`}: ${reason}.`;
    }
    case 'NoticeTermCounted.v1': {
      const { from, until, workingDays, calendar } = event.data;
      return zh
        ? `公示 ${workingDays} 个工作日（${from} 至 ${until}，日历版本 ${calendar}；本地配置）。`
        : `The notice runs ${workingDays} working days (${from} to ${until}, calendar ${calendar}; configured locally).`;
    }
    case 'NoticeCaptured.v1': {
      const { taken, on, sha256, note } = event.data;
      return zh
        ? `${on} ${TAKEN_WORDS[taken].zh}留痕，文件摘要 ${sha256.slice(0, 12)}…${note === null ? '' : `（${note}）`}。`
        : `The notice was captured on ${on}, ${TAKEN_WORDS[taken].en}; digest ${sha256.slice(0, 12)}…${note === null ? '' : ` (${note})`}.`;
    }
  }
}
