/** The acts beside the steps from 申报 to 认定: the form, forwarding, screening, experts, and the proof of a notice. */
import type { CommandContext, HumanBrandCommand } from './commands';
import { badDocument, notPast, unknownEvidence, wrongStage, type BrandDecided, type Refused } from './decide-checks';
import { formInForce } from './procedure-state';
import { checkForm } from './recommendation-form';
import { refuseBrand } from './refusals';
import type { KnownBrand } from './state';
import { joinWords } from './words';
import { isCalendarDate } from '../dates';
import { accept } from '../refusal';

type Data<T extends HumanBrandCommand['type']> = Extract<HumanBrandCommand, { type: T }>['data'];

/** 办理、审核、审批 are three persons. A ledger without accounts cannot tell persons apart, and says so on its pages. */
export function samePerson(ctx: CommandContext, acts: readonly ({ readonly by: string; readonly event: string } | null)[]): Refused | null {
  const { actor } = ctx;
  if (actor.role === 'local') return null;
  const before = acts.find((act) => act?.by === actor.id);
  return before ? refuseBrand('BRAND.SAME_PERSON', null, { event: before.event }) : null;
}

/**
 * 推荐表, checked whole against its layout. It may be filed before the nomination and until the panel has decided; what was
 * filed before stays written, and the new one says why it stands in its place.
 */
export function fileForm(data: Data<'fileForm'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage === 'evaluated' && state.step !== 'notProposed' && state.step !== 'refused')
    return wrongStage(state, 'fileForm', ['reported', 'nominated']);
  if (state.stage === 'cultivated') return wrongStage(state, 'fileForm', ['reported', 'nominated', 'delisted']);
  const definition = ctx.form ?? null;
  if (definition === null || definition.version !== data.formVersion)
    return refuseBrand('BRAND.FORM_UNKNOWN', 'form', { form: data.form, version: data.formVersion });
  if (definition.kind !== state.identity.kind && state.identity.kind !== 'dual')
    return refuseBrand('BRAND.FORM_OTHER_KIND', 'form', { form: { zh: definition.zh, en: definition.en } });
  if (state.procedure.forms.some(({ formId }) => formId === data.formId)) return accept();
  const faults = checkForm(definition, data.answers);
  const first = faults[0];
  if (first)
    return refuseBrand('BRAND.FORM_FAULTY', `answers.${first.field}`, {
      count: faults.length,
      faults: joinWords(faults.map(({ zh, en }) => ({ zh, en }))),
    });
  const wrong = unknownEvidence(
    state,
    data.answers.flatMap(({ evidence }) => evidence),
    'answers',
  );
  if (wrong) return wrong;
  const before = formInForce(state.procedure);
  if (before !== null && (data.reason === null || data.reason === '')) return refuseBrand('BRAND.FORM_REASON_MISSING', 'reason');
  const { formId, form, formVersion, answers, contact, reason } = data;
  return accept({
    type: 'RecommendationFormFiled.v1',
    data: {
      ...{ formId, form, formVersion, original: definition.original, pack: definition.pack, answers, contact },
      replaces: before === null ? null : { formId: before.formId, reason: reason ?? '' },
    },
  });
}

/** 逐级推荐 (IM-32): each body attests anew, and another person than the ones below. */
export function forwardRecommendation(data: Data<'forwardRecommendation'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const wrong = notRecommended(state, 'forwardRecommendation');
  if (wrong) return wrong;
  const missing = [
    { given: data.authentic, field: 'authentic', words: { zh: '真实性', en: 'authentic' } },
    { given: data.valid, field: 'valid', words: { zh: '有效性', en: 'valid' } },
    { given: data.complete, field: 'complete', words: { zh: '完整性', en: 'complete' } },
  ].filter(({ given }) => !given);
  if (missing[0])
    return refuseBrand('BRAND.ATTESTATION_MISSING', missing[0].field, { missing: joinWords(missing.map(({ words }) => words)) });
  const { acts, forwarded } = state.procedure;
  if (forwarded.some(({ body }) => body === data.body)) return refuseBrand('BRAND.ALREADY_FORWARDED', 'body', { body: data.body });
  return (
    samePerson(ctx, [acts.recommended, ...forwarded]) ??
    badDocument(data.document, ctx) ??
    accept({ type: 'RecommendationForwarded.v1', data })
  );
}

/** 审核筛选 (IM-35), by somebody who did not recommend. Screened anew when the first screening was wrong. */
export function screenNomination(data: Data<'screenNomination'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const wrong = notRecommended(state, 'screenNomination');
  if (wrong) return wrong;
  const { acts, forwarded, screening } = state.procedure;
  if (screening?.outcome === data.outcome) return refuseBrand('BRAND.ALREADY_SCREENED', 'outcome');
  return (
    samePerson(ctx, [acts.recommended, ...forwarded]) ?? badDocument(data.document, ctx) ?? accept({ type: 'NominationScreened.v1', data })
  );
}

export function askExperts(data: Data<'askExperts'>, state: KnownBrand): BrandDecided {
  const again = state.stage === 'evaluated' && (state.step === 'proposed' || state.step === 'notProposed');
  if (!again) {
    const wrong = notRecommended(state, 'askExperts');
    if (wrong) return wrong;
  }
  const { panel, screening } = state.procedure;
  if (!again && screening?.outcome === 'notSelected') return refuseBrand('BRAND.SCREENED_OUT', null);
  if (panel?.assessmentId === data.assessmentId) return accept();
  if (data.dueOn !== null && !isCalendarDate(data.dueOn)) return refuseBrand('BRAND.DATE_INVALID', 'dueOn', { date: data.dueOn });
  return accept({ type: 'ExpertsAsked.v1', data: { ...data, experts: [...new Set(data.experts)] } });
}

/** An expert votes for oneself, once; a vote may be changed until the panel has decided, and both stay written. */
export function castVote(data: Data<'castVote'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const { panel } = state.procedure;
  if (panel?.assessmentId !== data.assessmentId) return refuseBrand('BRAND.PANEL_UNKNOWN', 'assessmentId');
  if (panel.closed) return refuseBrand('BRAND.PANEL_CLOSED', null);
  const { actor } = ctx;
  const expert = actor.role === 'local' ? data.expert : actor.id;
  if (expert === null) return refuseBrand('BRAND.EXPERT_MISSING', 'expert');
  if (!panel.experts.includes(expert)) return refuseBrand('BRAND.NOT_ASKED', 'expert', { expert });
  const over = data.scores.findIndex(({ points, of }) => points > of);
  if (over >= 0) return refuseBrand('BRAND.SCORE_TOO_HIGH', `scores.${over}.points`);
  if (data.vote === 'recused' && data.scores.length > 0) return refuseBrand('BRAND.RECUSED_SCORES', 'scores');
  const { assessmentId, vote, scores, reason, evidence } = data;
  return (
    unknownEvidence(state, evidence, 'evidence') ??
    accept({ type: 'ExpertVoted.v1', data: { assessmentId, expert, vote, scores, reason, evidence } })
  );
}

/** 公示留痕: a capture of the notice, which is evidence that was attached before. */
export function captureNotice(data: Data<'captureNotice'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const notice = state.stage === 'evaluated' ? state.notice : null;
  if (notice === null) return refuseBrand('BRAND.NO_NOTICE', null);
  const wrong = unknownEvidence(state, [data.evidenceId], 'evidenceId') ?? notPast(data.on, 'on', ctx);
  if (wrong) return wrong;
  if (data.on < notice.from) return refuseBrand('BRAND.CAPTURED_EARLIER', 'on', { on: data.on, from: notice.from });
  const evidence = state.evidence.find(({ evidenceId }) => evidenceId === data.evidenceId);
  if (state.procedure.captures.some(({ evidenceId, taken }) => evidenceId === data.evidenceId && taken === data.taken)) return accept();
  return accept({ type: 'NoticeCaptured.v1', data: { ...data, sha256: evidence?.sha256 ?? '' } });
}

function notRecommended(state: KnownBrand, command: 'forwardRecommendation' | 'screenNomination' | 'askExperts'): Refused | null {
  if (state.stage !== 'nominated') return wrongStage(state, command, ['nominated']);
  return state.step === 'recommended' ? null : refuseBrand('BRAND.NOT_RECOMMENDED', null);
}
