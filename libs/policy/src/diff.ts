/** What changed from one text of a pack to another, item by item, as a clerk would read it out. */
import { provenanceOf } from './compose';
import type { OpenPack } from './open';
import type { Pack } from './pack';

export const CHANGED_PARTS = [
  'meta',
  'clauses',
  'parameters',
  'regionClasses',
  'rules',
  'effects',
  'targets',
  'interpretations',
  'records',
  'other',
] as const;

export interface PackChange {
  readonly part: (typeof CHANGED_PARTS)[number];
  /** Key or id of the item. */
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What the item is called. */
  readonly zh: string;
  readonly en: string;
  /** Clause as people cite it; null: configured, or no clause. */
  readonly cite: string | null;
  readonly basis: 'stated' | 'configured' | null;
  /** What of it changed: the place within the item, and the old and the new text; null: not there. */
  readonly fields: readonly { readonly path: string; readonly from: string | null; readonly to: string | null }[];
  /** The whole change in a sentence. */
  readonly sentenceZh: string;
  readonly sentenceEn: string;
}

interface Item {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly cite: string | null;
  readonly basis: 'stated' | 'configured' | null;
  readonly content: unknown;
}

const NAMES: Readonly<Record<PackChange['part'], readonly [zh: string, en: string]>> = {
  meta: ['文件信息', 'about the document'],
  clauses: ['条款', 'clause'],
  parameters: ['参数', 'parameter'],
  regionClasses: ['地区类别', 'region class'],
  rules: ['规则', 'rule'],
  effects: ['触发', 'effect'],
  targets: ['目标', 'target'],
  interpretations: ['解读', 'interpretation'],
  records: ['记载', 'record'],
  other: ['其他', 'other'],
};

/** Items of a pack by part. The version is left out: two versions always differ in it. */
function itemsOf(open: OpenPack): Readonly<Record<PackChange['part'], readonly Item[]>> {
  const { pack } = open;
  const cite = (clause: string | null): string | null => pack.clauses.find(({ key }) => key === clause)?.cite ?? null;
  const sourced = (part: Pack['parameters'][number] | Pack['rules'][number] | Pack['effects'][number], id: string): Item => {
    const { basis, cite: clause } = provenanceOf(open, part);
    return { id, zh: part.zh, en: part.en, cite: clause, basis, content: part };
  };
  const plain = (id: string, zh: string, en: string, clause: string | null, content: unknown): Item => ({
    id,
    zh,
    en,
    cite: cite(clause),
    basis: clause === null ? null : 'stated',
    content,
  });
  const { meta, clauses, parameters, regionClasses, rules, effects, targets, interpretations, records, version: _version, ...other } = pack;
  return {
    meta: [plain('meta', meta.title, meta.titleEn, null, meta)],
    clauses: clauses.map((each) => plain(each.key, each.cite, each.cite, each.key, each)),
    parameters: parameters.map((each) => sourced(each, each.key)),
    regionClasses: regionClasses.map((each) => plain(each.region, each.region, each.region, each.clause, each)),
    rules: rules.map((each) => sourced(each, each.id)),
    effects: effects.map((each) => sourced(each, each.id)),
    targets: targets.map((each) => plain(each.id, each.zh, each.en, each.clause, each)),
    interpretations: interpretations.map((each) => plain(each.id, each.zh, each.en, each.clause, each)),
    records: records.map((each) => plain(`${each.clause}/${each.rows.join('+')}`, each.zh, each.en, each.clause, each)),
    other: Object.entries(other).map(([name, content]) => plain(name, name, name, null, content)),
  };
}

/**
 * What changed. Order: parts as a pack has them, items in the order of the new text, what was removed at the end of its part.
 * @param from the older text
 * @param to the newer one
 */
export function diffPacks(from: OpenPack, to: OpenPack): readonly PackChange[] {
  const [older, newer] = [itemsOf(from), itemsOf(to)];
  return CHANGED_PARTS.flatMap((part) => {
    const before = new Map(older[part].map((item) => [item.id, item]));
    const after = new Map(newer[part].map((item) => [item.id, item]));
    return [
      ...newer[part].flatMap((item): PackChange[] => {
        const old = before.get(item.id);
        if (old === undefined) return [told(part, 'added', item, [])];
        const fields = changedFields('', old.content, item.content);
        return fields.length === 0 ? [] : [told(part, 'changed', item, fields)];
      }),
      ...older[part].filter(({ id }) => !after.has(id)).map((item) => told(part, 'removed', item, [])),
    ];
  });
}

function told(part: PackChange['part'], kind: PackChange['kind'], item: Item, fields: PackChange['fields']): PackChange {
  const { id, zh, en, cite, basis } = item;
  const [partZh, partEn] = NAMES[part];
  const source =
    basis === 'configured'
      ? ['（本地配置）', ' (configured)']
      : cite === null || part === 'clauses'
        ? ['', '']
        : [`（${cite}）`, ` (${cite})`];
  const verb = { added: ['新增', 'added'], removed: ['删除', 'removed'], changed: ['', ''] }[kind];
  const list = (language: 0 | 1): string => {
    const [colon, none, semicolon] = language === 0 ? ['：', '无', '；'] : [': ', 'none', '; '];
    const named = (path: string): string => (path === '' ? '' : `${language === 0 ? inChinese(path) : path}${colon}`);
    return fields
      .map(({ path, from, to }) => {
        const said = (text: string | null): string =>
          text === null ? none : path.endsWith('.order') && language === 0 ? inChinese(text) : text;
        return `${named(path)}${said(from)} → ${said(to)}`;
      })
      .join(semicolon);
  };
  return {
    ...{ part, id, kind, zh, en, cite, basis, fields },
    sentenceZh: kind === 'changed' ? `${partZh}「${zh}」${source[0]}：${list(0)}` : `${verb[0]}${partZh}「${zh}」${source[0]}`,
    sentenceEn: kind === 'changed' ? `${partEn} ${en}${source[1]}: ${list(1)}` : `${verb[1]} ${partEn} ${en}${source[1]}`,
  };
}

/** For whom a value holds, in Chinese. */
const inChinese = (path: string): string =>
  path
    .replace(/regionClass=(\d+)/g, '第$1类地区')
    .replace(/category=/g, '')
    .replace(/tier=province/, '省级')
    .replace(/tier=prefecture/, '市级')
    .replace(/tier=county/, '县级')
    .replace(/region=/g, '地区')
    .replace(/from=/, '自')
    .replace(/,/g, '、');

const isRecord = (part: unknown): part is Readonly<Record<string, unknown>> =>
  typeof part === 'object' && part !== null && !Array.isArray(part);

const ORDER = ['region', 'regionClass', 'tier', 'category'];

/** What identifies an element of a list, so that an insertion is no change of everything behind it. */
function labelOf(element: unknown): string | null {
  if (!isRecord(element)) return null;
  const { id, key, rule, kind, when, from } = element;
  if (isRecord(when)) {
    // A text from the log has its keys in another order than a file.
    const conditions = Object.entries(when)
      .sort(([a], [b]) => ORDER.indexOf(a) - ORDER.indexOf(b))
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => `${name}=${String(value)}`);
    return `${conditions.length === 0 ? '一律' : conditions.join(',')}${typeof from === 'string' ? `,from=${from}` : ''}`;
  }
  // A group of conditions goes by its name, else by how it joins them.
  const group = 'all' in element ? 'all' : 'any' in element ? 'any' : null;
  const label = id ?? key ?? rule ?? kind ?? (group === null ? null : (element['zh'] ?? group));
  return typeof label === 'string' ? label : null;
}

const labels = (list: readonly unknown[]): readonly string[] | null => {
  const found = list.map(labelOf);
  const known = found.filter((label) => label !== null);
  return known.length === found.length && new Set(known).size === known.length ? known : null;
};

function changedFields(path: string, from: unknown, to: unknown): PackChange['fields'] {
  if (isRecord(from) && isRecord(to)) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((name) =>
      changedFields(join(path, name), from[name], to[name]),
    );
  }
  if (Array.isArray(from) && Array.isArray(to)) {
    const [older, newer]: readonly (readonly unknown[])[] = [from, to];
    const [before, after] = [labels(older ?? []), labels(newer ?? [])];
    if (before !== null && after !== null) {
      const changes = [...new Set([...after, ...before])].flatMap((label) =>
        changedFields(`${path}[${label}]`, older?.[before.indexOf(label)], newer?.[after.indexOf(label)]),
      );
      // Of several values the first that fits holds, so their order says something.
      const [stayed, stays] = [before.filter((label) => after.includes(label)), after.filter((label) => before.includes(label))];
      const moved = stayed.some((label, index) => label !== stays[index]);
      return moved ? [...changes, { path: `${path}.order`, from: stayed.join(' > '), to: stays.join(' > ') }] : changes;
    }
  }
  const [old, now] = [written(from), written(to)];
  return old === now ? [] : [{ path: path.replace(/^values\[(.+?)\](\.value)?$/, '$1'), from: old, to: now }];
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const written = (part: unknown): string | null => {
  if (part === undefined || part === null) return null;
  if (isRecord(part) && isRecord(part['when'])) return written(part['value']);
  return typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean' ? String(part) : JSON.stringify(sorted(part));
};

/** Keys in one order: a text from the log has them in another than a file. */
const sorted = (part: unknown): unknown =>
  Array.isArray(part)
    ? part.map(sorted)
    : isRecord(part)
      ? Object.fromEntries(
          Object.entries(part)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        )
      : part;
