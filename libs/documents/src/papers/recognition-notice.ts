import type { PaperFacts, PaperMovement } from '../facts';
import { heading, paragraph, table, type Paper } from '../paper';
import { chineseDate, fullRegion, kindName, tierName } from '../words';
import { documentOf, eventOf, noRecognition, paperOf, policySentence, sourcesOf, textOf } from './common';
import type { Tier } from '#domain';

/** The recognitions that one paper of the office states. */
export const recognitionsOf = (facts: Pick<PaperFacts, 'movements'>, number: string): readonly PaperMovement[] =>
  facts.movements.filter((movement) => movement.type === 'BrandRecognised.v1' && documentOf(movement)?.number === number);

/** 认定通知: the list that goes with a document number. `number` is one that `recognitionsOf` finds. */
export function recognitionNotice(facts: PaperFacts, number: string): Paper {
  const sources = sourcesOf(facts);
  const { regionName } = facts;
  const recognitions = recognitionsOf(facts, number);
  const brands = new Map(facts.brands.map((brand) => [brand.brandId, brand]));
  const [first] = recognitions;
  const document = first === undefined ? null : documentOf(first);
  const rows = recognitions.flatMap((movement, index) => {
    const identity = brands.get(movement.brandId)?.life.identity;
    if (identity === undefined) return [];
    const cited = sources.cite([{ about: `${identity.name}：认定`, event: eventOf(movement) }]);
    const minutes = textOf(movement, 'minutes');
    return [
      [
        String(index + 1),
        `${identity.name}${cited}`,
        kindName(identity.kind),
        fullRegion(identity.region),
        tierName(textOf(movement, 'tier') as Tier),
        chineseDate(movement.effectiveOn),
        minutes === '' ? '—' : minutes,
      ],
    ];
  });
  return paperOf(
    facts,
    sources,
    {
      title: [`关于认定${regionName}劳务品牌的通知`],
      number,
      orientation: 'portrait',
      blocks: [
        paragraph('各有关单位：', 'template'),
        paragraph(`经申报、推荐和评审，决定认定以下${rows.length}个品牌，现予通知。`, 'template'),
        paragraph(policySentence(facts)),
        ...noRecognition(facts),
        heading('认定名单'),
        table(
          [
            { title: '序号', width: 6, align: 'centre' },
            { title: '品牌名称', width: 22 },
            { title: '类别', width: 14 },
            { title: '所在地区', width: 22 },
            { title: '层级', width: 10, align: 'centre' },
            { title: '认定日期', width: 14, align: 'centre' },
            { title: '会议纪要', width: 12 },
          ],
          rows,
          `台账中没有文号为“${number}”的认定。`,
        ),
        paragraph('认定、确定建设重点项目、列入劳务品牌建设指导目录是三件事，后两件另行办理。', 'template'),
        paragraph(`签批人：${document?.signedBy ?? '—'}。`),
      ],
      fileName: `关于认定${regionName}劳务品牌的通知`,
    },
    document?.issuedOn ?? facts.on,
  );
}
