import { Button } from 'antd';
import type { ReturnFinding } from '#contracts';
import { grouped } from '../../shell/format';
import { useSpeech } from '../../shell/language';
import { Mark } from '../../shell/marks';
import { DIRECTNESS, named, UNIT } from '../../shell/words';
import type { Spot } from '../grid/sheet';
import type { CellLook } from '../grid/sheet-grid';
import type { DraftBox } from './draft-box';
import type { EntryTable } from './table';

interface CellBarProps {
  readonly table: EntryTable;
  readonly box: DraftBox;
  /** Draws the bar anew when the box was written. */
  readonly version: number;
  readonly spot: Spot;
  readonly findings: readonly ReturnFinding[];
  readonly look: CellLook;
  readonly onOpen: (kind: 'explain' | 'note' | 'estimate' | 'roster') => void;
}

/** What is known of the cell where one stands, and what may be told beside its figure. */
export function CellBar({ table, box, spot, findings, look, onOpen }: CellBarProps) {
  const { t, say, language } = useSpeech();
  const row = table.rows[spot.row];
  const asked = table.asked[spot.col - table.lead];
  const line = table.keyAt(spot);
  if (row === undefined) return null;
  const place = [row.brandName, row.trade].filter(Boolean).join(' · ');
  if (asked === undefined || line === null)
    return (
      <div className="cell-bar" aria-live="off">
        <strong>{place}</strong>
      </div>
    );
  const known = table.lineOf(line);
  const open = table.open(line);
  const doubts = findings.filter(({ severity }) => severity === 'doubtful');
  const indirect = asked.directness === 'indirect';
  const method = box.valueOf(line, 'estimateMethod') ?? known?.estimate?.method ?? null;
  const roster = box.valueOf(line, 'rosterSha256') ?? known?.roster?.sha256 ?? null;
  const rosterRows = box.valueOf(line, 'rosterRows') ?? known?.roster?.rows ?? null;
  const removed = box.valueOf(line, 'rosterDuplicates') ?? known?.roster?.duplicatesRemoved ?? null;
  return (
    <div className="cell-bar">
      <div className="row">
        <strong>
          {place} · {language === 'en' ? asked.en : asked.zh}
          {asked.directness === 'unstated' ? '' : ` · ${say(named(DIRECTNESS, asked.directness))}`}
        </strong>
        <span className="quiet">{say(named(UNIT, asked.unit))}</span>
        <span className="quiet">
          {t('上年同期', 'A year before')}：
          {known?.lastYear === null || known?.lastYear === undefined ? t('无', 'none') : grouped(known.lastYear)}
        </span>
        {known?.earlierThisYear === null || known?.earlierThisYear === undefined ? null : (
          <span className="quiet">
            {t('本年前期累计', 'Earlier this year')}：{grouped(known.earlierThisYear.value)}（{known.earlierThisYear.period}）
          </span>
        )}
        {known?.peers === null || known?.peers === undefined ? null : (
          <span className="quiet">
            {t(`同类 ${known.peers.count} 个品牌中位数`, `Median of ${known.peers.count} peers`)}：{grouped(known.peers.median)}
          </span>
        )}
      </div>
      <div className="row">
        {look.note === null ? null : (
          <span className={look.tone === 'bad' ? 'cell-bad' : look.tone === 'plain' || look.tone === 'shut' ? 'quiet' : 'cell-doubt'}>
            {look.note}
          </span>
        )}
        {open && doubts.length > 0 ? (
          <Button size="small" type={look.tone === 'doubt' ? 'primary' : 'default'} onClick={() => onOpen('explain')}>
            {look.tone === 'doubt' ? t('写明原因', 'Give the reason') : t('修改原因', 'Change the reason')}
          </Button>
        ) : null}
        {open && indirect ? (
          <Button size="small" onClick={() => onOpen('estimate')}>
            {method === null ? t('估算方法和依据', 'Method and basis') : t('修改估算方法和依据', 'Change method and basis')}
          </Button>
        ) : null}
        {open && (asked.unit === 'persons' || asked.unit === 'personTimes') && !indirect ? (
          <Button size="small" onClick={() => onOpen('roster')}>
            {roster === null ? t('登记花名册', 'Count a roster') : t('更换花名册', 'Another roster')}
          </Button>
        ) : null}
        {open ? (
          <Button size="small" onClick={() => onOpen('note')}>
            {t('备注（无数据须说明）', 'Note (why there is none)')}
          </Button>
        ) : null}
        {roster === null ? null : (
          <span className="quiet">
            {t(
              `花名册 ${rosterRows} 行，去重 ${removed}，指纹 ${roster.slice(0, 8)}…`,
              `roster of ${rosterRows} rows, ${removed} duplicates, ${roster.slice(0, 8)}…`,
            )}
          </span>
        )}
      </div>
      {known?.standing === 'returned' && known.comments.length > 0 ? (
        <div>
          <Mark tone="grave">{t('退回修改', 'sent back')}</Mark> {known.comments[known.comments.length - 1]?.comment}
        </div>
      ) : null}
    </div>
  );
}
