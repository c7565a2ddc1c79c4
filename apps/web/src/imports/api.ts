/** Files to the interface and back: bytes go as they are, with the session's token. */
import type { DraftFill, FormFill, ImportPreview, ImportProgress } from '#contracts';
import type { z } from 'zod';
import { fetchJson, refusalOf } from '../shell/api';
import { reach } from '../shell/door';

export type Progress = z.infer<typeof ImportProgress>;
export type FormatChoice = 'auto' | 'yearly-figures' | 'brands';

async function sendFile<T>(path: string, file: File): Promise<T> {
  const response = await reach(`/api/v1${path}`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
    body: file,
  });
  if (!response.ok) throw await refusalOf(response);
  return (await response.json()) as T;
}

const named = (file: File, format: FormatChoice): string => `format=${format}&fileName=${encodeURIComponent(file.name.slice(0, 255))}`;

export const startPreview = (file: File, format: FormatChoice): Promise<ImportPreview> =>
  sendFile(`/imports/preview?${named(file, format)}`, file);
export const previewOf = (id: string): Promise<ImportPreview> => fetchJson(`/imports/preview/${id}`, {});
export const applyFile = (file: File, format: FormatChoice): Promise<Progress> => sendFile(`/imports?${named(file, format)}`, file);
export const progressOf = (id: string): Promise<Progress> => fetchJson(`/imports/${id}`, {});

/** Looks a file through for the draft of a return; with `seen` of that look puts it in, unless somebody changed these cells since. */
export function fillDraft(
  returnId: string,
  file: File,
  seen: string | null,
  columns: Readonly<Record<string, string>>,
): Promise<DraftFill> {
  const said = Object.entries(columns).map(([letters, id]) => `${letters}=${id}`);
  const query = new URLSearchParams({
    ...(seen === null ? {} : { apply: 'true', seen }),
    ...(said.length === 0 ? {} : { columns: said.join(',') }),
  });
  return sendFile(`/returns/${encodeURIComponent(returnId)}/draft/from-file?${query.toString()}`, file);
}

/** Looks a filled-in form through for its draft; with the version that was looked at puts it in, unless somebody saved meanwhile. */
export const fillForm = (brandId: string, form: string, file: File, after: number | null): Promise<FormFill> =>
  sendFile(`/brands/${brandId}/form-draft/from-file?form=${form}${after === null ? '' : `&apply=true&after=${after}`}`, file);
