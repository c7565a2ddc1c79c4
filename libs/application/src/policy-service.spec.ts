import { canonicalJson } from '#audit';
import type { Explanation, Kind } from '#domain';
import type { EffectivePack } from '#policy';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { publishShippedPacks } from './bootstrap';
import { evaluateDry } from './evaluation';
import { newId } from './ids';
import { publishPack } from './policies';
import { PolicyService } from './policy-service';
import { LedgerProblem } from './problems';
import { shippedPacks } from './shipped';
import { AOHAN, CLERK, World, figure, problemOf, report, type Process } from './world.fixture';

jest.setTimeout(60_000);

const DAY_MS = 86_400_000;
const CHIFENG = [AOHAN, '150400', '150000', '000000'];
const BY_CLERK = { actor: CLERK };
const TRAINED = 'training.county.trained';

interface PackFile {
  id: string;
  version: string;
  meta: Record<string, unknown>;
  governs: Record<string, unknown>;
  parameters: { key: string; values: { when: object; value: unknown }[] }[];
  rules: { id: string; zh: string }[];
  [field: string]: unknown;
}

let world: World;
let here: Process;
let policies: PolicyService;
beforeEach(async () => {
  world = await World.open();
  here = world.process();
  policies = new PolicyService(here.ledger, here.policies);
  // Only what the cases are about: opening every pack before every case takes its time.
  for (const { document } of shippedPacks().filter((each) => (each.document as PackFile).id.startsWith('im-2024-118')))
    await publishPack(here.ledger, document, CLERK.id, '试验', {
      actor: CLERK,
      correlationId: newId(),
      causationId: null,
      causationDepth: 0,
      effectiveOn: world.today(),
      idempotency: null,
    });
});
afterEach(() => world.close());

function packFile(id: string, change: (pack: PackFile) => void = () => undefined): string {
  const document = shippedPacks().find((each) => (each.document as PackFile).id === id)?.document;
  const pack = structuredClone(document) as PackFile;
  change(pack);
  return stringify(pack);
}
/** The Inner Mongolia document with one line changed, as another version. */
const lowered = (version: string, threshold = 2800): string =>
  packFile('im-2024-118', (pack) => {
    pack.version = version;
    for (const each of pack.parameters)
      if (each.key === 'scale.three-years')
        each.values = each.values.map((one) => (one.value === 3000 ? { ...one, value: threshold } : one));
  });
const draft = (text: string, effectiveFrom = '2026-06-01', over: object = {}) =>
  policies.draft({ text, draftedBy: '张三', reason: '门槛调整', effectiveFrom, ...over }, BY_CLERK);
const approve = (version: string, pack = 'im-2024-118', approvedBy = '李四') => policies.approve(pack, version, { approvedBy }, BY_CLERK);
const packFor = async (on: string, kind: Kind = 'labour', knownOn?: string): Promise<EffectivePack> => {
  const pack = await here.policies.packsFor({ regions: CHIFENG, kind }, on, knownOn);
  if (pack === null) throw new Error('no pack');
  return pack;
};
const versionOn = async (on: string, knownOn?: string): Promise<string> =>
  (await packFor(on, 'labour', knownOn)).document.open.pack.version;

async function brandWith(kind: Kind, figures: readonly Parameters<typeof figureOf>[]): Promise<string> {
  const { brandId } = await here.brands.found({ ...report('敖汉架线工'), kind }, null, BY_CLERK);
  for (const given of figures) await here.brands.command(brandId, { type: 'recordFigure', data: figureOf(...given) }, BY_CLERK);
  return brandId;
}
const figureOf = (metric: string, year: number, value: number, directness = 'unstated'): ReturnType<typeof figure> => {
  const { figure: base } = figure(year, value);
  const estimate = directness === 'indirect' ? { method: '按户调查推算', basis: '乡镇台账' } : null;
  return { figure: { ...base, metric, directness, estimate } as typeof base };
};
async function answer(brandId: string, rule: string, pack: EffectivePack, asOf: string): Promise<Explanation> {
  const { state } = await here.ledger.loadBrand(brandId);
  const found = evaluateDry(pack, state, { asOf }).find((each) => each.rule === rule);
  if (found === undefined) throw new Error(`no rule ${rule}`);
  return found;
}

describe('changing a threshold is one line in one file and a new version in the log', () => {
  it('3000 to 2800: a brand of 2900 passes from the effective date on, and not before', async () => {
    const brandId = await brandWith(
      'labour',
      [
        ...[2023, 2024, 2025].map((year) => ['employmentDriven', year, year === 2025 ? 900 : 1000, 'direct'] as const),
        ...[2023, 2024, 2025].map((year) => ['employmentDriven', year, 0, 'indirect'] as const),
      ].map((each) => [...each]),
    );
    const [before, after] = [packFile('im-2024-118').split('\n'), lowered('2').split('\n')];
    expect(after.filter((line, i) => line !== before[i])).toEqual(['version: "2"', expect.stringMatching(/^\s+value: 2800$/)]);
    const outcome = async (on: string): Promise<string> => {
      const { root } = await answer(brandId, 'im.labour.scale', await packFor(on), on);
      return root.children.find(({ id }) => id === 'labour.scale.three-years')?.outcome ?? 'none';
    };

    await draft(lowered('2'));
    expect([await outcome('2026-05-31'), await outcome('2026-06-01')]).toEqual(['fail', 'fail']); // a draft decides nothing
    await approve('2');
    expect([await outcome('2026-05-31'), await outcome('2026-06-01')]).toEqual(['fail', 'pass']);
    expect(await world.types('policy-im-2024-118')).toEqual([
      'PolicyPublished.v1',
      // The house pack's stream begins with the same letters.
      'PolicyPublished.v1',
      'PolicyDrafted.v1',
      'PolicyApproved.v1',
      'PolicySuperseded.v1',
    ]);
    // The house pack that completes the first version completes the second one, too.
    expect((await packFor('2026-06-01')).houses.map(({ open }) => open.pack.id)).toEqual(['im-2024-118-house']);
  });

  it('counts in another process at once', async () => {
    const there = world.process();
    await draft(lowered('2'));
    await new PolicyService(there.ledger, there.policies).approve('im-2024-118', '2', { approvedBy: '李四' }, BY_CLERK);
    expect(await versionOn('2026-06-01')).toBe('2');
  });

  it('approved by several at once is approved once', async () => {
    await draft(lowered('2'));
    const others = [world.process(), world.process(), world.process()].map(
      ({ ledger, policies: library }) => new PolicyService(ledger, library),
    );
    await Promise.all(others.map((each) => each.approve('im-2024-118', '2', { approvedBy: '李四' }, BY_CLERK)));
    expect((await world.types('policy-im-2024-118')).filter((type) => type === 'PolicyApproved.v1')).toHaveLength(1);
  });
});

describe('what is refused writes nothing', () => {
  const logged = async (): Promise<number> => {
    let count = 0;
    for await (const _event of world.log.readAll()) count += 1;
    return count;
  };
  const refused = async (code: string, kind: string, act: () => Promise<unknown>): Promise<void> => {
    const before = await logged();
    expect(await problemOf(act())).toEqual({ code, kind });
    expect(await logged()).toBe(before);
  };
  beforeEach(async () => {
    await draft(lowered('2'));
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['POLICY.SAME_PERSON', 'refused', () => approve('2', 'im-2024-118', ' 张三')],
    ['POLICY.VERSION_EXISTS', 'refused', () => draft(lowered('2', 2700))],
    ['POLICY.BACKDATED', 'refused', () => draft(lowered('3'), '2026-03-01')],
    ['POLICY.BEFORE_DOCUMENT', 'refused', () => draft(lowered('3'), '2020-01-01', { backdatedBecause: '补录' })],
    ['POLICY.INVALID_PACK', 'invalid', () => draft('a: [1\nb: }')],
    ['POLICY.INVALID_PACK', 'invalid', () => draft('- 1\n- 2')],
    ['POLICY.INVALID_PACK', 'invalid', () => draft(lowered('3').replace('inForceFrom: 2024-07-05', 'inForceFrom: 2024-13-05'))],
    ['POLICY.INVALID_PACK', 'invalid', () => draft(`${'['.repeat(20_000)}`)],
    ['POLICY.INVALID_PACK', 'invalid', () => draft(`${lowered('3')}extra: "\\ud800"\n`)],
    [
      'POLICY.INVALID_PACK',
      'invalid',
      () => draft(packFile('im-2024-118-house', (pack) => Object.assign(pack, { version: '2', completes: 'nothing-1' }))),
    ],
    ['POLICY.OVERLAPS', 'refused', () => draft(packFile('im-2024-118', (pack) => (pack.id = 'im-2026-1')))],
    ['POLICY.NO_SUCH_VERSION', 'notFound', () => approve('9')],
    ['POLICY.UNKNOWN', 'invalid', () => approve('1', 'im-1999-1')],
  ])('%s', async (code, kind, act) => {
    await refused(code, kind, act);
  });

  it('a document whose new version leaves its house pack without what it asks, with every fault', async () => {
    const text = packFile('im-2024-118', (pack) => {
      pack.version = '3';
      pack.rules = pack.rules.filter(({ id }) => id !== 'im.labour.scale' && id !== 'im.labour.conditions');
    });
    const error = await draft(text).catch((caught: unknown) => caught);
    if (!(error instanceof LedgerProblem)) throw new Error('not refused');
    expect(error.refusal.code).toBe('POLICY.INVALID_PACK');
    expect(error.details.length).toBeGreaterThan(0);
    expect(error.details.every(({ zh, field }) => zh !== '' && field !== '')).toBe(true);
  });

  it('a file that is wrong says at which line and column', async () => {
    const text = lowered('3').replace('unit: persons', 'unit: sheep');
    const line = text.split('\n').findIndex((each) => each.includes('unit: sheep')) + 1;
    const { findings } = await policies.check(text);
    const [first] = findings.filter(({ severity }) => severity === 'error');
    expect([first?.code, first?.at?.line]).toEqual(['PACK.UNKNOWN_UNIT', line]);
    expect((await policies.check('a: [1\nb: }')).findings[0]).toMatchObject({ code: 'PACK.SYNTAX', severity: 'error', at: { line: 2 } });
  });
});

it('another document takes the place of the first, and gives it back when it is repealed before its first day', async () => {
  const successor = packFile('im-2024-118', (pack) => (pack.id = 'im-2026-1'));
  await draft(successor, '2026-09-01', { supersedes: 'im-2024-118' });
  await approve('1', 'im-2026-1');
  const packOn = async (on: string): Promise<string> => (await packFor(on)).document.open.pack.id;
  expect([await packOn('2026-08-31'), await packOn('2026-09-01')]).toEqual(['im-2024-118', 'im-2026-1']);
  expect(await world.types('policy-im-2024-118')).toContain('PolicySuperseded.v1');
  await policies.repeal('im-2026-1', '1', { repealedOn: '2026-09-01', repealedBy: '李四', reason: '撤回' }, BY_CLERK);
  expect(await packOn('2026-09-01')).toBe('im-2024-118');
});

it('what has expired is noted once', async () => {
  await publishShippedPacks(here.ledger, here.policies);
  for (let i = 0; i < 2; i += 1) await policies.noteExpiries(BY_CLERK);
  const noted = (await world.events('policy-'))
    .filter(({ type }) => type === 'PolicyExpired.v1')
    .map(({ data }) => [data['pack'], data['lastDay']]);
  expect(new Map(noted as [string, string][])).toEqual(
    new Map([
      ['skills-im-2022-2025', '2025-12-31'],
      ['city-speech-2024', '2024-12-31'],
    ]),
  );
  expect(noted).toHaveLength(2);
});

describe('a standard that the document hands to the banner', () => {
  const paper = { number: '敖人社发〔2026〕3号', issuedOn: '2026-03-01', signedBy: '王五' };
  const publish = (over: object = {}, region = AOHAN, options: Parameters<PolicyService['publishLocalStandard']>[2] = BY_CLERK) =>
    policies.publishLocalStandard(
      region,
      {
        ...{ pack: 'im-2024-118', parameter: TRAINED, value: 100, effectiveFrom: '2026-04-01', document: paper },
        ...{ draftedBy: '张三', approvedBy: '王五', reason: null, backdatedBecause: null, ...over },
      },
      options,
    );
  const node = async (brandId: string, on: string): Promise<Explanation['root'] | undefined> => {
    const { root } = await answer(brandId, 'im.training.county', await packFor(on, 'training'), on);
    return root.children.find(({ id }) => id === TRAINED);
  };

  it('makes its brands decidable from its day on, as configured by the banner with paper and date', async () => {
    const brandId = await brandWith('training', [['trainedPersons', 2025, 100]]);
    expect((await node(brandId, '2026-04-01'))?.missing).toMatchObject([{ owedBy: 'banner' }]);
    await publish();
    expect((await node(brandId, '2026-03-31'))?.outcome).toBe('undecidable');
    const decided = await node(brandId, '2026-04-01');
    expect(decided?.outcome).toBe('pass');
    expect(decided?.threshold?.provenance).toEqual({
      pack: `local-${AOHAN}`,
      version: '1',
      basis: 'configured',
      clause: null,
      cite: null,
      approvedBy: '敖汉旗《敖人社发〔2026〕3号》王五',
      approvedOn: '2026-03-01',
    });
    await publish({ value: 101, effectiveFrom: '2026-07-01' });
    expect((await node(brandId, '2026-06-30'))?.outcome).toBe('pass');
    expect((await node(brandId, '2026-07-01'))?.outcome).toBe('fail');
    // Of another banner it is none.
    expect(
      (await here.policies.packsFor({ regions: ['150429', ...CHIFENG.slice(1)], kind: 'training' }, '2026-07-01'))?.houses,
    ).toHaveLength(1);
  });

  it('that is repealed is owed again from that day on', async () => {
    const brandId = await brandWith('training', [['trainedPersons', 2025, 100]]);
    const { standardId } = await publish();
    const end = {
      repealedOn: '2026-05-01',
      document: paper,
      draftedBy: '张三',
      approvedBy: '王五',
      reason: '重新制定',
      backdatedBecause: null,
    };
    await policies.repealLocalStandard(AOHAN, standardId, end, BY_CLERK);
    expect((await node(brandId, '2026-04-30'))?.outcome).toBe('pass');
    expect((await node(brandId, '2026-05-01'))?.outcome).toBe('undecidable');
  });

  it('with a key is published once', async () => {
    const options = { ...BY_CLERK, idempotencyKey: 'k-1' };
    const first = await publish({}, AOHAN, options);
    expect(await publish({}, AOHAN, options)).toEqual({ ...first, repeated: true });
    expect(await problemOf(publish({ value: 120 }, AOHAN, options))).toEqual({ code: 'BRAND.IDEMPOTENCY_REUSED', kind: 'invalid' });
    expect(await world.types('region-')).toEqual(['LocalStandardPublished.v1']);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['STANDARD.OTHER_REGION', 'refused', () => publish({}, '150400')], // a league
    ['STANDARD.OTHER_REGION', 'refused', () => publish({}, '370102')], // outside the document
    ['STANDARD.NOT_DELEGATED', 'refused', () => publish({ parameter: 'age.months' })],
    ['STANDARD.NOT_DELEGATED', 'refused', () => publish({ parameter: 'nothing' })],
    ['STANDARD.OUT_OF_BOUNDS', 'refused', () => publish({ value: -1 })],
    ['STANDARD.OUT_OF_BOUNDS', 'refused', () => publish({ value: '1/2' })],
    ['STANDARD.OUT_OF_BOUNDS', 'refused', () => publish({ parameter: 'training.county.pass-rate', value: '101/100' })],
    ['POLICY.SAME_PERSON', 'refused', () => publish({ approvedBy: '张三' })],
    ['POLICY.UNKNOWN', 'invalid', () => publish({ pack: 'im-1999-1' })],
    ['REGION.UNKNOWN', 'invalid', () => publish({}, '999999')],
    ['ACCESS.OUT_OF_SCOPE', 'forbidden', () => publish({}, AOHAN, { actor: { ...CLERK, region: '370000' } })],
  ])('%s', async (code, kind, act) => {
    expect(await problemOf(act())).toEqual({ code, kind });
    expect(await world.types('region-')).toEqual([]);
  });
});

describe('as known on a date', () => {
  it('is what the log held at the end of that day', async () => {
    const today = world.today();
    await draft(lowered('2'));
    world.pass(DAY_MS);
    await approve('2');
    expect([await versionOn('2026-06-01', today), await versionOn('2026-06-01', world.today()), await versionOn('2026-06-01')]).toEqual([
      '1',
      '2',
      '2',
    ]);
    expect(await problemOf(here.policies.named('im-2024-118', '2026-06-01', [], '2026-03-01'))).toEqual({
      code: 'POLICY.UNKNOWN',
      kind: 'invalid',
    });
  });

  it('an answer never changes by what is published, repealed or set later', async () => {
    const brandId = await brandWith('training', [['trainedPersons', 2025, 100]]);
    const days = ['2026-03-01', '2026-04-15', '2026-06-01', '2026-12-31'];
    const answers = async (knownOn: string): Promise<string> => {
      const all = [];
      for (const on of days) all.push(await answer(brandId, 'im.training.county', await packFor(on, 'training', knownOn), on));
      return canonicalJson(all);
    };
    let version = 1;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('version', 'repeal', 'standard'), fc.integer({ min: 0, max: 200 })), {
          minLength: 1,
          maxLength: 3,
        }),
        async (steps) => {
          const knownOn = world.today();
          const before = await answers(knownOn);
          world.pass(DAY_MS);
          for (const [what, n] of steps) {
            const from = new Date(Date.parse(world.today()) + n * DAY_MS).toISOString().slice(0, 10);
            if (what === 'version') {
              version += 1;
              await draft(lowered(String(version), 2000 + version), from);
              await approve(String(version));
            } else if (what === 'repeal') {
              await problemOf(
                policies.repeal('im-2024-118', String(version), { repealedOn: from, repealedBy: '李四', reason: '试验' }, BY_CLERK),
              );
            } else {
              await problemOf(
                policies.publishLocalStandard(
                  AOHAN,
                  {
                    ...{ pack: 'im-2024-118', parameter: TRAINED, value: n, effectiveFrom: from },
                    ...{
                      document: { number: `敖〔2026〕${n}号`, issuedOn: '2026-03-01', signedBy: '王五' },
                      draftedBy: '张三',
                      approvedBy: '王五',
                    },
                    ...{ reason: null, backdatedBecause: null },
                  },
                  BY_CLERK,
                ),
              );
            }
          }
          expect(await answers(knownOn)).toBe(before);
        },
      ),
      { numRuns: 6 },
    );
    // The later events did change something, seen with today's knowledge.
    expect(await answers(world.today())).not.toBe(await answers('2026-03-02'));
  });
});
