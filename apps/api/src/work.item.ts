/** Open work before it is named and given its days, and what is asked for. */
import type { WorkItem, WorkKindId } from '#contracts';
import type { Actor } from '#domain';

export interface WorkRequest {
  readonly actor: Actor;
  readonly region: string;
  readonly dataset: 'real' | 'synthetic' | undefined;
  readonly today: string;
  /** Kinds that will be shown: a source of none of them need not be asked. */
  readonly wants: (kind: WorkKindId) => boolean;
}
/** An item before it is named, counted and given its days. */
export type OpenWork = Omit<WorkItem, 'zh' | 'en' | 'roles' | 'workingDaysLeft' | 'what'> & { readonly what: WorkKindId };

export const BLANK = {
  ...{ params: {}, stream: null, brandId: null, region: null, dataset: null, period: null, since: null, on: null },
  ...{ form: null, step: null, toTier: null, proposalId: null, detail: null },
} as const;
