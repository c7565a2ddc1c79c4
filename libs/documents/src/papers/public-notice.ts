import type { PaperBrand, PaperFacts, PaperMovement } from '../facts';
import { heading, paragraph, table, type Block, type Paper, type Sources } from '../paper';
import { chineseDate, fullRegion, groundName, kindName, tierName } from '../words';
import { noRecognition, paperOf, policySentence, sourcesOf, TO_BE_FILLED } from './common';

export interface PublicNoticeRequest {
  readonly purpose: 'recognition' | 'exit';
  /** One brand, or null: all that stand at that step. */
  readonly brandId: string | null;
}

/** Brands that the notice is about: 拟认定 and not yet decided, or an exit that was announced. */
export const onNotice = (facts: Pick<PaperFacts, 'brands'>, { purpose, brandId }: PublicNoticeRequest): readonly PaperBrand[] =>
  facts.brands.filter(({ brandId: id, life }) => {
    if (brandId !== null && id !== brandId) return false;
    return purpose === 'recognition'
      ? life.stage === 'evaluated' && life.step === 'proposed'
      : life.stage === 'cultivated' && life.exitNotice !== null;
  });

/** 公示稿: of proposed recognitions, or of exits, with place, window and how to object. */
export function publicNotice(facts: PaperFacts, request: PublicNoticeRequest): Paper {
  const sources = sourcesOf(facts);
  const { regionName } = facts;
  const recognition = request.purpose === 'recognition';
  const subject = recognition ? '拟认定劳务品牌' : '拟退出劳务品牌建设指导目录品牌';
  const brands = onNotice(facts, request);
  const blocks: Block[] = [
    paragraph(
      recognition
        ? `经${regionName}有关单位申报、推荐和评审，现将拟认定的${brands.length}个品牌予以公示。`
        : `经${regionName}定期审核，现将拟退出目录的${brands.length}个品牌予以公示。`,
      'template',
    ),
    paragraph(policySentence(facts)),
    ...noRecognition(facts),
    paragraph('公示、异议环节在适用文件中没有规定，按本地配置办理。', 'configured'),
    heading(recognition ? '一、拟认定名单' : '一、拟退出名单'),
    recognition ? proposedTable(brands, sources) : exitTable(facts, brands, sources),
    heading('二、公示时间和地点'),
    ...windowsOf(brands, recognition, sources),
    heading('三、异议的提出'),
    paragraph('公示期内，任何单位和个人如有异议，可以书面形式提出，写明事实、理由和联系方式；以单位名义提出的，加盖公章。', 'template'),
    paragraph(`受理单位、地址、电话：${TO_BE_FILLED}。`, 'template'),
  ];
  return paperOf(facts, sources, {
    title: [`关于${regionName}${subject}的公示`],
    number: null,
    orientation: 'portrait',
    blocks,
    fileName: `${regionName}${subject}公示稿`,
  });
}

function proposedTable(brands: readonly PaperBrand[], sources: Sources) {
  const rows = brands.flatMap(({ life }, index) => {
    if (life.stage !== 'evaluated') return [];
    const { identity, nomination, assessment } = life;
    const cited = sources.cite([
      { about: `${identity.name}：申报`, event: nomination.event },
      { about: `${identity.name}：评审拟认定`, event: assessment.event },
    ]);
    return [
      [
        String(index + 1),
        `${identity.name}${cited}`,
        kindName(identity.kind),
        fullRegion(identity.region),
        nomination.tierSought === null ? '不分层级' : tierName(nomination.tierSought),
        nomination.applicant.unit,
        chineseDate(assessment.on),
      ],
    ];
  });
  return table(
    [
      { title: '序号', width: 6, align: 'centre' },
      { title: '品牌名称', width: 20 },
      { title: '类别', width: 14 },
      { title: '所在地区', width: 20 },
      { title: '拟认定层级', width: 11, align: 'centre' },
      { title: '申报单位', width: 16 },
      { title: '评审日期', width: 13, align: 'centre' },
    ],
    rows,
    '台账中目前没有处于拟认定环节的品牌。',
  );
}

function exitTable(facts: PaperFacts, brands: readonly PaperBrand[], sources: Sources) {
  const rows = brands.flatMap(({ brandId, life, tier }, index) => {
    if (life.stage !== 'cultivated' || life.exitNotice === null) return [];
    const { identity, exitNotice } = life;
    const proposal = life.proposals.find(({ proposalId }) => proposalId === exitNotice.proposalId);
    const cited = sources.cite([
      ...(proposal === undefined ? [] : [{ about: `${identity.name}：规则建议退出`, event: proposal.event }]),
      { about: `${identity.name}：退出公告`, event: exitNotice.event },
    ]);
    const announced = lastOf(facts.movements, brandId, 'ExitAnnounced.v1');
    return [
      [
        String(index + 1),
        `${identity.name}${cited}`,
        fullRegion(identity.region),
        tierName(tier),
        groundName(exitNotice.ground),
        `${exitNotice.confirmedBy}${announced === undefined ? '' : `，${chineseDate(announced.effectiveOn)}`}`,
      ],
    ];
  });
  return table(
    [
      { title: '序号', width: 6, align: 'centre' },
      { title: '品牌名称', width: 22 },
      { title: '所在地区', width: 22 },
      { title: '现层级', width: 10, align: 'centre' },
      { title: '退出情形（本地配置）', width: 20 },
      { title: '确认人、日期', width: 20 },
    ],
    rows,
    '台账中目前没有处于退出公告期的品牌。',
  );
}

const lastOf = (movements: readonly PaperMovement[], brandId: string, type: string): PaperMovement | undefined =>
  movements.findLast((movement) => movement.brandId === brandId && movement.type === type);

/** Brands by the place and window of their notice, as it is recorded. */
function windowsOf(brands: readonly PaperBrand[], recognition: boolean, sources: Sources): Block[] {
  const windows = new Map<string, { text: string; names: string[]; events: string[] }>();
  const missing: string[] = [];
  for (const { life } of brands) {
    const notice = life.stage === 'evaluated' ? life.notice : life.stage === 'cultivated' ? life.exitNotice : null;
    if (notice === null) {
      missing.push(life.identity.name);
      continue;
    }
    const place = 'place' in notice ? notice.place : TO_BE_FILLED;
    const text = `${chineseDate(notice.from)}至${chineseDate(notice.until)}，公示地点：${place}`;
    const known = windows.get(text) ?? { text, names: [], events: [] };
    known.names.push(life.identity.name);
    known.events.push(notice.event);
    windows.set(text, known);
  }
  const blocks: Block[] = [...windows.values()].map(({ text, names, events }) =>
    paragraph(`${names.join('、')}：${text}${sources.cite(events.map((event) => ({ about: '公示时间', event })))}。`, 'configured'),
  );
  if (missing.length > 0) blocks.push(paragraph(`${missing.join('、')}：台账尚未登记公示时间和地点，登记后再行发布。`));
  if (brands.length === 0) blocks.push(paragraph(`${recognition ? '无拟认定' : '无拟退出'}品牌，无须公示。`));
  return blocks;
}
