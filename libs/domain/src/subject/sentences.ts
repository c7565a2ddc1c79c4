/** One sentence of what an event of a subject says, for a history: rendered on reading, never stored. */
import { brandEventSentence } from '../brand/sentences';
import { PATH_WORDS, UNIT_WORDS, joinWords, KIND_WORDS, type Locale } from '../brand/words';
import type { BrandEvent } from '../brand/events';
import type { Decision, Outcome } from '../decision';
import { METRICS } from '../dictionary';
import { regionName } from '../region/regions';
import type { Progress } from '../programme/events';
import type { DocumentRef } from '../values';
import type { SubjectEvent, SubjectEventData, SubjectEventType } from './events';
import { INSTITUTION_TYPE_WORDS, SANCTION_WORDS, SUBJECT_DATE_WORDS, UNIT_TYPE_WORDS } from './words';

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** The compiler proves that every event has a sentence. */
const SENTENCES: { readonly [T in SubjectEventType]: (data: SubjectEventData<T>) => Sentence } = {
  'SubjectFigureRecorded.v1': (data) => asOfBrand({ type: 'FigureRecorded.v1', data }),
  'SubjectFigureCorrected.v1': (data) => asOfBrand({ type: 'FigureCorrected.v1', data }),
  'SubjectEvidenceAttached.v1': (data) => asOfBrand({ type: 'EvidenceAttached.v1', data }),
  'SubjectJudgementRecorded.v1': (data) => asOfBrand({ type: 'JudgementRecorded.v1', data }),
  'SubjectBreachRecorded.v1': (data) => asOfBrand({ type: 'BreachRecorded.v1', data }),
  'SubjectBreachCleared.v1': (data) => asOfBrand({ type: 'BreachCleared.v1', data }),
  'SubjectDateRecorded.v1': ({ date, on, reason }) => {
    const words = Object.entries(SUBJECT_DATE_WORDS).find(([name]) => name === date)?.[1] ?? { zh: date, en: date };
    return { zh: `${words.zh}：${on}${because(reason, 'zh')}。`, en: `${words.en}: ${on}${because(reason, 'en')}.` };
  },
  'RuleAnswered.v1': ({ period, outcome, decision }) => ({
    zh: `${period === null ? '' : `${period} 年度`}「${ruleName(decision, 'zh')}」判定为${OUTCOME_WORDS[outcome].zh}${cite(decision, 'zh')}。`,
    en: `“${ruleName(decision, 'en')}”${period === null ? '' : ` for ${period}`}: ${OUTCOME_WORDS[outcome].en}${cite(decision, 'en')}.`,
  }),
  'EvaluationDue.v1': ({ dueOn, decision }) => ({
    zh: `评估应于 ${dueOn} 前进行${cite(decision, 'zh')}。`,
    en: `The evaluation is due on ${dueOn}${cite(decision, 'en')}.`,
  }),
  'SanctionProposed.v1': ({ sanction, decision }) => ({
    zh: `规则建议${SANCTION_WORDS[sanction].zh}，待有权人员确认${cite(decision, 'zh')}。`,
    en: `The rule proposes: ${SANCTION_WORDS[sanction].en}; a named person has to confirm${cite(decision, 'en')}.`,
  }),
  'SanctionConfirmed.v1': ({ sanction, confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}确认${SANCTION_WORDS[sanction].zh}：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} confirms: ${SANCTION_WORDS[sanction].en}, ${reason}${paper(document, 'en')}.`,
  }),
  'SanctionDismissed.v1': ({ dismissedBy, reason }) => ({
    zh: `${dismissedBy}驳回处理建议：${reason}。`,
    en: `${dismissedBy} dismisses the proposal: ${reason}.`,
  }),
  'SanctionLifted.v1': ({ reason, document }) => ({
    zh: `解除处理措施：${reason}${paper(document, 'zh')}。`,
    en: `The sanction is lifted: ${reason}${paper(document, 'en')}.`,
  }),
  'SubjectDecisionMarkedStale.v1': () => ({
    zh: '判定所依据的内容已更正；原判定保留，待重新认定。',
    en: 'What the decision rests on was corrected; the decision stays written and is to be retaken.',
  }),

  'UnitRegistered.v1': ({ name, unitType, region, brands }) => ({
    zh: `建设单位“${name}”（${UNIT_TYPE_WORDS[unitType].zh}，${place(region)}）登记入台账，承建品牌 ${brands.length} 个。`,
    en: `Construction unit “${name}” (${UNIT_TYPE_WORDS[unitType].en}, ${place(region)}) is on the books; it builds ${brands.length} brand(s).`,
  }),
  'UnitBrandsChanged.v1': (data) => brandsChanged(data, '承建品牌'),
  'UnitRecognised.v1': ({ document, decision }) => ({
    zh: `认定为特色劳务品牌建设单位${paper(document, 'zh')}${beside(decision, 'zh')}。`,
    en: `Recognised as a construction unit${paper(document, 'en')}${beside(decision, 'en')}.`,
  }),
  'UnitRecognitionRefused.v1': ({ reason, document }) => ({
    zh: `不予认定：${reason}${paper(document, 'zh')}。`,
    en: `Recognition is refused: ${reason}${paper(document, 'en')}.`,
  }),
  'UnitRecognitionWithdrawn.v1': ({ confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}取消认定：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} withdraws the recognition: ${reason}${paper(document, 'en')}.`,
  }),

  'InstitutionRegistered.v1': ({ name, institutionType, region }) => ({
    zh: `培训机构“${name}”（${INSTITUTION_TYPE_WORDS[institutionType].zh}，${place(region)}）登记入台账。`,
    en: `Training institution “${name}” (${INSTITUTION_TYPE_WORDS[institutionType].en}, ${place(region)}) is on the books.`,
  }),
  'InstitutionBrandsChanged.v1': (data) => brandsChanged(data, '培训品牌'),
  'InstitutionAdmitted.v1': ({ document, decision }) => ({
    zh: `准入${paper(document, 'zh')}${beside(decision, 'zh')}。`,
    en: `Admitted${paper(document, 'en')}${beside(decision, 'en')}.`,
  }),
  'InstitutionDesignated.v1': ({ from, until, document }) => ({
    zh: `自 ${from} 起为定点机构${until === null ? '' : `，至 ${until}`}${paper(document, 'zh')}。`,
    en: `Designated from ${from}${until === null ? '' : ` until ${until}`}${paper(document, 'en')}.`,
  }),
  'InstitutionGraded.v1': ({ gradedOn, scale, grade, by, document }) => ({
    zh: `${gradedOn} ${by}评定为“${grade}”（等次：${scale.join('、')}）${paper(document, 'zh')}。`,
    en: `${by} graded it “${grade}” on ${gradedOn} (scale: ${scale.join(', ')})${paper(document, 'en')}.`,
  }),
  'InstitutionDesignationWithdrawn.v1': ({ confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}取消定点：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} withdraws the designation: ${reason}${paper(document, 'en')}.`,
  }),
  'InstitutionBlacklisted.v1': ({ confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}确认列入黑名单：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} puts it on the blacklist: ${reason}${paper(document, 'en')}.`,
  }),
  'InstitutionCleared.v1': ({ confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}确认移出黑名单：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} takes it off the blacklist: ${reason}${paper(document, 'en')}.`,
  }),

  'DualLinkProposed.v1': ({ name, training, path, shared }) => ({
    zh: `拟建立“双品牌”“${name}”：1 个劳务品牌对应 ${training.length} 个培训品牌，路径为${PATH_WORDS[path].zh}${sharing(shared, 'zh')}。`,
    en: `Dual brand “${name}” is proposed: 1 labour brand with ${training.length} training brand(s), path: ${PATH_WORDS[path].en}${sharing(shared, 'en')}.`,
  }),
  'DualLinkTrainingAdded.v1': ({ brandId, reason, shared }) => ({
    zh: `增加培训品牌 ${brandId}：${reason}${sharing(shared, 'zh')}。`,
    en: `Training brand ${brandId} is added: ${reason}${sharing(shared, 'en')}.`,
  }),
  'DualLinkTrainingRemoved.v1': ({ brandId, reason }) => ({
    zh: `移出培训品牌 ${brandId}：${reason}。`,
    en: `Training brand ${brandId} is removed: ${reason}.`,
  }),
  'DualLinkRecognised.v1': ({ document, decision }) => ({
    zh: `确认为“双品牌”${paper(document, 'zh')}${beside(decision, 'zh')}。`,
    en: `Recognised as a dual brand${paper(document, 'en')}${beside(decision, 'en')}.`,
  }),
  'DualLinkRefused.v1': ({ reason, document }) => ({
    zh: `不予确认“双品牌”：${reason}${paper(document, 'zh')}。`,
    en: `The dual brand is refused: ${reason}${paper(document, 'en')}.`,
  }),
  'LinkReviewDue.v1': ({ side, chain, decision }) => ({
    zh: `${side === 'labour' ? '劳务品牌' : '培训品牌'}一方条件发生变化（${chain.map(({ event }) => event).join(' → ') || '无'}），应予复核${cite(decision, 'zh')}。`,
    en: `The ${side} side no longer stands as it did (${chain.map(({ event }) => event).join(' → ') || 'none'}); a review is due${cite(decision, 'en')}.`,
  }),
  'LinkReviewHeld.v1': ({ verdict, by, reason }) => ({
    zh: `${by}复核：${verdict === 'kept' ? '保留' : '暂停'}“双品牌”，${reason}。`,
    en: `${by} reviewed the link: ${verdict}, ${reason}.`,
  }),
  'DualLinkDissolved.v1': ({ confirmedBy, reason, document }) => ({
    zh: `${confirmedBy}解除“双品牌”：${reason}${paper(document, 'zh')}。`,
    en: `${confirmedBy} dissolves the dual brand: ${reason}${paper(document, 'en')}.`,
  }),

  'ProgrammeRegistered.v1': ({ name, pack, region, fromYear, toYear }) => ({
    zh: `“${name}”（${place(region)}，${fromYear}—${toYear} 年，依据 ${pack}）登记入台账。`,
    en: `Programme “${name}” (${place(region)}, ${fromYear} to ${toYear}, under ${pack}) is on the books.`,
  }),
  'ProgrammeProgressRecorded.v1': (data) => progress(data),
  'ProgrammeProgressCorrected.v1': (data) => {
    const said = progress(data.progress);
    return {
      zh: `更正：${said.zh}申请人 ${data.requester}，理由：${data.reason}。原数保留。`,
      en: `Corrected: ${said.en} Asked for by ${data.requester}: ${data.reason}. The old value stays.`,
    };
  },
  'AllocationDeclared.v1': ({ cohort, rule, approvedBy, reason }) => {
    const whom =
      cohort === null ? { zh: '所有批次', en: 'every cohort' } : { zh: `批次“${cohort.title}”`, en: `the cohort “${cohort.title}”` };
    const how =
      rule.kind === 'full'
        ? { zh: `全部计入目标「${rule.target}」`, en: `all of it counts for ${rule.target}` }
        : rule.kind === 'shares'
          ? {
              zh: `分摊：${rule.shares.map(({ target, count }) => `「${target}」${count}`).join('、')}`,
              en: `shares: ${rule.shares.map(({ target, count }) => `${target} ${count}`).join(', ')}`,
            }
          : {
              zh: `目标${rule.targets.map((target) => `「${target}」`).join('、')}一并计入`,
              en: `${rule.targets.join(', ')} count it together`,
            };
    return {
      zh: `${whom.zh}${how.zh}；${approvedBy}批准：${reason}。`,
      en: `For ${whom.en}: ${how.en}; approved by ${approvedBy}: ${reason}.`,
    };
  },
  'ProgrammeClosed.v1': ({ closedOn, closedBy, reason }) => ({
    zh: `${closedBy}于 ${closedOn} 结束：${reason}。`,
    en: `Closed by ${closedBy} on ${closedOn}: ${reason}.`,
  }),

  'WindowOpened.v1': ({ name, kinds, opensAt, closesAt, document }) => ({
    zh: `“${name}”征集${joinWords(kinds.map((kind) => KIND_WORDS[kind])).zh}，${minute(opensAt)} 至 ${minute(closesAt)}${paper(document, 'zh')}。`,
    en: `“${name}” calls for ${joinWords(kinds.map((kind) => KIND_WORDS[kind])).en}, from ${minute(opensAt)} to ${minute(closesAt)}${paper(document, 'en')}.`,
  }),
  'WindowExtended.v1': ({ from, closesAt, reason, document }) => ({
    zh: `截止时间由 ${minute(from)} 延至 ${minute(closesAt)}：${reason}${paper(document, 'zh')}。`,
    en: `The close moves from ${minute(from)} to ${minute(closesAt)}: ${reason}${paper(document, 'en')}.`,
  }),
  'WindowClosed.v1': ({ closedAt, closedBy, reason }) => ({
    zh: `${closedBy}于 ${minute(closedAt)} 关闭：${reason}。`,
    en: `Closed by ${closedBy} at ${minute(closedAt)}: ${reason}.`,
  }),
  'WindowNominationReceived.v1': ({ brandId, submittedAt, closesAt, late, by }) => ({
    zh: `${by}于 ${minute(submittedAt)} 报送品牌 ${brandId}，${late ? '逾期' : '按期'}（截止 ${minute(closesAt)}）。`,
    en: `${by} submitted brand ${brandId} at ${minute(submittedAt)}, ${late ? 'late' : 'in time'} (close ${minute(closesAt)}).`,
  }),

  'EvaluationRoundHeld.v1': ({ title, heldOn, scale, document, origin }) => ({
    zh: `${origin === 'synthetic' ? '（合成数据，仅供演示）' : ''}${heldOn} 开展“${title}”，等次：${scale.join('、')}${paper(document, 'zh')}。`,
    en: `${origin === 'synthetic' ? '(Synthetic, for demonstration only) ' : ''}“${title}” was held on ${heldOn}, scale: ${scale.join(', ')}${paper(document, 'en')}.`,
  }),
  'RegionSurveyFiled.v1': ({ title, filedOn }) => ({ zh: `${filedOn} 报送“${title}”。`, en: `“${title}” was filed on ${filedOn}.` }),
  'RegionPlanFiled.v1': ({ title, filedOn }) => ({ zh: `${filedOn} 报送“${title}”。`, en: `“${title}” was filed on ${filedOn}.` }),
  'RegionMeetingHeld.v1': ({ title, heldOn }) => ({ zh: `${heldOn} 召开“${title}”。`, en: `“${title}” was held on ${heldOn}.` }),
  'RegionReportFiled.v1': ({ title, period, filedOn }) => ({
    zh: `${filedOn} 报送“${title}”（${period}）。`,
    en: `“${title}” for ${period} was filed on ${filedOn}.`,
  }),
  'RegionReclassified.v1': (data) => ({
    zh: `按 ${data.pack} 自 ${data.effectiveFrom} 起调整为第 ${data.class} 类：${data.reason}${paper(data.document, 'zh')}。`,
    en: `By ${data.pack} it is of class ${data.class} from ${data.effectiveFrom}: ${data.reason}${paper(data.document, 'en')}.`,
  }),
  'RegionMerged.v1': ({ into, on, reason, document }) => ({
    zh: `自 ${on} 起并入${place(into)}：${reason}${paper(document, 'zh')}。原有品牌的编号和代码不变。`,
    en: `Merged into ${place(into)} from ${on}: ${reason}${paper(document, 'en')}. Brands keep id and code.`,
  }),
};

export function subjectEventSentence(event: SubjectEvent, locale: Locale): string {
  const say = SENTENCES[event.type] as (data: SubjectEvent['data']) => Sentence;
  return say(event.data)[locale];
}

const OUTCOME_WORDS: Readonly<Record<Outcome, Sentence>> = {
  pass: { zh: '符合', en: 'met' },
  fail: { zh: '不符合', en: 'not met' },
  undecidable: { zh: '材料不足，无法判定', en: 'undecidable, material is missing' },
  notConfigured: { zh: '文件未规定', en: 'not stated by the document' },
};

const asOfBrand = (event: BrandEvent): Sentence => ({ zh: brandEventSentence(event, 'zh'), en: brandEventSentence(event, 'en') });

const ruleName = ({ policy, explanation }: Decision, locale: Locale): string => explanation?.names?.[policy.rule]?.[locale] ?? policy.rule;

/** The clause, or that no document states it. */
const cite = ({ policy }: Decision, locale: Locale): string => {
  if (policy.basis === 'stated') return policy.cite === null ? '' : locale === 'zh' ? `（依据：${policy.cite}）` : ` (by ${policy.cite})`;
  return locale === 'zh' ? '（文件未规定，本地配置）' : ' (not stated by the document, configured)';
};

const beside = (decision: Decision | null, locale: Locale): string => {
  const outcome = decision?.explanation?.outcome;
  if (!decision || outcome === undefined) return locale === 'zh' ? '；没有文件规定其条件' : '; no document states conditions';
  return locale === 'zh'
    ? `；判定：${OUTCOME_WORDS[outcome].zh}${cite(decision, 'zh')}`
    : `; the policy answers: ${OUTCOME_WORDS[outcome].en}${cite(decision, 'en')}`;
};

const paper = (reference: DocumentRef | null, locale: Locale): string => {
  if (reference === null) return '';
  const { number, issuedOn, signedBy } = reference;
  return locale === 'zh' ? `（${number}，${issuedOn}，${signedBy}签发）` : ` (${number}, ${issuedOn}, signed by ${signedBy})`;
};

const because = (reason: string | null, locale: Locale): string =>
  reason === null ? '' : locale === 'zh' ? `，改动理由：${reason}` : `, changed because: ${reason}`;

const place = (region: string): string => regionName(region) ?? region;

/** As people in Asia/Shanghai read a moment: `2024-07-30 23:59`. */
const minute = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const brandsChanged = ({ added, removed, reason }: SubjectEventData<'UnitBrandsChanged.v1'>, what: string): Sentence => ({
  zh: `${what}增加 ${added.length} 个、移出 ${removed.length} 个：${reason}。`,
  en: `${added.length} brand(s) added, ${removed.length} removed: ${reason}.`,
});

const sharing = (shared: SubjectEventData<'DualLinkTrainingAdded.v1'>['shared'], locale: Locale): string => {
  if (shared.length === 0) return '';
  return locale === 'zh'
    ? `；其中 ${shared.length} 个培训品牌同时在其他“双品牌”中（文件未规定，按本地配置允许）`
    : `; ${shared.length} of them stand in other links too (not stated by the document, allowed by what is configured)`;
};

function progress({ target, metric, unit, year, asOf, value, cohort }: Progress): Sentence {
  const name = Object.entries(METRICS).find(([id]) => id === metric)?.[1] ?? { zh: metric, en: metric };
  const counted = Object.entries(UNIT_WORDS).find(([id]) => id === unit)?.[1] ?? { zh: unit, en: unit };
  const when = asOf === null ? { zh: `${year} 年`, en: String(year) } : { zh: `截至 ${asOf} `, en: `as of ${asOf}` };
  const whom = cohort === null ? { zh: '', en: '' } : { zh: `，批次“${cohort.title}”`, en: `, cohort “${cohort.title}”` };
  return {
    zh: `目标「${target}」：${when.zh}${name.zh} ${value} ${counted.zh}${whom.zh}。`,
    en: `Target “${target}”: ${name.en} ${value} ${counted.en}, ${when.en}${whom.en}.`,
  };
}
