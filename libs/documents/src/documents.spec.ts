import { foldBrand, initialBrand, sideStates, tierHeld, type BrandEvent, type KnownBrand } from '#domain';
import { brandEvent, LIVES, recordBrandEvent, testUuid } from '#testing';
import { strFromU8, unzipSync } from 'fflate';
import {
  cataloguePaper,
  CITE_CLOSE,
  CITE_OPEN,
  publicNotice,
  recognitionNotice,
  Sources,
  summaryTable,
  writeDocx,
  yearlyReport,
  type Block,
  type Paper,
  type PaperBrand,
  type PaperEdition,
  type PaperFacts,
  type PaperFigure,
  type PaperMovement,
} from './index';

const A = testUuid(1);
const B = testUuid(2);

function brandOf(brandId: string, name: string, events: readonly BrandEvent[]): PaperBrand {
  const [, ...rest] = events;
  const all = [brandEvent('BrandReported.v1', { brandId, name }), ...rest];
  const life = foldBrand(
    initialBrand,
    all.map((event, revision) => recordBrandEvent(event, revision)),
  ) as KnownBrand;
  return { brandId, tier: tierHeld(life), sideStates: sideStates(life), life };
}
const movementsOf = (brandId: string, events: readonly BrandEvent[]): PaperMovement[] =>
  events.map(({ type, data }, revision) => ({
    brandId,
    type,
    effectiveOn: '2025-03-01',
    revision,
    data: data,
    decision:
      'decision' in data && data.decision !== null ? { basis: 'configured', rule: 'house.review', cite: null, umbrella: '三（三）' } : null,
  }));
const figure = (over: Partial<PaperFigure> = {}): PaperFigure => ({
  brandId: A,
  metric: 'employmentDriven',
  unit: 'persons',
  nature: 'flow',
  directness: 'direct',
  status: 'locked',
  bound: 'exact',
  value: 1900,
  estimate: null,
  revision: 20,
  ...over,
});
const factsOf = (over: Partial<PaperFacts> = {}): PaperFacts => ({
  region: '370000',
  regionName: '山东省',
  dataset: 'real',
  leaf: 321,
  on: '2026-03-02',
  office: '某厅',
  policy: {
    pack: 'sd-2021-22',
    title: '某方案',
    number: '鲁就办〔2021〕22号',
    catalogueCite: '三（三）',
    houses: ['某配置'],
    names: { heritage: '非物质文化遗产的职业' },
  },
  brands: [brandOf(A, '甲品牌', LIVES.warned), brandOf(B, '乙品牌', LIVES.proposed)],
  movements: [...movementsOf(A, LIVES.warned), ...movementsOf(B, LIVES.proposed)],
  figures: [figure()],
  disputed: [],
  leafOf: (event) => Number(event.split('@')[1]) + 100,
  ...over,
});

const rowsOf = (blocks: readonly Block[]): (readonly string[])[] => blocks.flatMap((block) => (block.is === 'table' ? block.rows : []));
const cells = (paper: Paper): string[][] => rowsOf(paper.blocks).map((row) => row.map((cell) => cell.split(CITE_OPEN)[0] ?? ''));
const textOf = (paper: Paper): string => paper.blocks.map((block) => ('text' in block ? block.text : '')).join('\n');
/** The numbers of sources that any text of the paper cites. */
const citedIn = (paper: Paper): number[] => {
  const texts = paper.blocks.flatMap((block) => ('text' in block ? [block.text] : [...block.rows.flat()]));
  const numbers = texts.flatMap((text) =>
    text
      .split(CITE_OPEN)
      .slice(1)
      .flatMap((part) => (part.split(CITE_CLOSE)[0] ?? '').split('、'))
      .flatMap((range) => {
        const [from = 0, to = from] = range.split('—').map(Number);
        return Array.from({ length: to - from + 1 }, (_, i) => from + i);
      }),
  );
  return [...new Set(numbers)].sort((a, b) => a - b);
};

/** Elements of an XML text that are closed by another than they were opened by, or not at all. */
function unbalanced(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, closing, name = '', empty] of xml.matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (empty === '/') continue;
    if (closing === '') open.push(name);
    else if (open.pop() !== name) faults.push(name);
  }
  return [...faults, ...open];
}

describe('sources', () => {
  it('number each event once, in order of first mention, and join neighbours', () => {
    const sources = new Sources(() => null);
    const cite = (...events: string[]): string => sources.cite(events.map((event) => ({ about: event, event })));
    expect(cite('a', 'b', 'c', 'e')).toBe(`${CITE_OPEN}1—4${CITE_CLOSE}`);
    expect(cite('c', 'a', 'f')).toBe(`${CITE_OPEN}1、3、5${CITE_CLOSE}`);
    expect(cite()).toBe('');
    expect(sources.all.map(({ event }) => event)).toEqual(['a', 'b', 'c', 'e', 'f']);
  });
});

const edition: PaperEdition = {
  head: {
    editionId: testUuid(5),
    region: '370000',
    dataset: 'real',
    number: 2,
    asOf: '2025-12-31',
    document: { number: '鲁就办〔2026〕1号', issuedOn: '2026-01-10', signedBy: '张三' },
    supersedes: null,
    policy: {
      pack: 'sd-2021-22',
      version: '1',
      digest: 'c'.repeat(64),
      basis: 'stated',
      clause: 'k',
      cite: '三（三）',
      approvedBy: null,
      approvedOn: null,
    },
    basis: { leaf: 300 },
    entries: 1,
    changes: { entered: 0, restored: 0, exited: 1, promoted: 0, downgraded: 0, renamed: 0, keyProject: 0 },
    chunks: 1,
    digest: 'd'.repeat(64),
  },
  supersededBy: null,
  leaf: 301,
  entries: [
    {
      brandId: A,
      name: '甲品牌',
      region: '370102',
      kind: 'labour',
      category: null,
      origin: 'operational',
      tier: 'county',
      tierBy: {
        event: `brand-${A}@4`,
        type: 'BrandRecognised.v1',
        on: '2025-01-10',
        document: { number: '认字1号', issuedOn: '2025-01-09', signedBy: '李四' },
        confirmedBy: null,
      },
      listedSince: '2025-02-01',
      listedBy: {
        event: `brand-${A}@6`,
        type: 'CatalogueEntered.v1',
        on: '2025-02-01',
        document: { number: '列字1号', issuedOn: '2025-01-31', signedBy: '李四' },
        confirmedBy: null,
      },
      keyProjects: [],
    },
  ],
  changes: [
    {
      kind: 'exited',
      by: { event: `brand-${B}@9`, type: 'BrandDelisted.v1', on: '2025-06-01', document: null, confirmedBy: null },
      brandId: B,
      name: '乙品牌',
      tier: 'county',
      ground: 'rectificationFailed',
    },
  ],
};

const papers: readonly (readonly [string, Paper])[] = [
  ['公示稿', publicNotice(factsOf(), { purpose: 'recognition', brandId: null })],
  ['退出公示稿', publicNotice(factsOf({ brands: [brandOf(A, '甲品牌', LIVES.onExitNotice)] }), { purpose: 'exit', brandId: null })],
  ['认定通知', recognitionNotice(factsOf(), '鲁人社〔2025〕1号')],
  ['年报', yearlyReport(factsOf(), 2025)],
  ['汇总表', summaryTable(factsOf(), 2024)],
  ['指导目录', cataloguePaper(factsOf(), edition)],
];

describe.each(papers)('%s', (_kind, paper) => {
  it('cites every source that it lists, and lists every one that it cites, each with its leaf', () => {
    expect(paper.sources.length).toBeGreaterThan(0);
    expect(citedIn(paper)).toEqual(paper.sources.map((_, index) => index + 1));
    for (const { event, leaf, about } of paper.sources) expect([about, leaf]).toEqual([about, Number(event.split('@')[1]) + 100]);
  });

  it('is a .docx of the same bytes every time, A4, with its moment in the header', async () => {
    const [once, twice] = [await writeDocx(paper), await writeDocx(paper)];
    expect(Buffer.from(once).equals(Buffer.from(twice))).toBe(true);
    const files = unzipSync(once);
    const document = strFromU8(files['word/document.xml'] ?? new Uint8Array());
    expect(document).toMatch(/<w:pgSz w:w="11905" w:h="16837" w:orient="portrait"|<w:pgSz w:w="16837" w:h="11905" w:orient="landscape"/);
    expect(strFromU8(files['word/header1.xml'] ?? new Uint8Array())).toContain('品牌台账第321号记录为止，2026年3月2日生成');
    expect(strFromU8(files['docProps/core.xml'] ?? new Uint8Array())).not.toMatch(/20[2-9]\d-/);
    for (const font of ['仿宋', '黑体']) expect(strFromU8(files['word/fontTable.xml'] ?? new Uint8Array())).toContain(`w:name="${font}"`);
    for (const { event } of paper.sources) expect(document).toContain(event);
    expect(document).not.toMatch(/[\ue000-\ue002]/);
    expect(unbalanced(document)).toEqual([]);
    expect(document.match(/<w:tbl>/g)).toHaveLength(paper.blocks.filter(({ is }) => is === 'table').length + 1);
  });
});

it.each(papers.filter(([kind]) => kind !== '指导目录'))('%s marks the sentences that are in no document', (_kind, paper) => {
  const marks = paper.blocks.flatMap((block) => (block.is === 'paragraph' && block.mark !== undefined ? [block.mark] : []));
  expect(marks).toContain('template');
});

describe('年报', () => {
  it('counts how often conditions were relaxed, by ground, and tells those of the year one by one', () => {
    const brands = [brandOf(A, '甲品牌', [...LIVES.listed, brandEvent('RelaxationGranted.v1')])];
    const { grantedOn = '' } = brands[0]?.life.relaxations[0] ?? {};
    const year = Number(grantedOn.slice(0, 4));
    const told = yearlyReport(factsOf({ brands }), year);
    expect(textOf(told)).toContain('共批准放宽条件1件');
    expect(textOf(told)).toContain('按情形分：非物质文化遗产的职业1件。');
    expect(cells(told)).toContainEqual(expect.arrayContaining(['甲品牌', '非物质文化遗产的职业', '赞成2、反对0、回避1']));
    const later = yearlyReport(factsOf({ brands }), year + 1);
    expect(textOf(later)).toContain('共批准放宽条件1件');
    expect(textOf(later)).toContain('本年度没有新批准。');
    expect(textOf(yearlyReport(factsOf({ brands }), year - 1))).toContain('没有批准放宽条件');
  });

  const figures = [
    figure({ brandId: A, value: 1900, revision: 20 }),
    figure({ brandId: B, value: 740, revision: 21, bound: 'about' }),
    figure({ brandId: A, directness: 'indirect', value: 700, revision: 22, estimate: { method: '抽样', basis: '回访' } }),
    figure({ brandId: A, status: 'published', value: 5000, revision: 23 }),
    figure({ brandId: A, nature: 'cumulative', value: 9000, revision: 24 }),
    figure({ brandId: A, unit: 'personTimes', value: 30, revision: 25 }),
    figure({ brandId: A, metric: 'workers', value: 1, revision: 26 }),
  ];

  it('never adds what differs in directness, nature, unit or status', () => {
    const found = cells(yearlyReport(factsOf({ figures }), 2025)).filter((row) => row.length === 6);
    expect(found.map((row) => row.slice(0, 5))).toEqual([
      ['直接', '累计', '已锁定', '1', '9,000人'],
      ['直接', '本期', '已锁定', '1', '30人次'],
      ['直接', '本期', '已锁定', '2', '2,640人（含约数）'],
      ['间接（估算）', '本期', '已锁定', '1', '700人'],
      ['直接', '本期', '公开资料', '1', '5,000人'],
    ]);
  });

  it('tells of each figure behind a sum what it says, so that the sum can be checked', () => {
    const { sources } = yearlyReport(factsOf({ figures }), 2025);
    expect(sources.find(({ event }) => event === `brand-${B}@21`)?.about).toBe('乙品牌：2025年度带动就业（直接）约740人');
  });

  it('counts movements by the day they took effect', () => {
    const at = (year: number): string[][] => cells(yearlyReport(factsOf(), year));
    expect(at(2025).some((row) => row[2] === '认定：县级')).toBe(true);
    expect(at(2024).some((row) => row[2] === '认定：县级')).toBe(false);
    expect(textOf(yearlyReport(factsOf(), 2024))).toContain('本年度没有认定');
  });

  it('says what is missing, disputed, stale or late; silence is no zero', () => {
    const text = textOf(
      yearlyReport(factsOf({ figures: [], disputed: [{ brandId: B, metric: 'workers', directness: 'unstated' }] }), 2025),
    );
    expect(text).toContain('培育中而没有2025年度带动就业数据的品牌1个（甲品牌）');
    expect(text).toContain('来源有冲突的品牌1个（乙品牌）');
  });

  it('names the local rule where no document states a step', () => {
    expect(cells(yearlyReport(factsOf(), 2025)).some((row) => row[3] === '本地配置（规则house.review，总括条款：三（三））')).toBe(true);
  });
});

describe('公示稿', () => {
  it('gives window and place where they are recorded, and says where they are not', () => {
    const request = { purpose: 'recognition', brandId: null } as const;
    expect(textOf(publicNotice(factsOf(), request))).toContain('乙品牌：台账尚未登记公示时间和地点');
    const posted = factsOf({ brands: [brandOf(B, '乙品牌', LIVES.onNotice)] });
    expect(textOf(publicNotice(posted, request)).replace(/[\ue000-\ue001]/g, '')).toContain(
      '乙品牌：2025年2月10日至2025年2月20日，公示地点：市人社局网站',
    );
  });

  it('names the ground and who confirmed an exit', () => {
    const facts = factsOf({ brands: [brandOf(A, '甲品牌', LIVES.onExitNotice)], movements: movementsOf(A, LIVES.onExitNotice) });
    const [row] = cells(publicNotice(facts, { purpose: 'exit', brandId: A }));
    expect(row).toEqual(['1', '甲品牌', '内蒙古自治区赤峰市敖汉旗', '县级', '整改未通过', '孙七，2025年3月1日']);
    expect(publicNotice(facts, { purpose: 'exit', brandId: B }).sources).toEqual([]);
  });

  it('says so where the document in force knows no 认定', () => {
    const policy = { pack: 'im', title: '某方案', number: null, catalogueCite: null, houses: [], names: {} };
    const text = textOf(publicNotice(factsOf({ policy }), { purpose: 'recognition', brandId: null }));
    expect(text).toContain('适用文件没有规定“认定”和“目录”');
    expect(textOf(publicNotice(factsOf(), { purpose: 'recognition', brandId: null }))).not.toContain('没有规定“认定”');
    expect(textOf(publicNotice(factsOf({ policy: null }), { purpose: 'recognition', brandId: null }))).toContain('没有山东省适用的文件');
  });
});

describe('汇总表', () => {
  it('shows disputed and missing figures as such', () => {
    const facts = factsOf({
      figures: [
        figure({ directness: 'indirect', value: 740 }),
        figure({ directness: 'unstated', status: 'published', bound: 'atLeast', value: 5000 }),
        figure({ metric: 'workers', directness: 'unstated', nature: 'stock', value: 1234 }),
      ],
      disputed: [{ brandId: A, metric: 'employmentDriven', directness: 'direct' }],
    });
    const [row] = cells(summaryTable(facts, 2024));
    expect(row?.slice(8, 13)).toEqual(['来源有冲突', '740', '≥5,000（公开资料）', '1,234', '—']);
    expect(row?.[13]).toBe('未通过');
  });
});

describe('指导目录', () => {
  it('gives each entry and change its paper, or says that it has none', () => {
    const [entry, change] = cells(cataloguePaper(factsOf(), edition));
    expect(entry).toEqual([
      '1',
      '甲品牌',
      '劳务品牌',
      '山东省济南市历下区',
      '县级',
      '认定：认字1号，2025年1月9日，李四',
      '2025年2月1日（列字1号，2025年1月31日，李四）',
      '—',
    ]);
    expect(change).toEqual(['1', '退出', '乙品牌', '原县级，整改未通过', '2025年6月1日', '公告期满无异议，按本地配置生效']);
  });

  it('says by which clause it is kept, or that it is configured', () => {
    expect(textOf(cataloguePaper(factsOf(), edition))).toContain('编印依据：《某方案》（鲁就办〔2021〕22号）三（三）');
    const policy = {
      ...edition.head.policy,
      basis: 'configured' as const,
      cite: null,
      clause: null,
      approvedBy: '某厅',
      approvedOn: '2024-08-01',
    };
    const text = textOf(cataloguePaper(factsOf(), { ...edition, head: { ...edition.head, policy } }));
    expect(text).toContain('适用文件没有规定指导目录，本目录按本地配置编印（某厅，2024-08-01批准）');
  });
});

describe('synthetic data', () => {
  it('says so in title, header, file name and appendix', async () => {
    const paper = summaryTable(factsOf({ dataset: 'synthetic' }), 2024);
    expect(paper.fileName).toBe('【合成数据】山东省劳务品牌2024年度汇总表');
    const files = unzipSync(await writeDocx(paper));
    const [document, header] = ['word/document.xml', 'word/header1.xml'].map((name) => strFromU8(files[name] ?? new Uint8Array()));
    expect(document).toContain('【合成数据】');
    expect(document).toContain('数据均为合成');
    expect(header).toContain('合成数据，仅供演示');
    expect(strFromU8(unzipSync(await writeDocx(summaryTable(factsOf(), 2024)))['word/document.xml'] ?? new Uint8Array())).not.toContain(
      '合成',
    );
  });

  it('text from outside cannot break the file', async () => {
    const paper = summaryTable(factsOf({ office: '<a>&"\u0001' }), 2024);
    const document = strFromU8(unzipSync(await writeDocx(paper))['word/document.xml'] ?? new Uint8Array());
    expect(document).toContain('&lt;a&gt;&amp;');
    expect(document).not.toContain('\u0001');
  });

  it('text that looks like a mark of our own stays text', async () => {
    const brands = [brandOf(A, `甲\ue0020\ue002${CITE_CLOSE}<品>`, LIVES.warned)];
    const document = strFromU8(
      unzipSync(await writeDocx(summaryTable(factsOf({ brands }), 2024)))['word/document.xml'] ?? new Uint8Array(),
    );
    expect(document).toContain('甲□0□□&lt;品&gt;');
    expect(unbalanced(document)).toEqual([]);
  });
});
