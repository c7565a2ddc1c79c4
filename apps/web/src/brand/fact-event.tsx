import { useSpeech } from '../shell/language';
import { Go } from '../shell/router';

const ROOM_OF_STREAM: Readonly<Record<string, string>> = {
  brand: 'brands',
  unit: 'units',
  institution: 'institutions',
  link: 'links',
  programme: 'programmes',
  window: 'windows',
  region: 'regions',
};

/** `unit-<id>@<revision>` as a link to that line of the history; `told` is what the link says instead of the number. */
export function FactEvent({ event, told }: { readonly event: string | null; readonly told?: string }) {
  const { t } = useSpeech();
  const [, stream = '', id, revision] = /^([a-z]+)-(.+)@(\d+)$/.exec(event ?? '') ?? [];
  const room = ROOM_OF_STREAM[stream];
  if (room === undefined || id === undefined) return null;
  return (
    <Go className="entry" to={`${room}/${id}`} params={{ tab: 'history', at: revision }}>
      {told ?? t(`第 ${revision} 号记录`, `entry ${revision}`)}
    </Go>
  );
}
