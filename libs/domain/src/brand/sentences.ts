/** One sentence of what an event says, for a history and a replay: rendered on reading, never stored. */
import type { BrandEvent } from './events';
import { procedureSentence } from './procedure-sentences';
import { ruleAnswered } from './state';
import type { Locale } from './words';
import {
  BOUND_WORDS,
  BRAND_EVENT_WORDS,
  DIRECTNESS_WORDS,
  GROUND_WORDS,
  KIND_WORDS,
  NATURE_WORDS,
  OUTCOME_WORDS,
  PATH_WORDS,
  RESTORE_GROUND_WORDS,
  REVIEW_OUTCOME_WORDS,
  STEP_WORDS,
  TIER_WORDS,
  UNIT_WORDS,
} from './words';
import { METRICS } from '../dictionary';
import { regionName } from '../region/regions';
import type { DocumentRef, Figure, FigureWindow, Tier } from '../values';

export function brandEventSentence(event: BrandEvent, locale: Locale): string {
  return locale === 'zh' ? sentenceZh(event) : sentenceEn(event);
}

/** Title of an event, `认定`. */
export const brandEventTitle = (type: BrandEvent['type'], locale: Locale): string => BRAND_EVENT_WORDS[type][locale];

/** `带动就业人数（直接，本期，2023 年）1,200 人`. */
export function figureSentence(figure: Omit<Figure, 'figureId' | 'status'>, locale: Locale): string {
  const metric = METRICS[figure.metric];
  const traits = [
    ...(metric.directed || figure.directness !== 'unstated' ? [DIRECTNESS_WORDS[figure.directness][locale]] : []),
    NATURE_WORDS[figure.nature][locale],
    windowWords(figure.window, locale),
  ];
  const value = `${BOUND_WORDS[figure.bound][locale]}${grouped(figure.value)} ${UNIT_WORDS[figure.unit][locale]}`;
  return locale === 'zh' ? `${metric.zh}（${traits.join('，')}）${value}` : `${metric.en} (${traits.join(', ')}) ${value}`;
}

function sentenceZh(event: BrandEvent): string {
  switch (event.type) {
    case 'BrandReported.v1': {
      const { name, kind, region, category } = event.data;
      return `${KIND_WORDS[kind].zh}“${name}”（${place(region)}${category === null ? '' : `，${category}`}）登记入台账，来源：${event.data.source.reference}。`;
    }
    case 'BrandRenamed.v1':
      return `品牌由“${event.data.from}”更名为“${event.data.to}”：${event.data.reason}。`;
    case 'TierClaimed.v1': {
      const { tier, sinceYear, reading } = event.data;
      return `来源称其为${TIER_WORDS[tier].zh}品牌，${sinceYear === null ? '日期不详' : `自 ${sinceYear} 年`}${reading ? '（层级系对来源的解读）' : ''}；本台账不以此为认定。`;
    }
    case 'HonourRecorded.v1': {
      const { honour, title, year } = event.data;
      return `获荣誉称号“${honour}”${title === null ? '' : `（${title}）`}，${year === null ? '年份不详' : `${year} 年`}；荣誉称号不是层级。`;
    }
    case 'FigureRecorded.v1':
      return `${event.data.status === 'published' ? '登记公开数据' : '填报'}：${figureSentence(event.data, 'zh')}。`;
    case 'FigureCorrected.v1':
      return `更正为：${figureSentence(event.data.figure, 'zh')}；申请人 ${event.data.requester}，理由：${event.data.reason}。原数字保留。`;
    case 'CorrectionRequested.v1':
      return `申请更正为：${figureSentence(event.data.figure, 'zh')}；理由：${event.data.reason}。批准之前原数字仍然有效。`;
    case 'CorrectionApproved.v1':
      return `批准更正申请，更正后的数字自此生效${event.data.note === null ? '' : `；意见：${event.data.note}`}。`;
    case 'CorrectionRefused.v1':
      return `不予更正，理由：${event.data.reason}。原数字继续有效。`;
    case 'CorrectionWithdrawn.v1':
      return `撤回更正申请，理由：${event.data.reason}。原数字继续有效。`;
    case 'RatioPublished.v1':
      return `来源公布${event.data.ratio}为${BOUND_WORDS[event.data.bound].zh}${event.data.percent}%（${windowWords(event.data.window, 'zh')}），不作为判定依据。`;
    case 'TargetPublished.v1': {
      const { target, value, unit, byYear, perYear } = event.data;
      return `来源公布目标：${byYear === null ? '' : `到 ${byYear} 年`}${target} ${perYear ? '每年 ' : ''}${grouped(value)} ${unitWord(unit, 'zh')}。`;
    }
    case 'EvidenceAttached.v1':
      return `登记佐证材料“${event.data.kind}”，由${event.data.custodian}保管于${event.data.place}。`;
    case 'JudgementRecorded.v1':
      return `${event.data.role}${event.data.by}评判“${event.data.criterion}”${event.data.met ? '符合' : '不符合'}：${event.data.reason}。`;
    case 'BreachRecorded.v1':
      return `${event.data.confirmedBy}确认 ${event.data.on} 的${event.data.kind}。`;
    case 'BreachCleared.v1':
      return `违法违规失信记录消除：${event.data.reason}。`;
    case 'BrandNominated.v1': {
      const { applicant, tierSought, submittedAt, late, deadline, nameCheck } = event.data;
      const timing = deadline === null ? '' : late ? `，逾期报送（截止 ${minute(deadline)}）` : `，按期报送（截止 ${minute(deadline)}）`;
      return `${applicant.unit}于 ${minute(submittedAt)} 申报${tierSought === null ? '' : TIER_WORDS[tierSought].zh}${timing}。${nameCheck.verdict === 'queried' ? '名称不符合命名格式，待人工核定。' : ''}`;
    }
    case 'NominationReturned.v1':
      return `申报退回修改：${event.data.reason}。`;
    case 'NominationResubmitted.v1':
      return `于 ${minute(event.data.submittedAt)} 重新报送${event.data.late ? '（逾期）' : ''}：${event.data.note}。`;
    case 'BrandRecommended.v1':
      return `${event.data.body}推荐，${event.data.officer}负责，确认材料真实、有效、完整${document(event.data.document, 'zh')}。`;
    case 'BrandAssessed.v1': {
      const { verdict, panel, reason } = event.data;
      const votes = panel === null ? '' : `（赞成 ${panel.votesFor} 票，反对 ${panel.votesAgainst} 票）`;
      return `评审${votes}${verdict === 'proposed' ? '拟认定' : '不拟认定'}：${reason}。`;
    }
    case 'RecommendationFormFiled.v1':
    case 'RecommendationForwarded.v1':
    case 'NominationScreened.v1':
    case 'ExpertsAsked.v1':
    case 'ExpertVoted.v1':
    case 'NoticeTermCounted.v1':
    case 'NoticeCaptured.v1':
      return procedureSentence(event, 'zh');
    case 'NoticePosted.v1':
      return `${event.data.purpose === 'exit' ? '退出' : '拟认定'}自 ${event.data.from} 至 ${event.data.until} 在${event.data.place}公示（文件未规定，本地配置）。`;
    case 'ObjectionRaised.v1':
      return `${event.data.by}对${event.data.purpose === 'exit' ? '退出' : '拟认定'}提出异议：${event.data.reason}。`;
    case 'ObjectionDecided.v1':
      return `异议${event.data.upheld ? '成立' : '不成立'}：${event.data.reason}${document(event.data.document, 'zh')}。`;
    case 'BrandRecognised.v1':
      return `认定为${TIER_WORDS[event.data.tier].zh}品牌${document(event.data.document, 'zh')}。`;
    case 'RecognitionRefused.v1':
      return `不予认定：${event.data.reason}${document(event.data.document, 'zh')}。`;
    case 'CultivationStarted.v1':
      return `${event.data.body}自 ${event.data.from} 起培育，方式为${PATH_WORDS[event.data.path].zh}。`;
    case 'CatalogueEntered.v1':
      return `列入${place(event.data.catalogue)}劳务品牌建设指导目录${document(event.data.document, 'zh')}。`;
    case 'KeyProjectDesignated.v1':
      return `确定为${TIER_WORDS[event.data.level].zh}建设重点项目${document(event.data.document, 'zh')}。`;
    case 'PublicityRecorded.v1':
      return `${event.data.on} 在${event.data.medium}宣介：${event.data.reference}。`;
    case 'ReviewDue.v1':
      return `${event.data.period} 年度定期审核应于 ${event.data.dueOn} 前进行。`;
    case 'ReviewOverdue.v1':
      return `${event.data.period} 年度定期审核至 ${event.data.dueOn} 未进行，逾期。`;
    case 'ReviewHeld.v1':
      return `${event.data.heldOn} 进行 ${event.data.period} 年度定期审核：${event.data.reason}。`;
    case 'ReviewConcluded.v1':
      return `${event.data.period} 年度定期审核结论：${REVIEW_OUTCOME_WORDS[event.data.outcome].zh}。`;
    case 'WarningIssued.v1':
      return `就 ${event.data.period} 年度发出预警提醒。`;
    case 'RectificationOrdered.v1':
      return `就 ${event.data.period} 年度限期整改，期限 ${event.data.dueOn}。`;
    case 'RectificationReported.v1':
      return `${event.data.reportedOn} 报告 ${event.data.period} 年度整改情况：${event.data.note}。`;
    case 'RectificationAccepted.v1':
      return `${event.data.period} 年度整改通过。`;
    case 'RectificationFailed.v1':
      return `${event.data.period} 年度整改未通过。`;
    case 'StepProposed.v1': {
      const { step, toTier, fallsDueOn } = event.data;
      return `规则建议${STEP_WORDS[step].zh}${toTier === null ? '' : `至${TIER_WORDS[toTier].zh}`}，${fallsDueOn === null ? '待有权人员确认' : `${fallsDueOn} 期满生效`}。`;
    }
    case 'ProposalWithdrawn.v1':
      return `撤回建议：${event.data.reason}。`;
    case 'SupportStopped.v1':
      return `${event.data.confirmedBy}确认停止政策和资金支持${document(event.data.document, 'zh')}。`;
    case 'SupportResumed.v1':
      return `恢复政策和资金支持：${event.data.reason}${document(event.data.document, 'zh')}。`;
    case 'ExitAnnounced.v1': {
      const { ground, noticeFrom, noticeUntil, confirmedBy } = event.data;
      return `${confirmedBy}确认公示退出，原因为${GROUND_WORDS[ground].zh}，自 ${noticeFrom} 至 ${noticeUntil}${document(event.data.document, 'zh')}。`;
    }
    case 'BrandDelisted.v1': {
      const { ground, confirmedBy } = event.data;
      return `退出目录，原因为${GROUND_WORDS[ground].zh}，${confirmedBy === null ? '公示期满无异议，按本地配置期满生效' : `${confirmedBy}确认`}${document(event.data.document, 'zh')}。`;
    }
    case 'BrandRestored.v1':
      return `因${RESTORE_GROUND_WORDS[event.data.ground].zh}恢复为${TIER_WORDS[event.data.tier].zh}品牌，${event.data.confirmedBy}确认${document(event.data.document, 'zh')}。`;
    case 'EligibilityFound.v1':
      return `依 ${event.data.period} 年度数据，符合${tierOrNone(event.data.tier, 'zh')}条件；符合条件不等于晋级。`;
    case 'EligibilityLost.v1':
      return `依 ${event.data.period} 年度数据，不再符合${tierOrNone(event.data.tier, 'zh')}条件。`;
    case 'BrandPromoted.v1': {
      const { from, to, recommendedBy, confirmedBy } = event.data;
      return `由${TIER_WORDS[from].zh}晋级为${TIER_WORDS[to].zh}，${recommendedBy}推荐，${confirmedBy}确认${document(event.data.document, 'zh')}。`;
    }
    case 'BrandDowngraded.v1':
      return `由${TIER_WORDS[event.data.from].zh}降级为${TIER_WORDS[event.data.to].zh}，${event.data.confirmedBy}确认${document(event.data.document, 'zh')}。`;
    case 'DecisionMarkedStale.v1':
      return '判定所依据的数字已更正，原判定保留，待重新认定。';
    case 'RelaxationGranted.v1': {
      const { rule, parameter, easedTo, reason, panel, approvedBy, approverRole, from, until, dual } = event.data;
      return `放宽条件：规则 ${rule} 的 ${parameter} 放宽至 ${easedTo}，自 ${from} 至 ${until}${dual === null ? '' : '，用于所对应的“双品牌”'}；评审组赞成 ${panel.votesFor} 票、反对 ${panel.votesAgainst} 票${panel.recused.length === 0 ? '' : `、回避 ${panel.recused.length} 人`}，${approverRole}${approvedBy}批准${document(event.data.document, 'zh')}。理由：${reason}。`;
    }
    case 'RelaxationWithdrawn.v1':
      return `撤回放宽条件：${event.data.reason}${document(event.data.document, 'zh')}。`;
    case 'RelaxationExpired.v1':
      return `放宽条件于 ${event.data.until} 到期。`;
    case 'BrandRuleAnswered.v1': {
      const { period, outcome, decision } = event.data;
      const rule = decision.explanation?.names?.[ruleAnswered(decision)]?.zh ?? ruleAnswered(decision);
      return `${period === null ? '' : `${period} 年度`}“${rule}”：${OUTCOME_WORDS[outcome].zh}。`;
    }
    default:
      return unknown(event);
  }
}

function sentenceEn(event: BrandEvent): string {
  switch (event.type) {
    case 'BrandReported.v1': {
      const { name, kind, region, category } = event.data;
      return `The ${KIND_WORDS[kind].en} “${name}” (${place(region)}${category === null ? '' : `, ${category}`}) is on the books, from ${event.data.source.reference}.`;
    }
    case 'BrandRenamed.v1':
      return `Renamed from “${event.data.from}” to “${event.data.to}”: ${event.data.reason}.`;
    case 'TierClaimed.v1': {
      const { tier, sinceYear, reading } = event.data;
      return `A source claims the ${TIER_WORDS[tier].en}, ${sinceYear === null ? 'date unknown' : `since ${sinceYear}`}${reading ? ' (the tier is our reading)' : ''}; it binds nobody here.`;
    }
    case 'HonourRecorded.v1': {
      const { honour, title, year } = event.data;
      return `Honoured as “${honour}”${title === null ? '' : ` (${title})`}, ${year === null ? 'year unknown' : year}; an honour is no tier.`;
    }
    case 'FigureRecorded.v1':
      return `${event.data.status === 'published' ? 'Published' : 'Recorded'}: ${figureSentence(event.data, 'en')}.`;
    case 'FigureCorrected.v1':
      return `Corrected to: ${figureSentence(event.data.figure, 'en')}; asked for by ${event.data.requester}, because ${event.data.reason}. The old figure stays.`;
    case 'CorrectionRequested.v1':
      return `Correction asked for, to: ${figureSentence(event.data.figure, 'en')}, because ${event.data.reason}. Until it is approved the figure stands.`;
    case 'CorrectionApproved.v1':
      return `The correction was approved and counts from here on${event.data.note === null ? '' : `; noted: ${event.data.note}`}.`;
    case 'CorrectionRefused.v1':
      return `The correction was refused, because ${event.data.reason}. The figure stands.`;
    case 'CorrectionWithdrawn.v1':
      return `The request for correction was withdrawn, because ${event.data.reason}. The figure stands.`;
    case 'RatioPublished.v1':
      return `The source gives ${event.data.ratio} as ${BOUND_WORDS[event.data.bound].en}${event.data.percent} % (${windowWords(event.data.window, 'en')}); it decides nothing.`;
    case 'TargetPublished.v1': {
      const { target, value, unit, byYear, perYear } = event.data;
      return `The source sets a target: ${target} ${grouped(value)} ${unitWord(unit, 'en')}${perYear ? ' a year' : ''}${byYear === null ? '' : ` by ${byYear}`}.`;
    }
    case 'EvidenceAttached.v1':
      return `Evidence “${event.data.kind}” attached; ${event.data.custodian} keeps it at ${event.data.place}.`;
    case 'JudgementRecorded.v1':
      return `${event.data.by} (${event.data.role}) finds “${event.data.criterion}” ${event.data.met ? 'met' : 'not met'}: ${event.data.reason}.`;
    case 'BreachRecorded.v1':
      return `${event.data.confirmedBy} confirms a breach on ${event.data.on}: ${event.data.kind}.`;
    case 'BreachCleared.v1':
      return `The breach is cleared: ${event.data.reason}.`;
    case 'BrandNominated.v1': {
      const { applicant, tierSought, submittedAt, late, deadline, nameCheck } = event.data;
      const timing =
        deadline === null ? '' : late ? `, after the deadline of ${minute(deadline)}` : `, by the deadline of ${minute(deadline)}`;
      return `${applicant.unit} nominates it${tierSought === null ? '' : ` for the ${TIER_WORDS[tierSought].en}`} at ${minute(submittedAt)}${timing}.${nameCheck.verdict === 'queried' ? ' The name fits no naming format and waits for a person.' : ''}`;
    }
    case 'NominationReturned.v1':
      return `Returned for changes: ${event.data.reason}.`;
    case 'NominationResubmitted.v1':
      return `Submitted again at ${minute(event.data.submittedAt)}${event.data.late ? ' (late)' : ''}: ${event.data.note}.`;
    case 'BrandRecommended.v1':
      return `${event.data.body} recommends it; ${event.data.officer} attests that the material is authentic, valid and complete${document(event.data.document, 'en')}.`;
    case 'BrandAssessed.v1': {
      const { verdict, panel, reason } = event.data;
      const votes = panel === null ? '' : ` (${panel.votesFor} for, ${panel.votesAgainst} against)`;
      return `The assessment${votes} ${verdict === 'proposed' ? 'proposes' : 'does not propose'} recognition: ${reason}.`;
    }
    case 'RecommendationFormFiled.v1':
    case 'RecommendationForwarded.v1':
    case 'NominationScreened.v1':
    case 'ExpertsAsked.v1':
    case 'ExpertVoted.v1':
    case 'NoticeTermCounted.v1':
    case 'NoticeCaptured.v1':
      return procedureSentence(event, 'en');
    case 'NoticePosted.v1':
      return `Public notice of the ${event.data.purpose === 'exit' ? 'exit' : 'proposed recognition'} at ${event.data.place} from ${event.data.from} to ${event.data.until} (in no document: configured locally).`;
    case 'ObjectionRaised.v1':
      return `${event.data.by} objects to the ${event.data.purpose === 'exit' ? 'exit' : 'proposed recognition'}: ${event.data.reason}.`;
    case 'ObjectionDecided.v1':
      return `The objection is ${event.data.upheld ? 'upheld' : 'rejected'}: ${event.data.reason}${document(event.data.document, 'en')}.`;
    case 'BrandRecognised.v1':
      return `Recognised at the ${TIER_WORDS[event.data.tier].en}${document(event.data.document, 'en')}.`;
    case 'RecognitionRefused.v1':
      return `Recognition refused: ${event.data.reason}${document(event.data.document, 'en')}.`;
    case 'CultivationStarted.v1':
      return `${event.data.body} cultivates it from ${event.data.from} on: ${PATH_WORDS[event.data.path].en}.`;
    case 'CatalogueEntered.v1':
      return `Entered in the catalogue of ${place(event.data.catalogue)}${document(event.data.document, 'en')}.`;
    case 'KeyProjectDesignated.v1':
      return `Designated a key project, ${TIER_WORDS[event.data.level].en}${document(event.data.document, 'en')}.`;
    case 'PublicityRecorded.v1':
      return `Publicity in ${event.data.medium} on ${event.data.on}: ${event.data.reference}.`;
    case 'ReviewDue.v1':
      return `The review of ${event.data.period} is due by ${event.data.dueOn}.`;
    case 'ReviewOverdue.v1':
      return `The review of ${event.data.period} was not held by ${event.data.dueOn} and is overdue.`;
    case 'ReviewHeld.v1':
      return `The review of ${event.data.period} was held on ${event.data.heldOn}: ${event.data.reason}.`;
    case 'ReviewConcluded.v1':
      return `The review of ${event.data.period} concludes: ${REVIEW_OUTCOME_WORDS[event.data.outcome].en}.`;
    case 'WarningIssued.v1':
      return `Warned for ${event.data.period}.`;
    case 'RectificationOrdered.v1':
      return `To rectify for ${event.data.period}, by ${event.data.dueOn}.`;
    case 'RectificationReported.v1':
      return `Rectification for ${event.data.period} reported on ${event.data.reportedOn}: ${event.data.note}.`;
    case 'RectificationAccepted.v1':
      return `Rectification for ${event.data.period} accepted.`;
    case 'RectificationFailed.v1':
      return `Rectification for ${event.data.period} failed.`;
    case 'StepProposed.v1': {
      const { step, toTier, fallsDueOn } = event.data;
      return `A rule proposes to ${STEP_WORDS[step].en}${toTier === null ? '' : ` to the ${TIER_WORDS[toTier].en}`}; ${fallsDueOn === null ? 'a named person confirms' : `it falls due on ${fallsDueOn}`}.`;
    }
    case 'ProposalWithdrawn.v1':
      return `The proposal is withdrawn: ${event.data.reason}.`;
    case 'SupportStopped.v1':
      return `${event.data.confirmedBy} confirms that support stops${document(event.data.document, 'en')}.`;
    case 'SupportResumed.v1':
      return `Support is resumed: ${event.data.reason}${document(event.data.document, 'en')}.`;
    case 'ExitAnnounced.v1': {
      const { ground, noticeFrom, noticeUntil, confirmedBy } = event.data;
      return `${confirmedBy} confirms that the exit is announced (${GROUND_WORDS[ground].en}), from ${noticeFrom} to ${noticeUntil}${document(event.data.document, 'en')}.`;
    }
    case 'BrandDelisted.v1': {
      const { ground, confirmedBy } = event.data;
      return `Delisted (${GROUND_WORDS[ground].en}), ${confirmedBy === null ? 'because the notice ended without objection, as configured locally' : `confirmed by ${confirmedBy}`}${document(event.data.document, 'en')}.`;
    }
    case 'BrandRestored.v1':
      return `Restored at the ${TIER_WORDS[event.data.tier].en} (${RESTORE_GROUND_WORDS[event.data.ground].en}), confirmed by ${event.data.confirmedBy}${document(event.data.document, 'en')}.`;
    case 'EligibilityFound.v1':
      return `By the figures of ${event.data.period} it meets the conditions of ${tierOrNone(event.data.tier, 'en')}; eligible is not promoted.`;
    case 'EligibilityLost.v1':
      return `By the figures of ${event.data.period} it no longer meets the conditions of ${tierOrNone(event.data.tier, 'en')}.`;
    case 'BrandPromoted.v1': {
      const { from, to, recommendedBy, confirmedBy } = event.data;
      return `Promoted from the ${TIER_WORDS[from].en} to the ${TIER_WORDS[to].en}, recommended by ${recommendedBy}, confirmed by ${confirmedBy}${document(event.data.document, 'en')}.`;
    }
    case 'BrandDowngraded.v1':
      return `Downgraded from the ${TIER_WORDS[event.data.from].en} to the ${TIER_WORDS[event.data.to].en}, confirmed by ${event.data.confirmedBy}${document(event.data.document, 'en')}.`;
    case 'DecisionMarkedStale.v1':
      return 'A figure the decision rests on was corrected; the decision stays written and is to be retaken.';
    case 'RelaxationGranted.v1': {
      const { rule, parameter, easedTo, reason, panel, approvedBy, approverRole, from, until, dual } = event.data;
      return `Relaxation: ${parameter} of rule ${rule} is eased to ${easedTo} from ${from} until ${until}${dual === null ? '' : ' for its dual brand'}; ${panel.votesFor} for, ${panel.votesAgainst} against${panel.recused.length === 0 ? '' : `, ${panel.recused.length} recused`}, approved by ${approvedBy} (${approverRole})${document(event.data.document, 'en')}. Reason: ${reason}.`;
    }
    case 'RelaxationWithdrawn.v1':
      return `The relaxation is withdrawn: ${event.data.reason}${document(event.data.document, 'en')}.`;
    case 'RelaxationExpired.v1':
      return `The relaxation ended on ${event.data.until}.`;
    case 'BrandRuleAnswered.v1': {
      const { period, outcome, decision } = event.data;
      const rule = decision.explanation?.names?.[ruleAnswered(decision)]?.en ?? ruleAnswered(decision);
      return `“${rule}”${period === null ? '' : ` for ${period}`}: ${OUTCOME_WORDS[outcome].en}.`;
    }
    default:
      return unknown(event);
  }
}

/** The compiler proves that every event has a sentence; an event of a later version shows its name. */
const unknown = (event: never): string => (event as { readonly type: string }).type;

const place = (region: string): string => regionName(region) ?? region;

const grouped = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ',');

/** As people in Asia/Shanghai read a moment: `2024-07-30 23:59`. */
const minute = (moment: string): string => new Date(Date.parse(moment) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const document = (reference: DocumentRef | null, locale: Locale): string => {
  if (reference === null) return '';
  const { number, issuedOn, signedBy } = reference;
  return locale === 'zh' ? `（${number}，${issuedOn}，${signedBy}签发）` : ` (${number}, ${issuedOn}, signed by ${signedBy})`;
};

const tierOrNone = (tier: Tier | null, locale: Locale): string =>
  tier === null ? { zh: '文件', en: 'the document' }[locale] : TIER_WORDS[tier][locale];

/** A target's unit is text: a unit of the dictionary, or whatever its source says. */
const unitWord = (unit: string, locale: Locale): string =>
  Object.entries(UNIT_WORDS).find(([known]) => known === unit)?.[1][locale] ?? unit;

function windowWords({ fromYear, toYear, asOf }: FigureWindow, locale: Locale): string {
  if (asOf !== null) return locale === 'zh' ? `截至 ${asOf}` : `as of ${asOf}`;
  if (toYear === null && fromYear === null) return locale === 'zh' ? '年份未注明' : 'year not stated';
  const span = fromYear !== null && toYear !== null && fromYear !== toYear ? `${fromYear}–${toYear}` : String(toYear ?? fromYear);
  return locale === 'zh' ? `${span} 年` : span;
}
