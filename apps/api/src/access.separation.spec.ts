import { actionOf, type Grant } from '#access';
import { checkSeparation } from './access.separation';

const AOHAN = '150430';
const act = (person: string, principal: string | null = null): Grant => ({
  ...{ id: 'g', person, role: 'approver', region: AOHAN, unit: null, from: '2020-01-01', until: null },
  standIn: principal === null ? null : { principal, document: '授权书' },
});
interface Step {
  readonly type: string;
  readonly by: string;
  readonly data?: object;
}

/** A stream in which each step has its own correlation, `c0`, `c1` and on; `inTheName` says which of them were done for whom. */
function asked(id: string, steps: readonly Step[], who: Grant, body: object, inTheName: Readonly<Record<string, string>> = {}, lines = {}) {
  const action = actionOf(id);
  if (action === null) throw new Error(id);
  const house = {
    ledger: {
      async *readStream() {
        for (const [at, { type, by, data = {} }] of steps.entries())
          yield await Promise.resolve({
            event: { type, data },
            metadata: { actor: { id: by, role: 'recorder', region: AOHAN }, correlationId: `c${at}` },
            recorded: { revision: BigInt(at), id: `e${at}` },
          });
      },
    },
    access: {
      standInActs: {
        inTheNameOf: (principals: readonly string[]) =>
          Promise.resolve(new Set(Object.keys(inTheName).filter((key) => principals.includes(inTheName[key] ?? '')))),
      },
    },
    returns: { load: () => Promise.resolve({ state: { lines: new Map(Object.entries(lines)) }, revision: BigInt(steps.length - 1) }) },
  };
  return checkSeparation(house as never, action, who, 'return-x', { body, params: {} } as never);
}
const refused = expect.objectContaining({ refusal: expect.objectContaining({ code: 'ACCESS.SAME_PERSON' }) as unknown }) as unknown;
const outcome = (answer: Promise<unknown>): Promise<unknown> => answer.catch((error: unknown) => error);

describe('a correction', () => {
  const steps = [{ type: 'CorrectionRequested.v1', by: 'stand-in', data: { requestId: 'one' } }];
  it('is not approved by the person in whose name it was asked for, nor by who stands in for who asked', async () => {
    expect(await outcome(asked('approveCorrection', steps, act('principal'), { requestId: 'one' }, { c0: 'principal' }))).toEqual(refused);
    expect(await outcome(asked('approveCorrection', steps, act('another', 'stand-in'), { requestId: 'one' }))).toEqual(refused);
    expect(await asked('approveCorrection', steps, act('principal'), { requestId: 'two' }, { c0: 'principal' })).toBe(0n);
    expect(await asked('refuseCorrection', steps, act('another'), { requestId: 'one' }, { c0: 'principal' })).toBe(0n);
  });
});

describe('a line of a return', () => {
  const steps = [
    { type: 'ReturnReported.v1', by: 'unit' },
    { type: 'ReturnLinesAdvanced.v1', by: 'stand-in' },
  ];
  const lines = {
    a: {
      standing: 'checked',
      taken: [
        { event: 'e0', rung: 'reported' },
        { event: 'e1', rung: 'checked' },
      ],
    },
    b: { standing: 'reported', taken: [{ event: 'e0', rung: 'reported' }] },
  };
  const advance = (who: Grant, named: readonly string[] | null) =>
    outcome(asked('advanceReturn', steps, who, { rung: 'reviewed', lines: named }, { c1: 'principal' }, lines));

  it.each([
    ['a', true],
    ['b', false],
  ] as const)('%s is judged by the principal only where the stand-in took no step', async (line, same) => {
    expect(await advance(act('principal'), [line])).toEqual(same ? refused : 1n);
    expect(await advance(act('third', 'stand-in'), [line])).toEqual(same ? refused : 1n);
    expect(await advance(act('third'), [line])).toBe(1n);
  });
  it('is looked at when all are meant', async () => expect(await advance(act('principal'), null)).toEqual(refused));
});
