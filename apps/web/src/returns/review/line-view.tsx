/** A line as a reviewer needs it: the figure, what is doubtful about it and why it is right, and who had it in hand. */
import type { ReturnLineRow } from '#contracts';
import { changeOf, grouped, shanghaiTime } from '../../shell/format';
import { useSpeech } from '../../shell/language';
import { Mark } from '../../shell/marks';
import { Go } from '../../shell/router';
import { named, UNIT } from '../../shell/words';
import { PersonName } from '../../accounts/person';

export function LineName({ line }: { readonly line: ReturnLineRow }) {
  const { language } = useSpeech();
  return (
    <span>
      {language === 'en' ? line.metricEn : line.metricZh}
      {line.trade === null ? null : (
        <span className="source-note" style={{ display: 'block' }}>
          {line.trade}
        </span>
      )}
    </span>
  );
}

export function LineValue({ line }: { readonly line: ReturnLineRow }) {
  const { t, say } = useSpeech();
  if (line.value === null) return <span className="quiet">{t('无数据', 'none')}</span>;
  return (
    <span className="number">
      {grouped(line.value)} {say(named(UNIT, line.unit))}{' '}
      {line.directness === 'indirect' ? <Mark tone="claim">{t('估算', 'estimate')}</Mark> : null}
    </span>
  );
}

/** Against last year: exact, by whole numbers. */
export function LineChange({ line }: { readonly line: ReturnLineRow }) {
  if (line.lastYear === null || line.value === null) return <span className="quiet">—</span>;
  const change = line.value - line.lastYear;
  return (
    <span className="number">
      {change >= 0 ? '+' : '−'}
      {grouped(Math.abs(change))}
      {line.lastYear === 0 ? null : <span className="quiet"> {changeOf(change, line.lastYear)}</span>}
    </span>
  );
}

export function LineDoubts({ line }: { readonly line: ReturnLineRow }) {
  const { t, say } = useSpeech();
  const last = line.comments[line.comments.length - 1];
  return (
    <div className="line-doubts">
      {line.findings.map((finding) => (
        <div key={finding.code}>
          <Mark tone={finding.severity === 'impossible' ? 'grave' : 'warn'}>
            {finding.severity === 'impossible' ? t('须改正', 'to be put right') : t('存疑', 'doubtful')}
          </Mark>{' '}
          {say(finding)}
          {line.explanations
            .filter(({ code }) => code === finding.code)
            .map(({ text }) => (
              <div key={text}>
                <strong>{t('说明：', 'Reason: ')}</strong>
                {text}
              </div>
            ))}
        </div>
      ))}
      {line.estimate === null ? null : (
        <div className="quiet">
          {t('估算方法：', 'Method: ')}
          {line.estimate.method}；{t('依据：', 'basis: ')}
          {line.estimate.basis}
        </div>
      )}
      {line.roster === null ? null : (
        <div className="quiet">
          {t(
            `花名册 ${line.roster.rows} 行，去重 ${line.roster.duplicatesRemoved}，指纹 ${line.roster.sha256.slice(0, 8)}…`,
            `roster of ${line.roster.rows} rows, ${line.roster.duplicatesRemoved} duplicates, ${line.roster.sha256.slice(0, 8)}…`,
          )}
        </div>
      )}
      {line.note === null ? null : (
        <div className="quiet">
          {t('备注：', 'Note: ')}
          {line.note}
        </div>
      )}
      {last === undefined ? null : (
        <div>
          <Mark tone="grave">{t('退回意见', 'sent back')}</Mark> {last.comment} <span className="quiet">{shanghaiTime(last.at)}</span>
        </div>
      )}
    </div>
  );
}

export function LineTaken({
  line,
  ladder,
}: {
  readonly line: ReturnLineRow;
  readonly ladder: readonly { readonly rung: string; readonly zh: string; readonly en: string }[];
}) {
  const { t, language } = useSpeech();
  return (
    <div className="line-taken quiet">
      {line.taken.map((step) => {
        const rung = ladder.find((each) => each.rung === step.rung);
        return (
          <div key={step.event}>
            {rung === undefined ? step.rung : language === 'en' ? rung.en : rung.zh} <PersonName {...step.by} />{' '}
            {shanghaiTime(step.at).slice(0, 16)}
          </div>
        );
      })}
      {line.applied === null ? null : line.applied.state === 'applied' ? (
        <div>
          <Mark tone="good">{t('已记入品牌台账', 'in the brand’s ledger')}</Mark>{' '}
          <Go className="entry" to={`brands/${line.brandId}`}>
            {t('查看', 'See it')}
          </Go>
        </div>
      ) : line.applied.state === 'waiting' ? (
        <Mark tone="calm">{t('正在记入品牌台账', 'on its way to the brand')}</Mark>
      ) : line.applied.state === 'kept' ? (
        <Mark>
          {line.value === null
            ? t('无数据，不记入品牌', 'no figure to record')
            : t('留在本表（非全年数）', 'stays in this return (no whole year)')}
        </Mark>
      ) : (
        <div>
          <Mark tone="grave">{t('未能记入，待处理', 'parked')}</Mark> {language === 'en' ? line.applied.en : line.applied.zh}
        </div>
      )}
    </div>
  );
}
