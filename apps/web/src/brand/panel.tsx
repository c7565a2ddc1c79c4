import { useSpeech } from '../shell/language';
import { Mark } from '../shell/marks';

/** 评审组 as an event holds it. */
export interface PanelHeld {
  readonly members: readonly string[];
  readonly votesFor: number;
  readonly votesAgainst: number;
  readonly recused: readonly string[];
  readonly minutes: string | null;
}

export const isPanel = (value: unknown): value is PanelHeld =>
  typeof value === 'object' && value !== null && 'votesFor' in value && 'members' in value && 'recused' in value;

/** Who judged: votes, recusals, and where score sheet and minutes are kept. */
export function PanelSheet({ panel, scoreSheet = null }: { readonly panel: PanelHeld; readonly scoreSheet?: string | null }) {
  const { t } = useSpeech();
  const { members, votesFor, votesAgainst, recused, minutes } = panel;
  const none = <span className="quiet">{t('未登记', 'not on record')}</span>;
  return (
    <dl className="facts">
      <div>
        <dt>{t('评审组', 'Panel')}</dt>
        <dd>
          {members.length === 0 ? none : t(`${members.join('、')}（${members.length} 人）`, `${members.join(', ')} (${members.length})`)}
        </dd>
      </div>
      <div>
        <dt>{t('表决', 'Votes')}</dt>
        <dd className="number">{t(`赞成 ${votesFor}，反对 ${votesAgainst}`, `${votesFor} for, ${votesAgainst} against`)}</dd>
      </div>
      <div>
        <dt>{t('回避', 'Recused')}</dt>
        <dd>
          {recused.length === 0
            ? t('无', 'none')
            : recused.map((each) => (
                <Mark key={each} tone="plain">
                  {each}
                </Mark>
              ))}
        </dd>
      </div>
      <div>
        <dt>{t('评分表', 'Score sheet')}</dt>
        <dd>{scoreSheet === null || scoreSheet === '' ? none : scoreSheet}</dd>
      </div>
      <div>
        <dt>{t('会议纪要', 'Minutes')}</dt>
        <dd>{minutes === null || minutes === '' ? none : minutes}</dd>
      </div>
    </dl>
  );
}
