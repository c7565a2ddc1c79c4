/** The procedure of a nomination beside its steps, as it folds: plain data, kept with a brand until the next nomination. */
import type { z } from 'zod';
import type { ExpertVote, Score, procedureEventSchemas } from './procedure-events';
import type { Notice, Objection } from './state';
import type { DocumentRef } from '../values';

type Data<T extends keyof typeof procedureEventSchemas> = z.infer<(typeof procedureEventSchemas)[T]>;

/** Where an event stands, and who acted in it. */
interface Acted {
  readonly event: string;
  readonly on: string;
  /** Person id of who acted. */
  readonly by: string;
}

export interface FiledForm extends Data<'RecommendationFormFiled.v1'>, Acted {
  /** Id of the form that stands in its place now; null while it is in force. */
  readonly replacedBy: string | null;
}
export interface Forwarding extends Acted {
  readonly body: string;
  readonly document: DocumentRef | null;
}
export interface Screening extends Acted {
  readonly outcome: 'selected' | 'notSelected';
  readonly reason: string;
}
export interface VoteCast extends Acted {
  readonly expert: string;
  readonly vote: ExpertVote;
  readonly scores: readonly z.infer<typeof Score>[];
  readonly reason: string;
}
export interface ExpertPanel extends Acted {
  readonly assessmentId: string;
  readonly experts: readonly string[];
  readonly question: string;
  readonly dueOn: string | null;
  readonly votes: readonly VoteCast[];
  /** The panel has decided. */
  readonly closed: boolean;
}
/** `on`: the day of the capture, as stated. */
export interface NoticeCapture extends Data<'NoticeCaptured.v1'>, Pick<Acted, 'event' | 'by'> {}

export interface Procedure {
  readonly forms: readonly FiledForm[];
  /** Who nominated, recommended and assessed, by person id, and when. */
  readonly acts: {
    readonly nominated: Acted | null;
    readonly returned: (Acted & { readonly reason: string }) | null;
    readonly recommended: Acted | null;
    readonly assessed: Acted | null;
    /** 公示 of the proposed recognition; kept when the brand is cultivated. */
    readonly noticed: Acted | null;
    readonly recognised: Acted | null;
    readonly listed: Acted | null;
  };
  readonly forwarded: readonly Forwarding[];
  readonly screening: Screening | null;
  readonly panel: ExpertPanel | null;
  readonly term: (Data<'NoticeTermCounted.v1'> & Acted) | null;
  readonly captures: readonly NoticeCapture[];
  /** The notice of the proposed recognition and what was said against it; kept when the brand is cultivated. */
  readonly notice: Notice | null;
  readonly objections: readonly Objection[];
}

export const NO_PROCEDURE: Procedure = {
  forms: [],
  acts: { nominated: null, returned: null, recommended: null, assessed: null, noticed: null, recognised: null, listed: null },
  forwarded: [],
  screening: null,
  panel: null,
  term: null,
  captures: [],
  notice: null,
  objections: [],
};

/** The form in force; null: none was filed. */
export const formInForce = (procedure: Procedure): FiledForm | null =>
  procedure.forms.find(({ replacedBy }) => replacedBy === null) ?? null;

/** Votes of a panel, counted; recused is no vote. */
export function countVotes(panel: ExpertPanel): {
  readonly for: number;
  readonly against: number;
  readonly recused: number;
  readonly waiting: readonly string[];
} {
  const cast = (vote: ExpertVote): number => panel.votes.filter((each) => each.vote === vote).length;
  return {
    for: cast('for'),
    against: cast('against'),
    recused: cast('recused'),
    waiting: panel.experts.filter((expert) => !panel.votes.some((vote) => vote.expert === expert)),
  };
}
