import { BRAND_ID, specFor, testDocument, testUuid } from '#testing';
import {
  countChanges,
  decideCatalogue,
  evolveCatalogue,
  initialCatalogue,
  type CatalogueState,
  type DrawnEdition,
  type PublishEdition,
} from './decide';
import type { CatalogueEvent, EditionEntry } from './events';

const TODAY = '2025-03-01';
const by = { event: `brand-${BRAND_ID}@4`, type: 'BrandRecognised.v1', on: '2025-01-10', document: testDocument, confirmedBy: null };
const entry = (over: Partial<EditionEntry> = {}): EditionEntry => ({
  brandId: BRAND_ID,
  name: '敖汉架线工',
  region: '370102',
  kind: 'labour',
  category: null,
  origin: 'operational',
  tier: 'county',
  tierBy: by,
  listedSince: '2025-01-10',
  listedBy: by,
  keyProjects: [],
  ...over,
});
const policy: DrawnEdition['policy'] = {
  pack: 'sd-2021-22',
  version: '1',
  digest: 'c'.repeat(64),
  basis: 'stated',
  clause: 'san.san.catalogue',
  cite: '三（三）',
  approvedBy: null,
  approvedOn: null,
};
const drawn = (over: Partial<DrawnEdition> = {}): DrawnEdition => ({
  region: '370000',
  dataset: 'real',
  asOf: '2025-01-31',
  governed: true,
  policy,
  basis: { leaf: 99 },
  entries: [entry()],
  changes: [{ kind: 'entered', by, entry: entry() }],
  digest: 'd'.repeat(64),
  ...over,
});
const document = { number: '鲁就办〔2025〕3号', issuedOn: '2025-02-10', signedBy: '张三' };
const publish = (over: Partial<PublishEdition['data']> = {}): PublishEdition => ({
  type: 'publishEdition',
  data: { editionId: testUuid(70), drawn: drawn(), seen: 'd'.repeat(64), document, supersedes: null, ...over },
});

const { given } = specFor<CatalogueState, CatalogueEvent, PublishEdition, CatalogueEvent>({
  initial: initialCatalogue,
  evolve: evolveCatalogue,
  decide: (command, state) => decideCatalogue(command, state, { today: TODAY }),
  record: (event) => event,
});

const chunk: CatalogueEvent = {
  type: 'CatalogueEditionChunk.v1',
  data: { editionId: testUuid(70), part: 0, entries: [entry()], changes: [{ kind: 'entered', by, entry: entry() }] },
};
const published = (
  number = 1,
  over: Partial<Extract<CatalogueEvent, { type: 'CatalogueEditionPublished.v1' }>['data']> = {},
): CatalogueEvent => ({
  type: 'CatalogueEditionPublished.v1',
  data: {
    editionId: testUuid(70),
    region: '370000',
    dataset: 'real',
    number,
    asOf: '2025-01-31',
    document,
    supersedes: null,
    policy: policy,
    basis: { leaf: 99 },
    entries: 1,
    changes: countChanges([{ kind: 'entered', by, entry: entry() }]),
    chunks: 1,
    digest: 'd'.repeat(64),
    ...over,
  },
});
const next = { document: { ...document, number: '鲁就办〔2025〕4号' } };

describe('publishing an edition', () => {
  it('writes the list, and then the event that publishes it', () => {
    given().when(publish()).then(chunk, published());
  });

  it('counts on from the last edition of its dataset', () => {
    given(chunk, published())
      .when(publish({ ...next, drawn: drawn({ asOf: '2025-02-01' }) }))
      .then(chunk, published(2, { ...next, asOf: '2025-02-01' }));
    given(chunk, published())
      .when(publish({ ...next, drawn: drawn({ dataset: 'synthetic', entries: [entry({ origin: 'synthetic' })], changes: [] }) }))
      .thenAccepted()
      .events.forEach((event) => {
        if (event.type === 'CatalogueEditionPublished.v1') expect(event.data).toMatchObject({ number: 1, dataset: 'synthetic' });
      });
  });

  it('is not undone by chunks of an edition that was never published', () => {
    given(chunk).when(publish()).then(chunk, published());
  });

  it('splits a long list so that every event stays within what the log takes', () => {
    const entries = Array.from({ length: 2000 }, (_, i) => entry({ brandId: testUuid(i), name: '很长的品牌名称'.repeat(3) }));
    const { events } = given()
      .when(publish({ drawn: drawn({ entries, changes: [] }) }))
      .thenAccepted();
    const chunks = events.flatMap((event) => (event.type === 'CatalogueEditionChunk.v1' ? [event.data] : []));
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.map(({ part }) => part)).toEqual(chunks.map((_, part) => part));
    expect(chunks.flatMap((each) => each.entries)).toEqual(entries);
    for (const event of events) expect(new TextEncoder().encode(JSON.stringify(event)).length).toBeLessThan(400 * 1024);
    expect(events.at(-1)).toMatchObject({ type: 'CatalogueEditionPublished.v1', data: { entries: 2000, chunks: chunks.length } });
  });

  it('is refused where neither document nor house pack knows a catalogue', () => {
    const refusal = given()
      .when(publish({ drawn: drawn({ region: '150000', policy: null }) }))
      .thenRefused('CATALOGUE.NOT_STATED', 'region');
    expect(refusal.zh).toContain('内蒙古自治区');
    given()
      .when(publish({ drawn: drawn({ region: '110000', governed: false, policy: null }) }))
      .thenRefused('CATALOGUE.NO_DOCUMENT', 'region');
  });

  it.each([
    ['2025-03-01', null],
    ['2025-03-02', 'CATALOGUE.FUTURE_DATE'],
    ['2025-02-30', 'CATALOGUE.DATE_INVALID'],
  ])('on a date that has come: %s', (asOf, code) => {
    const outcome = given().when(publish({ drawn: drawn({ asOf }), document: { ...document, issuedOn: TODAY } }));
    if (code === null) outcome.thenAccepted();
    else outcome.thenRefused(code, 'asOf');
  });

  it.each([
    ['2025-02-01', null],
    ['2025-01-31', 'CATALOGUE.PUBLISHED_ALREADY'],
    ['2025-01-30', 'CATALOGUE.BEFORE_LAST'],
  ])('after the last one: %s', (asOf, code) => {
    const outcome = given(published()).when(publish({ ...next, drawn: drawn({ asOf }) }));
    if (code === null) outcome.thenAccepted();
    else outcome.thenRefused(code, 'asOf');
  });

  it('only from the list that was looked at', () => {
    given()
      .when(publish({ seen: 'e'.repeat(64) }))
      .thenRefused('CATALOGUE.BASIS_MOVED', 'digest');
  });

  it.each([
    ['2025-02-10', null],
    ['2025-01-31', null],
    ['2025-01-30', 'CATALOGUE.ISSUED_TOO_EARLY'],
    ['2025-03-02', 'CATALOGUE.FUTURE_DATE'],
    ['2025-13-02', 'CATALOGUE.DATE_INVALID'],
  ])('with a paper issued on or after its date: %s', (issuedOn, code) => {
    const outcome = given().when(publish({ document: { ...document, issuedOn } }));
    if (code === null) outcome.thenAccepted();
    else outcome.thenRefused(code, 'document.issuedOn');
  });

  it('with a number of its own', () => {
    given(published())
      .when(publish({ drawn: drawn({ asOf: '2025-02-01' }) }))
      .thenRefused('CATALOGUE.NUMBER_USED', 'document.number');
  });

  it('never with real and synthetic brands together', () => {
    given()
      .when(publish({ drawn: drawn({ entries: [entry(), entry({ brandId: testUuid(2), origin: 'synthetic' })] }) }))
      .thenRefused('CATALOGUE.MIXED_DATA', 'dataset');
  });

  it('never as an empty first one; an empty later one says that all have left', () => {
    const empty = drawn({ entries: [], changes: [], asOf: '2025-02-01' });
    given()
      .when(publish({ drawn: empty }))
      .thenRefused('CATALOGUE.EMPTY', 'region');
    const { events } = given(published())
      .when(publish({ ...next, drawn: empty }))
      .thenAccepted();
    expect(events).toMatchObject([{ type: 'CatalogueEditionPublished.v1', data: { number: 2, entries: 0, chunks: 0 } }]);
  });
});

describe('an edition that supersedes the last one', () => {
  const supersedes = { number: 1, reason: '漏列一个品牌' };
  it('may bear the same date; the old one stays', () => {
    given(published())
      .when(publish({ ...next, supersedes }))
      .then(chunk, published(2, { ...next, supersedes }));
  });
  it('only the last one', () => {
    given(published(), published(2, { ...next, asOf: '2025-02-01' }))
      .when(publish({ document: { ...document, number: '鲁就办〔2025〕5号' }, drawn: drawn({ asOf: '2025-02-01' }), supersedes }))
      .thenRefused('CATALOGUE.NOT_THE_LAST', 'supersedes');
    given().when(publish({ supersedes })).thenRefused('CATALOGUE.NOT_THE_LAST', 'supersedes');
  });
});
