/** What holds of a return whatever is done with it, in whatever order, by whomever. */
import { returnLife } from '#testing';
import fc from 'fast-check';
import { checkLines, checkLinesOf } from './check-lines';
import { decideReturn, type ReturnCommand } from './decide';
import { RUNG_ROLES, ladderOf } from './ladder';
import { evolveReturn, figuresToApply, initialReturn, type RecordedReturnEvent, type ReturnState } from './state';
import { RUNGS, lineKey, parseLineKey, returnIdOf, type ReturnLine, type StepRung } from './values';

const { CALL, PERSONS, UNIT, brand, checks, context, id, line, metadata, terms } = returnLife;
type Person = returnLife.Person;

const REGIONS = ['150430', '429004', '150400', '150000'] as const;
const people = Object.keys(PERSONS).filter((who) => who !== 'local') as Person[];
const lines = [line('workers', 500), line('skilledWorkers', 200), line('employedNew', 30)];
const keys = lines.map(lineKey);

const subset = fc.option(fc.subarray(keys, { minLength: 1 }), { nil: null });
const rung = fc.constantFrom<StepRung>('checked', 'reviewed', 'approved', 'accepted');
const command: fc.Arbitrary<ReturnCommand> = fc.oneof(
  fc.record({
    type: fc.constant('report' as const),
    data: fc.record({
      lines: fc
        .tuple(fc.nat(3), fc.nat(3))
        .map(([a, b]) => lines.map((each, i) => ({ ...each, value: (each.value ?? 0) + (i === 0 ? a : b) }))),
    }),
  }),
  fc.record({ type: fc.constant('advance' as const), data: fc.record({ rung, lines: subset, note: fc.constant(null) }) }),
  fc.record({ type: fc.constant('undo' as const), data: fc.record({ rung, lines: subset, reason: fc.constant('x') }) }),
  fc.record({
    type: fc.constant('sendBack' as const),
    data: fc.record({
      to: fc.constantFrom('unit' as const, 'below' as const),
      lines: fc.subarray(keys, { minLength: 1 }).map((some) => some.map((each) => ({ line: each, comment: 'x' }))),
    }),
  }),
  fc.record({ type: fc.constant('lock' as const), data: fc.record({ lines: subset }) }),
);

const call = terms({ region: '000000', asked: terms().asked.slice(2), relations: [] });

describe('any sequence of acts', () => {
  it('never lifts a line above a rung that it must follow, nor by one person twice; what is locked stays; replay gives the same', () => {
    let locks = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...REGIONS),
        fc.array(fc.tuple(command, fc.constantFrom(...people), fc.boolean()), { maxLength: 30 }),
        (region, acts) => {
          const returnId = returnIdOf({ region, period: '2025', unit: UNIT, call: CALL });
          const world = checks({ region, brands: new Map([[id(10), brand(10, { region })]]) });
          const ladder = ladderOf(region);
          const history: RecordedReturnEvent[] = [];
          let state: ReturnState = initialReturn;
          for (const [each, who, fitting] of acts) {
            // Half of the acts are done by somebody in the right role, so that the ladder is climbed.
            const right =
              each.type === 'advance' || each.type === 'undo'
                ? RUNG_ROLES[each.data.rung][0]
                : each.type === 'lock'
                  ? 'approver'
                  : each.type === 'report'
                    ? 'recorder'
                    : undefined;
            const actor = fitting && right !== undefined ? { ...PERSONS[who], role: right, region: '000000' } : PERSONS[who];
            const before = state;
            const decided = decideReturn(each, state, context({ returnId, actor, call, checks: world }));
            if (!decided.ok) continue;
            for (const event of decided.events) {
              const recorded = { ...event, id: id(6000 + history.length), revision: history.length, metadata: metadata({ actor }) };
              history.push(recorded);
              state = evolveReturn(state, recorded);
            }
            for (const [key, known] of before.lines) {
              if (known.standing !== 'locked') continue;
              expect(state.lines.get(key)).toStrictEqual(known);
            }
            for (const { standing, taken } of state.lines.values()) {
              const rungs = taken.map((step) => step.rung);
              expect(rungs).toStrictEqual(standing === 'returned' ? [] : ladder.slice(0, ladder.indexOf(standing) + 1));
              const judges = taken.filter((step) => step.rung !== 'locked').map((step) => step.by.id);
              expect(new Set(judges).size).toBe(judges.length);
              expect(RUNGS).toContain(standing === 'returned' ? 'reported' : standing);
              if (standing === 'locked') locks += 1;
            }
          }
          expect(history.reduce(evolveReturn, initialReturn)).toStrictEqual(state);
        },
      ),
      { numRuns: 300 },
    );
    expect(locks).toBeGreaterThan(0);
  });
});

describe('locked lines of a year', () => {
  it('come to exact sums of their trades, each line in one figure', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('焊工', '电工', '砌筑工')), {
          selector: ([n, trade]) => `${n}${trade}`,
        }),
        fc.infiniteStream(fc.maxSafeNat()),
        (places, values) => {
          const parts: ReturnLine[] = places.map(([n, trade]) => line('passed', Number(values.next().value), { brandId: id(n), trade }));
          const locked = parts.map(lineKey);
          const events: RecordedReturnEvent[] = [
            {
              type: 'ReturnReported.v1' as const,
              data: {
                returnId: context().returnId,
                callId: CALL,
                region: '150430',
                period: '2025',
                unit: { id: UNIT, name: 'x' },
                kind: 'training' as const,
                basis: 'period' as const,
                origin: 'operational' as const,
                onBehalf: false,
                dueOn: '2026-01-15',
                late: false,
                lines: parts,
              },
            },
            { type: 'ReturnLocked.v1' as const, data: { lines: locked, digest: 'd'.repeat(64), applies: true } },
          ].map((event, n) => ({ ...event, id: id(n), revision: n, metadata: metadata() }));
          const figures = figuresToApply(events.reduce(evolveReturn, initialReturn));
          expect(figures.flatMap((figure) => figure.lines).sort()).toStrictEqual([...locked].sort());
          for (const figure of figures) {
            const sum = parts
              .filter(({ brandId }) => brandId === figure.brandId)
              .reduce((total, { value }) => total + BigInt(value ?? 0), 0n);
            expect(figure.value).toBe(sum <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(sum) : null);
          }
        },
      ),
    );
  });
});

describe('any lines', () => {
  it('are found at fault brand by brand: what is found of some brands is what is found of them among all', () => {
    let found = 0;
    const metrics = terms().asked.map(({ metric, directness }) => ({ metric, directness }));
    const some = fc.record({
      n: fc.constantFrom(10, 11, 12, 404),
      asked: fc.constantFrom(...metrics),
      value: fc.option(fc.nat(40), { nil: null }),
      trade: fc.option(fc.constant('焊工'), { nil: null, freq: 5 }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 20 }), fc.subarray([id(10), id(11), id(12), id(404)]), (drawn, brands) => {
        const all = drawn.map(({ n, asked, value, trade }) => ({ ...line(asked.metric, value), ...asked, trade, brandId: id(n) }));
        const context = checks({
          brands: new Map([10, 11, 12].map((n) => [id(n), brand(n)])),
          expected: [id(10), id(12)],
          lastYear: new Map([[lineKey(line('workers', 1)), 20]]),
        });
        const wanted = checkLines(all, terms(), context).filter(({ line: key }) => brands.includes(parseLineKey(key ?? '')?.brandId ?? ''));
        found += wanted.length;
        const key = ({ line: at, code }: { readonly line: string | null; readonly code: string }): string => `${at}${code}`;
        expect([...checkLinesOf(new Set(brands), all, terms(), context)].map(key).sort()).toStrictEqual(wanted.map(key).sort());
      }),
    );
    expect(found).toBeGreaterThan(100);
  });
});
