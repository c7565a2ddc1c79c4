import { allRegions, regionPath } from '#domain';
import * as fc from 'fast-check';
import { mayAct, type Acting } from './decide';
import { faultOf, hashPassword, verifyPassword } from './passwords';
import { RELATIONS, covers, relationOf, type Reach } from './reach';
import { ROLE_IDS } from './roles';
import { ACTION_IDS, actionOf } from './table';

const codes = [...allRegions()].map(({ code }) => code);
const region = fc.constantFrom(...codes);

describe('reach', () => {
  it.each([
    ['150430', '150430', 'own'],
    ['150430', '150400', 'below'],
    ['150430', '000000', 'below'],
    ['150400', '150430', 'above'],
    ['000000', '150430', 'above'],
    ['150421', '150430', 'elsewhere'],
    ['370000', '150000', 'elsewhere'],
    ['999999', '000000', 'elsewhere'],
  ] as const)('%s seen from %s is %s', (asked, scope, expected) => {
    expect(relationOf(asked, scope)).toBe(expected);
  });

  it.each([
    ['within', ['own', 'below']],
    ['line', ['own', 'below', 'above']],
    ['any', ['own', 'below', 'above', 'elsewhere']],
  ] as const)('%s covers %s', (reach: Exclude<Reach, 'unit'>, covered: readonly string[]) => {
    expect(RELATIONS.filter((relation) => covers(reach, relation))).toEqual(covered);
  });

  it('gives nobody more for holding a narrower region', () => {
    const nested = region.chain((narrow) =>
      fc.record({
        narrow: fc.constant(narrow),
        wide: fc.constantFrom(...regionPath(narrow), '000000'),
        asked: fc.oneof(region, fc.constantFrom(...regionPath(narrow), '000000')),
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...ACTION_IDS), fc.constantFrom(...ROLE_IDS), nested, (id, role, { narrow, wide, asked }) => {
        const action = actionOf(id);
        if (action === null) return;
        const held = (at: string): Acting => ({ role, region: at, unit: 'unit-x' });
        const place = { regions: [asked], units: ['unit-x'] };
        if (mayAct(action, held(narrow), place) === 'yes') expect(mayAct(action, held(wide), place)).toBe('yes');
      }),
      { numRuns: 2000 },
    );
  });

  it('asks every region that a request touches, and a unit for what is its own', () => {
    const action = actionOf('getBrand');
    if (action === null) throw new Error('no row');
    const recorder: Acting = { role: 'recorder', region: '150430', unit: null };
    const unit: Acting = { role: 'constructionUnit', region: '150430', unit: 'unit-a' };
    expect(mayAct(action, recorder, { regions: ['150430', '150421'], units: [] })).toBe('region');
    expect(mayAct(action, unit, { regions: ['370100'], units: ['unit-a'] })).toBe('yes');
    expect(mayAct(action, unit, { regions: ['150430'], units: ['unit-b'] })).toBe('unit');
    expect(mayAct(action, { ...unit, unit: null }, { regions: ['150430'], units: [] })).toBe('unit');
    expect(mayAct(action, { ...recorder, role: 'administrator' }, { regions: [], units: [] })).toBe('role');
  });
});

describe('a figure outside a return', () => {
  const who = (id: string): readonly string[] => Object.keys(actionOf(id)?.who ?? {});

  it('of a brand is recorded by the province alone', () => {
    expect(who('recordFigure')).toEqual(['provinceScreener']);
  });

  it.each(['unit', 'institution', 'link', 'programme', 'region'])('of a %s is recorded by one person and corrected by another', (kind) => {
    expect(who(`${kind}RecordFigure`)).toEqual(['recorder']);
    expect(who(`${kind}CorrectFigure`)).toEqual(['checker', 'approver']);
    expect(actionOf(`${kind}CorrectFigure`)).toMatchObject({ names: ['requester'], notBy: { events: ['SubjectFigureRecorded.v1'] } });
  });
});

describe('passwords', () => {
  const cheap = { N: 1024, r: 8, p: 1 };

  it('are kept as salted hashes that say what they cost, and are found to be stale when that is too little', async () => {
    const [one, other] = [await hashPassword('一句很长的话 2026', cheap), await hashPassword('一句很长的话 2026', cheap)];
    expect(one).toMatch(/^scrypt\$1024\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword('一句很长的话 2026', one, cheap)).toEqual({ ok: true, stale: false });
    expect(await verifyPassword('一句很长的话 2026', one, { ...cheap, N: 2048 })).toEqual({ ok: true, stale: true });
    expect(await verifyPassword('一句很长的话 2025', one, cheap)).toEqual({ ok: false, stale: false });
    expect(await verifyPassword('', null, cheap)).toEqual({ ok: false, stale: false });
  });

  it.each([
    ['elevenchars', 'short'],
    ['twelve chars', null],
    ['x1y2z3w4v5'.repeat(13), 'long'],
    ['aohan-recorder-1', 'name'],
    ['张经办的长密码没人猜', 'short'],
    ['张经办的长密码没有人猜得到', 'name'],
    ['Password1234', 'common'],
    ['ｐａｓｓｗｏｒｄ１２３４', 'common'],
    ['ababababababab', 'common'],
  ] as const)('%s is %s', (password, fault) => {
    expect(faultOf(password, ['recorder', '张经办'])).toBe(fault);
  });
});
