/** On the sample data, through the interface: every number leads to the records that it is made of, and they come to it. */
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ sampleData: true });
  await app.settled();
}, 240_000);
afterAll(() => app.stop());

interface Count {
  readonly region: string;
  readonly tier: string;
  readonly category: string;
  readonly year: number;
  readonly metric: string;
  readonly unit: string;
  readonly nature: string;
  readonly directness: string;
  readonly status: string;
  readonly value: number;
  readonly brands: number;
  readonly conflicts: number;
}
interface Source {
  readonly brandId: string;
  readonly value: number | null;
  readonly event?: { readonly stream: string; readonly revision: number; readonly leaf: number };
  readonly figures?: readonly { readonly part: string; readonly value: number; readonly event: NonNullable<Source['event']> }[];
}

interface Page {
  readonly rows: readonly Source[];
  readonly sum?: number;
  readonly total: number;
}

const query = (values: Readonly<Record<string, string | number | boolean>>): string =>
  new URLSearchParams(Object.entries(values).map(([key, value]): [string, string] => [key, String(value)])).toString();
const rowsOf = async <R>(path: string): Promise<R[]> => {
  const { status, body } = await app.get<{ readonly rows: R[] }>(`/api/v1${path}`);
  expect([path, status]).toEqual([path, 200]);
  return body.rows;
};
/** All rows of a paged list, which must say the same of itself on every page. */
const allOf = async (path: string): Promise<Page> => {
  const rows: Source[] = [];
  for (;;) {
    const { status, body } = await app.get<Page>(`/api/v1${path}&offset=${rows.length}&limit=500`);
    expect([path, status]).toEqual([path, 200]);
    rows.push(...body.rows);
    if (rows.length >= body.total) return { ...body, rows };
  }
};

describe.each(['real', 'synthetic'])('in the %s set', (dataset) => {
  it('sums the sources of every yearly count to the count, in the whole country and in each province', async () => {
    const counts = [
      ...(await rowsOf<Count>(`/counts/yearly?dataset=${dataset}`)),
      ...(await rowsOf<Count>(`/counts/yearly?dataset=${dataset}&children=true`)),
    ];
    expect(counts.length).toBeGreaterThan(10);
    for (const { value, brands, conflicts, ...count } of counts) {
      const { region, tier, category, year, metric, unit, nature, directness, status } = count;
      const asked = query({
        dataset,
        region,
        tier,
        category: category === '' ? '-' : category,
        year,
        metric,
        unit,
        nature,
        directness,
        status,
      });
      const sources = await allOf(`/counts/yearly/sources?${asked}`);
      const values = sources.rows.map((row) => row.value);
      expect([asked, sources.sum, values.reduce<number>((sum, each) => sum + (each ?? 0), 0)]).toEqual([asked, value, value]);
      expect([values.length, values.filter((each) => each === null).length]).toEqual([brands + conflicts, conflicts]);
      expect(new Set(sources.rows.map(({ brandId }) => brandId)).size).toBe(values.length);
    }
  });

  it('leads from a count to the very event in the history of its brand', async () => {
    const [count] = (await rowsOf<Count>(`/counts/yearly?dataset=${dataset}&by=none`)).filter(({ brands }) => brands > 0);
    if (count === undefined) throw new Error('the sample data holds counts');
    const { region, year, metric, unit, nature, directness, status } = count;
    const { rows } = await allOf(`/counts/yearly/sources?${query({ dataset, region, year, metric, unit, nature, directness, status })}`);
    for (const { brandId, value, figures = [] } of rows) {
      const counted = figures.find(({ part }) => part === 'counted');
      const history = await rowsOf<{ revision: number; leaf: number; type: string; data: { value?: number; figure?: { value: number } } }>(
        `/brands/${brandId}/history`,
      );
      const event = history.find(({ revision }) => revision === counted?.event.revision);
      expect([event?.leaf, event?.type.split('.')[0]]).toEqual([
        counted?.event.leaf,
        expect.stringMatching(/^Figure(Recorded|Corrected)$/),
      ]);
      expect(event?.data.figure?.value ?? event?.data.value).toBe(value);
    }
  });

  it('lists as many brands behind every number of the pyramid, of its movements and of data quality as the number says', async () => {
    type Named = Readonly<Record<string, string>> & { readonly brands: number };
    for (const { region, kind, tier, claimed, stage, brands } of await rowsOf<Named>(`/tiers?dataset=${dataset}`)) {
      const asked = query({ dataset, region, kind, tier, claimed, stage } as Record<string, string>);
      expect([asked, (await allOf(`/tiers/sources?${asked}`)).rows.length]).toEqual([asked, brands]);
    }
    const moves = await rowsOf<Named>(`/tiers/movements?dataset=${dataset}`);
    for (const { brands, ...move } of moves) {
      const asked = query({ dataset, ...move });
      expect([asked, (await allOf(`/tiers/movements/sources?${asked}`)).rows.length]).toEqual([asked, brands]);
    }
    for (const { kind, records } of await rowsOf<{ kind: string; records: number }>(`/quality?dataset=${dataset}`))
      expect([kind, (await allOf(`/quality/sources?dataset=${dataset}&kind=${kind}`)).rows.length]).toEqual([kind, records]);
    for (const { month } of await rowsOf<{ month: string }>(`/reviews/due?dataset=${dataset}`)) {
      const due = (await rowsOf<{ month: string; brands: number }>(`/reviews/due?dataset=${dataset}`)).filter((row) => row.month === month);
      const found = await allOf(`/reviews/due/sources?dataset=${dataset}&month=${month}`);
      expect(found.rows.length).toBe(due.reduce((sum, { brands }) => sum + brands, 0));
    }
  });
});

it('counts the movements of the demonstration, and none of the published facts, which recognise nobody here', async () => {
  const synthetic = await rowsOf<{ movement: string }>('/tiers/movements?dataset=synthetic');
  expect(synthetic.map(({ movement }) => movement)).toEqual(expect.arrayContaining(['recognised', 'listed', 'delisted']));
  expect(await rowsOf('/tiers/movements?dataset=real')).toEqual([]);
});

it('names every league that must have a dual brand, and every city that must have 3 to 5 key brands, by clause', async () => {
  const rows = await rowsOf<{ region: string; cite: string; rule: string; actual: number | null; outcome: string; sentenceZh: string }>(
    '/coverage?dataset=real',
  );
  const rules = new Map<string, Set<string>>();
  for (const { rule, region } of rows) rules.set(rule, (rules.get(rule) ?? new Set()).add(region.slice(0, 2)));
  expect(rules.get('im.coverage')).toEqual(new Set(['15']));
  expect(rules.get('sd.city.key-projects')).toEqual(new Set(['37']));
  expect(rows.filter(({ rule }) => rule === 'im.coverage')).toHaveLength(12);
  expect(rows.every(({ cite }) => cite !== null)).toBe(true);
  expect((await rowsOf('/coverage?dataset=synthetic')).length).toBe(0);
});

it.each([
  [
    'a year that is none',
    '/counts/yearly/sources?dataset=real&year=24&metric=workers&unit=persons&nature=stock&directness=unstated&status=locked',
  ],
  [
    'a status that is none',
    '/counts/yearly/sources?dataset=real&year=2024&metric=workers&unit=persons&nature=stock&directness=unstated&status=x',
  ],
  ['no dataset', '/tiers/movements'],
  ['a kind of quality that is none', '/quality/sources?dataset=real&kind=x'],
  ['a month that is none', '/reviews/due/sources?dataset=real&month=2024'],
])('refuses %s', async (_, path) => {
  expect((await app.get(`/api/v1${path}`)).status).toBe(400);
});
