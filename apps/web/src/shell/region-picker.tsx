import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect, useState } from 'react';
import { queries } from './api';
import { useSpeech } from './language';

export const COUNTRY = '000000';
/** GB/T 2260: two digits each for province, prefecture and county. */
export const parentsOf = (code: string): string[] => {
  if (code === COUNTRY) return [];
  const chain = [`${code.slice(0, 2)}0000`, `${code.slice(0, 4)}00`, code];
  return chain.filter((each, index) => chain.indexOf(each) === index);
};

interface LevelProps {
  readonly parent: string;
  readonly value: string | null;
  readonly label: string;
  readonly onChange: (code: string | null) => void;
}

function Level({ parent, value, label, onChange }: LevelProps) {
  const regions = useQuery(queries.regions(parent));
  const rows = regions.data ?? [];
  if (regions.data !== undefined && rows.length === 0) return null;
  return (
    <Select<string>
      aria-label={label}
      className="region-level"
      showSearch={{ optionFilterProp: 'label' }}
      allowClear
      placeholder={label}
      loading={regions.isPending}
      value={value}
      options={rows.map((row) => ({ value: row.code, label: row.name }))}
      onChange={(code: string | undefined) => onChange(code ?? null)}
    />
  );
}

/** Picks a region at any depth. A municipality has no prefectures of its own; then the second list shows its districts. */
export function RegionPicker({ value, onChange }: { readonly value?: string | null; readonly onChange?: (code: string | null) => void }) {
  const { t } = useSpeech();
  const [chain, setChain] = useState<readonly string[]>(() => (value === null || value === undefined ? [] : parentsOf(value)));
  const top = chain[chain.length - 1] ?? null;
  useEffect(() => {
    if ((value ?? null) !== top) setChain(value === null || value === undefined || value === COUNTRY ? [] : parentsOf(value));
    // The chain follows a value that was set from outside; its own choices already agree.
  }, [value, top]);
  const pick = (depth: number, code: string | null): void => {
    const next = code === null ? chain.slice(0, depth) : [...chain.slice(0, depth), code];
    setChain(next);
    onChange?.(next[next.length - 1] ?? null);
  };
  const labels = [t('省（自治区、直辖市）', 'Province'), t('市（盟、州）', 'Prefecture'), t('县（旗、市、区）', 'County')];
  return (
    <div className="region-picker">
      {labels.map((label, depth) => {
        const parent = depth === 0 ? COUNTRY : chain[depth - 1];
        if (parent === undefined) return null;
        return (
          <Level
            key={`${depth}${parent}`}
            parent={parent}
            value={chain[depth] ?? null}
            label={label}
            onChange={(code) => pick(depth, code)}
          />
        );
      })}
    </div>
  );
}
