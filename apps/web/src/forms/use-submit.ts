import type { FormInstance } from 'antd';
import { useState } from 'react';
import { newKey } from '../shell/api';
import { useSpeech } from '../shell/language';
import { showByField } from './refused-fields';

/**
 * One form on its way to the ledger: whether it is sent, why it was refused, and the key of its intent.
 * @param form where the reasons of a refusal are shown beside their fields
 */
export function useSubmit<T>(form?: FormInstance<T>) {
  const { say } = useSpeech();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<readonly string[]>([]);
  // One key for one intent: pressing the button again after a lost answer repeats nothing.
  const [key, setKey] = useState(newKey);
  const renew = (): void => setKey(newKey());
  const submit = async (act: (key: string) => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act(key);
      renew();
    } catch (failure) {
      setTaken(form === undefined ? [] : showByField(form, failure, say));
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    error,
    /** Fields of the refusal that are told beside their inputs. */
    taken,
    submit,
    /** Changed input is a new intent. */
    renew,
  };
}
