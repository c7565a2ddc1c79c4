/**
 * Regions by their six-digit code of GB/T 2260: names, paths, levels and aliases, and how places are resolved that a
 * source prints in short (内蒙古, 恩施州, 化隆县, 大厂).
 */
import { REGION_TABLE, REGION_TABLE_EDITION } from './table';
import type { Refusal } from '../refusal';

export { REGION_TABLE_EDITION };

export type RegionLevel = 'country' | 'province' | 'prefecture' | 'county';

export interface Region {
  readonly code: string;
  readonly name: string;
  readonly level: RegionLevel;
  /** Code of the region above, `000000` for a province, null for the country. */
  readonly parent: string | null;
}

export const COUNTRY = '000000';

/** Places that published facts name and GB/T 2260 does not hold. Their codes are those of administrative use, not of the standard. */
export const REGION_ADDITIONS: readonly Region[] = [
  // 国家级新区, made up of 雄县, 容城县 and 安新县, which keep their codes under 保定市.
  { code: '133100', name: '雄安新区', level: 'prefecture', parent: '130000' },
];

const REGIONS: ReadonlyMap<string, Region> = readTable();
const CHILDREN: ReadonlyMap<string, readonly Region[]> = groupByParent();

function readTable(): Map<string, Region> {
  const regions = new Map<string, Region>([[COUNTRY, { code: COUNTRY, name: '全国', level: 'country', parent: null }]]);
  for (const line of REGION_TABLE.trim().split('\n')) {
    const [head = '', name = '', ...counties] = line.split(' ');
    const province = `${head.slice(0, 2)}0000`;
    if (head.length === 2) {
      regions.set(province, { code: province, name, level: 'province', parent: COUNTRY });
      continue;
    }
    const prefecture = `${head}00`;
    if (name !== '-') regions.set(prefecture, { code: prefecture, name, level: 'prefecture', parent: province });
    for (const county of counties) {
      const code = head + county.slice(0, 2);
      regions.set(code, { code, name: county.slice(2), level: 'county', parent: name === '-' ? province : prefecture });
    }
  }
  for (const addition of REGION_ADDITIONS) regions.set(addition.code, addition);
  return regions;
}

function groupByParent(): Map<string, Region[]> {
  const children = new Map<string, Region[]>();
  for (const region of REGIONS.values()) {
    if (region.parent === null) continue;
    const siblings = children.get(region.parent);
    if (siblings) siblings.push(region);
    else children.set(region.parent, [region]);
  }
  return children;
}

export const regionOf = (code: string): Region | undefined => REGIONS.get(code);
export const regionName = (code: string): string | undefined => REGIONS.get(code)?.name;
export const regionLevel = (code: string): RegionLevel | undefined => REGIONS.get(code)?.level;
/** Regions directly below, in order of code: of a province its prefectures and the counties it administers itself. */
export const regionChildren = (code: string): readonly Region[] => CHILDREN.get(code) ?? [];
export const allRegions = (): Iterable<Region> => REGIONS.values();

/** Codes from the region itself up to its province: `['150781', '150700', '150000']`. Of the country only itself; unknown: none. */
export function regionPath(code: string): readonly string[] {
  const path: string[] = [];
  for (let region = REGIONS.get(code); region; region = region.parent === null ? undefined : REGIONS.get(region.parent)) {
    if (region.level !== 'country' || path.length === 0) path.push(region.code);
  }
  return path;
}

/** Whether a region is the other one or lies in it. Everything lies in the country; an unknown region lies nowhere. */
export const isWithin = (code: string, ancestor: string): boolean =>
  REGIONS.has(code) && (ancestor === COUNTRY || regionPath(code).includes(ancestor));

/** As they stand in names of autonomous places. Longer ones first, because 东乡族 ends no other. */
const PEOPLES =
  '柯尔克孜 乌孜别克 达斡尔 鄂温克 鄂伦春 哈萨克 维吾尔 塔吉克 塔塔尔 俄罗斯 布依 土家 哈尼 傈僳 拉祜 纳西 景颇 仫佬 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 德昂 保安 裕固 独龙 赫哲 门巴 珞巴 基诺 高山 朝鲜 蒙古 东乡 各 蒙 回 藏 苗 彝 壮 满 侗 瑶 白 傣 黎 佤 畲 水 土 羌 怒 京'.split(
    ' ',
  );
const PEOPLE_SUFFIXES = PEOPLES.flatMap((people) =>
  ['回', '各', '蒙', '藏', '苗', '彝', '壮', '满', '侗', '瑶', '白', '傣', '黎', '佤', '畲', '水', '土', '羌', '怒', '京'].includes(people)
    ? [`${people}族`]
    : [`${people}族`, people],
);

/** Whole names whose short forms no rule gives. */
const SHORT_FORMS: Readonly<Record<string, readonly string[]>> = {
  广西壮族自治区: ['广西'],
  内蒙古自治区: ['内蒙古', '内蒙'],
  香港特别行政区: ['香港'],
  澳门特别行政区: ['澳门'],
  鄂温克族自治旗: ['鄂温克旗', '鄂温克'],
  鄂伦春自治旗: ['鄂伦春旗', '鄂伦春'],
  东乡族自治县: ['东乡县', '东乡'],
  大柴旦行政委员会: ['大柴旦'],
};

/** The full name first, then what people call the place: `恩施土家族苗族自治州, 恩施州, 恩施`; `敖汉旗, 敖汉`. */
export function regionAliases(code: string): readonly string[] {
  const name = REGIONS.get(code)?.name;
  return name === undefined ? [] : aliasesOf(name);
}

function aliasesOf(name: string): readonly string[] {
  const listed = SHORT_FORMS[name];
  if (listed) return [name, ...listed];
  const autonomous = /^(.+)自治([区州县旗])$/.exec(name);
  if (autonomous) {
    const stem = withoutPeoples(autonomous[1] ?? '');
    const kind = autonomous[2] ?? '';
    return kind === '区' ? [name, stem] : [name, `${stem}${kind}`, stem];
  }
  const plain = /^(.{2,}?)(省|市|地区|盟|林区|特区|新区|矿区|县|区|旗)$/.exec(name);
  return plain?.[1] === undefined ? [name] : [name, plain[1]];
}

function withoutPeoples(stem: string): string {
  for (;;) {
    const suffix = PEOPLE_SUFFIXES.find((people) => stem.endsWith(people) && stem.length - people.length >= 2);
    if (suffix === undefined) return stem;
    stem = stem.slice(0, -suffix.length);
  }
}

/** Place names as a source prints them; empty and null alike mean that it states none. */
export interface StatedRegion {
  readonly province: string | null;
  readonly prefecture: string | null;
  readonly county: string | null;
}

/**
 * The region a source means: the deepest level that it states. Finds short names, and counties whose prefecture is left
 * out, as long as they mean one place only.
 */
export function resolveRegion(stated: StatedRegion): { readonly code: string } | { readonly problem: Refusal } {
  const province = stated.province?.trim() ?? '';
  const prefecture = stated.prefecture?.trim() ?? '';
  const county = stated.county?.trim() ?? '';
  if (province === '') return { problem: unresolved('REGION.PROVINCE_MISSING', 'province', '') };
  if (['全国', '中国'].includes(province)) {
    return prefecture === '' && county === ''
      ? { code: COUNTRY }
      : { problem: unresolved('REGION.UNKNOWN', prefecture === '' ? 'county' : 'prefecture', prefecture || county) };
  }
  const provinceFound = pick(regionChildren(COUNTRY), province, 'province');
  if ('problem' in provinceFound) return provinceFound;
  if (prefecture === '' && county === '') return provinceFound;

  const below = regionChildren(provinceFound.code);
  let scope = below.flatMap((region) => [region, ...regionChildren(region.code)]);
  if (prefecture !== '') {
    // A source may call a county-level city that its province administers itself a prefecture: 仙桃市, 济源市.
    const found = pick(below, prefecture, 'prefecture');
    if ('problem' in found || county === '') return found;
    scope = [...regionChildren(found.code)];
  }
  return pick(
    scope.filter((region) => region.level === 'county'),
    county,
    'county',
  );
}

/** The one region of these that the name means: by its whole name, else by an alias. */
function pick(candidates: readonly Region[], name: string, field: string): { readonly code: string } | { readonly problem: Refusal } {
  const whole = candidates.filter((region) => region.name === name);
  const found = whole.length > 0 ? whole : candidates.filter((region) => aliasesOf(region.name).includes(name));
  if (found.length > 1)
    return { problem: unresolved('REGION.AMBIGUOUS', field, name, found.map((region) => `${region.name}（${region.code}）`).join('、')) };
  return found[0] ? { code: found[0].code } : { problem: unresolved('REGION.UNKNOWN', field, name) };
}

function unresolved(
  code: 'REGION.PROVINCE_MISSING' | 'REGION.UNKNOWN' | 'REGION.AMBIGUOUS',
  field: string,
  name: string,
  meant = '',
): Refusal {
  const texts = {
    'REGION.PROVINCE_MISSING': { zh: '未填省份。', en: 'The province is missing.' },
    'REGION.UNKNOWN': { zh: `找不到地名“${name}”。`, en: `There is no place called “${name}” here.` },
    'REGION.AMBIGUOUS': { zh: `地名“${name}”可指多处：${meant}。`, en: `“${name}” may mean several places: ${meant}.` },
  };
  return {
    code,
    field,
    ...texts[code],
    todo: { zh: '请按行政区划名称填写全称，并注明上级地区。', en: 'Give the full name of the division, and the region above it.' },
  };
}
