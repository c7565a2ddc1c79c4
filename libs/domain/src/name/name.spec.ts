import fc from 'fast-check';
import { specFor, testUuid } from '#testing';
import { checkName, placeNamesOf, type NameRules } from './check';
import type { NameEvent } from './events';
import { normaliseName } from './normalise';
import { decideName, evolveName, initialName, nameStream, type NameCommand, type NameState } from './reservation';

describe('the form in which two names are the same', () => {
  it.each([
    ['“天津港”　焊工', '天津港焊工'],
    ['ＡＢ 焊 工', 'ab焊工'],
    ['《蓝领》「家政」', '蓝领家政'],
    ['敖汉\u200b架线工', '敖汉架线工'],
    ['１２３工', '123工'],
    ['ﬂ¸工', 'fļ工'],
  ])('%s', (name, normalised) => expect(normaliseName(name)).toBe(normalised));

  it('is itself normal', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (name) => expect(normaliseName(normaliseName(name))).toBe(normaliseName(name))));
  });
});

describe('naming formats', () => {
  const im: NameRules = {
    binding: true,
    formats: [
      { id: 'region-trade-person', endings: ['工', '师', '嫂'] },
      { id: 'region-occupation', endings: ['家政'] },
    ],
  };
  it.each([
    ['敖汉架线工', '150430', { verdict: 'accepted', format: 'region-trade-person', reason: null }],
    ['兴安家政', '152200', { verdict: 'accepted', format: 'region-occupation', reason: null }],
    ['赤峰月嫂', '150430', { verdict: 'accepted', format: 'region-trade-person', reason: null }],
    ['敖汉架线工', '150400', { verdict: 'accepted', format: 'region-trade-person', reason: null }],
    ['内蒙古“焊工”', '150430', { verdict: 'accepted', format: 'region-trade-person', reason: null }],
    ['草原焊工', '150430', { verdict: 'queried', format: null, reason: 'noPlaceName' }],
    ['通辽焊工', '150430', { verdict: 'queried', format: null, reason: 'noPlaceName' }],
    ['敖汉', '150430', { verdict: 'queried', format: null, reason: 'nothingAfterPlaceName' }],
    ['敖汉精神', '150430', { verdict: 'queried', format: null, reason: 'noKnownWord' }],
  ])('IM-21「应体现」: %s in %s', (name, region, check) => expect(checkName(name, region, im)).toEqual(check));

  it('SD-11「可采用」raises no query', () => {
    const sd: NameRules = { ...im, binding: false };
    expect(checkName('沂蒙大姐', '371300', sd)).toEqual({ verdict: 'accepted', format: null, reason: null });
    expect(checkName('临沂家政', '371300', sd)).toEqual({ verdict: 'accepted', format: 'region-occupation', reason: null });
  });

  it('begins with the longest place name that fits', () => {
    const names = placeNamesOf('150430');
    expect(names.map((name) => name.length)).toEqual(names.map((name) => name.length).sort((a, b) => b - a));
    expect(names[0]).toBe('内蒙古自治区');
    expect(names).toEqual(expect.arrayContaining(['敖汉旗', '敖汉', '赤峰市', '赤峰']));
    expect(names).not.toContain('通辽');
  });
});

describe('reserving a name', () => {
  const { given } = specFor<NameState, NameEvent, NameCommand, NameEvent>({
    initial: initialName,
    evolve: evolveName,
    decide: decideName,
    record: (event) => event,
  });
  const [a, b] = [testUuid(1), testUuid(2)];
  const reserve = (brandId: string, holderFounded = true): NameCommand => ({
    type: 'reserve',
    data: { region: '150430', name: '敖汉 架线工', brandId, holderFounded },
  });
  const reserved = (brandId: string): NameEvent => ({
    type: 'NameReserved.v1',
    data: { region: '150430', name: '敖汉 架线工', normalised: '敖汉架线工', brandId },
  });
  const released = (brandId: string): NameEvent => ({ type: 'NameReleased.v1', data: { brandId, reason: '更名' } });

  it('one stream for one name in one region', () => expect(nameStream('150430', '“敖汉 架线工”')).toBe('name-150430-敖汉架线工'));
  it('who comes first has it', () => given().when(reserve(a)).then(reserved(a)));
  it('asking again changes nothing', () => given(reserved(a)).when(reserve(a)).thenNothing());
  it('a second brand is refused, and told who has it', () => {
    expect(given(reserved(a)).when(reserve(b)).thenRefused('NAME.TAKEN', 'name').zh).toBe(
      `敖汉旗已有名为“敖汉 架线工”的品牌（编号 ${a}）。`,
    );
  });
  it('an orphan is taken over', () => given(reserved(a)).when(reserve(b, false)).then(reserved(b)));
  it('a name given back is free', () => given(reserved(a), released(a)).when(reserve(b)).then(reserved(b)));
  it('only its holder gives it back', () => {
    given(reserved(a))
      .when({ type: 'release', data: { brandId: a, reason: '更名' } })
      .then(released(a));
    given(reserved(a))
      .when({ type: 'release', data: { brandId: b, reason: '更名' } })
      .thenNothing();
  });
  it('an empty name is no name', () => {
    given()
      .when({ type: 'reserve', data: { region: '150430', name: '“ ”', brandId: a, holderFounded: false } })
      .thenRefused('NAME.EMPTY', 'name');
  });
});
