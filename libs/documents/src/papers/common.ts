import type { DocumentRef } from '#domain';
import type { PaperFacts, PaperMovement, PaperPolicy } from '../facts';
import { paragraph, Sources, type Block, type Paper } from '../paper';
import { chineseDate } from '../words';

/** What a paper says when nobody gave it. */
export const TO_BE_FILLED = '（由发文单位填写）';

export const eventOf = ({ brandId, revision }: { readonly brandId: string; readonly revision: number }): string =>
  `brand-${brandId}@${revision}`;

export const documentText = (document: DocumentRef | null): string =>
  document === null ? '—' : `${document.number}，${chineseDate(document.issuedOn)}，${document.signedBy}`;

/** The paper that an event carries, as it stands among the event's content. */
export function documentOf({ data }: Pick<PaperMovement, 'data'>): DocumentRef | null {
  const document = data['document'] as Partial<DocumentRef> | null | undefined;
  if (document === null || document === undefined) return null;
  const { number = '', issuedOn = '', signedBy = '' } = document;
  return { number, issuedOn, signedBy };
}

export const textOf = ({ data }: Pick<PaperMovement, 'data'>, key: string): string => {
  const value = data[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

/** 《title》（number）. */
export const documentName = ({ title, number }: PaperPolicy): string => `《${title}》${number === null ? '' : `（${number}）`}`;

/** Said where a paper speaks of 认定 and the document in force knows neither it nor a catalogue, as under Inner Mongolia. */
export const noRecognition = ({ policy }: PaperFacts): readonly Block[] =>
  policy === null || policy.catalogueCite !== null
    ? []
    : [paragraph('适用文件没有规定“认定”和“目录”，认定须另有文件依据，由发文单位写明。', 'configured')];

/** By which document the region acts, in one sentence. */
export function policySentence({ policy, regionName }: PaperFacts): string {
  if (policy === null) return `本台账中没有${regionName}适用的文件。`;
  const houses = policy.houses.length === 0 ? '' : `，并由本地配置《${policy.houses.join('》《')}》补充`;
  return `适用文件：${documentName(policy)}${policy.catalogueCite === null ? '' : `，${policy.catalogueCite}`}${houses}。`;
}

export const sourcesOf = (facts: PaperFacts): Sources => new Sources(facts.leafOf);

type Whole = Pick<Paper, 'title' | 'number' | 'orientation' | 'blocks' | 'fileName'>;

/** Completes a paper with what all have in common. */
export const paperOf = (facts: PaperFacts, sources: Sources, whole: Whole, date = facts.on): Paper => ({
  ...whole,
  synthetic: facts.dataset === 'synthetic',
  signature: { office: facts.office ?? TO_BE_FILLED, date: chineseDate(date) },
  drawn: { leaf: facts.leaf, on: chineseDate(facts.on) },
  sources: sources.all,
  fileName: `${facts.dataset === 'synthetic' ? '【合成数据】' : ''}${whole.fileName}`,
});
