/** What events of a brand change in the steward's memory, and what they set off. */
import { brandStream, type BrandEvent } from '#domain';
import type { StewardEvent } from './events';
import {
  begun,
  ended,
  heldOn,
  isBrandRow,
  type BrandRow,
  type Cause,
  type Change,
  type DueKind,
  type DueRow,
  type Memory,
  type Reaction,
  type Trigger,
} from './memory';

type BrandStewardEvent = StewardEvent & BrandEvent;

/** The row of a brand that is put on the books. */
export const newBrand = (event: BrandStewardEvent & { readonly type: 'BrandReported.v1' }): BrandRow => {
  const { brandId, region, origin, kind } = event.data;
  return {
    ...{ stream: brandStream(brandId), kind, region, origin, standing: 'reported' },
    spells: [],
    review: null,
    proposals: [],
    openObjections: [],
  };
};

/** Key of a due date: what is due, the brand's id, and the period or the proposal. */
export const dueKey = (what: DueKind, stream: string, of: string): string => `${what}:${stream.replace(/^brand-/, '')}:${of}`;

/** What an event changes in the row of its brand and in its due dates. Total. */
export function evolveBrandRow(memory: Memory, brand: BrandRow, event: BrandStewardEvent): readonly Change[] {
  const { stream } = brand;
  const on = event.metadata.effectiveOn;
  const ref = `${stream}@${String(event.revision)}`;
  const change = (patch: Partial<BrandRow>): Change => ({ table: 'subjects', key: stream, row: { ...brand, ...patch } });
  const due = (what: DueKind, period: number | null, dueOn: string, rest?: Partial<DueRow>): Change => {
    const key = dueKey(what, stream, rest?.proposalId ?? String(period));
    return {
      table: 'dues',
      key,
      row: { key, stream, what, period, on: dueOn, proposalId: null, ground: null, cause: causeOf(event), ...rest },
    };
  };
  const clear = (what: DueKind, of: string | number): Change => ({ table: 'dues', key: dueKey(what, stream, String(of)), row: null });
  const settle = (proposalId: string | null): readonly Change[] => (proposalId === null ? [] : [clear('proposal', proposalId)]);
  const atTier = (tier: string): BrandRow['spells'] => begun(ended(brand.spells, 'tier:*', on), `tier:${tier}`, on, ref);

  switch (event.type) {
    case 'BrandNominated.v1': {
      const { deadline } = event.data;
      if (deadline === null) return [change({ standing: 'judged' })];
      const day = deadline.slice(0, 10);
      // Who comes after the deadline is answered when there is something to answer.
      return [change({ standing: 'judged' }), due('date', Number(day.slice(0, 4)), day < on ? on : day)];
    }
    case 'CatalogueEntered.v1':
      return [change({ standing: 'judged' })];
    case 'BrandRecognised.v1':
      return [change({ standing: 'judged', spells: atTier(event.data.tier) })];
    case 'KeyProjectDesignated.v1':
      return [change({ spells: begun(brand.spells, 'keyProject', on, ref) })];
    case 'BrandRestored.v1': {
      const exits = brand.proposals.filter(({ step }) => step === 'announceExit' || step === 'delist');
      const rectification = brand.review === null ? [] : [clear('rectification', brand.review.period)];
      const spells = heldOn(brand.spells, `tier:${event.data.tier}`, on) === undefined ? atTier(event.data.tier) : brand.spells;
      return [
        change({ standing: 'judged', openObjections: [], spells }),
        ...rectification,
        ...exits.flatMap(({ id }) => [clear('proposal', id), clear('notice', id)]),
      ];
    }
    case 'BrandPromoted.v1':
    case 'BrandDowngraded.v1':
      return [change({ spells: atTier(event.data.to) }), ...settle(event.data.proposalId)];
    case 'ReviewDue.v1':
      return [
        change({ review: { period: event.data.period, dueOn: event.data.dueOn } }),
        due('review', event.data.period, event.data.dueOn),
      ];
    case 'ReviewOverdue.v1':
    case 'ReviewHeld.v1':
      return [clear('review', event.data.period)];
    case 'RectificationOrdered.v1':
      return [due('rectification', event.data.period, event.data.dueOn)];
    case 'RectificationAccepted.v1':
    case 'RectificationFailed.v1':
      return [clear('rectification', event.data.period)];
    case 'StepProposed.v1': {
      const { proposalId, step, period, fallsDueOn } = event.data;
      const known = change({ proposals: [...brand.proposals.filter((p) => p.id !== proposalId), { id: proposalId, step, period }] });
      return fallsDueOn === null ? [known] : [known, due('proposal', period, fallsDueOn, { proposalId })];
    }
    case 'ProposalWithdrawn.v1':
      return [clear('proposal', event.data.proposalId), clear('notice', event.data.proposalId)];
    case 'SupportStopped.v1':
      return settle(event.data.proposalId);
    case 'ExitAnnounced.v1': {
      const { proposalId, ground, noticeUntil } = event.data;
      // Objections to an exit that was called off before say nothing about this one.
      return [
        change({ openObjections: [] }),
        clear('proposal', proposalId),
        due('notice', periodOf(brand, proposalId), noticeUntil, { proposalId, ground }),
      ];
    }
    case 'ObjectionRaised.v1':
      return event.data.purpose === 'exit' ? [change({ openObjections: [...brand.openObjections, event.data.objectionId] })] : [];
    case 'ObjectionDecided.v1': {
      const { objectionId, upheld } = event.data;
      if (!brand.openObjections.includes(objectionId)) return [];
      const settled = change({ openObjections: brand.openObjections.filter((id) => id !== objectionId) });
      const notices = brand.proposals.flatMap((p) => memory.dues.get(dueKey('notice', stream, p.id)) ?? []);
      // An upheld objection ends the notice. A dismissed one moves its end to the day it was dismissed, if that is later:
      // nobody has left while an objection was open.
      const moved = notices.map((row): Change => ({
        table: 'dues',
        key: row.key,
        row: upheld ? null : { ...row, on: row.on < on ? on : row.on },
      }));
      return [settled, ...moved];
    }
    case 'BrandDelisted.v1':
      return [
        change({ standing: 'delisted', openObjections: [], spells: ended(ended(brand.spells, 'tier:*', on), 'keyProject', on) }),
        ...clearAll(brand, clear),
      ];
    default:
      return [];
  }
}

function clearAll(brand: BrandRow, clear: (what: DueKind, of: string | number) => Change): readonly Change[] {
  const ofReview = brand.review === null ? [] : [clear('review', brand.review.period), clear('rectification', brand.review.period)];
  return [...ofReview, ...brand.proposals.flatMap((p) => [clear('proposal', p.id), clear('notice', p.id)])];
}

/** What follows from an event of a brand, asked after it was folded: on the brand itself, and on the links it stands in. */
export function reactOnBrand(memory: Memory, brand: BrandRow, event: BrandStewardEvent): readonly Reaction[] {
  return [...ownReactions(brand, event), ...linkReactions(memory, brand, event)];
}

function ownReactions(brand: BrandRow, event: BrandStewardEvent): readonly Reaction[] {
  const reaction = (trigger: Trigger, period: number | null, on: string, rest?: Partial<Reaction>): readonly Reaction[] => [
    reactionOf(brand.stream, trigger, period, on, event, rest),
  ];
  switch (event.type) {
    case 'ReviewHeld.v1': {
      const { period, heldOn: on } = event.data;
      // The pack that judges a review is the one in force on its due date, whether it is held before or after.
      return reaction('reviewHeld', period, on, { asOf: brand.review?.period === period ? brand.review.dueOn : on });
    }
    case 'RectificationReported.v1':
      return reaction('rectificationReported', event.data.period, event.data.reportedOn);
    case 'SupportStopped.v1':
      return reaction('supportStopped', periodOf(brand, event.data.proposalId), event.metadata.effectiveOn, {
        proposalId: event.data.proposalId,
      });
    case 'FigureCorrected.v1':
      return reaction('figureCorrected', null, event.metadata.effectiveOn, { corrected: event.data.corrects });
    default:
      return [];
  }
}

/** Answers by which a side of a dual brand comes to pass or to fail. */
const LINKED_CHANGES: ReadonlySet<string> = new Set([
  'BrandRecognised.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
  'BrandPromoted.v1',
  'BrandDowngraded.v1',
  'EligibilityFound.v1',
  'EligibilityLost.v1',
  'ReviewConcluded.v1',
]);

function linkReactions(memory: Memory, brand: BrandRow, event: BrandStewardEvent): readonly Reaction[] {
  if (!LINKED_CHANGES.has(event.type)) return [];
  if (event.type === 'ReviewConcluded.v1' && event.data.outcome === 'passed') return [];
  const brandId = brand.stream.slice('brand-'.length);
  const found: Reaction[] = [];
  for (const row of memory.subjects.values()) {
    if (row.kind !== 'link' || row.standing === 'gone' || !row.brands.includes(brandId)) continue;
    const side = row.brands[0] === brandId ? 'labour' : 'training';
    const linked = { brandId, side, event: event.id } as const;
    found.push(reactionOf(row.stream, 'linkedOutcomeChanged', null, event.metadata.effectiveOn, event, { linked }));
  }
  return found.sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

const periodOf = (brand: BrandRow, proposalId: string): number | null =>
  brand.proposals.find((p) => p.id === proposalId)?.period ?? brand.review?.period ?? null;

export const causeOf = (event: StewardEvent): Cause => ({
  event: event.id,
  type: event.type,
  correlationId: event.metadata.correlationId,
  causationDepth: event.metadata.causationDepth,
});

/** A question put to the policy about one subject on a day. */
export const reactionOf = (
  stream: string,
  trigger: Trigger,
  period: number | null,
  on: string,
  event: StewardEvent,
  rest?: Partial<Reaction>,
): Reaction => ({
  ...{ stream, trigger, period, cause: causeOf(event), asOf: on, effectiveOn: on },
  proposalId: null,
  ground: null,
  corrected: null,
  linked: null,
  ...rest,
});

/** An open objection holds the end of a notice back. */
export const isHeldBack = (memory: Memory, due: DueRow): boolean => {
  const row = memory.subjects.get(due.stream);
  return due.what === 'notice' && isBrandRow(row) && row.openObjections.length > 0;
};
