/** What is known of a brand, whatever its stage: identity, claims, honours, evidence, judgements, breaches, publicity. */
import type { CommandContext, HumanBrandCommand } from './commands';
import { badDocument, notPast, unknownEvidence, wrongStage, type BrandDecided, type Today } from './decide-checks';
import { refuseBrand } from './refusals';
import type { BrandState, KnownBrand } from './state';
import { normaliseName } from '../name/normalise';
import { accept } from '../refusal';
import { regionName } from '../region/regions';
import { yearOf } from '../dates';

type Data<T extends HumanBrandCommand['type']> = Extract<HumanBrandCommand, { type: T }>['data'];

export function report(data: Data<'report'>, state: BrandState, ctx: CommandContext): BrandDecided {
  if (state.stage !== 'none') return refuseBrand('BRAND.ALREADY_REPORTED', null, { name: state.identity.name });
  if (normaliseName(data.name) === '') return refuseBrand('BRAND.NAME_EMPTY', 'name');
  if (regionName(data.region) === undefined) return refuseBrand('BRAND.REGION_UNKNOWN', 'region', { region: data.region });
  const wrong = notPast(data.formedOn, 'formedOn', ctx) ?? notPast(data.cultivatedFrom, 'cultivatedFrom', ctx);
  if (wrong) return wrong;
  return accept({ type: 'BrandReported.v1', data: { brandId: ctx.brandId, ...data } });
}

export function rename(data: Data<'rename'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage === 'delisted') return wrongStage(state, 'rename', ['reported', 'nominated', 'evaluated', 'cultivated']);
  if (normaliseName(data.to) === '') return refuseBrand('BRAND.NAME_EMPTY', 'to');
  if (data.to === state.identity.name) return refuseBrand('BRAND.NAME_UNCHANGED', 'to', { name: data.to });
  return badDocument(data.document, ctx) ?? accept({ type: 'BrandRenamed.v1', data: { from: state.identity.name, ...data } });
}

export function claimTier(data: Data<'claimTier'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (data.sinceYear !== null && data.sinceYear > yearOf(ctx.today)) {
    return refuseBrand('BRAND.FUTURE_DATE', 'sinceYear', { date: data.sinceYear, today: ctx.today });
  }
  const known = state.tierClaims.some(
    (claim) =>
      claim.tier === data.tier &&
      claim.sinceYear === data.sinceYear &&
      claim.reading === data.reading &&
      sameSource(claim.source, data.source),
  );
  return known ? accept() : accept({ type: 'TierClaimed.v1', data });
}

export function recordHonour(data: Data<'recordHonour'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (data.year !== null && data.year > yearOf(ctx.today))
    return refuseBrand('BRAND.FUTURE_DATE', 'year', { date: data.year, today: ctx.today });
  const known = state.honours.some(
    (honour) =>
      honour.honour === data.honour && honour.title === data.title && honour.year === data.year && sameSource(honour.source, data.source),
  );
  return known ? accept() : accept({ type: 'HonourRecorded.v1', data });
}

/** The same original attached twice is one piece of evidence; the same id for another original is a mistake. */
export function attachEvidence(data: Data<'attachEvidence'>, state: Pick<KnownBrand, 'evidence'>): BrandDecided {
  const known = state.evidence.find((evidence) => evidence.evidenceId === data.evidenceId);
  if (!known) return accept({ type: 'EvidenceAttached.v1', data });
  return known.sha256 === data.sha256 && known.kind === data.kind
    ? accept()
    : refuseBrand('BRAND.ID_REUSED', 'evidenceId', { id: data.evidenceId });
}

export const recordJudgement = (data: Data<'recordJudgement'>, state: Pick<KnownBrand, 'evidence'>): BrandDecided =>
  unknownEvidence(state, data.evidence, 'evidence') ?? accept({ type: 'JudgementRecorded.v1', data });

export function recordBreach(data: Data<'recordBreach'>, state: Pick<KnownBrand, 'breaches'>, ctx: Today): BrandDecided {
  const known = state.breaches.find((breach) => breach.breachId === data.breachId);
  if (known)
    return known.kind === data.kind && known.on === data.on ? accept() : refuseBrand('BRAND.ID_REUSED', 'breachId', { id: data.breachId });
  return notPast(data.on, 'on', ctx) ?? accept({ type: 'BreachRecorded.v1', data });
}

export function clearBreach(data: Data<'clearBreach'>, state: Pick<KnownBrand, 'breaches'>, ctx: Today): BrandDecided {
  const known = state.breaches.find((breach) => breach.breachId === data.breachId);
  if (!known) return refuseBrand('BRAND.BREACH_UNKNOWN', 'breachId', { id: data.breachId });
  if (known.cleared) return refuseBrand('BRAND.BREACH_ALREADY_CLEARED', 'breachId');
  return badDocument(data.document, ctx) ?? accept({ type: 'BreachCleared.v1', data });
}

/** 宣介 is not 公示 and not 晋级: a fact beside everything else. */
export const recordPublicity = (data: Data<'recordPublicity'>, ctx: CommandContext): BrandDecided =>
  notPast(data.on, 'on', ctx) ?? accept({ type: 'PublicityRecorded.v1', data });

const sameSource = (
  a: { readonly reference: string; readonly note: string | null },
  b: { readonly reference: string; readonly note: string | null },
): boolean => a.reference === b.reference && a.note === b.note;
