import { refusalOf } from '../shell/api';
import { reach } from '../shell/door';

export interface Uploaded {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: string;
  readonly existed: boolean;
}

/** Sends a file to be kept under its digest. @throws Refused, such as for a kind of file that is not kept */
export async function uploadEvidence(file: File): Promise<Uploaded> {
  const answer = await reach('/api/v1/evidence', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-evidence' },
    body: file,
  });
  if (!answer.ok) throw await refusalOf(answer);
  return (await answer.json()) as Uploaded;
}
