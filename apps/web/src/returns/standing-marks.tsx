import type { LineCounts } from '#contracts';
import { useSpeech } from '../shell/language';
import { Mark } from '../shell/marks';
import { STANDING, STANDING_TONE, STANDINGS, type Standing } from './words';

export function StandingMark({ standing }: { readonly standing: Standing }) {
  const { say } = useSpeech();
  return <Mark tone={STANDING_TONE[standing]}>{say(STANDING[standing])}</Mark>;
}

/** How many lines stand where. */
export function StandingCounts({ counts }: { readonly counts: LineCounts }) {
  const { say } = useSpeech();
  return (
    <span className="marks">
      {STANDINGS.filter((standing) => counts[standing] > 0).map((standing) => (
        <Mark key={standing} tone={STANDING_TONE[standing]}>
          {say(STANDING[standing])} {counts[standing]}
        </Mark>
      ))}
    </span>
  );
}
