import type { FormAnswer, FormDefinition, FormField } from '#domain';
import { heading, paragraph, table, type Block, type Paper, type Sources } from '../paper';
import type { PaperFacts } from '../facts';
import { paperOf, sourcesOf } from './common';

export interface FormRequest {
  readonly definition: FormDefinition;
  readonly answers: readonly FormAnswer[];
  /** What each clause is called: 三（三）2.2）. */
  readonly cites: Readonly<Record<string, string>>;
  readonly brand: string;
  /** The event by which it was handed over; null: a draft. */
  readonly event: string | null;
  readonly evidence: readonly {
    readonly evidenceId: string;
    readonly kind: string;
    readonly sha256: string;
    readonly custodian: string;
    readonly place: string;
  }[];
}

/** 推荐表 as it was filled in, each field with its clause, and the evidence with digest and custodian. */
export function recommendationForm(facts: PaperFacts, { definition, answers, cites, brand, event, evidence }: FormRequest): Paper {
  const sources: Sources = sourcesOf(facts);
  const given = new Map(answers.map((answer) => [answer.field, answer]));
  const cited = event === null ? '' : sources.cite([{ about: `${brand}：推荐表`, event }]);
  const attached = evidence.filter(({ evidenceId }) => answers.some((answer) => answer.evidence.includes(evidenceId)));
  const numberOf = new Map(attached.map(({ evidenceId }, i) => [evidenceId, i + 1]));
  const blocks: Block[] = [
    ...(definition.original ? [] : [paragraph(`${definition.annex}表样待附原件：栏目依据文件条款拟定，以原件为准。`, 'template')]),
    paragraph(event === null ? '草稿，尚未提交。' : `本表所填内容已登记入台账${cited}。`, 'template'),
    ...definition.sections.flatMap(({ zh, fields }): Block[] => [
      heading(zh),
      table(
        [
          { title: '栏目', width: 30 },
          { title: '内容', width: 44 },
          { title: '条款', width: 16 },
          { title: '佐证', width: 10, align: 'centre' },
        ],
        fields.map((field) => {
          const answer = given.get(field.id);
          const papers = (answer?.evidence ?? []).map((id) => String(numberOf.get(id) ?? '')).join('、');
          return [field.zh, valueOf(field, answer), cites[field.clause] ?? field.clause, papers];
        }),
      ),
    ]),
    heading('佐证材料'),
    table(
      [
        { title: '序号', width: 8, align: 'centre' },
        { title: '材料', width: 22 },
        { title: '原件保管人', width: 18 },
        { title: '存放处', width: 22 },
        { title: '文件摘要（SHA-256）', width: 30 },
      ],
      attached.map(({ kind, custodian, place, sha256 }, i) => [String(i + 1), kind, custodian, place, sha256]),
    ),
    paragraph('申报单位（盖章）：　　　　　　　　　　　　　　日期：　　　年　　月　　日', 'template'),
    paragraph('推荐单位意见（盖章）：　　　　　　　　　　　　日期：　　　年　　月　　日', 'template'),
  ];
  return paperOf(facts, sources, {
    title: [definition.zh],
    number: null,
    orientation: 'portrait',
    blocks,
    fileName: `${brand}—${definition.zh}${event === null ? '（草稿）' : ''}`,
  });
}

function valueOf(field: FormField, answer: FormAnswer | undefined): string {
  if (answer === undefined) return field.required ? '（未填）' : '—';
  const { value } = answer;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'number') return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return field.options?.[value]?.zh ?? value;
}
