/**
 * The present act, step by step. Days are counted back from the day on which it is played; the year that is reported is the last
 * one that has been over for a while. Every number, name and document in it is made up and says so.
 */
import {
  addDays,
  fieldsOf,
  figuresInForce,
  lineKey,
  returnIdOf,
  yearOf,
  type AskedMetric,
  type FigureInput,
  type FormAnswer,
  type HumanBrandCommand,
  type ReturnLine,
} from '#domain';
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { formNamed, knownAnswers } from '../forms';
import type { ReturnService } from '../return-service';
import { shippedPacks } from '../shipped';
import {
  DEMO_BRANDS,
  DEMO_NOMINATIONS,
  DEMO_PLACES,
  demoBrandId,
  demoId,
  type DemoBrand,
  type DemoBrandKey,
  type DemoLogin,
  type DemoNominationKey,
} from './cast';
import { capturePdf } from './capture';
import type { DemoStep, Scene } from './play';

const SOURCE = { reference: '合成数据，仅供演示', note: null } as const;
const SHANDONG = 'sd-2021-22';
const INNER_MONGOLIA = 'im-2024-118';
/** A period must be over, and its figures told some weeks later: early in a year the demonstration reports the year before last. */
const SETTLED_AFTER_DAYS = 45;
const { province, county, otherProvince, otherCounty, schools } = DEMO_PLACES;

type CallTermsAsked = Parameters<ReturnService['call']>[0];
type Key = DemoBrandKey | DemoNominationKey;
const BRANDS: Readonly<Record<Key, DemoBrand>> = { ...DEMO_BRANDS, ...DEMO_NOMINATIONS };
const keysOf = <T extends object>(of: T): readonly (keyof T)[] => Object.keys(of) as (keyof T)[];

/** @returns the year whose figures are reported in a demonstration that is begun on `today` */
export const demonstratedYear = (today: string): number => yearOf(addDays(today, -SETTLED_AFTER_DAYS)) - 1;

/** @param today the day on which it is played; steps come in the order of their days */
export function demonstrationSteps(today: string): readonly DemoStep[] {
  const year = demonstratedYear(today);
  const ago = (days: number): string => addDays(today, -days);
  const steps: DemoStep[] = [];
  const step = (days: number, by: DemoLogin, key: string, act: DemoStep['act']): void => {
    steps.push({ key, day: ago(days), by, act });
  };
  const brand = (days: number, by: DemoLogin, key: Key, command: HumanBrandCommand, as: string = command.type): void => {
    step(days, by, `${key}-${as}`, (scene) => scene.brand(demoBrandId(key), command));
  };
  const paper = (number: number, days: number) => ({
    number: `合成〔${yearOf(ago(days))}〕演示${number}号`,
    issuedOn: ago(days),
    signedBy: '示例签批人',
  });

  // Who is at work where: two provinces, two lines of offices.
  const line = (key: Key) =>
    BRANDS[key].region === county
      ? ({
          pack: SHANDONG,
          clerk: 'jingban2',
          checker: 'fuhe2',
          reviewer: 'shiji2',
          screener: 'shengji2',
          approver: 'shenpi2',
          body: '历下区人社局',
        } as const)
      : ({
          pack: INNER_MONGOLIA,
          clerk: 'tuijian',
          checker: 'qifuhe',
          reviewer: 'mengshi',
          screener: 'zizhiqu2',
          approver: 'zizhiqu',
          body: '敖汉旗人社局',
        } as const);

  const report = (days: number, key: Key, cultivatedFrom: string | null): void => {
    const { name, kind, category, region } = BRANDS[key];
    brand(days, line(key).clerk, key, {
      type: 'report',
      data: {
        ...{ name, kind, category, region, regionAsStated: null, brandType: null },
        ...{ formedOn: `${year - 6}-05-01`, cultivatedFrom, origin: 'synthetic', source: SOURCE },
      },
    });
  };
  const nominate = (days: number, key: Key): void =>
    brand(days, line(key).clerk, key, {
      type: 'nominate',
      data: {
        ...{ pack: line(key).pack, tierSought: 'county', submittedAt: `${ago(days)}T10:00:00+08:00` },
        applicant: { unit: BRANDS[key].unit?.name ?? `${BRANDS[key].name}建设单位（合成）`, creditCode: null },
      },
    });
  const recommend = (days: number, key: Key): void =>
    brand(days, line(key).checker, key, {
      type: 'recommend',
      data: { body: line(key).body, officer: '示例专人', authentic: true, valid: true, complete: true, document: null },
    });
  const forward = (days: number, key: Key): void =>
    brand(days, line(key).reviewer, key, {
      type: 'forwardRecommendation',
      data: { body: '济南市人社局', authentic: true, valid: true, complete: true, reason: '材料齐全（示例）', document: null },
    });
  const screen = (days: number, key: Key): void =>
    brand(days, line(key).screener, key, {
      type: 'screenNomination',
      data: { outcome: 'selected', reason: '符合目录特点（示例）', document: null },
    });
  const assess = (days: number, key: Key): void =>
    brand(days, line(key).screener, key, {
      type: 'assess',
      data: {
        ...{ verdict: 'proposed', judgements: [], reason: '评审组一致同意（示例）' },
        panel: { members: ['评审员甲', '评审员乙', '评审员丙'], votesFor: 3, votesAgainst: 0, recused: [], minutes: '示例评审纪要' },
      },
    });
  const recognise = (days: number, key: Key, number: number): void =>
    brand(days, line(key).approver, key, {
      type: 'recognise',
      data: { tier: 'county', document: paper(number, days), minutes: '示例会议纪要' },
    });
  const list = (days: number, key: Key, number: number): void =>
    brand(days, line(key).approver, key, { type: 'enterCatalogue', data: { catalogue: province, document: paper(number, days) } });
  const ready = (days: number, key: Key): void => {
    for (const back of [2, 1]) {
      brand(days, line(key).clerk, key, figure(year - back, 'direct', PLAN[key]?.before ?? 120 + back), `direct-${back}`);
    }
  };

  // Brands that report a year: recognised some months ago, the labour brands in the catalogue that was published then.
  for (const [index, key] of keysOf(DEMO_BRANDS).entries()) {
    report(140, key, `${year - 4}-03-01`);
    ready(139, key);
    nominate(136, key);
    recommend(134, key);
    assess(130, key);
    recognise(126, key, index + 1);
    if (BRANDS[key].kind === 'labour') list(125, key, 20 + index);
  }
  for (const [index, key] of keysOf(DEMO_NOMINATIONS).entries()) {
    report(60 - index, key, null);
    if (key !== 'graders') ready(60 - index, key);
  }
  registerUnits(step);
  step(120, 'shenpi2', 'catalogue-edition', async ({ stage, options, actor }) => {
    const request = { region: province, dataset: 'synthetic', asOf: ago(120) } as const;
    const { drawn, last } = await stage.catalogue.preview(request, actor);
    if (last !== null && last.asOf >= request.asOf) return;
    await stage.catalogue.publish({ ...request, digest: drawn.digest, document: paper(50, 120), supersedes: null }, options);
  });

  // 征集窗口, and one nomination at each step
  step(32, 'shengji2', 'window', (scene) =>
    scene.subject(demoId('window'), {
      kind: 'window',
      command: {
        type: 'open',
        data: {
          ...{ name: `${yearOf(today)}年劳务品牌征集（合成）`, pack: SHANDONG, region: province, kinds: ['labour'] },
          ...{ opensAt: `${ago(32)}T09:00:00+08:00`, closesAt: `${addDays(today, 20)}T18:00:00+08:00` },
          ...{ document: paper(60, 32), origin: 'synthetic', source: SOURCE },
        },
      },
    }),
  );
  const received = keysOf(DEMO_NOMINATIONS).filter((key) => BRANDS[key].region === county);
  for (const key of received) {
    nominate(30, key);
    step(30, line(key).clerk, `${key}-received`, (scene) =>
      scene.subject(demoId('window'), {
        kind: 'window',
        command: {
          type: 'receiveNomination',
          data: { brandId: demoBrandId(key), submittedAt: `${ago(30)}T10:00:00+08:00`, by: line(key).body },
        },
      }),
    );
  }
  brand(27, 'fuhe2', 'cleaners', { type: 'returnNomination', data: { reason: '花名册缺建设单位盖章页，请补齐后重新报送（示例）' } });
  for (const key of ['masseurs', 'guides', 'tailors', 'repairers', 'mechanics'] as const) recommend(26, key);
  for (const key of ['masseurs', 'guides', 'tailors', 'repairers', 'mechanics'] as const) forward(25, key);
  for (const key of ['guides', 'tailors', 'repairers', 'mechanics'] as const) screen(24, key);
  step(23, 'shengji2', 'guides-experts', ({ brand: command, stage: { people } }) =>
    command(demoBrandId('guides'), {
      type: 'askExperts',
      data: {
        ...{ assessmentId: demoId('guides-assessment'), experts: [people.zhuanjia, people.zhuanjia2] },
        ...{ question: '请就品牌特色和带动能力评审（示例）', dueOn: addDays(today, 7) },
      },
    }),
  );
  step(20, 'zhuanjia2', 'guides-vote', ({ brand: command }) =>
    command(demoBrandId('guides'), {
      type: 'castVote',
      data: {
        ...{ assessmentId: demoId('guides-assessment'), expert: null, vote: 'for', reason: '特色鲜明（示例）', evidence: [] },
        scores: [{ criterion: '品牌特色', points: 17, of: 20 }],
      },
    }),
  );
  for (const key of ['tailors', 'repairers', 'mechanics'] as const) assess(22, key);
  for (const key of ['repairers', 'mechanics'] as const) notice(21, 8, key);
  notice(6, -5, 'tailors');
  step(4, 'jingban2', 'tailors-objection', ({ brand: command }) =>
    command(demoBrandId('tailors'), {
      type: 'raiseObjection',
      data: { objectionId: demoId('tailors-objection'), by: '来信人（已编号）', reason: '认为从业人数偏高（示例）' },
    }),
  );
  recognise(5, 'mechanics', 61);
  list(4, 'mechanics', 62);

  function notice(days: number, endsAgo: number, key: DemoNominationKey): void {
    brand(days, 'shenpi2', key, {
      type: 'postNotice',
      data: { place: '示例人社局网站', from: ago(days), until: ago(endsAgo), workingDays: null },
    });
    const evidenceId = demoId(`${key}-capture`);
    const pdf = capturePdf(`Synthetic capture of a public notice, ${ago(days)}`);
    step(days, 'shiji2', `${key}-captured-file`, async ({ stage, brand: command }) =>
      command(demoBrandId(key), {
        type: 'attachEvidence',
        data: {
          ...{ evidenceId, kind: '公示截图', sha256: await stage.keep(pdf, 'shiji2'), custodian: '市人社局办公室', place: '电子档案' },
          retention: '长期',
        },
      }),
    );
    brand(days, 'shiji2', key, { type: 'captureNotice', data: { evidenceId, taken: 'posted', on: ago(days), note: null } });
  }

  // 推荐表草稿, where a document asks for the form
  step(12, 'tuijian', 'graders-draft', async ({ stage, actor, state }) => {
    const form = formNamed('im-labour-brand');
    if (form === null) throw new Error('the form im-labour-brand did not come with the program');
    const answers = knownAnswers(form, await state(demoBrandId('graders')), () => '敖汉旗');
    await stage.keepDraft(
      demoBrandId('graders'),
      { form: form.form, formVersion: form.version, answers: [...answers, ...someCounts(fieldsOf(form))] },
      actor.id,
    );
  });

  yearlyReturns();
  trainingReturns();

  /** 年度填报: each unit's return stands at another rung. */
  function yearlyReturns(): void {
    const call = { id: '' };
    const terms: Omit<CallTermsAsked, 'asked'> = {
      ...{ region: province, period: String(year), kind: 'labour', basis: 'period', title: `${year}年度劳务品牌带动就业填报（合成）` },
      ...{ asked: LABOUR_ASKED, dueOn: addDays(today, 18), origin: 'synthetic', document: paper(70, 28) },
    };
    step(28, 'shengji2', 'call-labour', async ({ stage, options }) => {
      call.id = (await stage.returns.call({ ...terms, asked: [...LABOUR_ASKED] }, options)).id;
    });
    const id = (key: DemoBrandKey): string =>
      returnIdOf({ region: BRANDS[key].region, period: String(year), unit: BRANDS[key].unit?.stream ?? `office-${county}`, call: call.id });
    const told = (days: number, key: DemoBrandKey): void =>
      step(days, 'danwei2', `${key}-told`, async ({ stage, options }) => {
        await stage.returns.report(id(key), labourLines(key), options);
      });
    const rung = (days: number, by: DemoLogin, key: DemoBrandKey, to: 'checked' | 'reviewed' | 'approved' | 'accepted'): void =>
      step(days, by, `${key}-${to}`, async ({ stage, options }) => {
        await stage.returns.act(id(key), { type: 'advance', data: { rung: to, lines: null, note: null } }, options);
      });
    for (const key of ['guards', 'drivers', 'cooks', 'decorators', 'nurses', 'electricians'] as const) told(20, key);
    step(18, 'jingban', 'guards-sent-back', async ({ stage, options }) => {
      const [first] = labourLines('guards');
      if (first === undefined) return;
      const lines = [{ line: lineKey(first), comment: '与花名册人数不符，请核实（示例）' }];
      await stage.returns.act(id('guards'), { type: 'sendBack', data: { to: 'unit', lines } }, options);
    });
    for (const key of ['cooks', 'decorators', 'nurses', 'electricians'] as const) rung(16, 'jingban', key, 'checked');
    for (const key of ['decorators', 'nurses', 'electricians'] as const) rung(14, 'fuhe', key, 'reviewed');
    for (const key of ['nurses', 'electricians'] as const) rung(12, 'shiji', key, 'approved');
    rung(10, 'shengji', 'electricians', 'accepted');
  }

  /** 培训品牌的年度填报: its day has passed. One institution was let in late, others are missing. */
  function trainingReturns(): void {
    const call = { id: '' };
    const terms: Omit<CallTermsAsked, 'asked'> = {
      ...{ region: otherProvince, period: String(year), kind: 'training', basis: 'period', dueOn: ago(15), origin: 'synthetic' },
      ...{ title: `${year}年度职业技能培训品牌填报（合成）`, document: paper(71, 40) },
    };
    step(40, 'zizhiqu', 'call-training', async ({ stage, options }) => {
      call.id = (await stage.returns.call({ ...terms, asked: [...TRAINING_ASKED] }, options)).id;
    });
    const id = (key: DemoBrandKey): string =>
      returnIdOf({ region: otherCounty, period: String(year), unit: BRANDS[key].unit?.stream ?? '', call: call.id });
    step(13, 'mengshi', 'welding-late', async ({ stage, options }) => {
      await stage.returns.act(
        id('welding'),
        { type: 'allowLate', data: { reason: '学校机构调整，准予补报（示例）', until: addDays(today, 30) } },
        options,
      );
    });
    step(13, 'mengshi', 'cooking-late', async ({ stage, options }) => {
      await stage.returns.act(
        id('cooking'),
        { type: 'allowLate', data: { reason: '台账损坏重录，准予补报（示例）', until: ago(5) } },
        options,
      );
    });
    step(9, 'jigou2', 'cooking-told', async ({ stage, options }) => {
      await stage.returns.report(id('cooking'), trainingLines('cooking'), options);
    });
  }

  // 评估: a round in which the third party has still to grade the private schools of the script
  step(11, 'kaili', 'round', (scene) =>
    scene.subject(schools, {
      kind: 'region',
      command: {
        type: 'holdEvaluationRound',
        data: {
          ...{ roundId: demoId('round'), evaluation: 'school', heldOn: ago(11), title: '民办职业培训学校办学情况评估（合成）' },
          ...{ scale: ['优秀', '合格', '不合格'], document: paper(80, 11), origin: 'synthetic' },
        },
      },
    }),
  );

  // 更正申请: a locked figure of the script, on which a passed review rests
  step(9, 'gengzheng', 'correction', async ({ stage, brand: command, state }) => {
    const brandId = stage.scriptBrand('weifang-growers');
    const known = await state(brandId);
    if (known.stage === 'none') throw new Error('the script of the years before was not played');
    const locked = figuresInForce(known)
      .filter(({ metric, directness, status }) => metric === 'employmentDriven' && directness === 'direct' && status === 'locked')
      .sort((a, b) => (b.window.toYear ?? 0) - (a.window.toYear ?? 0))[0];
    // A step that was taken before the run was cut short has its request already.
    if (locked === undefined || known.corrections.some(({ requestId }) => requestId === demoId('correction'))) return;
    const { metric, unit, nature, directness, bound, window, estimate } = locked;
    await command(brandId, {
      type: 'requestCorrection',
      data: {
        ...{ requestId: demoId('correction'), corrects: locked.figureId, reason: '核对花名册，重复登记 160 人（示例）', evidence: [] },
        figure: {
          metric,
          unit,
          nature,
          directness,
          bound,
          window,
          estimate,
          value: 290,
          source: { ...SOURCE, note: '更正依据：花名册核对表（合成）' },
        },
      },
    });
  });

  // 政策草案: another configured value, waiting for its second person
  step(8, 'zhengce', 'policy-draft', async ({ stage, actor, options }) => {
    await stage.policy.draft(
      {
        text: draftOfHouseRules(ago(8)),
        draftedBy: actor.id,
        reason: '整改期限由 60 天改为 45 天（演示）',
        effectiveFrom: addDays(today, 30),
      },
      options,
    );
  });

  // 资金登记
  for (const [key, amount, purpose, days] of [
    ['electricians', 300_000, 'brandBuilding', 100],
    ['nurses', 180_000, 'trainingSubsidy', 70],
    ['cooks', 50_000, 'publicity', 7],
  ] as const)
    step(Math.min(days, 7), 'jingban2', `fund-${key}`, async ({ stage, options, event }) => {
      await stage.funds.record(
        {
          ...{ region: county, origin: 'synthetic', despite: null },
          entry: {
            ...{ fund: '劳务品牌培育补助（合成）', documentNumber: paper(90, days).number, purpose, note: null, amount, unit: 'yuan' },
            ...{ payee: { stream: DEMO_BRANDS[key].unit?.stream ?? null, name: DEMO_BRANDS[key].unit?.name ?? '' }, paidOn: ago(days) },
            ...{ decision: await event(demoBrandId(key), 'BrandRecognised.v1'), evidence: [] },
          },
        },
        options,
      );
    });

  return steps
    .map((each, index) => ({ each, index }))
    .sort((a, b) => a.each.day.localeCompare(b.each.day) || a.index - b.index)
    .map(({ each }) => each);
}

/** Who builds which brands, each unit once, with the brands that it has applied for. */
function registerUnits(step: (days: number, by: DemoLogin, key: string, act: (scene: Scene) => Promise<void>) => void): void {
  const units = new Map<string, { readonly name: string; readonly region: string; readonly brands: string[]; readonly days: number }>();
  for (const key of [...keysOf(DEMO_BRANDS), ...keysOf(DEMO_NOMINATIONS)]) {
    const { unit, region } = BRANDS[key];
    if (unit === null) continue;
    const known = units.get(unit.stream) ?? { name: unit.name, region, brands: [], days: 50 };
    known.brands.push(demoBrandId(key));
    units.set(unit.stream, known);
  }
  for (const [stream, { name, region, brands, days }] of units) {
    const [kind, id] = [stream.slice(0, stream.indexOf('-')), stream.slice(stream.indexOf('-') + 1)];
    const base = { name, creditCode: null, region, brands, origin: 'synthetic', source: SOURCE } as const;
    step(days, region === county ? 'jingban2' : 'tuijian', `unit-${id}`, (scene) =>
      scene.subject(
        id,
        kind === 'unit'
          ? { kind: 'unit', command: { type: 'register', data: { ...base, unitType: 'leadFirm' } } }
          : { kind: 'institution', command: { type: 'register', data: { ...base, institutionType: 'privateSchool' } } },
      ),
    );
  }
}

const LABOUR_ASKED: readonly AskedMetric[] = [
  { metric: 'employmentDriven', unit: 'persons', directness: 'direct' },
  { metric: 'employmentDriven', unit: 'persons', directness: 'indirect' },
  { metric: 'workers', unit: 'persons', directness: 'unstated' },
  { metric: 'trainedWorkers', unit: 'persons', directness: 'unstated' },
];
const TRAINING_ASKED: readonly AskedMetric[] = [
  { metric: 'trainedPersons', unit: 'persons', directness: 'unstated' },
  { metric: 'passed', unit: 'persons', directness: 'unstated' },
];

/** What is told of a brand: last year's figure is what the brand has on the books for the year before. */
const PLAN: Readonly<
  Partial<
    Record<
      Key,
      { readonly before: number; readonly direct: number; readonly indirect: number; readonly workers: number; readonly trained: number }
    >
  >
> = {
  carers: { before: 260, direct: 285, indirect: 60, workers: 410, trained: 330 },
  guards: { before: 150, direct: 168, indirect: 20, workers: 205, trained: 120 },
  drivers: { before: 320, direct: 340, indirect: 45, workers: 520, trained: 300 },
  cooks: { before: 180, direct: 196, indirect: 35, workers: 260, trained: 210 },
  decorators: { before: 210, direct: 225, indirect: 30, workers: 300, trained: 190 },
  nurses: { before: 140, direct: 150, indirect: 25, workers: 190, trained: 160 },
  electricians: { before: 170, direct: 182, indirect: 22, workers: 240, trained: 200 },
};

function labourLines(key: DemoBrandKey): ReturnLine[] {
  const { direct = 0, indirect = 0, workers = 0, trained = 0 } = PLAN[key] ?? {};
  const values: readonly number[] = [direct, indirect, workers, trained];
  return LABOUR_ASKED.map(({ metric, unit, directness }, i): ReturnLine => ({
    ...{ brandId: demoBrandId(key), metric, unit, directness, trade: null, value: values[i] ?? 0, explanations: [], note: null },
    nature: metric === 'employmentDriven' ? 'flow' : 'stock',
    estimate: directness === 'indirect' ? { method: '抽样推算（示例）', basis: '从业人员抽样（示例）' } : null,
    roster:
      directness === 'direct'
        ? {
            sha256: createHash('sha256').update(`roster ${key}`).digest('hex'),
            rows: direct + 3,
            duplicatesRemoved: 3,
            keyId: '示例密钥-1',
          }
        : null,
  }));
}

function trainingLines(key: DemoBrandKey): ReturnLine[] {
  return ['中式烹调', '面点'].flatMap((trade, i) =>
    TRAINING_ASKED.map(({ metric, unit, directness }): ReturnLine => ({
      ...{ brandId: demoBrandId(key), metric, unit, directness, trade, nature: 'flow', estimate: null, roster: null },
      ...{ value: metric === 'passed' ? 110 - i * 20 : 120 - i * 20, explanations: [], note: null },
    })),
  );
}

function figure(year: number, directness: FigureInput['directness'], value: number): Extract<HumanBrandCommand, { type: 'recordFigure' }> {
  return {
    type: 'recordFigure',
    data: {
      figure: {
        ...{ metric: 'employmentDriven', unit: 'persons', nature: 'flow', directness, bound: 'exact', value, estimate: null },
        ...{ window: { fromYear: year, toYear: year, asOf: null }, source: SOURCE },
      },
    },
  };
}

/** As a clerk leaves a form in the evening: some counts are in, most of it is not. */
function someCounts(fields: ReturnType<typeof fieldsOf>): FormAnswer[] {
  const counts: Readonly<Record<string, number>> = { 'driven.direct.1': 1010, 'driven.direct.2': 990 };
  return fields.flatMap(({ id, clause }) => {
    const value = counts[id];
    return value === undefined ? [] : [{ field: id, clause, value, evidence: [] }];
  });
}

/** The house rules of Shandong with one configured value changed: a text for the second person to read, and to approve or send back. */
function draftOfHouseRules(on: string): string {
  const shipped = shippedPacks().find(({ document }) => (document as { readonly id: string }).id === 'sd-2021-22-house')?.document;
  const pack = structuredClone(shipped) as {
    version: string;
    meta: { inForceFrom: string; made: string };
    parameters: { key: string; values: { value: unknown }[]; approvedOn: string | null }[];
  };
  pack.version = '2-demo';
  for (const parameter of pack.parameters)
    if (parameter.key === 'rectification.period') {
      parameter.values = parameter.values.map((each) => ({ ...each, value: 45 }));
      parameter.approvedOn = on;
    }
  return stringify(pack);
}
