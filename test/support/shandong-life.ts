/** Commands that bring a brand of Shandong into the catalogue and give it years to be judged by. */
import type { HumanBrandCommand } from '#domain';

export type Data<T extends HumanBrandCommand['type']> = Extract<HumanBrandCommand, { type: T }>['data'];

export const SOURCE = { reference: '区人社局填报', note: null };
export const DOCUMENT = { number: '鲁人社字〔2022〕1号', issuedOn: '2022-01-10', signedBy: '王某' };

export const reportOf = (name: string, region = '370102'): Data<'report'> => ({
  name,
  kind: 'labour',
  category: '家政服务',
  brandType: 'service',
  region,
  regionAsStated: null,
  formedOn: null,
  cultivatedFrom: '2020-01-01',
  origin: 'operational',
  source: SOURCE,
});

export const nominationOf = (tierSought: 'county' | 'prefecture' | 'province'): Data<'nominate'> => ({
  pack: 'sd-2021-22',
  tierSought,
  submittedAt: '2022-01-05T09:00:00+08:00',
  applicant: { unit: '某家政服务公司', creditCode: null },
});

/** From nomination into the catalogue, in order. */
export const intoTheCatalogue = (tier: 'county' | 'prefecture' | 'province'): readonly HumanBrandCommand[] => [
  { type: 'recommend', data: { body: '区人社局', officer: '经办人', authentic: true, valid: true, complete: true, document: null } },
  { type: 'assess', data: { verdict: 'proposed', panel: null, judgements: [], reason: '符合条件' } },
  { type: 'recognise', data: { tier, document: DOCUMENT, minutes: null } },
  { type: 'enterCatalogue', data: { catalogue: '370000', document: DOCUMENT } },
];

/** Persons driven to employment directly within a year. */
export const driven = (year: number, value: number): Data<'recordFigure'>['figure'] => ({
  metric: 'employmentDriven',
  unit: 'persons',
  nature: 'flow',
  directness: 'direct',
  bound: 'exact',
  value,
  window: { fromYear: year, toYear: year, asOf: null },
  estimate: null,
  source: SOURCE,
});

/** `recordFigure` as a path segment: `record-figure`. */
export const pathOf = (command: string): string => command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
