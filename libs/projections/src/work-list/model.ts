import {
  brandEventSchemas,
  countVotes,
  openObjections,
  openProposals,
  openReviews,
  staleDecisions,
  type BrandEventType,
  type KnownBrand,
  type NoBrand,
  type ProposedStep,
  type Tier,
} from '#domain';
import type { LifeChange } from '../catalogue/model';
import type { Engine, ReadModelTransaction } from '../database';
import type { Fact, ModelFold, ReadModelDefinition, TableName } from '../model';
import { defineTable, intOrNull, oneOf, oneOfOrNull, text, textOrNull, type Row } from '../table';
import { plain, WorkingTable } from '../working-set';

/** What waits of a brand, for somebody or for a day. */
export const BRAND_WORK = [
  ...(['returned', 'toRecommend', 'toScreen', 'toAssess', 'expertAsked', 'toNotify', 'toCapture', 'toRecognise', 'toList'] as const),
  ...(['reviewDue', 'reviewOverdue', 'reviewHeld', 'rectificationDue', 'rectificationReported'] as const),
  ...(['noticeEnds', 'exitNoticeEnds', 'staleDecision', 'objection', 'proposal'] as const),
] as const;
export type WorkKind = (typeof BRAND_WORK)[number];

export interface WorkItemFact {
  /** Names it among the items of its brand. */
  readonly id: string;
  readonly what: WorkKind;
  readonly period: number | null;
  /** The day it is due, ends, or falls due by itself; null: no day is set. */
  readonly on: string | null;
  readonly proposalId: string | null;
  readonly step: ProposedStep | null;
  readonly toTier: Tier | null;
  /** Since when it waits; null: since the event that brought it about. */
  readonly since: string | null;
  /** Person id, where it waits for one person and nobody else. */
  readonly person: string | null;
}

const NO_WORK: readonly WorkItemFact[] = [];

/** Open work of a brand as it stands, in a fixed order. */
export function workOf(life: KnownBrand): readonly WorkItemFact[] {
  if (life.stage === 'reported') return NO_WORK;
  const items: WorkItemFact[] = [];
  const add = (what: WorkKind, about: string, item: Partial<Omit<WorkItemFact, 'what' | 'id'>>): void => {
    items.push({
      id: `${what}|${about}`,
      what,
      period: null,
      on: null,
      proposalId: null,
      step: null,
      toTier: null,
      since: null,
      person: null,
      ...item,
    });
  };
  const { acts, screening, panel, captures } = life.procedure;
  if (life.stage === 'nominated') {
    if (life.step === 'returned') add('returned', life.nomination.event, { since: acts.returned?.on ?? null });
    if (life.step === 'submitted') add('toRecommend', life.nomination.event, { since: acts.nominated?.on ?? null });
    if (life.step === 'recommended') {
      const since = acts.recommended?.on ?? null;
      if (screening === null) add('toScreen', life.nomination.event, { since });
      if (screening?.outcome !== 'notSelected') add('toAssess', life.nomination.event, { since: screening?.on ?? since });
    }
  }
  if (panel !== null && !panel.closed)
    for (const person of countVotes(panel).waiting)
      add('expertAsked', `${panel.assessmentId}|${person}`, { on: panel.dueOn, since: panel.on, person });
  if (life.stage === 'evaluated' && life.step === 'proposed') {
    const since = life.assessment.on;
    if (life.notice === null) {
      add('toNotify', life.assessment.event, { since });
      add('toRecognise', life.assessment.event, { since });
    } else if (captures.length === 0) add('toCapture', life.notice.event, { since: life.notice.from });
  }
  if (life.stage === 'evaluated' && life.step === 'recognised' && life.catalogues.length === 0)
    add('toList', life.recognition?.event ?? '', { since: life.recognition?.on ?? null });
  for (const { period, dueOn, overdue } of openReviews(life))
    add(overdue ? 'reviewOverdue' : 'reviewDue', String(period), { period, on: dueOn });
  if (life.stage === 'cultivated') {
    for (const { period, step } of life.reviews) if (step === 'held') add('reviewHeld', String(period), { period });
    const { rectification, exitNotice } = life;
    if (rectification?.step === 'ordered')
      add('rectificationDue', String(rectification.period), { period: rectification.period, on: rectification.dueOn });
    if (rectification?.step === 'reported')
      add('rectificationReported', String(rectification.period), { period: rectification.period, on: rectification.dueOn });
    if (exitNotice !== null) add('exitNoticeEnds', exitNotice.proposalId, { on: exitNotice.until, proposalId: exitNotice.proposalId });
  }
  if (life.stage === 'evaluated' && life.notice !== null && life.recognition === null)
    add('noticeEnds', life.notice.from, { on: life.notice.until });
  if (staleDecisions(life).length > 0) add('staleDecision', '', {});
  for (const { objectionId, raisedOn } of openObjections(life)) add('objection', objectionId, { since: raisedOn });
  for (const { proposalId, step, period, toTier, fallsDueOn } of openProposals(life)) {
    add('proposal', proposalId, { period, on: fallsDueOn, proposalId, step, toTier });
  }
  return items;
}

/** 待办: due dates and open proposals, a row each. */
export const workItemTable = defineTable('work_item', {
  columns: {
    key: text,
    brand_id: text,
    what: oneOf<WorkKind>(),
    period: intOrNull,
    due_on: textOrNull,
    proposal_id: textOrNull,
    step: oneOfOrNull<ProposedStep>(),
    to_tier: oneOfOrNull<Tier>(),
    since: textOrNull,
    person: textOrNull,
    /** The document under which the brand was nominated, whose clauses ask for its steps; null: it was never nominated. */
    pack: textOrNull,
  },
  key: 'key',
  // A queue finds the brands of a region first, and then what waits of each: without an index, all that waits is looked through for
  // every brand. The reviews of the whole country are found by what they are.
  indexes: [['brand_id'], ['what', 'due_on']],
});
type WorkItemRow = Row<typeof workItemTable>;

export const workListModel: ReadModelDefinition = {
  name: 'work-list',
  version: 5,
  handles: Object.keys(brandEventSchemas) as BrandEventType[],
  tables: [workItemTable],
};

export interface LivedFact extends Fact {
  readonly life: LifeChange | null;
}

export class WorkListFold implements ModelFold<LivedFact> {
  private readonly items: WorkingTable<WorkItemRow>;

  constructor(engine: Engine, nameOfTable: TableName) {
    this.items = new WorkingTable(engine, workItemTable, nameOfTable(workItemTable), plain());
  }

  /** What stood before is known from the life before: nothing need be loaded. */
  load(): Promise<void> {
    return Promise.resolve();
  }

  project({ life, metadata }: LivedFact): void {
    if (life === null) return;
    const brandId = life.after.identity.brandId;
    const pack = packOf(life.after);
    const after = workOf(life.after);
    const before = life.before === null ? NO_WORK : workOf(life.before);
    const packStands = life.before !== null && packOf(life.before) === pack;
    for (const { id } of before) if (!after.some((item) => item.id === id)) this.items.drop(`${brandId}|${id}`);
    for (const item of after) {
      const stood = before.find(({ id }) => id === item.id);
      // What stands as it stood is left alone: it has been waiting since its own event, not since this one.
      if (packStands && stood !== undefined && sameItem(stood, item)) continue;
      const { id, what, period, on, proposalId, step, toTier, since, person } = item;
      const key = `${brandId}|${id}`;
      this.items.put(key, {
        key,
        brand_id: brandId,
        what,
        period,
        due_on: on,
        proposal_id: proposalId,
        step,
        to_tier: toTier,
        since: since ?? metadata.effectiveOn,
        person,
        pack,
      });
    }
  }

  flush(tx: ReadModelTransaction): Promise<void> {
    return this.items.flush(tx);
  }
  committed(): void {
    this.items.committed();
  }
  reset(): void {
    this.items.reset();
  }
}

const packOf = (life: KnownBrand | NoBrand): string | null => ('nomination' in life ? life.nomination.pack : null);

const FIELDS = ['period', 'on', 'proposalId', 'step', 'toTier', 'since', 'person'] as const;
const sameItem = (a: WorkItemFact, b: WorkItemFact): boolean => FIELDS.every((field) => a[field] === b[field]);
