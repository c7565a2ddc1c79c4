/**
 * The synthetic script, lived through by the pure parts alone: decider, steward's core, packs. No log and no clock, so
 * that a story that does not fit the rules is found at its step. The full ledger runs the same script elsewhere.
 */
import { readSyntheticScript, resolveReferences, syntheticBrandIds, type SyntheticCommandStep, type SyntheticScript } from '#contracts';
import {
  brandCommandSchemas,
  brandFacts,
  brandSubject,
  openProposals,
  tierHeld,
  type BrandCommand,
  type BrandState,
  type Explanation,
} from '#domain';
import { assessmentRules, evaluate, type EffectivePack } from '#policy';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PureLedger, shippedPack } from '../support/pure-ledger';

const SHANDONG = shippedPack('sd-2021-22');
const INNER_MONGOLIA = shippedPack('im-2024-118');
const packOn = (regions: readonly string[], on: string): EffectivePack | null => {
  const pack = regions.includes('370000') ? SHANDONG : regions.includes('150000') ? INNER_MONGOLIA : null;
  return pack && pack.document.open.pack.meta.inForceFrom <= on ? pack : null;
};

const read = readSyntheticScript(readFileSync(join(__dirname, '../../libs/contracts/data/synthetic.yaml'), 'utf8'));
if (!read.ok) throw new Error(JSON.stringify(read.errors, null, 1));
const script: SyntheticScript = read.value;
const ids = syntheticBrandIds(script);

function explain(state: BrandState, today: string): Explanation | null {
  if (state.stage === 'none' || !('nomination' in state)) return null;
  const subject = brandSubject(state);
  const pack = packOn(subject.regions, today);
  const rule = pack && assessmentRules(pack, subject, state.nomination.tierSought).at(-1);
  return pack && rule ? evaluate(pack, rule.id, subject, brandFacts(state), { asOf: today }) : null;
}
const assessments: { readonly brand: string; readonly on: string; readonly explanation: Explanation }[] = [];
const keyOf = (brandId: string): string => [...ids].find(([, id]) => id === brandId)?.[0] ?? brandId;

const world = new PureLedger(packOn);
const figures = new Map<string, string>();
function perform(step: SyntheticCommandStep): void {
  const brandId = ids.get(step.brand) ?? '';
  const data: unknown = resolveReferences(script, step, {
    figure: (name) => figures.get(`${step.brand}/${name}`),
    openProposal: (wanted) => openProposals(world.state(brandId)).find((proposal) => proposal.step === wanted)?.proposalId,
    openSanction: () => undefined,
  });
  const command = { type: step.command, data: brandCommandSchemas[step.command].parse(data) } as BrandCommand;
  const state = world.state(brandId);
  const explanation = command.type === 'assess' ? explain(state, step.on) : null;
  if (explanation && state.stage !== 'none') assessments.push({ brand: keyOf(state.identity.brandId), on: step.on, explanation });
  const [event] = world.command(brandId, command, step.on);
  if (step.as === undefined) return;
  if (event?.type === 'FigureRecorded.v1') figures.set(`${step.brand}/${step.as}`, event.data.figureId);
  if (event?.type === 'FigureCorrected.v1') figures.set(`${step.brand}/${step.as}`, event.data.figure.figureId);
}
for (const step of script.steps) {
  world.moveTo(step.on);
  // Brands alone: what the other subjects live through needs the whole ledger, and is told in synthetic-subjects.spec.ts.
  if ('brand' in step) perform(step);
  else if ('closeYear' in step) world.closeYear(step.region, step.closeYear, step.on, 'synthetic');
}

const explanationOf = (brand: string, on: string): Explanation => {
  const found = assessments.find((each) => each.brand === brand && each.on === on);
  if (!found) throw new Error(`${brand} was not assessed on ${on}`);
  return found.explanation;
};
type Node = Explanation['root'];
const leaves = (node: Node): readonly Node[] => [...(node.node === 'predicate' ? [node] : []), ...node.children.flatMap(leaves)];
const leaf = (explanation: Explanation, id: string): Node => {
  const found = leaves(explanation.root).find((node) => node.id === id);
  if (!found) throw new Error(`no predicate ${id}`);
  return found;
};

describe('the synthetic story', () => {
  it.each(Object.keys(script.brands))('%s: what rules trigger arrives in order, and the life ends where it should', (brand) => {
    const brandId = ids.get(brand) ?? '';
    const state = world.state(brandId);
    const { arrives, ends } = script.brands[brand] ?? { arrives: [], ends: null };
    expect(world.byRule.filter((event) => event.brandId === brandId).map(({ type }) => type)).toEqual(arrives);
    expect({ stage: state.stage, tier: tierHeld(state) }).toEqual(ends);
  });

  it.each([
    ['tongliao-riggers', '2024-07-18', 'labour.scale.three-years', 'fail', 2999, -1],
    ['chifeng-steelfixers', '2024-07-30', 'labour.scale.three-years', 'pass', 3000, 0],
    ['baotou-helpers', '2024-07-18', 'labour.scale.three-years', 'fail', 499, -1],
    ['hohhot-nannies', '2024-07-18', 'labour.scale.three-years', 'pass', 500, 0],
    ['manzhouli-loaders', '2024-08-12', 'labour.scale.three-years', 'pass', 520, 20],
    ['xingan-packers', '2024-08-12', 'labour.scale.three-years', 'pass', 2000, 0],
    ['chifeng-steelfixers', '2024-07-18', 'labour.age', 'fail', 11, -1],
    ['chifeng-steelfixers', '2024-07-30', 'labour.age', 'pass', 12, 0],
    ['ordos-operators', '2024-07-22', 'training.province.trained', 'fail', 399, -1],
  ])('%s on %s: %s answers %s, %i with a margin of %i', (brand, on, id, outcome, value, margin) => {
    const node = leaf(explanationOf(brand, on), id);
    expect({ outcome: node.outcome, actual: node.actual, margin: node.margin }).toMatchObject({
      outcome,
      actual: { kind: 'count', value },
      margin: { value: margin },
    });
  });

  it('judges the whole at assessment as the script says', () => {
    expect(
      assessments
        .map(({ brand, on, explanation }) => [brand, on, explanation.outcome])
        .filter(([brand]) => !String(brand).match(/jinan|weifang|linyi|heze/)),
    ).toEqual([
      ['tongliao-riggers', '2024-07-18', 'fail'],
      ['chifeng-steelfixers', '2024-07-18', 'fail'],
      ['baotou-helpers', '2024-07-18', 'fail'],
      ['hohhot-nannies', '2024-07-18', 'pass'],
      ['ordos-operators', '2024-07-22', 'fail'],
      ['wuhai-welders', '2024-07-22', 'fail'],
      ['wuhai-welders', '2024-07-29', 'fail'],
      ['chifeng-steelfixers', '2024-07-30', 'pass'],
      ['manzhouli-loaders', '2024-08-12', 'pass'],
      ['xingan-packers', '2024-08-12', 'pass'],
    ]);
  });

  it('misses 90 % by one in ten thousand, and meets it with one more', () => {
    const before = leaf(explanationOf('wuhai-welders', '2024-07-29'), 'training.province.pass-rate');
    expect([before.outcome, before.actual]).toEqual(['fail', { kind: 'ratio', numerator: 8999, denominator: 10000 }]);
    const found = (world.streams.get(ids.get('wuhai-welders') ?? '') ?? []).find(({ type }) => type === 'EligibilityFound.v1');
    const after =
      found?.type === 'EligibilityFound.v1' && found.data.decision.explanation
        ? leaf(found.data.decision.explanation, 'training.province.pass-rate')
        : null;
    expect([after?.outcome, after?.actual]).toEqual(['pass', { kind: 'ratio', numerator: 9000, denominator: 10000 }]);
  });

  it('says that a pass holds only with indirect figures, and that 满洲里 is class 3', () => {
    expect(leaf(explanationOf('xingan-packers', '2024-08-12'), 'labour.scale.three-years').notes.join(' ')).toContain(
      'passesOnlyWithIndirect',
    );
    expect(leaf(explanationOf('manzhouli-loaders', '2024-08-12'), 'labour.scale.three-years').notes.join(' ')).toContain(
      'regionClass:3@150781',
    );
  });

  it('records 23:59 as in time and 00:00 as late', () => {
    const late = (brand: string) =>
      (world.streams.get(ids.get(brand) ?? '') ?? []).flatMap((event) => (event.type === 'BrandNominated.v1' ? [event.data.late] : []));
    expect([late('manzhouli-loaders'), late('xingan-packers')]).toEqual([[false], [true]]);
  });

  it('queries the one name without a place, and refuses none', () => {
    const verdicts = [...ids].flatMap(([brand, id]) =>
      (world.streams.get(id) ?? []).flatMap((event) =>
        event.type === 'BrandNominated.v1' && event.data.nameCheck.verdict === 'queried' ? [brand] : [],
      ),
    );
    expect(verdicts).toEqual(['baotou-helpers']);
  });

  it('marks the warning of the corrected year stale, with the answer it would have given', () => {
    const stale = (world.streams.get(ids.get('weifang-growers') ?? '') ?? []).flatMap((event) =>
      event.type === 'DecisionMarkedStale.v1' ? [[event.data.decisionKey.includes('WarningIssued'), event.data.retaken?.outcome]] : [],
    );
    expect(stale).toEqual([
      [false, 'pass'],
      [true, 'pass'],
      [false, 'pass'],
    ]);
  });

  it('dates what falls due by its due date', () => {
    const on = (brand: string, type: string) =>
      world.byRule.filter((event) => event.brandId === ids.get(brand) && event.type === type).map((event) => event.on);
    expect(on('linyi-loaders', 'RectificationFailed.v1')).toEqual(['2024-05-14']);
    expect(on('linyi-loaders', 'ReviewOverdue.v1')).toEqual(['2025-04-20', '2026-04-20']);
    expect(on('heze-weavers', 'BrandDelisted.v1')).toEqual(['2024-06-20']);
  });
});
