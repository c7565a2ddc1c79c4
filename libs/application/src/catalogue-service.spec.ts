import { composePacks, openPack } from '#policy';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { CatalogueService, catalogueKeptBy, type ListedBrands, type PublishRequest } from './catalogue-service';
import { publishShippedPacks } from './bootstrap';
import { newId } from './ids';
import { CLERK, problemOf, report, World, type Process } from './world.fixture';
import type { BrandCommand } from '#domain';

const DOCUMENT = { number: '鲁人社字〔2022〕1号', issuedOn: '2022-01-10', signedBy: '王某' };
const TODAY = '2026-03-02';
const JINAN = '370102';

const shipped = (name: string): unknown => parse(readFileSync(join(__dirname, '../../policy/packs', `${name}.yaml`), 'utf8'));
const opened = (document: unknown) => ({ open: openPack(document), digest: 'a'.repeat(64) });

describe('why a region keeps a catalogue', () => {
  it('a clause of its document says so', () => {
    const pack = composePacks(opened(shipped('sd-2021-22')), [opened(shipped('sd-2021-22-house'))]);
    expect(catalogueKeptBy(pack)).toMatchObject({ pack: 'sd-2021-22', basis: 'stated', clause: 'san.san.catalogue', cite: '三（三）' });
  });

  it('neither the Inner Mongolia document nor its house pack does', () => {
    expect(catalogueKeptBy(composePacks(opened(shipped('im-2024-118')), [opened(shipped('im-2024-118-house'))]))).toBeNull();
    expect(catalogueKeptBy(null)).toBeNull();
  });

  it('a house pack may, and the edition then says who approved it', () => {
    const house = shipped('im-2024-118-house') as { parameters: object[] };
    const kept = {
      key: 'catalogue.kept',
      zh: '编印指导目录',
      en: 'a catalogue is kept',
      unit: 'words',
      basis: 'configured',
      clause: null,
      approvedBy: '示例：某厅',
      approvedOn: '2024-08-01',
      values: [{ when: {}, value: '是' }],
    };
    const pack = composePacks(opened(shipped('im-2024-118')), [opened({ ...house, parameters: [...house.parameters, kept] })]);
    expect(catalogueKeptBy(pack)).toMatchObject({
      pack: 'im-2024-118-house',
      basis: 'configured',
      clause: null,
      approvedBy: '示例：某厅',
      approvedOn: '2024-08-01',
    });
  });
});

describe('the catalogue service', () => {
  let world: World;
  let one: Process;
  beforeEach(async () => {
    world = await World.open();
    one = world.process();
    await publishShippedPacks(one.ledger, one.policies);
  });
  afterEach(() => world.close());

  /** What read models that have caught up answer. */
  const listed = (): ListedBrands => ({
    listedBrands: async (_dataset, region) => {
      const brands = new Map<string, Map<number, number>>();
      const ever = new Set<string>();
      let leaf = -1;
      for await (const { stream, revision, type, data } of world.log.readAll()) {
        leaf += 1;
        if (!stream.startsWith('brand-')) continue;
        const id = stream.slice('brand-'.length);
        const leaves = brands.get(id) ?? new Map<number, number>();
        brands.set(id, leaves.set(Number(revision), leaf));
        if (type === 'CatalogueEntered.v1' && (data as { catalogue: string }).catalogue === region) ever.add(id);
      }
      return { leaf, brands: new Map([...brands].filter(([id]) => ever.has(id))) };
    },
  });
  const service = (process: Process): CatalogueService => new CatalogueService(process.ledger, process.policies, listed());

  async function list(name: string): Promise<string> {
    const { brandId } = await one.brands.found({ ...report(name, JINAN) }, null, { actor: CLERK });
    const commands: BrandCommand[] = [
      {
        type: 'nominate',
        data: {
          pack: 'sd-2021-22',
          tierSought: 'county',
          submittedAt: '2026-01-05T09:00:00+08:00',
          applicant: { unit: '某公司', creditCode: null },
        },
      },
      { type: 'recommend', data: { body: '区人社局', officer: '甲', authentic: true, valid: true, complete: true, document: null } },
      { type: 'assess', data: { verdict: 'proposed', panel: null, judgements: [], reason: '符合条件' } },
      { type: 'recognise', data: { tier: 'county', document: DOCUMENT, minutes: null } },
      { type: 'enterCatalogue', data: { catalogue: '370000', document: DOCUMENT } },
    ];
    for (const command of commands) await one.brands.command(brandId, command, { actor: CLERK });
    return brandId;
  }
  const request = { region: '370000', dataset: 'real' as const, asOf: TODAY };
  const signed = (digest: string, number = '鲁就办〔2026〕1号'): PublishRequest => ({
    ...request,
    digest,
    document: { number, issuedOn: TODAY, signedBy: '张三' },
    supersedes: null,
  });

  it('previews without writing, and publishes what it showed', async () => {
    const brandId = await list('济南护工');
    const count = async (): Promise<number> => (await world.events('brand-')).length + (await world.events('catalogue-')).length;
    const before = await count();
    const { drawn, number, obstacle } = await service(one).preview(request, CLERK);
    expect(await count()).toBe(before);
    expect([number, obstacle, drawn.entries.map((entry) => entry.brandId)]).toEqual([1, null, [brandId]]);
    expect(await service(one).publish(signed(drawn.digest), { actor: CLERK })).toMatchObject({ number: 1, repeated: false });
    expect(await world.types('catalogue-')).toEqual(['CatalogueEditionChunk.v1', 'CatalogueEditionPublished.v1']);
  });

  it('answers a repeat with the edition that it was, and refuses the key for another', async () => {
    await list('济南护工');
    const { drawn } = await service(one).preview(request, CLERK);
    const first = await service(one).publish(signed(drawn.digest), { actor: CLERK, idempotencyKey: 'k' });
    expect(await service(one).publish(signed(drawn.digest), { actor: CLERK, idempotencyKey: 'k' })).toEqual({ ...first, repeated: true });
    expect(await problemOf(service(one).publish(signed(drawn.digest, '另一文号'), { actor: CLERK, idempotencyKey: 'k' }))).toMatchObject({
      code: 'BRAND.IDEMPOTENCY_REUSED',
    });
    expect(await world.types('catalogue-')).toHaveLength(2);
  });

  it('publishes once when two sign at the same moment', async () => {
    await list('济南护工');
    const { drawn } = await service(one).preview(request, CLERK);
    const two = world.process();
    const outcomes = await Promise.all([
      problemOf(service(one).publish(signed(drawn.digest, '甲文'), { actor: CLERK })),
      problemOf(service(two).publish(signed(drawn.digest, '乙文'), { actor: CLERK })),
    ]);
    expect(outcomes.filter((outcome) => outcome === 'no problem')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome !== 'no problem')).toMatchObject([{ code: 'CATALOGUE.PUBLISHED_ALREADY' }]);
    expect((await world.types('catalogue-')).filter((type) => type === 'CatalogueEditionPublished.v1')).toHaveLength(1);
  });

  it('is not confused by an edition whose list was written and which was never published', async () => {
    await list('济南护工');
    const { drawn } = await service(one).preview(request, CLERK);
    const orphan = { editionId: newId(), part: 0, entries: [...drawn.entries], changes: [...drawn.changes] };
    const context = { actor: CLERK, correlationId: newId(), causationId: null, causationDepth: 0, effectiveOn: TODAY, idempotency: null };
    await one.ledger.append('catalogue-370000', 'noStream', [{ type: 'CatalogueEditionChunk.v1', data: orphan }], context);
    expect(await service(one).publish(signed(drawn.digest), { actor: CLERK })).toMatchObject({ number: 1, repeated: false });
  });

  it('writes a list that no append could take at once in several, and one that was cut short is made again', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, i) => list(`济南护工${i}`)));
    const { drawn } = await service(one).preview(request, CLERK);
    let cuts = 0;
    const dying = world.process(
      world.disturbed((_stream, types) => {
        if (!types.includes('CatalogueEditionPublished.v1')) return;
        cuts += 1;
        throw new Error('power cut');
      }),
    );
    await expect(service(dying).publish(signed(drawn.digest), { actor: CLERK })).rejects.toThrow('power cut');
    const left = await world.types('catalogue-');
    expect([cuts, left.length > 0, left.includes('CatalogueEditionPublished.v1')]).toEqual([1, true, false]);
    expect(await service(one).publish(signed(drawn.digest), { actor: CLERK })).toMatchObject({ number: 1, repeated: false });
    const events = (await world.events('catalogue-')).slice(left.length);
    const published = events.at(-1)?.data as { editionId: string; entries: number; chunks: number };
    expect([published.entries, published.chunks]).toEqual([300, events.length - 1]);
    expect(events.slice(0, -1).every(({ data }) => data['editionId'] === published.editionId)).toBe(true);
  }, 60_000);

  it('keeps to the region of whoever asks', async () => {
    const elsewhere = { ...CLERK, region: '150000' };
    expect(await problemOf(service(one).preview(request, elsewhere))).toMatchObject({ code: 'ACCESS.OUT_OF_SCOPE' });
    expect(await problemOf(service(one).publish(signed('d'.repeat(64)), { actor: elsewhere }))).toMatchObject({
      code: 'ACCESS.OUT_OF_SCOPE',
    });
    expect(await problemOf(service(one).preview({ ...request, region: '999999' }, CLERK))).toMatchObject({ code: 'REGION.UNKNOWN' });
  });
});
