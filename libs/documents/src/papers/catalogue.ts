import type { EditionChange } from '#domain';
import type { PaperEdition, PaperFacts } from '../facts';
import { heading, paragraph, table, type Paper } from '../paper';
import { chineseDate, eventName, fullRegion, groundName, kindName, tierName } from '../words';
import { documentName, documentText, paperOf, sourcesOf } from './common';

const CHANGE_NAMES: Readonly<Record<EditionChange['kind'], string>> = {
  entered: '新增',
  restored: '恢复',
  exited: '退出',
  promoted: '晋级',
  downgraded: '降级',
  renamed: '更名',
  keyProject: '确定建设重点项目',
};

const changed = (change: EditionChange): { readonly name: string; readonly what: string } => {
  switch (change.kind) {
    case 'entered':
    case 'restored':
      return { name: change.entry.name, what: tierName(change.entry.tier) };
    case 'exited':
      return { name: change.name, what: `原${tierName(change.tier)}，${groundName(change.ground)}` };
    case 'promoted':
    case 'downgraded':
      return { name: change.name, what: `${tierName(change.from)}→${tierName(change.to)}` };
    case 'renamed':
      return { name: change.to, what: `原名${change.from}` };
    case 'keyProject':
      return { name: change.name, what: tierName(change.level) };
  }
};

/** 劳务品牌建设指导目录: an edition as it was published. */
export function cataloguePaper(facts: PaperFacts, edition: PaperEdition): Paper {
  const sources = sourcesOf(facts);
  const { head, entries, changes, supersededBy } = edition;
  const name = `${facts.regionName}劳务品牌建设指导目录`;
  const { policy } = head;
  const rows = entries.map((entry, index) => [
    String(index + 1),
    `${entry.name}${sources.cite([entry.tierBy, entry.listedBy].map(({ type, event }) => ({ about: `${entry.name}：${eventName(type)}`, event })))}`,
    kindName(entry.kind),
    fullRegion(entry.region),
    tierName(entry.tier),
    `${eventName(entry.tierBy.type)}：${documentText(entry.tierBy.document)}`,
    `${chineseDate(entry.listedSince)}（${documentText(entry.listedBy.document)}）`,
    entry.keyProjects.length === 0
      ? '—'
      : entry.keyProjects
          .map(
            ({ level, by }) =>
              `${tierName(level)}（${documentText(by.document)}）${sources.cite([{ about: `${entry.name}：建设重点项目`, event: by.event }])}`,
          )
          .join('；'),
  ]);
  const changeRows = changes.map((change, index) => {
    const { name: brand, what } = changed(change);
    const { by } = change;
    const paper =
      by.document === null && change.kind === 'exited' && by.confirmedBy === null
        ? '公告期满无异议，按本地配置生效'
        : documentText(by.document);
    return [
      String(index + 1),
      CHANGE_NAMES[change.kind],
      `${brand}${sources.cite([{ about: `${brand}：${CHANGE_NAMES[change.kind]}`, event: by.event }])}`,
      what,
      chineseDate(by.on),
      paper,
    ];
  });
  const basis =
    policy.basis === 'stated'
      ? paragraph(`编印依据：${facts.policy?.pack === policy.pack ? documentName(facts.policy) : policy.pack}${policy.cite ?? ''}。`)
      : paragraph(
          `适用文件没有规定指导目录，本目录按本地配置编印（${policy.approvedBy ?? '批准人未记'}，${policy.approvedOn ?? '日期未记'}批准）。`,
          'configured',
        );
  return paperOf(
    facts,
    sources,
    {
      title: [name, `（第${head.number}期，截至${chineseDate(head.asOf)}）`],
      number: head.document.number,
      orientation: 'landscape',
      blocks: [
        basis,
        ...(head.supersedes === null
          ? []
          : [
              paragraph(
                `本期为勘误，替代第${head.supersedes.number}期。理由：${head.supersedes.reason}。原第${head.supersedes.number}期保留。`,
              ),
            ]),
        ...(supersededBy === null ? [] : [paragraph(`本期已由第${supersededBy}期替代。`)]),
        paragraph(
          `本期共${entries.length}个品牌。签批人：${head.document.signedBy}。编入依据为台账第${head.basis.leaf}号及以前的记录；名单摘要（SHA-256）：${head.digest}。`,
        ),
        heading('一、目录'),
        table(
          [
            { title: '序号', width: 5, align: 'centre' },
            { title: '品牌名称', width: 14 },
            { title: '类别', width: 9 },
            { title: '所在地区', width: 14 },
            { title: '层级', width: 6, align: 'centre' },
            { title: '层级的决定（文号、印发日期、签批人）', width: 20 },
            { title: '列入目录', width: 18 },
            { title: '建设重点项目', width: 14 },
          ],
          rows,
          '本期没有品牌。',
        ),
        heading('二、上一期以来的变化'),
        table(
          [
            { title: '序号', width: 6, align: 'centre' },
            { title: '变化', width: 12, align: 'centre' },
            { title: '品牌名称', width: 24 },
            { title: '内容', width: 20 },
            { title: '生效日期', width: 14, align: 'centre' },
            { title: '文号、印发日期、签批人', width: 24 },
          ],
          changeRows,
          '没有变化。',
        ),
      ],
      fileName: `${name}（第${head.number}期）`,
    },
    head.document.issuedOn,
  );
}
