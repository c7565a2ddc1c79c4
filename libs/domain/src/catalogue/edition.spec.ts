import fc from 'fast-check';
import { BRAND_ID, brandEvent, LIVES, recordBrandEvent, testDocument, testUuid } from '#testing';
import type { BrandEvent } from '../brand/events';
import { applyChanges, compareEditions, drawEdition, type EditionCut, type LeafedBrandEvent } from './edition';

const REGION = '150000';
const on = (event: BrandEvent, date: string): readonly [BrandEvent, string] => [event, date];

/** A brand's stream: its events on their days, one leaf after the other from `leaf` on. */
const stream = (events: readonly (readonly [BrandEvent, string])[], leaf = 0): LeafedBrandEvent[] =>
  events.map(([event, effectiveOn], revision) => ({ ...recordBrandEvent(event, revision, { effectiveOn }), leaf: leaf + revision }));

const listedBy = (day: string): (readonly [BrandEvent, string])[] => LIVES.listed.map((event) => on(event, day));
const paper = (number: string) => ({ ...testDocument, number });
const promoted = brandEvent('BrandPromoted.v1', { document: paper('晋级文') });
const downgraded = brandEvent('BrandDowngraded.v1', { document: paper('降级文') });
const delisted = brandEvent('BrandDelisted.v1', { document: null, confirmedBy: null });
const restored = brandEvent('BrandRestored.v1', { document: paper('恢复文') });
const renamed = brandEvent('BrandRenamed.v1');
const keyProject = brandEvent('KeyProjectDesignated.v1', { document: paper('重点文') });
const at = (asOf: string, leaf = 1_000): EditionCut => ({ asOf, leaf });
const draw = (events: readonly LeafedBrandEvent[], to: EditionCut, since: EditionCut | null = null) =>
  drawEdition([events], REGION, 'real', to, since);

describe('an edition of the catalogue', () => {
  it('holds who was listed in this catalogue, with the decisions behind it', () => {
    const { entries, changes } = draw(stream(listedBy('2024-01-10')), at('2024-12-31'));
    expect(entries).toEqual([
      {
        brandId: BRAND_ID,
        name: '敖汉架线工',
        region: '150430',
        kind: 'labour',
        category: '建筑',
        origin: 'operational',
        tier: 'county',
        tierBy: { event: `brand-${BRAND_ID}@4`, type: 'BrandRecognised.v1', on: '2024-01-10', document: testDocument, confirmedBy: null },
        listedSince: '2024-01-10',
        listedBy: {
          event: `brand-${BRAND_ID}@6`,
          type: 'CatalogueEntered.v1',
          on: '2024-01-10',
          document: testDocument,
          confirmedBy: null,
        },
        keyProjects: [],
      },
    ]);
    expect(changes).toEqual([{ kind: 'entered', by: entries[0]?.listedBy, entry: entries[0] }]);
  });

  it.each([
    ['recognised, not listed', LIVES.cultivated],
    ['nominated', LIVES.submitted],
    ['left again', LIVES.delisted],
  ])('leaves out who is %s', (_what, life) => {
    expect(draw(stream(life.map((event) => on(event, '2024-01-10'))), at('2024-12-31')).entries).toEqual([]);
  });

  it('is of one catalogue and of one kind of data', () => {
    const events = stream(listedBy('2024-01-10'));
    expect(drawEdition([events], '150400', 'real', at('2024-12-31'), null)).toEqual({ entries: [], changes: [] });
    expect(drawEdition([events], REGION, 'synthetic', at('2024-12-31'), null)).toEqual({ entries: [], changes: [] });
  });

  it('looks as far as its date and its leaf, and no further', () => {
    const events = stream(listedBy('2024-01-10'));
    expect(draw(events, at('2024-01-09')).entries).toHaveLength(0);
    expect(draw(events, at('2024-01-10')).entries).toHaveLength(1);
    expect(draw(events, at('2024-01-10', 5)).entries).toHaveLength(0);
    expect(draw(events, at('2024-01-10', 6)).entries).toHaveLength(1);
  });

  it('tells what changed since the last one, each change with its decision and paper', () => {
    const events = stream([
      ...listedBy('2024-01-10'),
      on(promoted, '2025-03-01'),
      on(renamed, '2025-04-01'),
      on(keyProject, '2025-05-01'),
      on(downgraded, '2025-06-01'),
      on(delisted, '2025-07-01'),
      on(restored, '2025-08-01'),
    ]);
    const { entries, changes } = draw(events, at('2025-12-31'), at('2024-12-31'));
    expect(changes.map(({ kind, by }) => [kind, by.event, by.on, by.document?.number ?? null, by.confirmedBy])).toEqual([
      ['promoted', `brand-${BRAND_ID}@7`, '2025-03-01', '晋级文', '孙七'],
      ['renamed', `brand-${BRAND_ID}@8`, '2025-04-01', null, null],
      ['keyProject', `brand-${BRAND_ID}@9`, '2025-05-01', '重点文', null],
      ['downgraded', `brand-${BRAND_ID}@10`, '2025-06-01', '降级文', '孙七'],
      ['exited', `brand-${BRAND_ID}@11`, '2025-07-01', null, null],
      ['restored', `brand-${BRAND_ID}@12`, '2025-08-01', '恢复文', '孙七'],
    ]);
    expect(changes[0]).toMatchObject({ from: 'county', to: 'prefecture' });
    expect(changes[1]).toMatchObject({ from: '敖汉架线工', to: '敖汉电工' });
    expect(changes[4]).toMatchObject({ name: '敖汉电工', tier: 'county', ground: 'rectificationFailed' });
    expect(entries).toMatchObject([
      { name: '敖汉电工', tier: 'county', listedSince: '2024-01-10', keyProjects: [{ level: 'prefecture' }] },
    ]);
  });

  it('takes what was recorded late into the next edition, and not into none', () => {
    const events = stream([...listedBy('2024-01-10'), on(promoted, '2025-01-05'), on(renamed, '2024-12-20')]);
    const first = draw(events, at('2024-12-31'));
    expect(first.entries).toMatchObject([{ name: '敖汉架线工', tier: 'county' }]);
    const second = draw(events, at('2025-12-31'), at('2024-12-31'));
    expect(second.changes.map(({ kind }) => kind)).toEqual(['promoted', 'renamed']);
    expect(applyChanges(first.entries, second.changes)).toEqual(second.entries);
  });

  it('lists the highest tier first, then by region, name and id', () => {
    const brand = (n: number, name: string, region: string, more: readonly (readonly [BrandEvent, string])[] = []) => {
      const reported = brandEvent('BrandReported.v1', { brandId: testUuid(n), name, region });
      return stream([on(reported, '2024-01-10'), ...listedBy('2024-01-10').slice(1), ...more], n * 20);
    };
    const { entries } = drawEdition(
      [
        brand(4, '乙', '150430'),
        brand(3, '甲', '150430'),
        brand(2, '甲', '150102'),
        brand(1, '丙', '150430', [on(promoted, '2024-02-01')]),
      ],
      REGION,
      'real',
      at('2024-12-31'),
      null,
    );
    expect(entries.map(({ brandId }) => brandId)).toEqual([testUuid(1), testUuid(2), testUuid(4), testUuid(3)]);
  });

  it('is what the last one was, and what changed since: whatever happened, wherever it is cut', () => {
    const more: readonly BrandEvent[] = [
      promoted,
      downgraded,
      brandEvent('BrandDelisted.v1'),
      restored,
      renamed,
      keyProject,
      brandEvent('BrandNominated.v1'),
      brandEvent('BrandRecommended.v1'),
      brandEvent('BrandAssessed.v1'),
      brandEvent('BrandRecognised.v1'),
      brandEvent('CatalogueEntered.v1'),
      brandEvent('FigureRecorded.v1'),
    ];
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-01-${String(n).padStart(2, '0')}`);
    const lived = fc.array(fc.tuple(fc.constantFrom(...more), day), { maxLength: 25 });
    const cut = fc.record({ leaf: fc.integer({ min: 0, max: 90 }), asOf: day });
    fc.assert(
      fc.property(fc.array(lived, { minLength: 1, maxLength: 3 }), cut, cut, (lives, a, b) => {
        const since = { leaf: Math.min(a.leaf, b.leaf), asOf: a.asOf < b.asOf ? a.asOf : b.asOf };
        const to = { leaf: Math.max(a.leaf, b.leaf), asOf: a.asOf < b.asOf ? b.asOf : a.asOf };
        const streams = lives.map((events, i) => {
          const reported = brandEvent('BrandReported.v1', { brandId: testUuid(i + 1) });
          return stream([on(reported, '2024-12-01'), ...listedBy('2024-12-01').slice(1), ...events], i * 31);
        });
        const first = drawEdition(streams, REGION, 'real', since, null);
        const second = drawEdition(streams, REGION, 'real', to, since);
        expect(applyChanges(first.entries, second.changes)).toEqual(second.entries);
        expect(applyChanges([], first.changes)).toEqual(first.entries);
      }),
    );
  });
});

describe('two editions compared', () => {
  it('differ in the end, whatever happened between', () => {
    const events = stream([
      ...listedBy('2024-01-10'),
      on(promoted, '2025-03-01'),
      on(downgraded, '2025-04-01'),
      on(promoted, '2025-05-01'),
      on(keyProject, '2025-06-01'),
    ]);
    const other = stream(
      [on(brandEvent('BrandReported.v1', { brandId: testUuid(2) }), '2025-02-01'), ...listedBy('2025-02-01').slice(1)],
      50,
    );
    const from = drawEdition([events], REGION, 'real', at('2024-12-31'), null).entries;
    const to = drawEdition([events, other], REGION, 'real', at('2025-12-31'), null).entries;
    const compared = compareEditions(from, to);
    expect(compared.added.map(({ brandId }) => brandId)).toEqual([testUuid(2)]);
    expect(compared.promoted.map(({ entry, from: tier }) => [entry.brandId, tier])).toEqual([[BRAND_ID, 'county']]);
    expect(compared.newKeyProjects.map(({ brandId }) => brandId)).toEqual([BRAND_ID]);
    expect(compared).toMatchObject({ removed: [], downgraded: [], renamed: [], unchanged: 0 });
    expect(compareEditions(to, to)).toMatchObject({ added: [], removed: [], promoted: [], unchanged: 2 });
    expect(compareEditions(to, from).removed.map(({ brandId }) => brandId)).toEqual([testUuid(2)]);
  });
});
