import { foldBrand, initialBrand, type BrandState, type StewardBrandCommand, addWorkingDays } from '#domain';
import type { EffectivePack } from '#policy';
import { formatDecisionKey, parseDecisionKey, proposalIdOf } from './decision-key';
import { planEffects, type Plan, type PlanInput } from './plan';
import { DOCUMENT, World, newId, shandong } from './world.fixture';

const CAUSE = { event: '00000000-0000-4000-8000-0000000000ca', type: 'YearClosed.v1' };
let world: World;
let brand: string;

const at = async (over: Partial<PlanInput> & Pick<PlanInput, 'trigger'>): Promise<PlanInput> => {
  const { state, revision } = await world.loadBrand(brand);
  return {
    pack: shandong,
    period: 2022,
    cause: CAUSE,
    brandId: brand,
    state,
    revision,
    leaf: 41,
    asOf: world.clock.today(),
    effectiveOn: world.clock.today(),
    ...over,
  };
};
const plan = async (over: Partial<PlanInput> & Pick<PlanInput, 'trigger'>): Promise<Plan> => planEffects(await at(over));
const types = ({ commands }: { readonly commands: readonly StewardBrandCommand[] }): readonly string[] => commands.map(({ type }) => type);
const reasons = ({ skipped }: Plan): Readonly<Record<string, string>> =>
  Object.fromEntries(skipped.map(({ effect, reason }) => [effect, reason]));
const take = async (command: StewardBrandCommand | undefined): Promise<void> => {
  if (command === undefined) throw new Error('no command');
  const { revision } = await world.loadBrand(brand);
  await world.execute(brand, revision, command, {
    causationId: CAUSE.event,
    causationDepth: 1,
    correlationId: CAUSE.event,
    effectiveOn: world.clock.today(),
  });
};
/** Takes the steps of a trigger one after another, as the runner does: the plan is made anew after each. */
const takeAll = async (over: Partial<PlanInput> & Pick<PlanInput, 'trigger'>): Promise<readonly string[]> => {
  const taken: string[] = [];
  for (;;) {
    const [first] = (await plan(over)).commands;
    if (first === undefined) return taken;
    await take(first);
    taken.push(first.data.decision.key);
  }
};
const hold = (judgements: readonly { criterion: string; met: boolean }[] = []): Promise<void> =>
  world.command(brand, {
    type: 'holdReview',
    data: {
      period: 2022,
      heldOn: world.clock.today(),
      panel: null,
      reason: '年度审核',
      judgements: judgements.map((judgement) => ({ ...judgement, role: '审批人', by: '王某', reason: '现场', evidence: [] })),
    },
  });
const tweak = (change: (effect: EffectivePack['effects'][number]) => EffectivePack['effects'][number] | null): EffectivePack => ({
  ...shandong,
  effects: shandong.effects.flatMap((effect) => change(effect) ?? []),
});

beforeEach(() => {
  world = new World();
});

describe('a closed year', () => {
  it('makes the review due, with the whole decision', async () => {
    brand = await world.cultivated({ figures: { 2022: 100 } });
    world.clock.set('2023-01-31');
    const { commands, withheld } = await plan({ trigger: 'yearClosed' });
    expect(withheld).toEqual([]);
    expect(commands).toEqual([
      {
        type: 'markReviewDue',
        data: {
          period: 2022,
          dueOn: '2023-05-01',
          decision: {
            key: `${brand}|sd.review-due|sd-2021-22-house@1|2022|${CAUSE.event}|ReviewDue.v1|0`,
            policy: {
              pack: 'sd-2021-22-house',
              version: '1',
              digest: 'b'.repeat(64),
              rule: 'sd.review-due',
              basis: 'configured',
              clause: null,
              cite: null,
              umbrella: '三（三）',
            },
            engine: commands[0]?.data.decision.engine,
            basis: { leaf: 41, revision: 6 },
            cause: CAUSE,
            explanation: null,
          },
        },
      },
    ]);
  });

  it('asks for no review of a year that is not over, of a year that has one, or of a brand that is not in cultivation', async () => {
    brand = await world.cultivated();
    world.clock.set('2022-12-31');
    expect(reasons(await plan({ trigger: 'yearClosed' }))['sd.review-due']).toBe('doesNotFit');
    world.clock.set('2023-01-31');
    expect(types(await plan({ trigger: 'yearClosed' }))).toEqual(['markReviewDue']);
    await takeAll({ trigger: 'yearClosed' });
    const other = { event: newId(), type: 'YearClosed.v1' };
    expect(reasons(await plan({ trigger: 'yearClosed' }))['sd.review-due']).toBe('doesNotFit');
    expect(reasons(await plan({ trigger: 'yearClosed', cause: other }))['sd.review-due']).toBe('doesNotFit');

    const reportedOnly: BrandState = foldBrand(initialBrand, (await world.history(brand)).slice(0, 1));
    expect(types(await plan({ trigger: 'yearClosed', state: reportedOnly }))).toEqual([]);
    expect(types(await plan({ trigger: 'yearClosed', state: initialBrand }))).toEqual([]);
  });

  it('says so when no pack tells until when', async () => {
    brand = await world.cultivated();
    world.clock.set('2023-01-31');
    const pack = tweak((effective) => ({ ...effective, effect: { ...effective.effect, dueAfter: null } }));
    expect(reasons(await plan({ trigger: 'yearClosed', pack }))['sd.review-due']).toBe('noDueDate');
  });

  it('counts working days by the calendar it is given, and gives no date where the calendar ends', async () => {
    brand = await world.cultivated();
    world.clock.set('2023-01-31');
    const days = shandong.parameters.get('review.due-after');
    if (days === undefined) throw new Error('no parameter');
    const pack = { ...shandong, parameters: new Map(shandong.parameters).set('review.due-after', { ...days, unit: 'workingDays' }) };
    const isWorkingDay = (date: string): boolean | null =>
      date > '2023-12-31' ? null : ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
    const { commands } = await plan({ trigger: 'yearClosed', pack, workingDays: { isWorkingDay } });
    expect(commands[0]?.type === 'markReviewDue' && commands[0].data.dueOn).toBe('2023-06-06');
    expect(reasons(await plan({ trigger: 'yearClosed', pack, workingDays: { isWorkingDay: () => null } }))['sd.review-due']).toBe(
      'noDueDate',
    );
    expect(reasons(await plan({ trigger: 'yearClosed', pack }))['sd.review-due']).toBe('noDueDate');
    expect(addWorkingDays('2023-02-03', 1, { isWorkingDay })).toBe('2023-02-06');
    expect(addWorkingDays('2023-02-03', 0, { isWorkingDay })).toBe('2023-02-03');
  });
});

describe('eligibility for the next tier', () => {
  const three = async (last: number, trained: number): Promise<void> => {
    brand = await world.cultivated({ figures: { 2020: 400, 2021: 300, 2022: last } });
    world.clock.set('2023-01-31');
    await world.command(brand, { type: 'recordFigure', data: { figure: world.figure(2022, trained, 'trainedPersons') } });
  };

  it.each([
    [300, 200, ['markReviewDue', 'findEligible', 'proposeStep']],
    [299, 200, ['markReviewDue']],
    [300, 199, ['markReviewDue']],
  ])('sum of three years with %i last year, %i trained', async (last, trained, expected) => {
    await three(last, trained);
    const found = await plan({ trigger: 'yearClosed' });
    expect(types(found)).toEqual(expected);
    const explanations = found.commands.flatMap(({ data }) => data.decision.explanation ?? []);
    expect(
      explanations.every(({ outcome, evaluationYear, asOf }) => outcome === 'pass' && evaluationYear === 2023 && asOf === '2023-01-31'),
    ).toBe(true);
  });

  it('is found and promotion proposed under one id for ever, and lost again when the next year falls short', async () => {
    await three(300, 200);
    const [, , proposal] = (await plan({ trigger: 'yearClosed' })).commands;
    if (proposal?.type !== 'proposeStep') throw new Error('no proposal');
    expect(proposal.data).toMatchObject({
      step: 'promote',
      toTier: 'prefecture',
      period: 2022,
      fallsDueOn: null,
      proposalId: proposalIdOf(proposal.data.decision.key),
    });
    expect(await plan({ trigger: 'yearClosed' })).toEqual(await plan({ trigger: 'yearClosed' }));
    const keys = (await plan({ trigger: 'yearClosed' })).commands.map(({ data }) => data.decision.key);
    expect(await takeAll({ trigger: 'yearClosed' })).toEqual(keys);

    world.clock.set('2024-01-31');
    await world.command(brand, { type: 'recordFigure', data: { figure: world.figure(2023, 1) } });
    await world.command(brand, { type: 'recordFigure', data: { figure: world.figure(2023, 199, 'trainedPersons') } });
    const cause = { event: newId(), type: 'YearClosed.v1' };
    expect(types(await plan({ trigger: 'yearClosed', period: 2023, cause }))).toEqual(['markReviewDue', 'loseEligibility']);
    await takeAll({ trigger: 'yearClosed', period: 2023, cause });

    // The same year closed once more, for a wider region: the same facts decide nothing twice, and nothing back.
    const again = reasons(await plan({ trigger: 'yearClosed', period: 2023, cause: { event: newId(), type: 'YearClosed.v1' } }));
    expect(again).toMatchObject({
      'sd.review-due': 'doesNotFit',
      'sd.lose-prefecture': 'doesNotFit',
      'sd.eligible-prefecture': 'otherOutcome',
    });
  });

  it('does not swing back and forth on the same facts', async () => {
    await three(300, 200);
    await takeAll({ trigger: 'yearClosed' });
    // A pack that both finds and loses on a pass would swing for ever.
    const swinging = tweak((effective) =>
      effective.effect.id === 'sd.lose-prefecture' ? { ...effective, effect: { ...effective.effect, when: ['pass'] } } : effective,
    );
    const cause = { event: newId(), type: 'YearClosed.v1' };
    expect(reasons(await plan({ trigger: 'yearClosed', pack: swinging, cause }))['sd.lose-prefecture']).toBe('sameFacts');
    // A new figure is a new fact.
    await world.command(brand, {
      type: 'correctFigure',
      data: { corrects: await figureOf(2022), figure: world.figure(2022, 350), requester: '甲', reason: '笔误', evidence: [] },
    });
    expect(types(await plan({ trigger: 'yearClosed', pack: swinging, cause }))).toEqual(['loseEligibility']);
  });
});

const figureOf = async (year: number): Promise<string> => {
  const { state } = await world.loadBrand(brand);
  if (state.stage === 'none') throw new Error('no brand');
  return state.figures.find(({ window, metric }) => window.toYear === year && metric === 'employmentDriven')?.figureId ?? '';
};

describe('a review that was held', () => {
  const reviewed = async (employed: number | null, judgements?: readonly { criterion: string; met: boolean }[]): Promise<void> => {
    brand = await world.cultivated(employed === null ? {} : { figures: { 2022: employed } });
    world.clock.set('2023-01-31');
    await takeAll({ trigger: 'yearClosed' });
    world.clock.set('2023-03-01');
    await hold(judgements);
  };

  it.each([
    [100, ['concludeReview passed']],
    [99, ['concludeReview failed', 'warn', 'orderRectification 2023-04-30']],
    [null, ['concludeReview undecidable']],
  ])('county tier, %s persons employed', async (employed, expected) => {
    await reviewed(employed);
    const { commands } = await plan({ trigger: 'reviewHeld', asOf: '2023-05-01' });
    const said = commands.map((command) => {
      if (command.type === 'concludeReview') return `${command.type} ${command.data.outcome}`;
      return command.type === 'orderRectification' ? `${command.type} ${command.data.dueOn}` : command.type;
    });
    expect(said).toEqual(expected);
    expect(commands.map(({ data }) => data.decision.explanation?.asOf)).toEqual(commands.map(() => '2023-05-01'));
    expect(commands.map(({ data }) => data.decision.policy.basis)).toEqual(commands.map(() => 'configured'));
    expect(commands.map(({ data }) => data.decision.policy.umbrella)).toEqual(commands.map(() => '三（三）'));
  });

  it('fails by the panel even where the figure is reached', async () => {
    await reviewed(100, [{ criterion: 'review.quality', met: false }]);
    expect(types(await plan({ trigger: 'reviewHeld' }))).toEqual(['concludeReview', 'warn', 'orderRectification']);
  });

  it('has the same keys however far it has come, and nothing to do at the end', async () => {
    await reviewed(99);
    const keys = (await plan({ trigger: 'reviewHeld' })).commands.map(({ data }) => data.decision.key);
    expect(keys.map((key) => parseDecisionKey(key)?.type)).toEqual(['ReviewConcluded.v1', 'WarningIssued.v1', 'RectificationOrdered.v1']);
    expect(await takeAll({ trigger: 'reviewHeld' })).toEqual(keys);
    expect(types(await plan({ trigger: 'reviewHeld' }))).toEqual([]);
  });

  it('a crash between two steps and a correction meanwhile do not conclude the review a second time', async () => {
    await reviewed(99);
    await take((await plan({ trigger: 'reviewHeld' })).commands[0]);
    await world.command(brand, {
      type: 'correctFigure',
      data: { corrects: await figureOf(2022), figure: world.figure(2022, 100), requester: '甲', reason: '漏报', evidence: [] },
    });
    const after = await plan({ trigger: 'reviewHeld' });
    expect(types(after)).toEqual([]);
    expect(reasons(after)).toEqual({ 'sd.conclude': 'doesNotFit', 'sd.warn': 'otherOutcome', 'sd.rectify': 'otherOutcome' });
  });

  it('proposes only: conclusions are told, sanctions are kept back', async () => {
    await reviewed(99);
    const { commands, withheld } = await plan({ trigger: 'reviewHeld', mode: 'proposeOnly' });
    expect(types({ commands })).toEqual(['concludeReview']);
    expect(types({ commands: withheld })).toEqual(['warn', 'orderRectification']);
  });

  it('is undone by nothing: rectification fails when its date has passed, not before', async () => {
    await reviewed(99);
    await takeAll({ trigger: 'reviewHeld' });
    world.clock.set('2023-04-29');
    expect(types(await plan({ trigger: 'rectificationDueDatePassed' }))).toEqual(['proposeStep']);
    world.clock.set('2023-04-30');
    expect(types(await plan({ trigger: 'rectificationDueDatePassed' }))).toEqual(['failRectification', 'proposeStep']);
  });

  it('two like decisions of one rule stay first and second, however far the plan has come', async () => {
    await reviewed(99);
    await takeAll({ trigger: 'reviewHeld' });
    world.clock.set('2023-04-30');
    const both: EffectivePack = {
      ...shandong,
      effects: shandong.effects.flatMap((effective) =>
        effective.effect.id === 'sd.stop-due'
          ? [effective, { ...effective, effect: { ...effective.effect, id: 'exit', then: 'proposeExit' as const } }]
          : [effective],
      ),
    };
    const keys = (await plan({ trigger: 'rectificationDueDatePassed', pack: both })).commands.map(({ data }) => data.decision.key);
    expect(keys.map((key) => parseDecisionKey(key)).map((key) => [key?.type, key?.ordinal])).toEqual([
      ['RectificationFailed.v1', 0],
      ['StepProposed.v1', 0],
      ['StepProposed.v1', 1],
    ]);
    expect(await takeAll({ trigger: 'rectificationDueDatePassed', pack: both })).toEqual(keys);
  });

  it('a rectification that was reported and accepted by a named role ends well', async () => {
    await reviewed(99);
    await takeAll({ trigger: 'reviewHeld' });
    world.clock.set('2023-04-01');
    await world.command(brand, {
      type: 'recordJudgement',
      data: { criterion: 'rectification.accepted', met: true, role: '审批人', by: '王某', reason: '验收', evidence: [] },
    });
    await world.command(brand, { type: 'reportRectification', data: { reportedOn: '2023-04-01', note: '已整改', evidence: [] } });
    expect(types(await plan({ trigger: 'rectificationReported' }))).toEqual(['acceptRectification']);
    await takeAll({ trigger: 'rectificationReported' });
    world.clock.set('2023-05-01');
    expect(types(await plan({ trigger: 'rectificationDueDatePassed' }))).toEqual([]);
  });

  it('a rectification that was reported and found wanting leads to a proposal to stop support', async () => {
    await reviewed(99);
    await takeAll({ trigger: 'reviewHeld' });
    world.clock.set('2023-04-01');
    await world.command(brand, {
      type: 'recordJudgement',
      data: { criterion: 'rectification.accepted', met: false, role: '审批人', by: '王某', reason: '验收', evidence: [] },
    });
    await world.command(brand, { type: 'reportRectification', data: { reportedOn: '2023-04-01', note: '已整改', evidence: [] } });
    const [fail, stop, ...rest] = (await plan({ trigger: 'rectificationReported' })).commands;
    expect([fail?.type, stop?.type, rest]).toEqual(['failRectification', 'proposeStep', []]);
    expect(stop?.type === 'proposeStep' && stop.data.step).toBe('stopSupport');
  });
});

describe('an exit', () => {
  const onNotice = async (): Promise<string> => {
    brand = await world.cultivated({ figures: { 2022: 99 } });
    world.clock.set('2023-01-31');
    await takeAll({ trigger: 'yearClosed' });
    world.clock.set('2023-03-01');
    await hold();
    await takeAll({ trigger: 'reviewHeld' });
    world.clock.set('2023-04-30');
    await takeAll({ trigger: 'rectificationDueDatePassed' });
    await world.command(brand, {
      type: 'confirmSupportStop',
      data: { proposalId: await proposal('stopSupport'), confirmedBy: '王某', document: DOCUMENT },
    });
    expect(types(await plan({ trigger: 'supportStopped' }))).toEqual(['proposeStep']);
    await takeAll({ trigger: 'supportStopped' });
    const proposalId = await proposal('announceExit');
    await world.command(brand, {
      type: 'announceExit',
      data: {
        proposalId,
        ground: 'rectificationFailed',
        noticeFrom: '2023-04-30',
        noticeUntil: '2023-05-15',
        confirmedBy: '王某',
        document: DOCUMENT,
      },
    });
    return proposalId;
  };
  const proposal = async (step: string): Promise<string> => {
    const { state } = await world.loadBrand(brand);
    return (state.stage === 'cultivated' && state.proposals.find((known) => known.step === step)?.proposalId) || '';
  };

  it('falls due when its notice has ended without objection', async () => {
    const proposalId = await onNotice();
    world.clock.set('2023-05-14');
    expect(types(await plan({ trigger: 'noticeEnded', proposalId }))).toEqual([]);
    world.clock.set('2023-05-15');
    expect(types(await plan({ trigger: 'noticeEnded', proposalId: newId() }))).toEqual([]);
    const [delist] = (await plan({ trigger: 'noticeEnded', proposalId })).commands;
    expect(delist).toMatchObject({ type: 'delistByDueDate', data: { ground: 'rectificationFailed', proposalId } });
    await take(delist);
    expect((await world.loadBrand(brand)).state.stage).toBe('delisted');
    expect(types(await plan({ trigger: 'noticeEnded', proposalId }))).toEqual([]);
  });

  it('proposes only: the end of the notice asks a person, and never falls due', async () => {
    const proposalId = await onNotice();
    world.clock.set('2023-05-15');
    const [proposed, ...rest] = (await plan({ trigger: 'noticeEnded', proposalId, mode: 'proposeOnly' })).commands;
    expect(rest).toEqual([]);
    expect(proposed).toMatchObject({ type: 'proposeStep', data: { step: 'delist', fallsDueOn: null } });
  });

  it.each([
    ['open', null, []],
    ['dismissed', false, ['delistByDueDate']],
    ['upheld', true, []],
  ])('with an objection that is %s', async (_what, upheld, expected) => {
    const proposalId = await onNotice();
    const objectionId = newId();
    await world.command(brand, { type: 'raiseObjection', data: { objectionId, by: '某公司', reason: '数据有误' } });
    if (upheld !== null)
      await world.command(brand, { type: 'decideObjection', data: { objectionId, upheld, reason: '核实', document: null } });
    world.clock.set('2023-05-15');
    expect(types(await plan({ trigger: 'noticeEnded', proposalId }))).toEqual(expected);
  });
});

describe('the name of a decision', () => {
  it('reads back as it was written', () => {
    const key = {
      subject: 'b',
      rule: 'sd.house.review',
      pack: 'sd-2021-22-house',
      version: '1',
      period: 2022,
      cause: 'c',
      type: 'ReviewDue.v1',
      ordinal: 2,
    };
    expect(formatDecisionKey(key)).toBe('b|sd.house.review|sd-2021-22-house@1|2022|c|ReviewDue.v1|2');
    expect(parseDecisionKey(formatDecisionKey(key))).toEqual(key);
    expect(parseDecisionKey(formatDecisionKey({ ...key, period: null }))).toEqual({ ...key, period: null });
    expect(parseDecisionKey('assessment of somebody else')).toBeNull();
  });
});
