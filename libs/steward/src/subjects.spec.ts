/**
 * Subjects beside brands under the steward: a year is closed, a day passes, a fact changes, and the answer stands in the
 * stream of the subject that the rule is about. The real domain and the real packs; on both sides of each threshold.
 */
import { initialSubject, openSanctions, subjectOf, type Decision, type Explanation, type SubjectCommand, type TargetTerms } from '#domain';
import { openReadModels, type ReadModelDatabase } from '#projections';
import type { EffectivePack } from '#policy';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Steward, StewardStore, countedFacts, emptyMemory, evolve, remember, type StewardEvent } from './index';
import { DOCUMENT, World, innerMongolia, kaili, newId, shandong } from './world.fixture';

const SOURCE = { reference: '示例', note: null };
let folder: string;
let db: ReadModelDatabase;
let world: World;
let steward: Steward;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'steward-subjects-'));
  db = await openReadModels({ file: join(folder, 'read.db') });
  world = new World();
  steward = new Steward({ log: world.log, db, port: world, decode: world.decode, clock: world.clock, owner: 'a' });
});
afterEach(async () => {
  expect((await steward.status()).parked).toEqual([]);
  await steward.stop();
  await db.close();
  rmSync(folder, { recursive: true });
});

/** The day comes, and all that falls due before it is done. */
const day = async (on: string): Promise<void> => {
  world.clock.set(on);
  await steward.tick();
};
const unit = async (region = '370102'): Promise<string> => {
  const id = newId();
  const data = {
    name: '某家政公司',
    creditCode: null,
    unitType: 'leadFirm',
    region,
    brands: [],
    origin: 'operational',
    source: SOURCE,
  } as const;
  await world.subject(id, { kind: 'unit', command: { type: 'register', data: { ...data, brands: [] } } });
  return id;
};
const recognised = async (): Promise<string> => {
  const id = await unit();
  await world.subject(id, { kind: 'unit', command: { type: 'recognise', data: { document: DOCUMENT, minutes: null } } });
  return id;
};
const asUnit = (id: string, command: Extract<SubjectCommand, { kind: 'unit' }>['command']): Promise<string> =>
  world.subject(id, { kind: 'unit', command });
const figure = (metric: 'trainedPersons' | 'selfUsed' | 'exported', value: number, year = 2023): ReturnType<World['figure']> => ({
  ...{ metric, unit: 'persons', nature: 'flow', directness: 'unstated', bound: 'exact', value, estimate: null, source: SOURCE },
  window: { fromYear: year, toYear: year, asOf: null },
});
const judge = (id: string, kind: 'unit' | 'link', criterion: string, met: boolean, role = '审批人'): Promise<string> =>
  world.subject(id, {
    kind,
    command: { type: 'recordJudgement', data: { criterion, met, role, by: '王某', reason: '现场核查', evidence: [] } },
  });
const types = (stream: string): readonly string[] => world.subjectHistory(stream).map(({ type }) => type);
const decisionOf = (stream: string, rule: string): Decision => {
  const found = world
    .subjectHistory(stream)
    .map(({ data }) => (data as { decision?: Decision | null }).decision)
    .findLast((decision) => decision?.policy.rule === rule);
  if (!found) throw new Error(`${rule} decided nothing on ${stream}`);
  return found;
};
/** What the pure core counts in a region at the end of a day, from the log as far as a leaf: what a decision rests on can be replayed. */
const countedAt = (leaf: number, region: string, on: string): number | undefined => {
  const memory = emptyMemory();
  for (const recorded of world.log.events.slice(0, leaf + 1)) {
    const { event, metadata } = world.decode(recorded);
    const { id, stream, revision } = recorded;
    remember(memory, evolve(memory, { ...event, id, stream, revision, metadata } as StewardEvent));
  }
  const subject = subjectOf(initialSubject('region', region));
  if (subject === null) return undefined;
  const of = { stream: `region-${region}`, region, synthetic: false };
  return countedFacts(memory, subject, of, shandong, on).find(({ metric }) => metric === 'brandCount')?.value;
};
const leafOf = ({ root }: Explanation): Explanation['root'] => root.children[0] ?? root;

describe('a closed year', () => {
  beforeEach(() => {
    world.binding = [shandong];
  });

  it.each([
    [499, 500, ['sd.unit.trained 2023 fail', 'sd.unit.used 2023 pass'], -1],
    [500, 499, ['sd.unit.trained 2023 pass', 'sd.unit.used 2023 fail'], 0],
  ])('SD-12, SD-13: a unit that trained %i and used %i', async (trained, used, answers, margin) => {
    const id = await recognised();
    await steward.start();
    await day('2024-01-10');
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('trainedPersons', trained) } });
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('selfUsed', used) } });
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('exported', 0) } });
    await world.closeYear(2023);
    await steward.settled();
    expect(world.answers(`unit-${id}`)).toEqual(answers);
    const decision = decisionOf(`unit-${id}`, 'sd.unit.trained');
    expect(decision.policy).toMatchObject({ basis: 'stated', cite: expect.stringContaining('二（二）') as string });
    expect(leafOf(decision.explanation as Explanation).margin).toEqual({ kind: 'count', value: margin, unit: 'persons' });
  });

  it('asks a unit that is not recognised nothing, and one whose recognition was withdrawn no more', async () => {
    const [waiting, gone] = [await unit(), await recognised()];
    await asUnit(gone, { type: 'withdrawRecognition', data: { confirmedBy: '王某', reason: '注销', document: DOCUMENT } });
    await steward.start();
    await day('2024-01-10');
    await world.closeYear(2023);
    await steward.settled();
    expect(world.answers(`unit-${waiting}`)).toEqual([]);
    expect(world.answers(`unit-${gone}`)).toEqual([]);
  });

  it.each([
    [2, 'fail'],
    [3, 'pass'],
    [5, 'pass'],
    [6, 'fail'],
  ])('SD-06: %i key projects in a city on the last day of the year', async (count, outcome) => {
    for (let i = 0; i < count; i += 1) {
      const brand = await world.cultivated();
      await world.command(brand, { type: 'designateKeyProject', data: { level: 'prefecture', document: DOCUMENT } });
    }
    await steward.start();
    await day('2023-01-10');
    // One more in the new year: the closed year does not know it.
    const late = await world.cultivated();
    await world.command(late, { type: 'designateKeyProject', data: { level: 'prefecture', document: DOCUMENT } });
    await world.closeYear(2022);
    await steward.settled();
    expect(world.answers('region-370100')).toContain(`sd.city.key-projects 2022 ${outcome}`);
    expect(countedAt(decisionOf('region-370100', 'sd.city.key-projects').basis.leaf, '370100', '2022-12-31')).toBe(count);
    // A city with none is answered too: silence is an answer.
    expect(world.answers('region-370200')).toContain('sd.city.key-projects 2022 fail');
    expect(world.answers('region-370102')).toEqual([]);
  });

  it('asks the same thing once, however often it is delivered, and writes nothing on a rebuild', async () => {
    const id = await recognised();
    await steward.start();
    await day('2024-01-10');
    await world.closeYear(2023);
    await steward.settled();
    const written = world.log.events.length;
    await steward.rebuild();
    await steward.settled();
    await steward.stop();
    steward = new Steward({ log: world.log, db, port: world, decode: world.decode, clock: world.clock, owner: 'b' });
    await steward.start();
    await steward.settled();
    expect(world.log.events).toHaveLength(written);
    expect(world.answers(`unit-${id}`)).toEqual(['sd.unit.trained 2023 undecidable', 'sd.unit.used 2023 undecidable']);
  });

  it('proposes what the house pack says for a duty that was missed, once; a named person dismisses, and it does not come back', async () => {
    const id = await recognised();
    await steward.start();
    await day('2024-01-10');
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('trainedPersons', 499) } });
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('selfUsed', 500) } });
    await world.closeYear(2023);
    await steward.settled();
    const { state } = await world.loadSubject(`unit-${id}`);
    expect(openSanctions(state).map(({ sanction }) => sanction)).toEqual(['notice']);
    expect(decisionOf(`unit-${id}`, 'sd.house.unit.notice').policy.basis).toBe('configured');
    const proposalId = openSanctions(state)[0]?.proposalId ?? '';
    await asUnit(id, { type: 'dismissSanction', data: { proposalId, dismissedBy: '王某', reason: '已说明' } });
    await world.closeYear(2023);
    await steward.settled();
    expect(openSanctions((await world.loadSubject(`unit-${id}`)).state)).toEqual([]);
  });
});

describe('a correction', () => {
  it('marks exactly the answer that read the figure, with the new answer; the old one stays', async () => {
    world.binding = [shandong];
    const id = await recognised();
    await steward.start();
    await day('2024-01-10');
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('trainedPersons', 500) } });
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('selfUsed', 500) } });
    await world.closeYear(2023);
    await steward.settled();
    const { state } = await world.loadSubject(`unit-${id}`);
    const corrects = state.core.figures.find(({ metric }) => metric === 'trainedPersons')?.figureId ?? '';
    await asUnit(id, {
      type: 'correctFigure',
      data: { corrects, figure: figure('trainedPersons', 499), requester: '甲', reason: '核对', evidence: [] },
    });
    await steward.settled();
    const after = (await world.loadSubject(`unit-${id}`)).state.core;
    expect(after.decisions.filter(({ staleBy }) => staleBy.length > 0).map(({ key }) => key.split('|')[1])).toEqual(['sd.unit.trained']);
    expect(world.answers(`unit-${id}`)).toEqual(['sd.unit.trained 2023 pass', 'sd.unit.used 2023 pass']);
    const mark = world.subjectHistory(`unit-${id}`).find(({ type }) => type === 'SubjectDecisionMarkedStale.v1');
    expect((mark?.data as { retaken: Explanation }).retaken.outcome).toBe('fail');
  });

  it('of a figure that no answer read marks nothing', async () => {
    world.binding = [shandong];
    const id = await recognised();
    await steward.start();
    await day('2024-01-10');
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('trainedPersons', 500) } });
    await world.closeYear(2023);
    await steward.settled();
    await asUnit(id, { type: 'recordFigure', data: { figure: figure('trainedPersons', 700, 2021) } });
    const { state } = await world.loadSubject(`unit-${id}`);
    const corrects = state.core.figures.find(({ window }) => window.toYear === 2021)?.figureId ?? '';
    await asUnit(id, {
      type: 'correctFigure',
      data: { corrects, figure: figure('trainedPersons', 701, 2021), requester: '甲', reason: '核对', evidence: [] },
    });
    await steward.settled();
    expect(types(`unit-${id}`)).not.toContain('SubjectDecisionMarkedStale.v1');
  });
});

describe('KL-14: the city-wide round every three years', () => {
  const region = 'region-522601';
  const hold = (heldOn: string): Promise<string> =>
    world.subject('522601', {
      kind: 'region',
      command: {
        type: 'holdEvaluationRound',
        data: {
          ...{ roundId: newId(), evaluation: 'school', heldOn, title: '评估', document: null, origin: 'operational' },
          scale: ['优秀', '合格', '不合格'],
        },
      },
    });

  it('is in time on the day the 36 months are full, due on the next, and done by a round', async () => {
    world.binding = [kaili];
    await steward.start();
    await day('2024-10-10');
    await hold('2024-10-10');
    await steward.settled();
    await day('2027-10-09');
    await day('2027-10-10');
    expect(types(region)).toEqual(['EvaluationRoundHeld.v1']);
    await day('2027-10-11');
    expect(types(region)).toEqual(['EvaluationRoundHeld.v1', 'EvaluationDue.v1']);
    expect(decisionOf(region, 'kl.school.round')).toMatchObject({ cause: { event: null, type: 'datePassed' } });
    expect((await world.loadSubject(region)).state.core.evaluationsDue).toMatchObject([{ dueOn: '2027-10-10', metBy: null }]);
    await day('2027-11-01');
    await hold('2027-11-01');
    await steward.settled();
    expect((await world.loadSubject(region)).state.core.evaluationsDue).toMatchObject([{ metBy: `${region}@2` }]);
    await day('2030-11-02');
    expect(types(region).filter((type) => type === 'EvaluationDue.v1')).toHaveLength(2);
  });

  it('an earlier round moves the day', async () => {
    world.binding = [kaili];
    await steward.start();
    await day('2024-10-10');
    await hold('2024-10-10');
    await day('2026-01-05');
    await hold('2026-01-05');
    await day('2027-10-11');
    expect(types(region)).toEqual(['EvaluationRoundHeld.v1', 'EvaluationRoundHeld.v1']);
    await day('2029-01-06');
    expect(types(region)).toContain('EvaluationDue.v1');
  });
});

describe('targets of a programme', () => {
  const termsOf = (pack: EffectivePack): readonly TargetTerms[] =>
    [...pack.targets.values()].map(({ target }) => ({
      ...{ id: target.id, metric: target.metric, of: target.of ?? null, unit: target.unit, span: target.span ?? 'atDate' },
    }));
  const programme = async (pack: EffectivePack, region: string, fromYear: number, toYear: number): Promise<string> => {
    const id = newId();
    const data = {
      name: '某项目',
      pack: pack.document.open.pack.id,
      region,
      fromYear,
      toYear,
      origin: 'operational',
      source: SOURCE,
    } as const;
    await world.subject(id, { kind: 'programme', command: { type: 'register', data } }, { targets: termsOf(pack) });
    return id;
  };
  const progress = (id: string, target: string, value: number, year: number): Promise<string> =>
    world.subject(
      id,
      {
        kind: 'programme',
        command: {
          type: 'recordProgress',
          data: {
            progress: {
              ...{ target, metric: 'trainedPersonTimes', unit: 'personTimes', year, asOf: null, value, source: SOURCE },
              cohort: { digest: value.toString(16).padStart(64, '0'), count: value, title: '花名册' },
            },
          },
        },
      },
      { targets: termsOf(kaili) },
    );

  it.each([
    [399, 'fail'],
    [400, 'pass'],
  ])('KL-29: 400 person-times in 2024, %i reached: answered when the year is closed', async (value, outcome) => {
    world.binding = [kaili];
    await steward.start();
    await day('2024-10-10');
    const id = await programme(kaili, '522601', 2024, 2025);
    await progress(id, 'kl.workers-2024', value, 2024);
    await day('2025-01-10');
    await world.closeYear(2024, '522601');
    await steward.settled();
    expect(world.answers(`programme-${id}`)).toContain(`kl.workers-2024 2024 ${outcome}`);
  });

  it.each([
    [99, 'fail'],
    [100, 'pass'],
  ])('KL-23: 100 person-times by the end of 2025, %i reached: asked on the day after, by time alone', async (value, outcome) => {
    world.binding = [kaili];
    await steward.start();
    await day('2025-10-10');
    const id = await programme(kaili, '522601', 2024, 2025);
    await progress(id, 'kl.cooks', 60, 2024);
    await progress(id, 'kl.cooks', value - 60, 2025);
    await steward.settled();
    await day('2025-12-31');
    expect(world.answers(`programme-${id}`)).toEqual([]);
    await day('2026-01-01');
    expect(world.answers(`programme-${id}`)).toContain(`kl.cooks 2025 ${outcome}`);
    expect(decisionOf(`programme-${id}`, 'kl.cooks').cause).toEqual({ event: null, type: 'datePassed' });
  });

  it('SD-02, SD-03: brands of each tier are counted from the ledger; 左右 has no stated tolerance', async () => {
    world.binding = [shandong];
    await world.cultivated({ tier: 'province' });
    await world.cultivated({ tier: 'prefecture' });
    await world.cultivated({ tier: 'prefecture' });
    await steward.start();
    const id = await programme(shandong, '370000', 2021, 2025);
    await steward.settled();
    await day('2026-01-01');
    const answers = world.answers(`programme-${id}`);
    expect(answers).toEqual(expect.arrayContaining(['sd.province-brands 2025 notConfigured', 'sd.prefecture-brands 2025 notConfigured']));
    const actual = (rule: string) => leafOf(decisionOf(`programme-${id}`, rule).explanation as Explanation).actual;
    expect(actual('sd.province-brands')).toEqual({ kind: 'count', value: 1, unit: 'items' });
    expect(actual('sd.prefecture-brands')).toEqual({ kind: 'count', value: 2, unit: 'items' });
  });
});

describe('a dual brand', () => {
  const dual = async (labour: string, training: readonly string[], region = '150402'): Promise<string> => {
    const id = newId();
    const brands = [
      { brandId: labour, kind: 'labour', region } as const,
      ...training.map((brandId) => ({ brandId, kind: 'training', region }) as const),
    ];
    const data = {
      name: '某“双品牌”',
      region,
      pack: 'im-2024-118',
      labour,
      path: 'mutual',
      origin: 'operational',
      source: SOURCE,
    } as const;
    await world.subject(id, { kind: 'link', command: { type: 'propose', data: { ...data, training: [...training] } } }, { brands });
    return id;
  };
  const asDecision = async (): Promise<Decision> => {
    // Any decision of the ledger will do: the link only carries it.
    const id = await recognised();
    world.binding = [shandong];
    await world.closeYear(2021);
    await steward.settled();
    world.binding = [innerMongolia];
    return { ...decisionOf(`unit-${id}`, 'sd.unit.trained'), key: 'recognition' };
  };
  const recognise = async (id: string): Promise<void> => {
    const given = await asDecision();
    const passed = { ...given, explanation: { ...(given.explanation as Explanation), outcome: 'pass' } } as Decision;
    await world.subject(id, { kind: 'link', command: { type: 'recognise', data: { document: DOCUMENT } } }, { decision: passed });
  };

  it('loses one side: the review of the link is due, with the events that led there', async () => {
    await steward.start();
    const labour = await world.cultivated();
    const id = await dual(labour, [newId()]);
    await recognise(id);
    world.sides = [
      { stream: `brand-${labour}`, kind: 'labour', tier: null, outcome: 'fail' },
      { stream: 'brand-x', kind: 'training', tier: 'county', outcome: 'pass' },
    ];
    await world.command(labour, {
      type: 'delist',
      data: { ground: 'withdrawn', proposalId: null, confirmedBy: '王某', document: DOCUMENT },
    });
    await steward.settled();
    const link = `link-${id}`;
    expect(types(link)).toEqual(['DualLinkProposed.v1', 'DualLinkRecognised.v1', 'RuleAnswered.v1', 'LinkReviewDue.v1']);
    const due = world.subjectHistory(link).at(-1)?.data as { side: string; chain: readonly { type: string; event: string }[] };
    expect(due.side).toBe('labour');
    expect(due.chain).toMatchObject([{ type: 'BrandDelisted.v1', event: expect.stringContaining(`brand-${labour}@`) as string }]);
    const review = decisionOf(link, 'im.dual.conditions');
    expect(review.policy.basis).toBe('configured');
    expect(world.answers(link)).toEqual(['im.dual.conditions null fail']);
  });

  it.each([
    [0, 'fail'],
    [1, 'pass'],
  ])('IM-02: a league with %i dual brands when the year is closed', async (count, outcome) => {
    await steward.start();
    await day('2024-08-10');
    if (count === 1) await recognise(await dual(newId(), [newId()]));
    world.binding = [innerMongolia];
    await day('2025-01-10');
    await world.closeYear(2024, '150400');
    await steward.settled();
    expect(world.answers('region-150400')).toEqual([`im.coverage 2024 ${outcome}`]);
    expect(world.answers('region-150402')).toEqual([]);
  });
});

describe('KL-22 and the blacklist', () => {
  it('three sanctions stand side by side on the unit that was judged; what was dismissed stays dismissed until the facts change', async () => {
    world.binding = [kaili];
    await steward.start();
    const id = await unit('522601');
    await judge(id, 'unit', 'work.progress', false);
    await judge(id, 'unit', 'work.targets', false);
    await steward.settled();
    const open = async (): Promise<readonly string[]> =>
      openSanctions((await world.loadSubject(`unit-${id}`)).state).map(({ sanction }) => sanction);
    expect(await open()).toEqual(['notice', 'stopSupport', 'plaqueRemoved']);
    const [notice, support] = openSanctions((await world.loadSubject(`unit-${id}`)).state);
    await asUnit(id, { type: 'dismissSanction', data: { proposalId: notice?.proposalId ?? '', dismissedBy: '王某', reason: '已整改' } });
    await asUnit(id, {
      type: 'confirmSanction',
      data: { proposalId: support?.proposalId ?? '', confirmedBy: '王某', reason: '属实', document: null },
    });
    await steward.settled();
    expect(await open()).toEqual(['plaqueRemoved']);
    // Judged anew: the facts are new, and the notice may be proposed again.
    await judge(id, 'unit', 'work.progress', false);
    await steward.settled();
    expect(await open()).toEqual(['plaqueRemoved', 'notice']);
  });

  it('one criterion that is met is enough, by the recorded reading', async () => {
    world.binding = [kaili];
    await steward.start();
    const id = await unit('522601');
    await judge(id, 'unit', 'work.progress', true);
    await judge(id, 'unit', 'work.targets', false);
    await steward.settled();
    expect(types(`unit-${id}`)).not.toContain('SanctionProposed.v1');
  });

  it('a breach proposes the blacklist on the institution, and nothing happens before a person confirms', async () => {
    world.binding = [kaili];
    await steward.start();
    await day('2024-10-10');
    const id = newId();
    const data = {
      name: '某学校',
      creditCode: null,
      institutionType: 'privateSchool',
      region: '522601',
      brands: [],
      origin: 'operational',
      source: SOURCE,
    } as const;
    await world.subject(id, { kind: 'institution', command: { type: 'register', data: { ...data, brands: [] } } });
    await world.subject(id, {
      kind: 'institution',
      command: {
        type: 'recordBreach',
        data: { breachId: newId(), kind: '虚报培训', on: '2024-10-01', confirmedBy: '王某', source: SOURCE },
      },
    });
    await steward.settled();
    const { state } = await world.loadSubject(`institution-${id}`);
    expect(openSanctions(state).map(({ sanction }) => sanction)).toEqual(['blacklist']);
    expect(state.own).toMatchObject({ status: 'registered' });
  });
});

it('the memory of all subjects is what the log gives back', async () => {
  world.binding = [kaili];
  await steward.start();
  await day('2024-10-10');
  const id = await unit('522601');
  await world.subject('522601', {
    kind: 'region',
    command: {
      type: 'holdEvaluationRound',
      data: {
        ...{ roundId: newId(), evaluation: 'school', heldOn: '2024-10-10', title: '评估', document: null, origin: 'operational' },
        scale: ['优秀', '合格'],
      },
    },
  });
  await steward.settled();
  const rows = async (): Promise<unknown> => {
    const { subjects, dues } = (await new StewardStore(db, 'steward').load()).memory;
    return JSON.parse(JSON.stringify([[...subjects].sort(), [...dues].sort()]));
  };
  const before = await rows();
  expect(JSON.stringify(before)).toContain(`unit-${id}`);
  expect(JSON.stringify(before)).toContain('date:region-522601:2027-10-10');
  await steward.rebuild();
  await steward.settled();
  expect(await rows()).toEqual(before);
});
