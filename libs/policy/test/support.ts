/** What the specs of this room share: the shipped packs as files, and subjects and facts in few words. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { parse } from 'yaml';
import type { ExplanationNode } from '#domain';
import { type DigestedPack, type EffectivePack, type Facts, type FigureFact, type Subject, composePacks, openPack } from '../src';

const packs = join(__dirname, '..', 'packs');

/** A source text of a pack, as it was taken. */
export const sourceText = (file: string): string => readFileSync(join(packs, 'sources', file), 'utf8');

export const packDocument = (id: string): Record<string, unknown> =>
  parse(readFileSync(join(packs, `${id}.yaml`), 'utf8')) as Record<string, unknown>;
export const packLines = (id: string): string => readFileSync(join(packs, `${id}.yaml`), 'utf8');

export function digested(document: unknown): DigestedPack {
  const open = openPack(document);
  return {
    open,
    digest: createHash('sha256')
      .update(canonicalize(open.pack) ?? '')
      .digest('hex'),
  };
}

export const shipped = (id: string): DigestedPack => digested(packDocument(id));

/** The two documents, alone and with their house packs. */
export const IM_ALONE: EffectivePack = composePacks(shipped('im-2024-118'));
export const IM: EffectivePack = composePacks(shipped('im-2024-118'), [shipped('im-2024-118-house')]);
export const SD_ALONE: EffectivePack = composePacks(shipped('sd-2021-22'));
export const SD: EffectivePack = composePacks(shipped('sd-2021-22'), [shipped('sd-2021-22-house')]);

export const KL: EffectivePack = composePacks(shipped('kaili-2024-9'), [shipped('kaili-2024-9-house')]);

/** Documents that no house pack completes. */
export const SN: EffectivePack = composePacks(shipped('skills-im-2022-2025'));
export const SP: EffectivePack = composePacks(shipped('city-speech-2024'));

/**
 * A document with nothing but these values and questions, as rules `rule-0`, `rule-1`, …
 * @param values by key: unit and value, null where the document states none
 * @param changes to the rest of the pack: targets, relaxations, meta
 */
export function questions(
  values: Readonly<Record<string, readonly [unit: string, value: string | number | null]>>,
  predicates: readonly object[],
  changes: Readonly<Record<string, unknown>> = {},
): EffectivePack {
  const parameters = Object.entries(values).map(([key, [unit, value]]) => ({
    ...{ key, zh: key, en: key, unit, basis: 'stated', clause: 'header', approvedBy: null, approvedOn: null },
    values: value === null ? [] : [{ when: {}, value }],
  }));
  const rules = predicates.map((predicate, index) => ({
    ...{
      id: `rule-${index}`,
      zh: '试题',
      en: 'question',
      basis: 'stated',
      clause: 'header',
      umbrella: null,
      approvedBy: null,
      approvedOn: null,
    },
    ...{ rows: [], scope: { kinds: ['labour'] }, purpose: 'record', tier: null },
    condition:
      'all' in predicate || 'any' in predicate
        ? predicate
        : { all: [{ id: `asked-${index}`, clause: 'header', zh: '指标', en: 'indicator', ...predicate }] },
  }));
  const base = packDocument('sd-2021-22');
  return composePacks(digested({ ...base, parameters, rules, effects: [], targets: [], interpretations: [], ...changes }));
}

export const HOHHOT = ['150102', '150100', '150000'];
export const HINGGAN = ['152201', '152200', '150000'];
export const WUHAI = ['150302', '150300', '150000'];
export const JINAN = ['370100', '370000'];
export const KAILI = ['522601', '522600', '520000'];

export const subject = (changes: Partial<Subject> = {}): Subject => ({
  stream: 'brand-1',
  revision: 9,
  name: '呼和浩特焊工',
  kind: 'labour',
  category: '工业',
  brandType: 'skilled',
  tier: null,
  regions: HOHHOT,
  ...changes,
});

export const NO_FACTS: Facts = {
  figures: [],
  judgements: [],
  evidence: [],
  breaches: [],
  dates: {},
  moments: {},
  placeNames: [],
  linked: [],
};
export const facts = (changes: Partial<Facts> = {}): Facts => ({ ...NO_FACTS, ...changes });

let revision = 0;
/** A locked, exact figure of persons for one year. */
export function figure(metric: string, year: number, value: number, changes: Partial<FigureFact> = {}): FigureFact {
  revision += 1;
  return {
    figureId: `figure-${revision}`,
    metric,
    unit: 'persons',
    nature: 'flow',
    directness: 'unstated',
    bound: 'exact',
    value,
    fromYear: year,
    toYear: year,
    status: 'locked',
    event: `brand-1@${revision}`,
    ...changes,
  };
}

export const stock = (metric: string, year: number, value: number, changes: Partial<FigureFact> = {}): FigureFact =>
  figure(metric, year, value, { nature: 'stock', fromYear: null, ...changes });

/** Employment driven in one year, direct and indirect. */
export const driven = (year: number, direct: number, indirect: number): readonly FigureFact[] => [
  figure('employmentDriven', year, direct, { directness: 'direct' }),
  figure('employmentDriven', year, indirect, { directness: 'indirect' }),
];

/** All nodes of an explanation, the root first. */
export const nodesOf = (node: ExplanationNode): readonly ExplanationNode[] => [node, ...node.children.flatMap(nodesOf)];

export function nodeOf(root: ExplanationNode, id: string): ExplanationNode {
  const found = nodesOf(root).find((node) => node.id === id && node.node === 'predicate');
  if (found === undefined)
    throw new Error(
      `no predicate ${id} among ${nodesOf(root)
        .map((node) => node.id)
        .join(', ')}`,
    );
  return found;
}

// Matchers, with a type that says nothing about what they stand for.
export const containing = (items: readonly unknown[]): unknown => expect.arrayContaining([...items]);
export const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const including = (text: string): unknown => expect.stringContaining(text);
export const having = (part: object): unknown => expect.objectContaining(part);
