import {
  subjectHistoryOf,
  problems,
  type CommandOptions,
  type Ledger,
  type PolicyLibrary,
  type SubjectAnswer,
  type SubjectService,
} from '#application';
import type {
  EvaluationAnswer,
  EvaluationParams,
  HistoryEntry,
  SubjectCard,
  SubjectEvaluation,
  SubjectListParams,
  SubjectRow,
  TargetAnswer,
} from '#contracts';
import {
  SUBJECT_STATUS_WORDS,
  regionName,
  regionPath,
  staleSubjectDecisions,
  subjectStream,
  type Actor,
  type Explanation,
  type SubjectCommand,
  type SubjectState,
  type SubjectStreamKind,
} from '#domain';
import { explanationLines, explanationSentence } from '#policy';
import type { ReadModelQueries } from '#projections';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { z } from 'zod';
import { Gate } from './query-handlers';
import { LEDGER, POLICY_LIBRARY, READ_MODELS, SUBJECT_SERVICE } from './tokens';

/** Puts a subject on the books. */
export class FoundSubject extends Command<SubjectAnswer> {
  constructor(
    readonly command: SubjectCommand,
    readonly options: CommandOptions,
  ) {
    super();
  }
}

/** Any command of a person on a subject that exists. */
export class CommandSubject extends Command<SubjectAnswer> {
  constructor(
    readonly id: string,
    readonly command: SubjectCommand,
    readonly options: CommandOptions,
  ) {
    super();
  }
}

export class ListSubjects extends Query<{ rows: SubjectRow[]; position: string }> {
  constructor(
    readonly actor: Actor,
    readonly params: z.output<typeof SubjectListParams>,
  ) {
    super();
  }
}

/** A subject as the log has it now. */
export class GetSubject extends Query<SubjectCard> {
  constructor(
    readonly actor: Actor,
    readonly kind: SubjectStreamKind,
    readonly id: string,
  ) {
    super();
  }
}

export class GetSubjectHistory extends Query<{ rows: HistoryEntry[] }> {
  constructor(
    readonly actor: Actor,
    readonly kind: SubjectStreamKind,
    readonly id: string,
    readonly atLeast: string | undefined,
  ) {
    super();
  }
}

/** What the documents in force answer on a subject. Writes nothing. */
export class EvaluateSubject extends Query<{ rows: SubjectEvaluation[] }> {
  constructor(
    readonly actor: Actor,
    readonly kind: SubjectStreamKind,
    readonly id: string,
    readonly params: z.output<typeof EvaluationParams>,
  ) {
    super();
  }
}

@CommandHandler(FoundSubject)
class FoundSubjectHandler implements ICommandHandler<FoundSubject> {
  constructor(@Inject(SUBJECT_SERVICE) private readonly subjects: SubjectService) {}
  execute({ command, options }: FoundSubject): Promise<SubjectAnswer> {
    return this.subjects.found(command, options);
  }
}

@CommandHandler(CommandSubject)
class CommandSubjectHandler implements ICommandHandler<CommandSubject> {
  constructor(@Inject(SUBJECT_SERVICE) private readonly subjects: SubjectService) {}
  execute({ id, command, options }: CommandSubject): Promise<SubjectAnswer> {
    return this.subjects.command(id, command, options);
  }
}

@QueryHandler(ListSubjects)
class ListSubjectsHandler implements IQueryHandler<ListSubjects> {
  constructor(
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    private readonly gate: Gate,
  ) {}
  async execute({ actor, params }: ListSubjects): Promise<{ rows: SubjectRow[]; position: string }> {
    await this.gate.wait(params.atLeast);
    const { rows, position } = await this.models.subjects({ ...params, region: this.gate.region(actor, params.region) });
    return { rows: rows.map((row) => ({ ...row, ...statusWords(row.status), counts: { ...row.counts } })), position };
  }
}

const statusWords = (status: keyof typeof SUBJECT_STATUS_WORDS): { statusZh: string; statusEn: string } => ({
  statusZh: SUBJECT_STATUS_WORDS[status].zh,
  statusEn: SUBJECT_STATUS_WORDS[status].en,
});

/** A subject on the books, within the asker's region. @throws LedgerProblem SUBJECT.NOT_FOUND, ACCESS.OUT_OF_SCOPE */
async function known(
  subjects: SubjectService,
  gate: Gate,
  { actor, kind, id }: { readonly actor: Actor; readonly kind: SubjectStreamKind; readonly id: string },
): Promise<{ state: SubjectState; own: NonNullable<SubjectState['own']> }> {
  if (kind === 'region' && regionName(id) === undefined) throw problems.unknownRegion(id);
  const { state } = await subjects.load(kind, id);
  if (state.own === null) throw problems.subjectNotFound(kind, id);
  gate.region(actor, state.own.region);
  return { state, own: state.own };
}

@QueryHandler(GetSubject)
class GetSubjectHandler implements IQueryHandler<GetSubject> {
  constructor(
    @Inject(SUBJECT_SERVICE) private readonly subjects: SubjectService,
    private readonly gate: Gate,
  ) {}
  async execute(asked: GetSubject): Promise<SubjectCard> {
    const { state, own } = await known(this.subjects, this.gate, asked);
    const { core, kind, id } = state;
    const { name, region, origin, status, event: _registered, ...rest } = own;
    const named = (code: string): { code: string; name: string } => ({ code, name: regionName(code) ?? code });
    return {
      stream: subjectStream(kind, id),
      kind,
      id,
      name,
      region: { ...named(region), path: [...regionPath(region)].reverse().map(named) },
      origin,
      status,
      ...statusWords(status),
      revision: core.revision,
      updatedOn: core.updatedOn,
      own: { ...rest },
      figures: core.figures.map(({ window, eventId: _eventId, corrects: _corrects, ...figure }) => ({ ...figure, ...window })),
      judgements: core.judgements.map(({ evidence: _evidence, ...judgement }) => judgement),
      evidence: core.evidence.map(({ retention: _retention, ...evidence }) => evidence),
      breaches: core.breaches.map(({ breachId, kind: what, on, cleared, event }) => ({ breachId, kind: what, on, cleared, event })),
      dates: [...core.dates],
      answers: [...core.answers],
      evaluationsDue: core.evaluationsDue.map(({ dueOn, metBy, event }) => ({ dueOn, metBy, event })),
      sanctions: core.sanctions.map(({ decisionKey: _key, ...sanction }) => sanction),
      stale: staleSubjectDecisions(state).map(({ key }) => key),
    };
  }
}

@QueryHandler(GetSubjectHistory)
class GetSubjectHistoryHandler implements IQueryHandler<GetSubjectHistory> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(SUBJECT_SERVICE) private readonly subjects: SubjectService,
    @Inject(READ_MODELS) private readonly models: ReadModelQueries,
    @Inject(POLICY_LIBRARY) private readonly policies: PolicyLibrary,
    private readonly gate: Gate,
  ) {}
  async execute(asked: GetSubjectHistory): Promise<{ rows: HistoryEntry[] }> {
    const { kind, id, atLeast } = asked;
    await this.gate.wait(atLeast);
    await known(this.subjects, this.gate, asked);
    const leaves = await this.models.leaves(subjectStream(kind, id));
    return { rows: [...(await subjectHistoryOf(this.ledger, kind, id, leaves, await this.policies.codeNames()))] };
  }
}

@QueryHandler(EvaluateSubject)
class EvaluateSubjectHandler implements IQueryHandler<EvaluateSubject> {
  constructor(
    @Inject(LEDGER) private readonly ledger: Ledger,
    @Inject(SUBJECT_SERVICE) private readonly subjects: SubjectService,
    private readonly gate: Gate,
  ) {}
  async execute(asked: EvaluateSubject): Promise<{ rows: SubjectEvaluation[] }> {
    const { state } = await known(this.subjects, this.gate, asked);
    const { pack: only, factsFrom, asOf = this.ledger.clock.today() } = asked.params;
    const answers = await this.subjects.evaluateDry(state, { asOf, ...(factsFrom === undefined ? {} : { factsFrom }) });
    const rows = answers.map(({ pack, rules, targets }): SubjectEvaluation => {
      const { id, version, meta } = pack.document.open.pack;
      return {
        pack: id,
        version,
        title: meta.title,
        rules: rules.map(inWords),
        targets: targets.map(({ target, status, aim, explanation }): TargetAnswer => ({
          target,
          status,
          aim,
          answer: inWords(explanation),
        })),
      };
    });
    return { rows: rows.filter(({ pack }) => only === undefined || pack === only) };
  }
}

function inWords(explanation: Explanation): EvaluationAnswer {
  const english = explanationLines(explanation, 'en');
  return {
    explanation,
    sentenceZh: explanationSentence(explanation, 'zh'),
    sentenceEn: explanationSentence(explanation, 'en'),
    lines: explanationLines(explanation, 'zh').map(({ depth, outcome, text }, i) => ({
      depth,
      outcome,
      zh: text,
      en: english[i]?.text ?? '',
    })),
  };
}

export const subjectHandlers = [
  FoundSubjectHandler,
  CommandSubjectHandler,
  ListSubjectsHandler,
  GetSubjectHandler,
  GetSubjectHistoryHandler,
  EvaluateSubjectHandler,
];
