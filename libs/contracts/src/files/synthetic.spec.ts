import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { z } from 'zod';
import { subjectCommandSchemas } from '#domain';
import {
  readSyntheticScript,
  resolveReferences,
  syntheticBrandIds,
  SyntheticCommandStep,
  syntheticStepKeys,
  syntheticSubjectIds,
} from './synthetic';

const TEXT = readFileSync(join(__dirname, '../../data/synthetic.yaml'), 'utf8');
const read = readSyntheticScript(TEXT);
if (!read.ok) throw new Error(JSON.stringify(read.errors));
const script = read.value;

describe('the shipped script', () => {
  it('tells of twelve brands under Shandong and Inner Mongolia, from 2021 to 2026', () => {
    const regions = script.steps.flatMap((step) =>
      'brand' in step && step.command === 'report' ? [String(step.data['region']).slice(0, 2)] : [],
    );
    expect([...syntheticBrandIds(script).keys()].sort()).toEqual(Object.keys(script.brands).sort());
    expect(new Set(syntheticBrandIds(script).values()).size).toBe(12);
    expect(regions.sort()).toEqual([...Array.from({ length: 8 }, () => '15'), ...Array.from({ length: 4 }, () => '37')]);
    expect([script.steps[0]?.on.slice(0, 4), script.steps.at(-1)?.on.slice(0, 4)]).toEqual(['2021', '2026']);
  });

  it('keeps the keys of the 305 steps that were there before the others', () => {
    const keys = syntheticStepKeys(script);
    const unnamed = script.steps.flatMap((step, index) => (step.key === undefined ? [[keys[index], step]] : []));
    expect(unnamed.map(([key]) => key)).toEqual(Array.from({ length: 305 }, (_, index) => String(index)));
    expect(unnamed.every(([, step]) => typeof step === 'object' && !('subject' in step) && !('edition' in step))).toBe(true);
    expect(new Set(keys).size).toBe(script.steps.length);
    // Of some that stand before and behind what was put in.
    const at = (key: string) => script.steps[keys.indexOf(key)];
    expect(at('0')).toMatchObject({ on: '2021-12-01', brand: 'jinan-carers', command: 'report' });
    expect(at('299')).toMatchObject({ on: '2026-01-20', region: '370000', closeYear: 2025 });
    expect(at('304')).toMatchObject({ on: '2026-05-06', tick: true });
  });

  it('shows every kind of subject, each by a name that says that it is synthetic', () => {
    expect([...new Set(Object.values(script.subjects).map(({ kind }) => kind))].sort()).toEqual(Object.keys(subjectCommandSchemas).sort());
    const names = script.steps.flatMap((step) => ('subject' in step && 'name' in step.data ? [String(step.data['name'])] : []));
    expect(names).toHaveLength(Object.keys(script.subjects).length - 1);
    expect(names.filter((name) => !name.endsWith('（合成）'))).toEqual([]);
    expect(syntheticSubjectIds(script).get('kaili')).toBe('522601');
    expect(new Set(syntheticSubjectIds(script).values()).size).toBe(Object.keys(script.subjects).length);
  });

  it('says of every brand and every figure that it is synthetic', () => {
    const said = script.steps.flatMap((step) => {
      if (!('command' in step)) return [];
      if ('progress' in step.data || ('source' in step.data && 'subject' in step)) {
        const { origin = 'synthetic', source } = (step.data['progress'] ?? step.data) as Record<string, unknown>;
        return [[origin, source]];
      }
      if (step.command === 'report') return [[step.data['origin'], step.data['source']]];
      const figure = step.data['figure'];
      return typeof figure === 'object' && figure !== null && 'source' in figure ? [['synthetic', figure.source]] : [];
    });
    expect(said.length).toBeGreaterThan(100);
    expect(new Set(said.map((each) => JSON.stringify(each)))).toEqual(
      new Set([JSON.stringify(['synthetic', { reference: '合成数据，仅供演示', note: null }])]),
    );
  });

  it('shares no name with a published brand', () => {
    const facts = readFileSync(join(__dirname, '../../data/brand-facts.csv'), 'utf8');
    const names = script.steps.flatMap((step) => ('command' in step && step.command === 'report' ? [String(step.data['name'])] : []));
    expect(names.filter((name) => facts.includes(`\n${name},`))).toEqual([]);
  });
});

describe('a script that cannot be run', () => {
  interface Draft {
    actors: Record<string, unknown>;
    brands: Record<string, unknown>;
    subjects: Record<string, unknown>;
    steps: Record<string, unknown>[];
  }
  const report = (over: Record<string, unknown> = {}) => ({
    on: '2024-01-01',
    actor: 'clerk',
    brand: 'a',
    command: 'report',
    data: {
      name: '甲',
      kind: 'labour',
      category: null,
      brandType: null,
      region: '370000',
      regionAsStated: null,
      formedOn: null,
      cultivatedFrom: null,
      origin: 'synthetic',
      source: { reference: '合成', note: null },
      ...over,
    },
  });
  const withdraw = (over: Record<string, unknown> = {}) => ({
    on: '2024-01-02',
    actor: 'clerk',
    brand: 'a',
    command: 'withdrawProposal',
    data: { proposalId: { $proposal: 'promote' }, reason: '理由' },
    ...over,
  });
  const held = {
    ...{ roundId: { $id: 'round' }, evaluation: 'school', heldOn: '2024-01-03', title: '评估', scale: ['优秀', '合格'] },
    ...{ document: null, origin: 'synthetic' },
  };
  const unit = {
    ...{ name: '甲', creditCode: null, unitType: 'other', region: '370000', brands: [], origin: 'synthetic' },
    source: { reference: '合成', note: null },
  };
  const round = (over: Record<string, unknown> = {}) => ({
    ...{ on: '2024-01-03', actor: 'clerk', key: 'round', subject: 'city', command: 'holdEvaluationRound', data: held },
    ...over,
  });
  const faults = (edit: (draft: Draft) => void): readonly string[] => {
    const draft: Draft = {
      actors: { clerk: { id: 'clerk', role: 'recorder', region: '370000' } },
      brands: { a: { shows: ['甲'], arrives: [], ends: { stage: 'reported', tier: null } } },
      subjects: {},
      steps: [report(), withdraw()],
    };
    edit(draft);
    const result = readSyntheticScript(stringify({ format: 1, id: 'draft', notice: '合成', ...draft }));
    return result.ok ? [] : result.errors.map(({ en }) => en);
  };

  it('is told from one that can', () => {
    expect(faults(() => undefined)).toEqual([]);
  });

  it.each<[string, (draft: Draft) => void, string]>([
    [
      'goes back in time',
      (draft) => void draft.steps.push({ on: '2023-12-31', tick: true }),
      'steps.2: goes back in time, from 2024-01-02 to 2023-12-31',
    ],
    ['names a day that is none', (draft) => void draft.steps.push({ on: '2024-02-30', tick: true }), 'steps.2'],
    ['names an unknown actor', (draft) => void (draft.steps[1] = withdraw({ actor: 'nobody' })), 'steps.1: names an unknown actor, nobody'],
    ['names an unknown brand', (draft) => void (draft.steps[1] = withdraw({ brand: 'b' })), 'steps.1: names an unknown brand, b'],
    ['acts before the report', (draft) => void draft.steps.unshift(withdraw({ on: '2023-12-31' })), 'steps.0: comes before a is reported'],
    ['reports twice', (draft) => void draft.steps.unshift(report()), 'steps.1: reports a a second time'],
    ['never reports a brand', (draft) => void (draft.brands['b'] = draft.brands['a']), 'brands.b: is never reported'],
    [
      'passes as real',
      (draft) => void (draft.steps[0] = report({ origin: 'published' })),
      'steps.0: a brand of a script says that it is synthetic',
    ],
    [
      'gives data the command does not take',
      (draft) => void (draft.steps[1] = withdraw({ data: { proposalId: { $proposal: 'promote' } } })),
      'steps.1: withdrawProposal.reason',
    ],
    [
      'names a step that nobody can propose',
      (draft) => void (draft.steps[1] = withdraw({ data: { proposalId: { $proposal: 'vanish' }, reason: '理由' } })),
      'steps.1: withdrawProposal.proposalId',
    ],
    [
      'names a figure that was not recorded',
      (draft) => void (draft.steps[1] = withdraw({ data: { proposalId: { $figure: 'x' }, reason: '理由' } })),
      'steps.1: names a figure that a has not recorded, x',
    ],
    [
      'names a figure by a step that records none',
      (draft) => void (draft.steps[1] = withdraw({ as: 'x' })),
      'steps.1: names a figure, but withdrawProposal records none',
    ],
    [
      'bears a key twice',
      (draft) => void draft.steps.push({ on: '2024-01-03', tick: true, key: 'a' }, { on: '2024-01-03', tick: true, key: 'a' }),
      'steps.3: bears the key of another step, a',
    ],
    ['takes a number for a key', (draft) => void draft.steps.push({ on: '2024-01-03', tick: true, key: '7' }), 'steps.2'],
    ['names an unknown subject', (draft) => void draft.steps.push(round({ subject: 'b' })), 'steps.2: names an unknown subject, b'],
    [
      'acts on a subject before it is founded',
      (draft) => {
        draft.subjects['unit'] = { kind: 'unit', shows: ['甲'], arrives: [], ends: null };
        draft.steps.push(
          round({ subject: 'unit', key: 'u-1', command: 'changeBrands', data: { added: [], removed: [], reason: '理由' } }),
          round({ subject: 'unit', key: 'u-2', command: 'register', data: unit }),
        );
      },
      'steps.2: comes before unit is founded',
    ],
    [
      'founds what passes as real',
      (draft) => {
        draft.subjects['unit'] = { kind: 'unit', shows: ['甲'], arrives: [], ends: null };
        draft.steps.push(round({ subject: 'unit', command: 'register', data: { ...unit, origin: 'operational' } }));
      },
      'steps.2: a subject of a script says that it is synthetic',
    ],
    [
      'writes on a region what passes as real',
      (draft) => {
        draft.subjects['city'] = { kind: 'region', region: '522601', shows: ['甲'], arrives: [], ends: null };
        draft.steps.push(round({ data: { ...held, origin: 'operational' } }));
      },
      'steps.2: a subject of a script says that it is synthetic',
    ],
    [
      'asks a region for what cannot say that it is made up',
      (draft) => {
        draft.subjects['city'] = { kind: 'region', region: '522601', shows: ['甲'], arrives: [], ends: null };
        const meeting = { meetingId: { $id: 'm' }, title: '会', heldOn: '2024-01-03', minutes: null };
        draft.steps.push(round({ command: 'holdMeeting', data: meeting }));
      },
      'steps.2: a subject of a script says that it is synthetic',
    ],
    [
      'gives a code to what is no region',
      (draft) => {
        draft.subjects['unit'] = { kind: 'unit', region: '522601', shows: ['甲'], arrives: [], ends: null };
        draft.steps.push(round({ subject: 'unit', command: 'register', data: unit }));
      },
      'subjects.unit: a region, and only a region, has a code',
    ],
    [
      'names a brand that is not there yet',
      (draft) => {
        draft.subjects['unit'] = { kind: 'unit', shows: ['甲'], arrives: [], ends: null };
        draft.steps.push(round({ subject: 'unit', command: 'register', data: { ...unit, brands: [{ $brand: 'b' }] } }));
      },
      'steps.2: names what is not there yet, b',
    ],
    [
      'never founds a subject',
      (draft) => void (draft.subjects['unit'] = { kind: 'unit', shows: ['甲'], arrives: [], ends: null }),
      'subjects.unit: is never founded',
    ],
  ])('one that %s', (_, edit, message) => {
    const found = faults(edit);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('or is no YAML at all', () => {
    const result = readSyntheticScript('steps: [\n');
    expect(result.ok ? [] : result.errors.map(({ code }) => code)).toEqual(['SCRIPT.NOT_YAML']);
  });
});

describe('references', () => {
  const step = SyntheticCommandStep.parse({
    on: '2024-01-01',
    actor: 'a',
    brand: 'b',
    command: 'correctFigure',
    data: { corrects: { $figure: 'direct' }, evidence: [{ $id: 'roster' }, { $id: 'roster' }], proposalId: { $proposal: 'delist' } },
  });
  const lookup = {
    figure: (name: string) => (name === 'direct' ? 'figure-id' : undefined),
    openProposal: () => 'proposal-id',
    openSanction: () => 'sanction-id',
  };

  it('become ids; the same text of a script is the same id', () => {
    const resolved = resolveReferences(script, step, lookup);
    expect(resolved).toEqual({
      corrects: 'figure-id',
      evidence: [expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)],
      proposalId: 'proposal-id',
    });
    const idsOf = (data: unknown) => z.object({ evidence: z.array(z.string()) }).parse(data).evidence;
    const [first, second] = idsOf(resolved);
    expect(first).toBe(second);
    const other = resolveReferences({ ...script, id: 'another' }, step, lookup);
    expect(idsOf(other)[0]).not.toBe(first);
  });

  it('that stand for nothing end the run, with the step', () => {
    expect(() => resolveReferences(script, step, { ...lookup, openProposal: () => undefined })).toThrow(
      'step of 2024-01-01, b correctFigure: nothing stands for {"$proposal":"delist"}',
    );
  });
});
