/**
 * 放宽条件: granted by a panel and an approver for a time, withdrawn by a person, ended by its last day. Whether a relaxation is
 * applied is the packs' answer whenever the rule is asked (ground, bound, longest time); here only what must hold of any grant.
 */
import type { CommandContext, DatedBrandCommand, HumanBrandCommand } from './commands';
import { badDocument, badPanel, badSpan, wrongStage, type BrandDecided } from './decide-checks';
import { refuseBrand } from './refusals';
import type { KnownBrand, Relaxation } from './state';
import { accept } from '../refusal';

type Data<T extends (HumanBrandCommand | DatedBrandCommand)['type']> = Extract<HumanBrandCommand | DatedBrandCommand, { type: T }>['data'];

/** A majority of the panel, an approver who was not recused, and days that have not all passed. */
export function grantRelaxation(data: Data<'grantRelaxation'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  if (state.stage === 'delisted') return wrongStage(state, 'grantRelaxation', ['reported', 'nominated', 'evaluated', 'cultivated']);
  const known = state.relaxations.find(({ relaxationId }) => relaxationId === data.relaxationId);
  if (known) return sameGrant(known, data) ? accept() : refuseBrand('BRAND.ID_REUSED', 'relaxationId', { id: data.relaxationId });
  const wrong = badSpan(data.from, data.until, { from: 'from', until: 'until' }) ?? badPanel(data.panel) ?? badDocument(data.document, ctx);
  if (wrong) return wrong;
  if (data.until < ctx.today) return refuseBrand('BRAND.RELAXATION_OVER', 'until', { until: data.until, today: ctx.today });
  const { votesFor, votesAgainst, recused } = data.panel;
  if (votesFor <= votesAgainst) return refuseBrand('BRAND.RELAXATION_NOT_CARRIED', 'panel', { votesFor, votesAgainst });
  if (recused.includes(data.approvedBy)) return refuseBrand('BRAND.RELAXATION_RECUSED', 'approvedBy', { name: data.approvedBy });
  const clash = state.relaxations.find(
    (other) =>
      other.ended === null &&
      other.rule === data.rule &&
      other.parameter === data.parameter &&
      other.dual === data.dual &&
      other.from <= data.until &&
      data.from <= other.until,
  );
  if (clash)
    return refuseBrand('BRAND.RELAXATION_OVERLAPS', 'parameter', { parameter: data.parameter, from: clash.from, until: clash.until });
  return accept({ type: 'RelaxationGranted.v1', data });
}

export function withdrawRelaxation(data: Data<'withdrawRelaxation'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const known = state.relaxations.find(({ relaxationId }) => relaxationId === data.relaxationId);
  if (!known) return refuseBrand('BRAND.RELAXATION_UNKNOWN', 'relaxationId', { id: data.relaxationId });
  if (known.ended !== null || known.until < ctx.today)
    return refuseBrand('BRAND.RELAXATION_ENDED', 'relaxationId', { on: known.ended?.on ?? known.until });
  return badDocument(data.document, ctx) ?? accept({ type: 'RelaxationWithdrawn.v1', data });
}

/** On the day after its last. Said once; nothing to say of one that was withdrawn. */
export function expireRelaxation(data: Data<'expireRelaxation'>, state: KnownBrand, ctx: CommandContext): BrandDecided {
  const known = state.relaxations.find(({ relaxationId }) => relaxationId === data.relaxationId);
  if (!known) return refuseBrand('BRAND.RELAXATION_UNKNOWN', 'relaxationId', { id: data.relaxationId });
  if (known.ended !== null) return accept();
  if (ctx.today <= known.until) return refuseBrand('BRAND.RELAXATION_RUNS', 'relaxationId', { until: known.until, today: ctx.today });
  return accept({ type: 'RelaxationExpired.v1', data: { relaxationId: known.relaxationId, until: known.until } });
}

const sameGrant = (known: Relaxation, data: Data<'grantRelaxation'>): boolean =>
  known.pack === data.pack &&
  known.rule === data.rule &&
  known.parameter === data.parameter &&
  known.easedTo === data.easedTo &&
  known.ground === data.ground &&
  known.from === data.from &&
  known.until === data.until &&
  known.dual === data.dual;
