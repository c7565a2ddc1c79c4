import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { PatchedDraft, ReturnDraft } from '#contracts';
import { Refused } from '../../shell/api';
import { patchDraft, returnQueries } from '../api';
import { DraftBox, type DraftView } from './draft-box';
import { withAnswer } from './findings';
import type { Kept } from './kept';

/** How often the page asks what other clerks wrote. */
const LISTEN_MS = 20_000;

const reasonOf = (error: unknown): 'away' | 'signedOut' | 'refused' => {
  const status = error instanceof Refused ? error.problem.status : null;
  if (status === 401) return 'signedOut';
  return status === 0 || (status !== null && status >= 500) ? 'away' : 'refused';
};

function withSaved(draft: ReturnDraft, answer: PatchedDraft): ReturnDraft {
  const { saved, progress } = answer;
  const name = ({ line, field }: { readonly line: string; readonly field: string }): string => `${line}\u0000${field}`;
  const fresh = new Set(saved.map(name));
  const findings = [...withAnswer(draft.findings, answer)];
  return { ...draft, findings, progress, cells: [...draft.cells.filter((cell) => !fresh.has(name(cell))), ...saved] };
}

export interface DraftDesk extends DraftView {
  readonly box: DraftBox;
  /** Brands that do not belong into the return any more. */
  readonly aside: ReturnDraft['aside'];
}

/**
 * The draft of a return, for as long as the page shows it.
 * @param kept what this person typed and the server does not have
 * @param onNews cells of other clerks whose text changed
 */
export function useDraft(draft: ReturnDraft, kept: Kept, onNews: (cells: ReturnType<DraftBox['hear']>) => void): DraftDesk {
  const { returnId } = draft;
  const client = useQueryClient();
  const box = useMemo(
    () =>
      new DraftBox(draft, {
        patch: async (patch) => {
          const answer = await patchDraft(returnId, patch);
          // A grid that is opened anew begins with what was just saved.
          client.setQueryData(returnQueries.draft(returnId).queryKey, (held) => held && withSaved(held, answer));
          return answer;
        },
        ...kept,
        later: (act, ms) => {
          const timer = setTimeout(act, ms);
          return () => clearTimeout(timer);
        },
        reasonOf,
      }),
    // The box outlives the answers that come after the first: it hears them below.
    [returnId, kept, client],
  );
  const view = useSyncExternalStore(box.subscribe, box.look);
  const news = useQuery({ ...returnQueries.draft(returnId), refetchInterval: LISTEN_MS, initialData: draft });
  useEffect(() => {
    const cells = box.hear(news.data);
    if (cells.length > 0) onNews(cells);
  }, [box, news.data, onNews]);
  useEffect(() => {
    box.open();
    const again = (): void => void box.flush();
    const warn = (event: BeforeUnloadEvent): void => {
      if (box.look().unsent > 0) event.preventDefault();
    };
    window.addEventListener('online', again);
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('online', again);
      window.removeEventListener('beforeunload', warn);
      box.close();
    };
  }, [box]);
  const { aside } = news.data;
  return useMemo(() => ({ ...view, box, aside }), [view, box, aside]);
}
