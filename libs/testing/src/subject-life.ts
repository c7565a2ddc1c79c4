/** Histories of units, institutions, dual brands, programmes, windows and regions for given/when/then. */
import {
  decideSubject,
  decideSubjectBySteward,
  evolveSubject,
  initialSubject,
  plainContext,
  type Decision,
  type Outcome,
  type RecordedSubjectEvent,
  type StewardSubjectCommand,
  type SubjectCommand,
  type SubjectContext,
  type SubjectEvent,
  type SubjectEventData,
  type SubjectEventType,
  type SubjectState,
  type SubjectStreamKind,
} from '#domain';
import { TODAY, testDecision, testMetadata, testUuid } from './brand-life';
import { specFor, type Given } from './given-when-then';

/** A command of a person or of the steward, with what the shell would know beside it. */
export interface AskedOfSubject {
  readonly command: SubjectCommand['command'] | StewardSubjectCommand;
  readonly ctx?: Partial<SubjectContext>;
}

const STEWARD_COMMANDS: readonly string[] = ['recordAnswer', 'markEvaluationDue', 'proposeSanction', 'markLinkReviewDue', 'markStale'];
const idOf = (kind: SubjectStreamKind): string => (kind === 'region' ? '522601' : testUuid(1));

const testSubjectContext = (id: string, over: Partial<SubjectContext> = {}): SubjectContext => ({
  ...plainContext({ id, today: TODAY, now: `${over.today ?? TODAY}T02:00:00.000Z`, ids: [testUuid(901), testUuid(902)] }),
  ...over,
});

/** How an event stands in the log of a subject. */
export const recordedOnSubject = (event: SubjectEvent, revision: number): RecordedSubjectEvent => ({
  ...event,
  id: testUuid(700 + revision),
  revision,
  metadata: testMetadata(),
});

/** `subjectGiven('unit', …events).when({ command })`. */
export const subjectGiven = (
  kind: SubjectStreamKind,
  ...events: readonly SubjectEvent[]
): Given<SubjectState, AskedOfSubject, SubjectEvent> => {
  const id = idOf(kind);
  const { given } = specFor<SubjectState, RecordedSubjectEvent, AskedOfSubject, SubjectEvent>({
    initial: initialSubject(kind, id),
    evolve: evolveSubject,
    record: recordedOnSubject,
    decide: ({ command, ctx }, state) =>
      STEWARD_COMMANDS.includes(command.type)
        ? decideSubjectBySteward(command as StewardSubjectCommand, state, testSubjectContext(id, ctx))
        : decideSubject({ kind, command } as SubjectCommand, state, testSubjectContext(id, ctx)),
  });
  return given(...events);
};

export const subjectEvent = <T extends SubjectEventType>(type: T, data: SubjectEventData<T>): SubjectEvent =>
  ({ type, data }) as SubjectEvent;

/** The policy's answer on some conditions. */
export const testAnswer = (outcome: Outcome, key = 'answer'): Decision => {
  const decision = testDecision(key);
  const provenance = { pack: 'p', version: '1', basis: 'stated' as const, clause: 'c', cite: '一', approvedBy: null, approvedOn: null };
  return {
    ...decision,
    explanation: {
      engine: '1',
      pack: 'p',
      version: '1',
      digest: 'd'.repeat(64),
      rule: 'r',
      subject: { stream: 's', name: 'n', region: null, kind: 'unit' },
      asOf: TODAY,
      evaluationYear: 2025,
      outcome,
      restsOnConfigured: false,
      root: {
        ...{ node: 'all', id: 'r', shape: null, outcome, provenance, threshold: null, actual: null, margin: null, window: null },
        ...{ facts: [], missing: [], notes: [], children: [] },
      },
    },
  };
};
