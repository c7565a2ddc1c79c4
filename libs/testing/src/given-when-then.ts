/**
 * The one testing idiom of the house: given these events, when this is asked (or happens), then exactly this follows.
 *
 * `then` is strict in order and content: one event more, fewer, or in another place fails. Deciders use it as it is;
 * whatever else folds and answers (a steward's `react`, a projection's rows) uses `givenFold`.
 */
import type { Refusal } from '#domain';

type Decided<E> = { readonly ok: true; readonly events: readonly E[] } | { readonly ok: false; readonly refusal: Refusal };

/** What a decider is: where it starts, how it folds what is recorded, what it answers. */
export interface Decider<State, Recorded, Command, Event> {
  readonly initial: State;
  readonly evolve: (state: State, event: Recorded) => State;
  readonly decide: (command: Command, state: State) => Decided<Event>;
  /** How an event that was decided stands in the log: gives it what a shell would (id, revision, metadata). */
  readonly record: (event: Event, index: number) => Recorded;
}

export interface Outcome<State, Event> {
  /** Exactly these events, in this order, with this content. */
  then(...expected: readonly Event[]): void;
  /** Accepted, and nothing is left to do. */
  thenNothing(): void;
  /** Refused with this code, at this field where one is given; both languages and what to do must be there. Gives the refusal for more. */
  thenRefused(code: string, field?: string | null): Refusal;
  /** Accepted. Gives the events and the state after them, for what `then` cannot say. */
  thenAccepted(): { readonly events: readonly Event[]; readonly state: State };
}

export interface Given<State, Command, Event> {
  /** More that happened. */
  and(...events: readonly Event[]): Given<State, Command, Event>;
  when(command: Command): Outcome<State, Event>;
  /** The state after what was given. */
  readonly state: State;
}

/** The given/when/then of one decider: `const { given } = specFor({ initial, evolve, decide, record })`. */
export function specFor<State, Recorded, Command, Event>(
  decider: Decider<State, Recorded, Command, Event>,
): { readonly given: (...events: readonly Event[]) => Given<State, Command, Event> } {
  const given = (...events: readonly Event[]): Given<State, Command, Event> => {
    const fold = (state: State, more: readonly Event[], from: number): State =>
      more.reduce((folded, event, i) => decider.evolve(folded, decider.record(event, from + i)), state);
    const state = fold(decider.initial, events, 0);
    return {
      state,
      and: (...more) => given(...events, ...more),
      when: (command) => {
        const decided = decider.decide(command, state);
        const accepted = (): readonly Event[] => {
          if (!decided.ok)
            throw new Error(
              `expected to be accepted, but was refused: ${decided.refusal.code} ${decided.refusal.en} (${decided.refusal.field ?? 'whole command'})`,
            );
          return decided.events;
        };
        return {
          then: (...expected) => {
            if (expected.length === 0) throw new Error('then() without events says nothing: use thenNothing()');
            expect(accepted()).toStrictEqual(expected);
          },
          thenNothing: () => expect(accepted()).toStrictEqual([]),
          thenAccepted: () => ({ events: accepted(), state: fold(state, accepted(), events.length) }),
          thenRefused: (code, field) => {
            if (decided.ok) throw new Error(`expected ${code}, but was accepted with ${JSON.stringify(decided.events)}`);
            const { refusal } = decided;
            expect(field === undefined ? { code: refusal.code } : { code: refusal.code, field: refusal.field }).toStrictEqual(
              field === undefined ? { code } : { code, field },
            );
            for (const text of [refusal.zh, refusal.en, refusal.todo.zh, refusal.todo.en]) {
              expect(text).toMatch(/\S/);
              expect(text).not.toMatch(/\{\w+\}|undefined|\[object/);
            }
            return refusal;
          },
        };
      },
    };
  };
  return { given };
}

export interface FoldGiven<State, Event, Answer> {
  and(...events: readonly Event[]): FoldGiven<State, Event, Answer>;
  /** What this event answers, after it was folded in. */
  when(event: Event): { then(...expected: readonly Answer[]): void; thenNothing(): void };
  readonly state: State;
}

/**
 * The same for what folds events and answers each with something else: commands of a steward, rows of a projection.
 * `answer` sees the state after the event, as a process manager reacts to what it has just remembered.
 */
export function givenFold<State, Event, Answer>(
  fold: {
    readonly initial: State;
    readonly evolve: (state: State, event: Event) => State;
    readonly answer: (state: State, event: Event) => readonly Answer[];
  },
  ...events: readonly NoInfer<Event>[]
): FoldGiven<State, Event, Answer> {
  const state = events.reduce(fold.evolve, fold.initial);
  return {
    state,
    and: (...more) => givenFold(fold, ...events, ...more),
    when: (event) => {
      const answers = fold.answer(fold.evolve(state, event), event);
      return {
        then: (...expected) => {
          if (expected.length === 0) throw new Error('then() without answers says nothing: use thenNothing()');
          expect(answers).toStrictEqual(expected);
        },
        thenNothing: () => expect(answers).toStrictEqual([]),
      };
    },
  };
}
