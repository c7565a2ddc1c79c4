/**
 * What every subject beside brands has, whatever it is: figures, judgements, evidence, breaches, dated steps, answers of
 * rules, sanctions, the decisions in its stream and the Idempotency-Keys it remembers. Plain JSON data, as a brand's state is.
 */
import type { z } from 'zod';
import type { Breach, EventRef, Evidence, FigureRecord, IdempotencySeen, JudgementRecord } from '../brand/state';
import type { Decision, Outcome } from '../decision';
import type { EventMetadata } from '../metadata';
import type { Decided } from '../refusal';
import type { Kind, Origin } from '../values';
import type { SubjectEvent } from './events';
import type { Sanction } from './shared-events';

/** Subjects with a stream of their own, by the word that begins the stream's name. */
export const SUBJECT_KINDS = ['unit', 'institution', 'link', 'programme', 'window', 'region'] as const;
export type SubjectStreamKind = (typeof SUBJECT_KINDS)[number];

export const subjectStream = (kind: SubjectStreamKind, id: string): string => `${kind}-${id}`;

/** Kind and id of a subject's stream; null for a stream of anything else. */
export function parseSubjectStream(stream: string): { readonly kind: SubjectStreamKind; readonly id: string } | null {
  const kind = SUBJECT_KINDS.find((known) => stream.startsWith(`${known}-`));
  return kind === undefined ? null : { kind, id: stream.slice(kind.length + 1) };
}

/** Where an event stands, and when it counts. */
export interface At {
  readonly ref: EventRef;
  readonly on: string;
  readonly id: string;
}

/** A dated step that a rule asks about. */
export interface DatedStep {
  readonly date: string;
  readonly on: string;
  readonly event: EventRef;
}

export interface AnswerRecord {
  readonly rule: string;
  readonly period: number | null;
  readonly purpose: string;
  readonly outcome: Outcome;
  readonly decisionKey: string;
  readonly event: EventRef;
}

/** Something that comes round. `metBy`: the event by which it was done. */
export interface EvaluationDueRecord {
  readonly dueOn: string;
  readonly decisionKey: string;
  readonly event: EventRef;
  readonly metBy: EventRef | null;
}

/** A sanction, from its proposal by a rule (or a person's act) to its end. */
export interface SanctionRecord {
  readonly proposalId: string;
  readonly sanction: Sanction;
  readonly status: 'proposed' | 'confirmed' | 'dismissed' | 'lifted';
  readonly decisionKey: string | null;
  /** The day it was confirmed, and the day it was lifted. */
  readonly on: string | null;
  readonly liftedOn: string | null;
  /** The event of its proposal, or of its confirmation once that stands. */
  readonly event: EventRef;
}

export interface SubjectDecisionTaken {
  readonly key: string;
  readonly type: string;
  readonly eventId: string;
  readonly event: EventRef;
  /** Revision of the subject that the decision looked at. */
  readonly basis: number;
  /** The corrections that made it stale（重新认定）. Empty: it stands. */
  readonly staleBy: readonly string[];
}

export interface SubjectCore {
  /** Of the last event folded; -1 for a stream that was never written. */
  readonly revision: number;
  /** Business date of the last event folded. */
  readonly updatedOn: string | null;
  readonly figures: readonly FigureRecord[];
  readonly judgements: readonly JudgementRecord[];
  readonly evidence: readonly Evidence[];
  readonly breaches: readonly Breach[];
  readonly dates: readonly DatedStep[];
  readonly answers: readonly AnswerRecord[];
  readonly evaluationsDue: readonly EvaluationDueRecord[];
  readonly sanctions: readonly SanctionRecord[];
  readonly decisions: readonly SubjectDecisionTaken[];
  /** Ids of corrections in this stream, of whichever kind: what a mark of staleness may name. */
  readonly corrections: readonly string[];
  readonly idempotency: readonly IdempotencySeen[];
}

export const initialCore: SubjectCore = {
  revision: -1,
  updatedOn: null,
  figures: [],
  judgements: [],
  evidence: [],
  breaches: [],
  dates: [],
  answers: [],
  evaluationsDue: [],
  sanctions: [],
  decisions: [],
  corrections: [],
  idempotency: [],
};

/** Who a subject is. Its id stays whatever happens to it. */
export interface SubjectIdentity {
  readonly name: string;
  readonly region: string;
  readonly origin: Origin;
  /** The event that put it on the books. */
  readonly event: EventRef;
}

/** An event of a subject's stream as it stands in the log. A type that subjects do not know still moves the revision. */
export interface RecordedSubjectEvent {
  readonly type: string;
  readonly data: unknown;
  readonly id: string;
  readonly revision: bigint | number;
  readonly metadata: EventMetadata;
}

export type SubjectDecided = Decided<SubjectEvent>;

export type CommandsOf<S extends Record<string, z.ZodType>> = {
  [K in keyof S & string]: { readonly type: K; readonly data: z.infer<S[K]> };
}[keyof S & string];

/** A target of a pack, as far as progress on it is concerned. `of`: the whole that a share is taken of. */
export interface TargetTerms {
  readonly id: string;
  readonly metric: string;
  readonly of: string | null;
  readonly unit: string;
  readonly span: 'yearly' | 'cumulative' | 'average' | 'atDate';
}

/** What the shell knows and a pure decision needs. What a command does not ask for is null or empty. */
export interface SubjectContext {
  /** Id of the subject: a UUID, or the code of a region. */
  readonly id: string;
  /** Business date of the command, Asia/Shanghai. */
  readonly today: string;
  /** The instant, ISO 8601. */
  readonly now: string;
  /** Ids the decision may use for things it creates, in order. */
  readonly ids: readonly string[];
  /** The policy's answer on what is asked (recognition, admission, link), at this revision; null: no document in force asks anything. */
  readonly decision: Decision | null;
  /** Targets of the programme's pack; null: the pack is not published. */
  readonly targets: readonly TargetTerms[] | null;
  /** Brands that the command names, as far as the ledger knows them. */
  readonly brands: readonly { readonly brandId: string; readonly kind: Kind; readonly region: string }[];
  /** Other active links in which training brands stand, and whether the recorded reading allows that. */
  readonly sharedTraining: {
    readonly allowed: boolean;
    readonly interpretation: string;
    readonly links: readonly { readonly brandId: string; readonly link: string }[];
  };
  /** The evaluation round that a grade is given in; null: the region held none of that id. */
  readonly round: { readonly evaluation: string; readonly scale: readonly string[]; readonly heldOn: string } | null;
}

/** The context of a command that needs nothing but the day and an id or two. */
export const plainContext = (given: Pick<SubjectContext, 'id' | 'today' | 'now' | 'ids'>): SubjectContext => ({
  ...given,
  decision: null,
  targets: null,
  brands: [],
  sharedTraining: { allowed: false, interpretation: '', links: [] },
  round: null,
});
