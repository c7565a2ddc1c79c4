import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

export type Dataset = 'real' | 'synthetic';

interface DatasetChoice {
  readonly dataset: Dataset;
  readonly setDataset: (dataset: Dataset) => void;
  /** What is shown to who has chosen nothing: in a demonstration, where everybody acts on made-up data, that. */
  readonly setUsual: (dataset: Dataset) => void;
}

const KEY = 'brand-ledger.dataset';
const DatasetContext = createContext<DatasetChoice | null>(null);

/** One dataset at a time for the whole page: real and synthetic never share a view. */
export function DatasetProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setChosen] = useState<string | null>(() => sessionStorage.getItem(KEY));
  const [usual, setUsual] = useState<Dataset>('real');
  const dataset = chosen === 'synthetic' || chosen === 'real' ? chosen : usual;
  const choice = useMemo(
    () => ({
      dataset,
      setUsual,
      setDataset: (next: Dataset): void => {
        sessionStorage.setItem(KEY, next);
        setChosen(next);
      },
    }),
    [dataset],
  );
  return <DatasetContext value={choice}>{children}</DatasetContext>;
}

export function useDataset(): DatasetChoice {
  const choice = useContext(DatasetContext);
  if (choice === null) throw new Error('useDataset stands outside DatasetProvider');
  return choice;
}
