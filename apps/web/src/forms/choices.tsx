/** Lists to choose from that the ledger fills: documents, brands, what the rules ask for, what stands in a history. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { AutoComplete, Form, Select } from 'antd';
import { useState } from 'react';
import { papersAsked, criteriaOf } from '../brand/pack-words';
import { queries, type PolicyRow } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { useSpeech } from '../shell/language';
import { parentsOf } from '../shell/region-picker';

interface Chosen<T> {
  readonly id?: string;
  readonly value?: T;
  readonly onChange?: (value: T) => void;
}

/** Documents that bind a brand of this kind in this region. */
export const governing = (shelf: readonly PolicyRow[], region: string, kind: string | null): readonly PolicyRow[] =>
  shelf.filter(
    ({ role, document: { governs } }) =>
      role === 'document' &&
      (governs.region === '000000' || parentsOf(region).includes(governs.region)) &&
      (kind === null || governs.kinds.some((each) => each === kind)),
  );

/** @param of only documents that govern this region and kind; left out: all of them */
export function PackSelect({
  of,
  ...chosen
}: Chosen<string> & { readonly of?: { readonly region: string; readonly kind: string | null } }) {
  const { t } = useSpeech();
  const policies = useQuery(queries.policies());
  const shelf = policies.data ?? [];
  const documents = of === undefined ? shelf.filter((each) => each.role === 'document') : governing(shelf, of.region, of.kind);
  return (
    <Select<string>
      {...chosen}
      loading={policies.isPending}
      placeholder={t('选择政策文件', 'Choose a document')}
      popupMatchSelectWidth={false}
      notFoundContent={t('没有适用于该地区的政策文件。', 'No document governs this region.')}
      options={documents.map((each) => ({ value: each.pack, label: `${each.title}${each.number === null ? '' : `（${each.number}）`}` }))}
    />
  );
}

/** Documents that govern the region which stands in another field of the same form; all of them before one is chosen. */
export function PackOfRegion({ field, ...chosen }: Chosen<string> & { readonly field: string }) {
  const region: unknown = Form.useWatch(field, Form.useFormInstance());
  return <PackSelect {...chosen} {...(typeof region === 'string' ? { of: { region, kind: null } } : {})} />;
}

/** Brands by their ids, called by their names. */
export function HeldBrands<T extends string | string[]>({
  ids,
  many,
  ...chosen
}: Chosen<T> & { readonly ids: readonly string[]; readonly many: boolean }) {
  const brands = useQueries({ queries: ids.map((id) => queries.brand(id)) });
  return (
    <Select<T>
      {...chosen}
      {...(many ? { mode: 'multiple' as const, showSearch: { optionFilterProp: 'label' } } : {})}
      allowClear
      options={ids.map((id, index) => ({ value: id, label: brands[index]?.data?.name ?? id }))}
    />
  );
}

/** One brand, or several, found by name within the dataset that the page shows. */
export function BrandSelect<T extends string | string[]>({
  brandKind,
  many,
  ...chosen
}: Chosen<T> & { readonly brandKind?: string; readonly many: boolean }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const [q, setQ] = useState('');
  const brands = useQuery(queries.brands({ dataset, q, kind: brandKind, limit: 50 }));
  const known = (brands.data?.rows ?? []).map((row) => ({ value: row.brandId, label: `${row.name}（${row.region.name}）` }));
  const { value } = chosen;
  const held: readonly string[] = value === undefined ? [] : typeof value === 'string' ? [value] : value;
  return (
    <Select<T>
      {...chosen}
      {...(many ? { mode: 'multiple' as const } : {})}
      showSearch={{ filterOption: false, onSearch: setQ }}
      allowClear
      loading={brands.isFetching}
      placeholder={t('按名称查找品牌', 'Find a brand by name')}
      notFoundContent={t('没有这样的品牌。', 'No such brand.')}
      options={[...known, ...held.filter((id) => known.every((each) => each.value !== id)).map((id) => ({ value: id, label: id }))]}
    />
  );
}

/** What the rules ask of such a subject, called as the documents call it. Others may be typed by their code. */
export function AskedSelect({
  what,
  subject,
  ...chosen
}: Chosen<string> & { readonly what: 'criterion' | 'paper'; readonly subject: string }) {
  const { say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const asked =
    what === 'criterion'
      ? criteriaOf(shelf, subject).map(({ criterion, words }) => ({ code: criterion, words }))
      : papersAsked(shelf, subject);
  return (
    <AutoComplete
      {...chosen}
      showSearch={{ filterOption: (typed, option) => `${String(option?.label)}${String(option?.value)}`.includes(typed) }}
      options={asked.map(({ code, words }) => ({ value: code, label: `${say(words)}（${code}）` }))}
    />
  );
}

/** Ids that events of a stream gave. */
export function PastSelect({
  path,
  event,
  idField,
  textField,
  ...chosen
}: Chosen<string | undefined> & { readonly path: string; readonly event: string; readonly idField: string; readonly textField: string }) {
  const history = useQuery(queries.historyOf(path));
  const options = (history.data ?? [])
    .filter((each) => each.type.startsWith(event))
    .map((each) => ({ value: String(each.data[idField]), label: `${each.effectiveOn} ${String(each.data[textField])}` }));
  return <Select<string | undefined> {...chosen} allowClear loading={history.isPending} options={options} />;
}
