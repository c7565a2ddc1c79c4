import type { WhatIfRequest } from '#contracts';
import { isWithin, regionOf, type Actor } from '#domain';
import { PackError, composePacks, openPack, readPack, readingProblems, type EffectivePack, type OpenPack, type Pack } from '#policy';
import { readPackFile } from './pack-file';
import { packDigest, type PublishedPack } from './policies';
import { problems, type ProblemDetail } from './problems';

/** A pack as plain data, so that a thread can open it again, with the digest of its text. */
export interface PackText {
  readonly pack: Pack;
  readonly digest: string;
  /** False: it stands in no log. */
  readonly published: boolean;
}

/** A document and the house packs that complete it. */
export interface PackTexts {
  readonly document: PackText;
  readonly houses: readonly PackText[];
}

/** What was opened once in this process is not opened again: opening is the dear part of a request. */
const opened = new WeakMap<Pack, OpenPack>();

/** Opens and composes what stands in plain data. @throws PackError */
export function composeTexts({ document, houses }: PackTexts): EffectivePack {
  const digested = ({ pack, digest }: PackText): { open: OpenPack; digest: string } => {
    const open = opened.get(pack) ?? openPack(pack);
    opened.set(pack, open);
    return { open, digest };
  };
  return composePacks(digested(document), houses.map(digested));
}

/** The pack without its other readings, which were checked when it was opened: here it is opened to be asked. */
function bare(pack: Pack): Pack {
  const read = readPack(pack, []);
  return read.ok ? read.pack : pack;
}

const invalid = (field: string, zh: string, en: string): never => {
  throw problems.invalid([{ field, zh, en }]);
};

const asPublished = ({ open, digest }: PublishedPack): PackText => ({ pack: open.pack, digest, published: true });
const unpublished = (pack: Pack): PackText => ({ pack, digest: packDigest(pack), published: false });

/** As a thread gets it, and as it is composed. */
const toAsk = ({ document, houses }: PackTexts): PackTexts => {
  const one = (text: PackText): PackText => ({ ...text, pack: bare(text.pack) });
  return { document: one(document), houses: houses.map(one) };
};

/** The newest published version of a document, or the one that is named, with the newest of each house pack that completes it. */
function textsOf(all: readonly PublishedPack[], id: string, version: string | undefined, field: string): PackTexts {
  const editions = all.filter(({ open: { pack } }) => pack.id === id && pack.role === 'document');
  const found = version === undefined ? editions.at(-1) : editions.findLast(({ open }) => open.pack.version === version);
  if (found === undefined) {
    if (editions.length === 0) throw problems.unknownPack(id);
    return invalid(
      field,
      `「${id}」没有已发布的版本「${version ?? ''}」；已发布：${editions.map(({ open }) => open.pack.version).join('、')}`,
      `${id} has no published version ${version ?? ''}; there are ${editions.map(({ open }) => open.pack.version).join(', ')}`,
    );
  }
  const houses = new Map<string, PublishedPack>();
  for (const each of all) if (each.open.pack.completes === id) houses.set(each.open.pack.id, each);
  return { document: asPublished(found), houses: [...houses.values()].map(asPublished) };
}

const detailsOf = (error: PackError, field: string): readonly ProblemDetail[] =>
  error.problems.map(({ place, zh, en, todo }) => ({ field: `${field}: ${place}`, zh: `${zh}（${todo.zh}）`, en: `${en} (${todo.en})` }));

/** Runs something that opens packs; a pack at fault is bad input, told by place. */
function opening<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof PackError) throw problems.invalid(detailsOf(error, field));
    throw error;
  }
}

function ofFile(all: readonly PublishedPack[], before: PackTexts, text: string): PackTexts {
  const field = 'change.document';
  const file = readPackFile(text);
  if (!file.ok) {
    const [fault] = file.faults;
    return invalid(field, `第 ${fault?.line ?? 1} 行：${fault?.zh ?? ''}`, `line ${fault?.line ?? 1}: ${fault?.en ?? ''}`);
  }
  const { pack } = opening(field, () => openPack(file.document));
  const given = unpublished(pack);
  if (pack.role === 'house') {
    if (pack.completes !== before.document.pack.id)
      return invalid(
        field,
        `该配置补充的是「${pack.completes ?? '无'}」，不是「${before.document.pack.id}」`,
        `it completes ${pack.completes ?? 'nothing'}, not ${before.document.pack.id}`,
      );
    return { document: before.document, houses: [...before.houses.filter((house) => house.pack.id !== pack.id), given] };
  }
  if (pack.id === before.document.pack.id) return { document: given, houses: before.houses };
  const houses = new Map<string, PublishedPack>();
  for (const each of all) if (each.open.pack.completes === pack.id) houses.set(each.open.pack.id, each);
  return { document: given, houses: [...houses.values()].map(asPublished) };
}

/** Readings of the document and of its house packs, each applied to the pack that holds it. */
function ofReadings(before: PackTexts, taken: readonly { readonly interpretation: string; readonly reading: string }[]): PackTexts {
  const field = 'change.readings';
  const left = new Set(taken);
  const read = (text: PackText): PackText => {
    const own = taken.filter(({ interpretation }) => text.pack.interpretations.some(({ id }) => id === interpretation));
    for (const each of own) left.delete(each);
    if (own.length === 0) return text;
    const result = readPack(text.pack, own);
    if (!result.ok) throw problems.invalid(detailsOf(new PackError(text.pack.id, readingProblems(result.faults)), field));
    return unpublished(result.pack);
  };
  const after = { document: read(before.document), houses: before.houses.map(read) };
  for (const { interpretation } of left)
    return invalid(field, `没有解释「${interpretation}」`, `there is no interpretation ${interpretation}`);
  return after;
}

/** Other values in place of those that stand: in the pack that gives them. */
function ofParameters(
  before: PackTexts,
  changes: readonly { readonly key: string; readonly entry: number; readonly value: number | string }[],
): PackTexts {
  const field = (index: number): string => `change.parameters[${index}]`;
  let { document } = before;
  let houses = [...before.houses];
  for (const [index, { key, entry, value }] of changes.entries()) {
    const holder = [document, ...houses].find(({ pack }) =>
      pack.parameters.some((parameter) => parameter.key === key && parameter.values.length > 0),
    );
    const parameter = holder?.pack.parameters.find((each) => each.key === key);
    if (holder === undefined || parameter === undefined)
      return invalid(field(index), `没有写明数值的参数「${key}」`, `there is no parameter ${key} with a value`);
    if (parameter.values[entry] === undefined)
      return invalid(
        field(index),
        `参数「${key}」只有 ${parameter.values.length} 项取值（从 0 起数）`,
        `parameter ${key} has ${parameter.values.length} entries, counted from 0`,
      );
    const changed = unpublished({
      ...holder.pack,
      version: `${holder.pack.version.split('+')[0] ?? ''}+${key}[${entry}]=${value}`,
      parameters: holder.pack.parameters.map((each) =>
        each.key === key ? { ...each, values: each.values.map((one, at) => (at === entry ? { ...one, value } : one)) } : each,
      ),
    });
    if (holder === document) document = changed;
    else houses = houses.map((house) => (house === holder ? changed : house));
  }
  return { document, houses };
}

export interface WhatIfSides {
  readonly before: PackTexts;
  readonly after: PackTexts;
  readonly region: string;
}

/**
 * The two sides that a request compares. Nothing is written and nothing is published.
 * @param all what is published, oldest first
 * @throws LedgerProblem: no such pack, version, reading, parameter or region; a pack that does not hold together; a year to come; beyond the asker's scope
 */
export function sidesOf(request: WhatIfRequest, all: readonly PublishedPack[], actor: Actor, today: string): WhatIfSides {
  const region = request.region ?? actor.region;
  if (region !== '000000' && regionOf(region) === undefined) throw problems.unknownRegion(region);
  if (!isWithin(region, actor.region)) throw problems.outOfScope(region, actor.region);
  const thisYear = Number(today.slice(0, 4));
  if (request.years.to > thisYear)
    invalid('years.to', `评价年度不能晚于今年（${thisYear}年）`, `the last evaluation year is this year (${thisYear})`);
  const before = textsOf(all, request.pack, request.version, 'version');
  const { change } = request;
  const sideOf = (): PackTexts => {
    switch (change.kind) {
      case 'version':
        return { ...textsOf(all, request.pack, change.version, 'change.version'), houses: before.houses };
      case 'pack':
        return textsOf(all, change.pack, undefined, 'change.pack');
      case 'file':
        return ofFile(all, before, change.document);
      case 'readings':
        return ofReadings(before, change.readings);
      case 'parameters':
        return ofParameters(before, change.parameters);
    }
  };
  const sides = { before: toAsk(before), after: toAsk(sideOf()), region };
  // What does not open or compose is told here, and not by a thread.
  opening('pack', () => composeTexts(sides.before));
  opening('change', () => composeTexts(sides.after));
  return sides;
}
