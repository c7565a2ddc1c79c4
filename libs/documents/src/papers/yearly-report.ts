import { TIERS, countRelaxations, type Tier } from '#domain';
import type { PaperBrand, PaperFacts, PaperMovement } from '../facts';
import { heading, paragraph, table, type Block, type Paper, type Sources } from '../paper';
import { chineseDate, eventName, fullRegion, groundName, tierName } from '../words';
import { documentOf, documentText, eventOf, paperOf, policySentence, sourcesOf, textOf } from './common';
import { sumRow, sumsOf } from './employment';

const NUMERALS = ['一', '二', '三', '四', '五', '六', '七', '八'] as const;
const TIER_CHANGES = [
  'BrandRecognised.v1',
  'CatalogueEntered.v1',
  'KeyProjectDesignated.v1',
  'BrandPromoted.v1',
  'BrandDowngraded.v1',
  'BrandDelisted.v1',
  'BrandRestored.v1',
] as const;
const REVIEWS = ['ReviewHeld.v1', 'ReviewConcluded.v1', 'ReviewOverdue.v1'] as const;
const WARNINGS = [
  'WarningIssued.v1',
  'RectificationOrdered.v1',
  'RectificationAccepted.v1',
  'RectificationFailed.v1',
  'SupportStopped.v1',
  'SupportResumed.v1',
] as const;
const EXITS = ['ExitAnnounced.v1', 'BrandDelisted.v1', 'BrandRestored.v1'] as const;
const OUTCOMES: Readonly<Record<string, string>> = { passed: '通过', failed: '未通过', undecidable: '材料不足，无法判定' };

/** 年报 of a region: tiers as they stand now, everything else as it took effect in the year. */
export function yearlyReport(facts: PaperFacts, year: number): Paper {
  const sources = sourcesOf(facts);
  const { regionName, brands } = facts;
  const moved = facts.movements.filter(({ effectiveOn }) => effectiveOn.startsWith(`${year}-`));
  const names = new Map(brands.map(({ brandId, life }) => [brandId, life.identity.name]));
  const sections: readonly (readonly [string, readonly Block[]])[] = [
    ['品牌数量和层级', tiersSection(brands, sources, facts)],
    ['年度变动', movedSection(moved, TIER_CHANGES, names, sources, '本年度没有认定、列入目录、晋级、降级、退出或恢复。')],
    ['带动就业', employmentSection(facts, year, sources)],
    ['定期审核', reviewSection(moved, names, sources)],
    [
      '预警和整改',
      [configuredNote('预警、整改、停止支持'), ...movedSection(moved, WARNINGS, names, sources, '本年度没有预警、整改或停止支持。')],
    ],
    ['退出', [configuredNote('退出公告、异议和恢复'), ...movedSection(moved, EXITS, names, sources, '本年度没有退出。')]],
    ['适当放宽条件', relaxationSection(facts, year, sources)],
    ['数据质量', qualitySection(facts, year, sources)],
  ];
  return paperOf(facts, sources, {
    title: [`${regionName}劳务品牌${year}年度报告`],
    number: null,
    orientation: 'portrait',
    blocks: [
      paragraph(policySentence(facts)),
      paragraph(`本报告由台账按第${facts.leaf}号及以前的记录生成；${year}年度的变动以生效日期为准，层级为生成时的状态。`, 'template'),
      ...sections.flatMap(([title, blocks], index) => [heading(`${NUMERALS[index] ?? ''}、${title}`), ...blocks]),
    ],
    fileName: `${regionName}劳务品牌${year}年度报告`,
  });
}

/** How often discretion was used: all that were granted by the year's end, those of the year one by one. */
function relaxationSection({ brands, policy }: PaperFacts, year: number, sources: Sources): Block[] {
  const end = `${year}-12-31`;
  const name = (code: string): string => policy?.names[code] ?? code;
  const { granted, inForce, withdrawn, byGround } = countRelaxations(
    brands.map(({ life }) => life),
    end,
  );
  if (granted === 0) return [paragraph(`截至${chineseDate(end)}没有批准放宽条件。`)];
  const grounds = Object.entries(byGround).map(([ground, count]) => `${name(ground)}${count}件`);
  const ofYear = brands.flatMap(({ life }) =>
    life.relaxations
      .filter(({ grantedOn }) => grantedOn.startsWith(`${year}-`))
      .map((relaxation) => ({ relaxation, brand: life.identity.name })),
  );
  return [
    paragraph(
      `截至${chineseDate(end)}共批准放宽条件${granted}件，其中在有效期内${inForce}件、已撤回${withdrawn}件。按情形分：${grounds.join('，')}。`,
    ),
    paragraph('文件写明可以放宽的情形；放宽幅度、期限和批准人为本地配置。', 'configured'),
    ...(ofYear.length === 0
      ? [paragraph('本年度没有新批准。')]
      : [
          table(
            [
              { title: '品牌', width: 22 },
              { title: '情形', width: 20 },
              { title: '放宽的条件', width: 26 },
              { title: '起止', width: 18, align: 'centre' },
              { title: '评审组表决', width: 14 },
            ],
            ofYear.map(({ relaxation: { ground, rule, parameter, easedTo, from, until, panel, event }, brand }) => [
              `${brand}${sources.cite([{ about: `${brand}：放宽条件`, event }])}`,
              name(ground),
              `${name(rule)}：${name(parameter)}放宽至${easedTo}`,
              `${from}至${until}`,
              `赞成${panel.votesFor}、反对${panel.votesAgainst}、回避${panel.recused.length}`,
            ]),
          ),
        ]),
  ];
}

const configuredNote = (what: string): Block => paragraph(`${what}在适用文件中没有规定期限、情形和步骤，按本地配置办理。`, 'configured');

function tiersSection(brands: readonly PaperBrand[], sources: Sources, facts: PaperFacts): Block[] {
  const held = brands.filter(({ life, tier }) => life.stage === 'cultivated' && tier !== null);
  const rows = [...TIERS].reverse().map((tier) => {
    const standing = held.filter((brand) => brand.tier === tier);
    const listed = standing.filter(({ life }) => life.catalogues.length > 0);
    const key = standing.filter(({ life }) => life.keyProjects.length > 0);
    const events = standing.flatMap(({ life }) =>
      life.stage === 'cultivated' ? [{ about: `${life.identity.name}：${tierName(tier)}`, event: life.lastTierChange.event }] : [],
    );
    return [tierName(tier), String(standing.length), String(listed.length), String(key.length), sources.cite(events)];
  });
  const stage = (name: string): number => brands.filter(({ life }) => life.stage === name).length;
  return [
    paragraph(
      `截至台账第${facts.leaf}号记录，${facts.regionName}在册品牌${brands.length}个：培育中${stage('cultivated')}个，评价认定中${stage('evaluated')}个，申报推荐中${stage('nominated')}个，已登记未申报${stage('reported')}个，已退出目录${stage('delisted')}个。`,
    ),
    table(
      [
        { title: '层级（本台账认定）', width: 24 },
        { title: '品牌数', width: 14, align: 'right' },
        { title: '其中：列入目录', width: 18, align: 'right' },
        { title: '其中：建设重点项目', width: 20, align: 'right' },
        { title: '依据', width: 24 },
      ],
      rows,
    ),
    paragraph('公开来源所称的层级和荣誉称号不计入。', 'template'),
  ];
}

function movedSection(
  moved: readonly PaperMovement[],
  types: readonly string[],
  names: ReadonlyMap<string, string>,
  sources: Sources,
  nothing: string,
): Block[] {
  const found = moved.filter(({ type }) => types.includes(type));
  const counts = types.flatMap((type) => {
    const count = found.filter((movement) => movement.type === type).length;
    return count === 0 ? [] : [`${eventName(type)}${count}件`];
  });
  if (counts.length === 0) return [paragraph(nothing)];
  return [
    paragraph(`${counts.join('，')}。`),
    table(
      [
        { title: '日期', width: 16, align: 'centre' },
        { title: '品牌', width: 22 },
        { title: '事项', width: 30 },
        { title: '文号、印发日期、签批人', width: 32 },
      ],
      found.map((movement) => {
        const name = names.get(movement.brandId) ?? movement.brandId;
        const cited = sources.cite([{ about: `${name}：${eventName(movement.type)}`, event: eventOf(movement) }]);
        return [chineseDate(movement.effectiveOn), `${name}${cited}`, whatMoved(movement), paperBehind(movement)];
      }),
    ),
  ];
}

function whatMoved(movement: PaperMovement): string {
  const { type } = movement;
  const tier = (key: string): string => tierName(textOf(movement, key) as Tier);
  const period = textOf(movement, 'period');
  switch (type) {
    case 'BrandRecognised.v1':
    case 'BrandRestored.v1':
      return `${eventName(type)}：${tier('tier')}`;
    case 'KeyProjectDesignated.v1':
      return `${eventName(type)}：${tier('level')}`;
    case 'BrandPromoted.v1':
    case 'BrandDowngraded.v1':
      return `${eventName(type)}：${tier('from')}→${tier('to')}`;
    case 'CatalogueEntered.v1':
      return `${eventName(type)}（${fullRegion(textOf(movement, 'catalogue'))}）`;
    case 'BrandDelisted.v1':
    case 'ExitAnnounced.v1':
      return `${eventName(type)}：${groundName(textOf(movement, 'ground'))}`;
    case 'ReviewConcluded.v1':
      return `${period}年度审核：${OUTCOMES[textOf(movement, 'outcome')] ?? textOf(movement, 'outcome')}`;
    default:
      return period === '' ? eventName(type) : `${eventName(type)}（${period}年度）`;
  }
}

function paperBehind(movement: PaperMovement): string {
  const document = documentOf(movement);
  if (document !== null) return documentText(document);
  const { decision } = movement;
  if (decision === null) {
    const confirmedBy = textOf(movement, 'confirmedBy');
    return confirmedBy === '' ? '—' : `${confirmedBy}确认`;
  }
  return decision.basis === 'stated'
    ? (decision.cite ?? decision.rule)
    : `本地配置（规则${decision.rule}${decision.umbrella === null ? '' : `，总括条款：${decision.umbrella}`}）`;
}

function employmentSection(facts: PaperFacts, year: number, sources: Sources): Block[] {
  const columns = [
    { title: '口径', width: 24 },
    { title: '性质', width: 12, align: 'centre' },
    { title: '数据状态', width: 14, align: 'centre' },
    { title: '品牌数', width: 12, align: 'right' },
    { title: '人数', width: 18, align: 'right' },
    { title: '依据', width: 20 },
  ] as const;
  const sums = sumsOf(facts.figures, 'employmentDriven');
  const what = `${year}年度带动就业`;
  const names = new Map(facts.brands.map(({ brandId, life }) => [brandId, life.identity.name]));
  const blocks: Block[] = [
    paragraph('直接与间接、本期与累计、已锁定与公开资料分列，均不相加；间接为估算。', 'template'),
    table(
      columns,
      sums.map((sum) => sumRow(sum, what, names, sources)),
      `台账中没有${year}年度的带动就业数据。`,
    ),
  ];
  const tiers = new Map(facts.brands.map(({ brandId, tier }) => [brandId, tier]));
  const byTier = [...TIERS].reverse().flatMap((tier) =>
    sumsOf(
      facts.figures.filter(({ brandId }) => tiers.get(brandId) === tier),
      'employmentDriven',
    ).map((sum) => [tierName(tier), ...sumRow(sum, what, names, sources)]),
  );
  if (byTier.length > 0) blocks.push(paragraph('其中，按现层级：'), table([{ title: '层级', width: 12 }, ...columns], byTier));
  const estimates = new Set(
    facts.figures.flatMap(({ metric, estimate }) =>
      metric === 'employmentDriven' && estimate !== null ? [`${estimate.method}（${estimate.basis}）`] : [],
    ),
  );
  if (estimates.size > 0) blocks.push(paragraph(`间接带动的估算方法和依据：${[...estimates].join('；')}。`));
  return blocks;
}

function reviewSection(moved: readonly PaperMovement[], names: ReadonlyMap<string, string>, sources: Sources): Block[] {
  const concluded = moved.filter(({ type }) => type === 'ReviewConcluded.v1');
  const outcome = (code: string): number => concluded.filter((movement) => textOf(movement, 'outcome') === code).length;
  const overdue = moved.filter(({ type }) => type === 'ReviewOverdue.v1').length;
  return [
    configuredNote('定期审核的周期和标准'),
    paragraph(
      `审核结论${concluded.length}件：通过${outcome('passed')}件，未通过${outcome('failed')}件，材料不足、无法判定${outcome('undecidable')}件；逾期未审核${overdue}件。`,
    ),
    ...movedSection(moved, REVIEWS, names, sources, '本年度没有定期审核记录。').slice(-1),
  ];
}

function qualitySection(facts: PaperFacts, year: number, sources: Sources): Block[] {
  const cultivated = facts.brands.filter(({ life }) => life.stage === 'cultivated');
  const reported = new Set(facts.figures.flatMap(({ metric, brandId }) => (metric === 'employmentDriven' ? [brandId] : [])));
  const names = (list: readonly PaperBrand[]): string =>
    list.length === 0 ? '' : `（${list.map(({ life }) => life.identity.name).join('、')}）`;
  const silent = cultivated.filter(({ brandId }) => !reported.has(brandId));
  const side = (state: string): readonly PaperBrand[] => facts.brands.filter(({ sideStates }) => sideStates.some((each) => each === state));
  const inDispute = new Set(facts.disputed.map(({ brandId }) => brandId));
  const disputed = facts.brands.filter(({ brandId }) => inDispute.has(brandId));
  const stale = side('decisionStale');
  const overdue = side('reviewOverdue');
  const late = facts.movements.filter(
    ({ type, effectiveOn, data }) => type === 'BrandNominated.v1' && effectiveOn.startsWith(`${year}-`) && data['late'] === true,
  );
  const conflicts = disputed.length === 0 ? '' : '，有冲突的数据未计入合计';
  return [
    paragraph(`培育中而没有${year}年度带动就业数据的品牌${silent.length}个${names(silent)}。没有数据不等于零。`),
    paragraph(`${year}年度数据来源有冲突的品牌${disputed.length}个${names(disputed)}${conflicts}。`),
    paragraph(`判定所依据的数据已更正、待重新认定的品牌${stale.length}个${names(stale)}。`),
    paragraph(`审核逾期、至今未办的品牌${overdue.length}个${names(overdue)}。`),
    paragraph(
      `${year}年度逾期申报${late.length}件${sources.cite(late.map((movement) => ({ about: '逾期申报', event: eventOf(movement) })))}。`,
    ),
  ];
}
