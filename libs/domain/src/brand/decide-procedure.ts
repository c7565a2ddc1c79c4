/** From 申报 to 认定 and into the catalogue. What a document leaves open (notice, objection) is possible, never required. */
import type { CommandContext, HumanBrandCommand } from './commands';
import {
  badDocument,
  badPanel,
  badSpan,
  notPast,
  tierRank,
  unknownEvidence,
  wrongStage,
  wrongTier,
  type BrandDecided,
  type Refused,
} from './decide-checks';
import { refuseBrand } from './refusals';
import type { EvaluatedBrand, KnownBrand, Objection } from './state';
import { deadlineMoment, isCalendarDate, isLaterByMinute, isMoment, lastDayOfTerm, shanghaiDate } from '../dates';
import { accept } from '../refusal';
import { isWithin, regionName } from '../region/regions';
import { TIERS } from '../values';
import { TIER_WORDS, joinWords } from './words';

type Data<T extends HumanBrandCommand['type']> = Extract<HumanBrandCommand, { type: T }>['data'];

/**
 * 申报. A reported brand enters the procedure of a pack; one that was not recognised, or has left, may apply anew.
 * Late is recorded, and a name that fits no format is queried: neither is refused.
 */
export function nominate(data: Data<'nominate'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const open =
    state.stage === 'reported' ||
    state.stage === 'delisted' ||
    (state.stage === 'evaluated' && (state.step === 'notProposed' || state.step === 'refused'));
  if (!open) return wrongStage(state, 'nominate', ['reported', 'delisted']);
  if (ctx.nomination === null) return refuseBrand('BRAND.PACK_UNKNOWN', 'pack', { pack: data.pack });
  const wrong = badSubmission(data.submittedAt, ctx);
  if (wrong) return wrong;
  const deadline = ctx.nomination.deadline === null ? null : deadlineMoment(ctx.nomination.deadline);
  return accept({
    type: 'BrandNominated.v1',
    data: { ...data, deadline, late: isLate(data.submittedAt, deadline), nameCheck: ctx.nomination.nameCheck },
  });
}

export function returnNomination(data: Data<'returnNomination'>, state: KnownBrand): BrandDecided {
  if (state.stage !== 'nominated') return wrongStage(state, 'returnNomination', ['nominated']);
  if (state.step === 'returned') return refuseBrand('BRAND.NOMINATION_RETURNED', null);
  return accept({ type: 'NominationReturned.v1', data });
}

export function resubmitNomination(data: Data<'resubmitNomination'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'nominated') return wrongStage(state, 'resubmitNomination', ['nominated']);
  if (state.step !== 'returned') return refuseBrand('BRAND.NOT_RETURNED', null);
  const wrong = badSubmission(data.submittedAt, ctx);
  if (wrong) return wrong;
  const before = state.nomination.submittedAt;
  if (Date.parse(data.submittedAt) < Date.parse(before))
    return refuseBrand('BRAND.RESUBMITTED_EARLIER', 'submittedAt', { at: data.submittedAt, before });
  return accept({ type: 'NominationResubmitted.v1', data: { ...data, late: isLate(data.submittedAt, state.nomination.deadline) } });
}

/** IM-32: 真实性、有效性、完整性 are all attested, or the material goes back. */
export function recommend(data: Data<'recommend'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'nominated') return wrongStage(state, 'recommend', ['nominated']);
  if (state.step === 'returned') return refuseBrand('BRAND.NOMINATION_RETURNED', null);
  if (state.step === 'recommended') return refuseBrand('BRAND.ALREADY_RECOMMENDED', null);
  const attestations = [
    { given: data.authentic, field: 'authentic', words: { zh: '真实性', en: 'authentic' } },
    { given: data.valid, field: 'valid', words: { zh: '有效性', en: 'valid' } },
    { given: data.complete, field: 'complete', words: { zh: '完整性', en: 'complete' } },
  ];
  const missing = attestations.filter((attestation) => !attestation.given);
  if (missing[0])
    return refuseBrand('BRAND.ATTESTATION_MISSING', missing[0].field, { missing: joinWords(missing.map(({ words }) => words)) });
  const { actor } = ctx;
  const officer = actor.id === 'local' ? (data.officer ?? null) : actor.id;
  if (officer === null) return refuseBrand('BRAND.OFFICER_MISSING', 'officer');
  return badDocument(data.document, ctx) ?? accept({ type: 'BrandRecommended.v1', data: { ...data, officer } });
}

/** 评审, with the policy's answer beside the panel's. A brand whose proposal met an upheld objection is assessed anew. */
export function assess(data: Data<'assess'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const again = state.stage === 'evaluated' && (state.step === 'proposed' || state.step === 'notProposed');
  if (state.stage !== 'nominated' && !again) return wrongStage(state, 'assess', ['nominated']);
  if (state.stage === 'nominated' && state.step !== 'recommended') return refuseBrand('BRAND.NOT_RECOMMENDED', null);
  if (state.stage === 'nominated' && state.procedure.screening?.outcome === 'notSelected') return refuseBrand('BRAND.SCREENED_OUT', null);
  const wrong =
    badPanel(data.panel) ??
    unknownEvidence(
      state,
      data.judgements.flatMap((judgement) => judgement.evidence),
      'judgements',
    );
  return wrong ?? accept({ type: 'BrandAssessed.v1', data: { ...data, decision: ctx.decision } });
}

/**
 * 公示 of a 拟认定. No document asks for it, or for a number of days: a local rule may. A term in working days is counted by
 * the calendar, whose edition is written down with it.
 */
export function postNotice(data: Data<'postNotice'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'evaluated') return wrongStage(state, 'postNotice', ['evaluated']);
  if (state.step !== 'proposed') return refuseBrand('BRAND.NOT_PROPOSED', null);
  if (state.notice) return refuseBrand('BRAND.NOTICE_ALREADY_POSTED', null, { until: state.notice.until });
  const { place, from, workingDays = null } = data;
  if ((data.until === null) === (workingDays === null)) return refuseBrand('BRAND.NOTICE_TERM_MISSING', 'until');
  if (workingDays === null || data.until !== null) {
    const until = data.until ?? '';
    return (
      badSpan(from, until, { from: 'from', until: 'until' }) ??
      accept({ type: 'NoticePosted.v1', data: { purpose: 'recognition', place, from, until } })
    );
  }
  if (!isCalendarDate(from)) return refuseBrand('BRAND.DATE_INVALID', 'from', { date: from });
  const calendar = ctx.calendar ?? null;
  const until = calendar === null ? null : lastDayOfTerm(from, workingDays, calendar);
  if (calendar === null || until === null) return refuseBrand('BRAND.CALENDAR_UNKNOWN', 'workingDays', { from });
  return accept(
    { type: 'NoticePosted.v1', data: { purpose: 'recognition', place, from, until } },
    { type: 'NoticeTermCounted.v1', data: { from, until, workingDays, calendar: calendar.edition } },
  );
}

/** 异议 against a proposed recognition, an announced exit, or an exit that has happened. */
export function raiseObjection(data: Data<'raiseObjection'>, state: KnownBrand): BrandDecided {
  const purpose = objectionPurpose(state);
  if (purpose === null || !('objections' in state)) return refuseBrand('BRAND.NOTHING_TO_OBJECT', null);
  const known = state.objections.find((objection) => objection.objectionId === data.objectionId);
  if (known)
    return known.by === data.by && known.reason === data.reason
      ? accept()
      : refuseBrand('BRAND.ID_REUSED', 'objectionId', { id: data.objectionId });
  return accept({ type: 'ObjectionRaised.v1', data: { ...data, purpose } });
}

export function decideObjection(data: Data<'decideObjection'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const objection: Objection | undefined =
    'objections' in state ? state.objections.find((known) => known.objectionId === data.objectionId) : undefined;
  if (!objection) return refuseBrand('BRAND.OBJECTION_UNKNOWN', 'objectionId', { id: data.objectionId });
  if (objection.decided) return refuseBrand('BRAND.OBJECTION_ALREADY_DECIDED', 'objectionId');
  return badDocument(data.document, ctx) ?? accept({ type: 'ObjectionDecided.v1', data });
}

/** 认定: after the notice, where one was posted, with no objection open or upheld, and not above the tier that was sought. */
export function recognise(data: Data<'recognise'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'evaluated') return wrongStage(state, 'recognise', ['evaluated']);
  if (state.step !== 'proposed') return refuseBrand('BRAND.NOT_PROPOSED', null);
  const wrong = blockedByObjection(state.objections) ?? blockedByNotice(state, ctx) ?? badDocument(data.document, ctx);
  if (wrong) return wrong;
  const sought = state.nomination.tierSought;
  if (sought !== null && tierRank(data.tier) > tierRank(sought)) {
    return wrongTier(
      data.tier,
      'tier',
      { zh: '高于申报的层级', en: 'it lies above the tier that was sought' },
      TIERS.slice(0, tierRank(sought) + 1),
    );
  }
  return accept({ type: 'BrandRecognised.v1', data });
}

export function refuseRecognition(data: Data<'refuseRecognition'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'evaluated') return wrongStage(state, 'refuseRecognition', ['evaluated']);
  if (state.step !== 'proposed' && state.step !== 'notProposed') return refuseBrand('BRAND.NOT_PROPOSED', null);
  return badDocument(data.document, ctx) ?? accept({ type: 'RecognitionRefused.v1', data });
}

/** 培育 may begin long before the nomination; it is a fact of its own. */
export function startCultivation(data: Data<'startCultivation'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage === 'delisted') return wrongStage(state, 'startCultivation', ['reported', 'nominated', 'evaluated']);
  if (state.cultivatedFrom) return refuseBrand('BRAND.ALREADY_CULTIVATED', 'from', { from: state.cultivatedFrom.on });
  return notPast(data.from, 'from', ctx) ?? accept({ type: 'CultivationStarted.v1', data });
}

export function enterCatalogue(data: Data<'enterCatalogue'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const name = regionName(data.catalogue);
  if (name === undefined) return refuseBrand('BRAND.REGION_UNKNOWN', 'catalogue', { region: data.catalogue });
  const notYet = notRecognised(state, 'enterCatalogue');
  if (notYet) return notYet;
  if (!isWithin(state.identity.region, data.catalogue)) return refuseBrand('BRAND.CATALOGUE_ELSEWHERE', 'catalogue', { catalogue: name });
  if (state.catalogues.some((entry) => entry.catalogue === data.catalogue))
    return refuseBrand('BRAND.ALREADY_LISTED', 'catalogue', { catalogue: name });
  return badDocument(data.document, ctx) ?? accept({ type: 'CatalogueEntered.v1', data });
}

export function designateKeyProject(data: Data<'designateKeyProject'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const notYet = notRecognised(state, 'designateKeyProject');
  if (notYet) return notYet;
  if (state.keyProjects.some((project) => project.level === data.level))
    return refuseBrand('BRAND.ALREADY_KEY_PROJECT', 'level', { level: TIER_WORDS[data.level] });
  return badDocument(data.document, ctx) ?? accept({ type: 'KeyProjectDesignated.v1', data });
}

/** SD-24: 认定 comes before the key project and the catalogue. */
function notRecognised(state: KnownBrand, command: 'enterCatalogue' | 'designateKeyProject'): Refused | null {
  if (state.stage === 'cultivated' || (state.stage === 'evaluated' && state.step === 'recognised')) return null;
  return state.stage === 'delisted' ? wrongStage(state, command, ['evaluated', 'cultivated']) : refuseBrand('BRAND.NOT_RECOGNISED', null);
}

function badSubmission(submittedAt: string, ctx: CommandContext): Refused | null {
  if (!isMoment(submittedAt)) return refuseBrand('BRAND.DATE_INVALID', 'submittedAt', { date: submittedAt });
  const on = shanghaiDate(submittedAt);
  return on > ctx.today ? refuseBrand('BRAND.FUTURE_DATE', 'submittedAt', { date: on, today: ctx.today }) : null;
}

const isLate = (submittedAt: string, deadline: string | null): boolean => deadline !== null && isLaterByMinute(submittedAt, deadline);

function objectionPurpose(state: KnownBrand): 'recognition' | 'exit' | null {
  if (state.stage === 'evaluated' && state.step === 'proposed') return 'recognition';
  if (state.stage === 'delisted' || (state.stage === 'cultivated' && state.exitNotice)) return 'exit';
  return null;
}

/** An open objection suspends, an upheld one blocks. */
export function blockedByObjection(objections: readonly Objection[]): Refused | null {
  const open = objections.filter((objection) => objection.decided === null).length;
  if (open > 0) return refuseBrand('BRAND.OBJECTION_OPEN', null, { count: open });
  return objections.some((objection) => objection.decided?.upheld) ? refuseBrand('BRAND.OBJECTION_UPHELD', null) : null;
}

const blockedByNotice = (state: EvaluatedBrand, ctx: CommandContext): Refused | null =>
  state.notice && ctx.today <= state.notice.until
    ? refuseBrand('BRAND.NOTICE_RUNNING', null, { until: state.notice.until, today: ctx.today })
    : null;
