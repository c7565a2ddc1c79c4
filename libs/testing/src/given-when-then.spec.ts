import { givenFold, specFor } from './given-when-then';

type Event = { readonly type: 'Added'; readonly n: number };
const { given } = specFor<number, Event & { readonly at: number }, { readonly add: readonly number[] }, Event>({
  initial: 0,
  evolve: (sum, event) => sum + event.n * (event.at + 1),
  record: (event, at) => ({ ...event, at }),
  decide: ({ add }, sum) =>
    sum > 100
      ? { ok: false, refusal: { code: 'SUM.FULL', field: 'add', zh: '满', en: 'full', todo: { zh: '停', en: 'stop' } } }
      : { ok: true, events: add.map((n) => ({ type: 'Added', n })) },
});
const added = (n: number): Event => ({ type: 'Added', n });

describe('given/when/then is strict', () => {
  it('takes exactly the events, in order', () =>
    given(added(1))
      .when({ add: [2, 3] })
      .then(added(2), added(3)));
  it('records each event at its place', () => expect(given(added(1)).and(added(1), added(1)).state).toBe(6));
  it('folds what was accepted after what was given', () =>
    expect(
      given(added(1))
        .when({ add: [1] })
        .thenAccepted().state,
    ).toBe(3));
  it('takes nothing for nothing', () => given().when({ add: [] }).thenNothing());
  it('takes a refusal by code and field', () =>
    expect(
      given(added(101))
        .when({ add: [1] })
        .thenRefused('SUM.FULL', 'add').zh,
    ).toBe('满'));

  it.each<[string, () => unknown]>([
    [
      'another order',
      () =>
        given()
          .when({ add: [1, 2] })
          .then(added(2), added(1)),
    ],
    [
      'one event more',
      () =>
        given()
          .when({ add: [1, 2] })
          .then(added(1)),
    ],
    [
      'one event fewer',
      () =>
        given()
          .when({ add: [1] })
          .then(added(1), added(2)),
    ],
    [
      'a field more',
      () =>
        given()
          .when({ add: [1] })
          .then({ ...added(1), extra: undefined } as Event),
    ],
    ['then without events', () => given().when({ add: [] }).then()],
    [
      'nothing, where something happened',
      () =>
        given()
          .when({ add: [1] })
          .thenNothing(),
    ],
    [
      'a refusal, where it was accepted',
      () =>
        given()
          .when({ add: [1] })
          .thenRefused('SUM.FULL'),
    ],
    [
      'events, where it was refused',
      () =>
        given(added(101))
          .when({ add: [1] })
          .then(added(1)),
    ],
    [
      'another code',
      () =>
        given(added(101))
          .when({ add: [1] })
          .thenRefused('SUM.EMPTY'),
    ],
    [
      'another field',
      () =>
        given(added(101))
          .when({ add: [1] })
          .thenRefused('SUM.FULL', null),
    ],
  ])('fails on %s', (_, wrong) => expect(wrong).toThrow());
});

describe('a fold that answers', () => {
  const fold = {
    initial: 0,
    evolve: (sum: number, n: number) => sum + n,
    answer: (sum: number) => (sum > 2 ? [`over by ${sum - 2}`] : []),
  };
  it('answers by the state after the event', () => givenFold(fold, 1).and(1).when(2).then('over by 2'));
  it('may answer nothing', () => givenFold(fold, 1).when(1).thenNothing());
  it('fails on another answer', () => expect(() => givenFold(fold, 1, 1).when(2).then('over by 3')).toThrow());
});
