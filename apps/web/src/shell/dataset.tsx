import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Dataset = 'real' | 'synthetic';

interface DatasetChoice {
  readonly dataset: Dataset;
  readonly setDataset: (dataset: Dataset) => void;
}

const KEY = 'brand-ledger.dataset';
const DatasetContext = createContext<DatasetChoice | null>(null);

/** One dataset at a time for the whole page: real and synthetic never share a view. */
export function DatasetProvider({ children }: { readonly children: ReactNode }) {
  const [dataset, setDataset] = useState<Dataset>(() => (sessionStorage.getItem(KEY) === 'synthetic' ? 'synthetic' : 'real'));
  useEffect(() => sessionStorage.setItem(KEY, dataset), [dataset]);
  const choice = useMemo(() => ({ dataset, setDataset }), [dataset]);
  return <DatasetContext value={choice}>{children}</DatasetContext>;
}

export function useDataset(): DatasetChoice {
  const choice = useContext(DatasetContext);
  if (choice === null) throw new Error('useDataset stands outside DatasetProvider');
  return choice;
}
