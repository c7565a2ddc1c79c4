import type { PaperFacts } from '../facts';
import { paragraph, table, type Paper } from '../paper';
import { fullRegion, kindName, tierName } from '../words';
import { paperOf, policySentence, sourcesOf } from './common';
import { figureCell, yearByBrand } from './employment';
import { STAGE_WORDS } from '#domain';

const OUTCOMES: Readonly<Record<string, string>> = { passed: '通过', failed: '未通过', undecidable: '无法判定' };

/** 汇总表: one row for each brand of the region that has been nominated or has figures of the year. */
export function summaryTable(facts: PaperFacts, year: number): Paper {
  const sources = sourcesOf(facts);
  const withFigures = new Set(facts.figures.map(({ brandId }) => brandId));
  const brands = facts.brands.filter(({ brandId, life }) => life.stage !== 'reported' || withFigures.has(brandId));
  const yearOf = yearByBrand(facts);
  const rows = brands.map(({ brandId, life, tier }, index) => {
    const { identity } = life;
    const recognition = 'recognition' in life ? life.recognition : null;
    const recognised =
      recognition === null
        ? '—'
        : `${recognition.document.number}${sources.cite([{ about: `${identity.name}：认定`, event: recognition.event }])}`;
    const [listed] = life.catalogues;
    const cell = (metric: string, ...directness: string[]): string =>
      figureCell(yearOf(brandId), identity.name, metric, directness, sources);
    const review =
      life.stage === 'cultivated' || life.stage === 'delisted' ? life.reviews.find(({ period }) => period === year) : undefined;
    const concluded = review?.outcome ?? null;
    return [
      String(index + 1),
      identity.name,
      kindName(identity.kind),
      fullRegion(identity.region),
      STAGE_WORDS[life.stage].zh,
      tierName(tier),
      recognised,
      listed === undefined ? '—' : `是${sources.cite([{ about: `${identity.name}：列入目录`, event: listed.event }])}`,
      cell('employmentDriven', 'direct'),
      cell('employmentDriven', 'indirect'),
      cell('employmentDriven', 'combined', 'unstated'),
      cell('workers', 'unstated'),
      cell('trainedPersons', 'unstated'),
      review === undefined
        ? '—'
        : `${concluded === null ? (review.overdue ? '逾期' : '未结论') : (OUTCOMES[concluded] ?? concluded)}${sources.cite([{ about: `${identity.name}：${year}年度审核`, event: review.event }])}`,
    ];
  });
  return paperOf(facts, sources, {
    title: [`${facts.regionName}劳务品牌${year}年度汇总表`],
    number: null,
    orientation: 'landscape',
    blocks: [
      paragraph(policySentence(facts)),
      paragraph(
        '单位：人。直接与间接（估算）分列，不相加；从业人员为期末数。“—”为台账在该口径下没有记录，不等于零。审核为本地配置。',
        'template',
      ),
      table(
        [
          { title: '序号', width: 4, align: 'centre' },
          { title: '品牌名称', width: 11 },
          { title: '类别', width: 7 },
          { title: '所在地区', width: 10 },
          { title: '阶段', width: 5, align: 'centre' },
          { title: '层级', width: 6, align: 'centre' },
          { title: '认定文号', width: 10 },
          { title: '列入目录', width: 5, align: 'centre' },
          { title: '直接带动就业', width: 8, align: 'right' },
          { title: '间接带动就业（估算）', width: 8, align: 'right' },
          { title: '带动就业（来源未分列）', width: 8, align: 'right' },
          { title: '从业人员（期末）', width: 7, align: 'right' },
          { title: '培训人数', width: 7, align: 'right' },
          { title: `${year}年度审核`, width: 7, align: 'centre' },
        ],
        rows,
        '没有已申报或有年度数据的品牌。',
      ),
    ],
    fileName: `${facts.regionName}劳务品牌${year}年度汇总表`,
  });
}
