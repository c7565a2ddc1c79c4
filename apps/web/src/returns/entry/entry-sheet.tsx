/** 填报: the grid of one return, what is wrong with it as one types, and its report. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { ReturnCard, ReturnDraft, ReturnFinding } from '#contracts';
import { FillFromFile } from '../../imports/fill-from-file';
import { useSubmit } from '../../forms/use-submit';
import { refreshLedger } from '../../shell/api';
import { Downloads } from '../../shell/downloads';
import { grouped, shanghaiTime } from '../../shell/format';
import { useSpeech } from '../../shell/language';
import { Answer, Mark, Refusal } from '../../shell/marks';
import { DIRECTNESS, named, UNIT } from '../../shell/words';
import { actOn, returnQueries } from '../api';
import { readCount } from '../grid/count';
import { find, type Change, type Spot } from '../grid/sheet';
import { SheetGrid, type CellLook, type GridColumn } from '../grid/sheet-grid';
import { useSheet } from '../grid/use-sheet';
import { PersonName } from '../../accounts/person';
import { useSession } from '../../accounts/session';
import { BASIS } from '../words';
import { CellBar } from './cell-bar';
import { ConflictNotice } from './conflicts';
import { EstimateDialog, ExplainDialog, NoteDialog } from './dialogs';
import { FieldList } from './field-list';
import { columnsOfFile } from './file';
import { hindrancesOf } from './findings';
import { keptIn } from './kept';
import { RosterDialog } from './roster-dialog';
import { tableOf, type EntryTable } from './table';
import { TradeDialog } from './trade-dialog';
import { useDraft } from './use-draft';
import { useNarrow } from '../../shell/use-narrow';

type Dialog = { readonly kind: 'explain' | 'note' | 'estimate' | 'roster' | 'trade'; readonly spot: Spot };

const GRID_HEIGHT = 470;
const BESIDE_WIDTH = 168;
const LEAD_WIDTHS = [200, 130];

export function EntrySheet({ card }: { readonly card: ReturnCard }) {
  const draft = useQuery({ ...returnQueries.draft(card.returnId), refetchOnWindowFocus: false });
  return <Answer query={draft}>{(held) => <Sheet key={card.returnId} card={card} draft={held} />}</Answer>;
}

function useGridColumns(card: ReturnCard, table: EntryTable): readonly GridColumn[] {
  const { t, say, language } = useSpeech();
  return useMemo(() => {
    const lead: GridColumn[] = [
      { key: 'brand', name: t('品牌', 'Brand'), head: t('品牌', 'Brand'), width: LEAD_WIDTHS[0] ?? 0, frozen: true, editable: false },
    ];
    if (card.kind === 'training')
      lead.push({
        ...{ key: 'trade', name: t('专业（工种）', 'Trade'), head: t('专业（工种）', 'Trade') },
        ...{ width: LEAD_WIDTHS[1] ?? 0, frozen: true, editable: false },
      });
    return [
      ...lead,
      ...table.asked.map((asked, at): GridColumn => {
        const unit = say(named(UNIT, asked.unit));
        const directness = asked.directness === 'unstated' ? null : say(named(DIRECTNESS, asked.directness));
        const metric = language === 'en' ? asked.en : asked.zh;
        const nature = asked.nature === 'stock' ? t('期末', 'at period end') : say(BASIS[card.basis]);
        return {
          key: `${asked.metric}|${asked.directness}`,
          name: directness === null ? metric : `${metric}·${directness}`,
          head: (
            <span>
              {metric}
              <span className="quiet">{[directness, nature, unit].filter(Boolean).join(' · ')}</span>
            </span>
          ),
          width: BESIDE_WIDTH,
          frozen: false,
          editable: true,
          shut: (row) => {
            const line = table.keyAt({ row, col: at + table.lead });
            return line === null || !table.open(line);
          },
          tidy: (text) => {
            const read = readCount(text, asked.unit);
            return read.kind === 'count' ? String(read.value) : text.trim();
          },
          show: (text) => (/^\d+$/.test(text) ? grouped(Number(text)) : text),
        };
      }),
    ];
  }, [card.kind, card.basis, table, t, say, language]);
}

function Sheet({ card, draft }: { readonly card: ReturnCard; readonly draft: ReturnDraft }) {
  const [added, setAdded] = useState<readonly { readonly brandId: string; readonly trade: string }[]>([]);
  // Rows follow the return and the trades; what is typed lives in the sheet and goes to the draft.
  const rowsOf = added.map(({ brandId, trade }) => `${brandId}${trade}`).join();
  const standings = card.lines.map(({ line, standing }) => `${line}${standing}`).join();
  return (
    <OpenSheet
      key={`${rowsOf}/${standings}`}
      card={card}
      draft={draft}
      added={added}
      onTrade={(brandId, trade) => setAdded((before) => [...before, { brandId, trade }])}
    />
  );
}

interface OpenSheetProps {
  readonly card: ReturnCard;
  readonly draft: ReturnDraft;
  readonly added: readonly { readonly brandId: string; readonly trade: string }[];
  readonly onTrade: (brandId: string, trade: string) => void;
}

function OpenSheet({ card, draft, added, onTrade }: OpenSheetProps) {
  const { t, say, language } = useSpeech();
  const { message, modal } = App.useApp();
  const client = useQueryClient();
  const narrow = useNarrow();
  const [said, setSaid] = useState<{ readonly text: string; readonly tone: 'done' | 'refused' } | null>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [sought, setSought] = useState('');
  const { busy, error, submit } = useSubmit();

  const person = useSession()?.person?.id ?? null;
  const kept = useMemo(() => keptIn(sessionStorage, person, card.returnId), [person, card.returnId]);
  const [table] = useState(() => {
    // What was typed and not sent yet is part of the draft as this clerk sees it.
    const own = kept.recall();
    return tableOf(
      card,
      [...draft.cells.filter((cell) => !own.some((each) => each.line === cell.line && each.field === cell.field)), ...own],
      added,
    );
  });
  const columns = useGridColumns(card, table);

  const onChanges = (changes: readonly Change[]): void => {
    const writes = changes.flatMap(({ row, col, after }) => {
      const line = table.keyAt({ row, col });
      return line === null ? [] : [{ line, field: 'value', value: after === '' ? null : after }];
    });
    desk.box.write(writes);
  };
  const sheet = useSheet(table.texts, columns, onChanges, startOf(table, added[added.length - 1] ?? null));
  const { absorb } = sheet;
  const onNews = useCallback(
    (cells: readonly { readonly line: string; readonly field: string; readonly value: string | null }[]) =>
      absorb(
        cells.flatMap(({ line, field, value }) => {
          const spot = field === 'value' ? table.spotOf(line) : null;
          return spot === null ? [] : [{ ...spot, text: value ?? '' }];
        }),
      ),
    [absorb, table],
  );
  const desk = useDraft(draft, kept, onNews);
  const { findings, conflicts, box } = desk;

  const byLine = useMemo(() => {
    const map = new Map<string, ReturnFinding[]>();
    for (const finding of findings) if (finding.line !== null) map.set(finding.line, [...(map.get(finding.line) ?? []), finding]);
    return map;
  }, [findings]);
  const clashing = useMemo(() => new Set(conflicts.map(({ line }) => line)), [conflicts]);
  const hindrances = useMemo(() => hindrancesOf(findings, table.open), [findings, table]);

  const { texts } = sheet.sheet;
  const unreadable = useMemo(
    () =>
      texts.flatMap((row, at) =>
        table.asked.flatMap(({ unit }, col) => {
          const spot = { row: at, col: col + table.lead };
          const text = row[spot.col] ?? '';
          return text !== '' && readCount(text, unit).kind === 'bad' ? [spot] : [];
        }),
      ),
    [texts, table],
  );

  const lookAt = useCallback(
    (row: number, col: number): CellLook => {
      const line = table.keyAt({ row, col });
      const asked = table.asked[col - table.lead];
      if (line === null || asked === undefined) return { tone: 'plain', beside: null, note: null };
      const known = table.lineOf(line);
      const last = known?.lastYear ?? null;
      const beside = last === null ? t('上年 —', 'last —') : `${t('上年', 'last')} ${grouped(last)}`;
      if (!table.open(line))
        return {
          tone: 'shut',
          beside,
          note:
            card.kind === 'training' && table.rows[row]?.trade === null
              ? t('先添加专业（工种）', 'Add the trade first')
              : t('已进入审核，不能修改', 'under review: not to be changed'),
        };
      if (clashing.has(line))
        return { tone: 'foreign', beside, note: t('另一人也改了此格，请选定', 'another person changed this cell too: choose') };
      const read = readCount(texts[row]?.[col] ?? '', asked.unit);
      if (read.kind === 'bad') return { tone: 'bad', beside, note: say(read.words) };
      const found = (byLine.get(line) ?? []).filter(({ code }) => code !== 'RETURN.LINE_MISSING' && code !== 'RETURN.VALUE_MISSING');
      const note = found.length === 0 ? null : found.map(say).join(' ');
      if (found.some(({ severity }) => severity === 'impossible')) return { tone: 'bad', beside, note };
      const back = sentBack(table, line);
      if (back !== null && box.valueOf(line, 'value') === undefined)
        return { tone: 'back', beside, note: `${t('退回修改：', 'sent back: ')}${back}` };
      if (found.some(({ explained }) => !explained)) return { tone: 'doubt', beside, note };
      if (found.length > 0) return { tone: 'told', beside, note };
      const said = read.kind === 'empty' ? (box.valueOf(line, 'note') ?? null) : null;
      return said === null
        ? { tone: 'plain', beside, note: null }
        : { tone: 'told', beside, note: `${t('无数据：', 'no figure: ')}${said}` };
    },
    // `desk.version` counts the writes of the box, which is one object.
    [table, texts, byLine, clashing, card.kind, t, say, box, desk.version],
  );
  const labelAt = useCallback(
    (row: number, col: number): string => {
      const there = table.rows[row];
      const name = there === undefined ? '' : [there.brandName, there.trade].filter(Boolean).join('，');
      const asked = table.asked[col - table.lead];
      const { note, beside } = lookAt(row, col);
      return [name, columns[col]?.name, asked === undefined ? null : say(named(UNIT, asked.unit)), beside, note].filter(Boolean).join('，');
    },
    [table, columns, lookAt, say],
  );

  const active = sheet.sheet.selection.anchor;
  const jump = (spot: Spot | null): void => {
    if (spot === null) return;
    sheet.select({ anchor: spot, head: spot });
    setJumped((count) => count + 1);
  };
  const [jumped, setJumped] = useState(0);
  const jumpTo = (list: readonly ReturnFinding[]): void => {
    const spots = list.flatMap(({ line }) => {
      const spot = line === null ? null : table.spotOf(line);
      return spot === null ? [] : [spot];
    });
    jump(nextAfter(spots, active));
  };
  const seek = (step: 1 | -1): void => {
    const row = find(sheet.sheet, [0, table.lead - 1], sought, active.row + step, step);
    if (row === null) setSaid({ text: t(`没有找到“${sought}”`, `“${sought}” is not there`), tone: 'refused' });
    else jump({ row, col: active.col });
  };

  const inTheWay =
    unreadable.length + hindrances.impossible.length + hindrances.unexplained.length + hindrances.empty.length + conflicts.length;
  const report = (): Promise<void> =>
    submit(async (key) => {
      await box.flush();
      const { unsent, state } = box.look();
      if (unsent > 0 || state !== 'saved') return;
      await actOn(card.returnId, 'report', { lines: null }, card.revision, key);
      void message.success(t('已报送', 'Reported'));
      await refreshLedger(client);
      await client.invalidateQueries({ queryKey: ['returnDraft', card.returnId] });
    });
  const confirm = (): void =>
    void modal.confirm({
      title: t('确定报送？', 'Report it?'),
      content: t(
        '报送后由县级经办初审；初审前仍可修改，初审后须退回才能改动。',
        'The county checks it next. Until then it may still be changed; after that only what is sent back.',
      ),
      okText: t('报送', 'Report'),
      cancelText: t('再看看', 'Not yet'),
      onOk: report,
    });

  const line = table.keyAt(active);
  // In nobody's way: what is reported again unchanged is an answer too. But it is not to be overlooked.
  const back = card.lines.filter((each) => each.standing === 'returned' && box.valueOf(each.line, 'value') === undefined);
  const anyOpen = table.rows.some((_, row) => table.asked.some((_, col) => columns[col + table.lead]?.shut?.(row) === false));
  const ways: readonly {
    readonly count: number;
    readonly text: string;
    readonly tone: 'grave' | 'warn' | 'plain';
    readonly go: () => void;
  }[] = [
    { count: back.length, text: t('退回待改', 'sent back'), tone: 'grave', go: () => jump(nextAfter(spotsOf(back, table), active)) },
    { count: conflicts.length, text: t('与他人冲突', 'in conflict'), tone: 'warn', go: () => jump(spotsOf(conflicts, table)[0] ?? null) },
    { count: unreadable.length, text: t('读不出数值', 'not a number'), tone: 'grave', go: () => jump(nextAfter(unreadable, active)) },
    { count: hindrances.impossible.length, text: t('须改正', 'to be put right'), tone: 'grave', go: () => jumpTo(hindrances.impossible) },
    {
      count: hindrances.unexplained.length,
      text: t('存疑待说明', 'doubtful, no reason yet'),
      tone: 'warn',
      go: () => jumpTo(hindrances.unexplained),
    },
    { count: hindrances.empty.length, text: t('未填', 'empty'), tone: 'plain', go: () => jumpTo(hindrances.empty) },
  ];
  const isReported = anyOpen && inTheWay === 0 && back.length === 0 && box.isEmpty();
  const close = (): void => setDialog(null);
  const openDialog = (kind: Dialog['kind'], spot: Spot = active): void => setDialog({ kind, spot });
  const spotLine = dialog === null ? null : table.keyAt(dialog.spot);
  const dialogProps = dialog === null || spotLine === null ? null : { table, box, line: spotLine, row: dialog.spot.row, onClose: close };

  return (
    <div className="stack">
      <div className="row entry-tools">
        <Input.Search
          className="entry-find"
          allowClear
          size="small"
          placeholder={t('查找品牌或专业（工种）', 'Find a brand or trade')}
          aria-label={t('查找品牌或专业（工种）', 'Find a brand or trade')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          onSearch={() => seek(1)}
        />
        <Button size="small" onClick={() => void sheet.undo()} disabled={sheet.sheet.past.length === 0}>
          {t('撤销', 'Undo')}
        </Button>
        <Button size="small" onClick={() => void sheet.redo()} disabled={sheet.sheet.future.length === 0}>
          {t('重做', 'Redo')}
        </Button>
        <FillFromFile
          returnId={card.returnId}
          onFilled={() => void client.invalidateQueries({ queryKey: ['returnDraft', card.returnId] })}
        />
        <Downloads
          title={`${card.title}（草稿）`}
          notes={[`填报单位：${card.unit.name}；填报期：${card.periodWords.zh}。`, '草稿，尚未报送；空格为未填。']}
          rows={table.rows.map((_, row) => row)}
          columns={columnsOfFile(table, (key) => box.valueOf(key, 'value'))}
        />
        {card.kind === 'training' ? (
          <Button size="small" onClick={() => openDialog('trade')}>
            {t('添加专业（工种）', 'Add a trade')}
          </Button>
        ) : null}
        <SaveState state={desk.state} unsent={desk.unsent} onRetry={() => void box.flush()} />
        <span className="quiet">
          {t(`已填 ${desk.progress.filled}/${desk.progress.asked}`, `${desk.progress.filled} of ${desk.progress.asked} filled in`)}
        </span>
      </div>
      {desk.state === 'refused' ? <Refusal error={desk.error} /> : null}
      {desk.aside.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={t(
            `草稿中有 ${desk.aside.length} 个品牌已不在本表填报；所填数据保留，但不随本表报送。`,
            `${desk.aside.length} brands of the draft do not belong here any more: what was typed is kept, and not reported with this return.`,
          )}
          description={desk.aside.map((each) => (
            <div key={each.brandId}>{say(each)}</div>
          ))}
        />
      )}
      {conflicts.map((conflict) => (
        <ConflictNotice
          key={`${conflict.line}${conflict.field}`}
          conflict={conflict}
          table={table}
          who={<PersonName id={conflict.theirs.by} role={null} />}
          at={shanghaiTime(conflict.theirs.at)}
          onDecide={(whose) => {
            if (whose === 'theirs') onNews([{ line: conflict.line, field: conflict.field, value: conflict.theirs.value }]);
            box.decide(conflict, whose);
          }}
        />
      ))}
      {narrow ? (
        <FieldList table={table} sheet={sheet} columns={columns} lookAt={lookAt} onOpen={openDialog} />
      ) : (
        <>
          <SheetGrid
            desk={sheet}
            columns={columns}
            lookAt={lookAt}
            label={`${card.title}，${say(card.periodWords)}，${card.unit.name}`}
            labelAt={labelAt}
            height={Math.min(GRID_HEIGHT, 58 + table.rows.length * 36 + 18)}
            jumped={jumped}
            onSay={(text, tone) => setSaid({ text, tone })}
            onExplain={(spot) => openDialog('explain', spot)}
          />
          <CellBar
            table={table}
            box={box}
            version={desk.version}
            spot={active}
            findings={line === null ? [] : (byLine.get(line) ?? [])}
            look={lookAt(active.row, active.col)}
            onOpen={openDialog}
          />
          <p className="quiet entry-keys">
            {t(
              '方向键移动，Enter 向下，Tab 向右，F2 修改，Esc 取消；Ctrl+C/X/V 与 Excel 互相粘贴，Ctrl+D 向下填充，Ctrl+Z/Y 撤销重做，Alt+Enter 写说明；离开表格按 Esc 再按 Tab。',
              'Arrows move, Enter goes down, Tab right, F2 edits, Esc cancels; Ctrl+C/X/V exchange blocks with Excel, Ctrl+D fills down, Ctrl+Z/Y undo and redo, Alt+Enter gives a reason; Esc and then Tab leaves the grid.',
            )}
          </p>
        </>
      )}
      <div className={said?.tone === 'refused' ? 'entry-said field-error' : 'entry-said quiet'} role="status" aria-live="polite">
        {said?.text ?? ''}
      </div>
      <section className="sheet" aria-label={t('报送', 'Report')}>
        <header>
          <h3>
            {!anyOpen
              ? t('本表没有可填报的数据，均已进入审核', 'Nothing is open: all lines are under review')
              : isReported
                ? t('已报送，等待县级经办初审', 'Reported: the county checks it next')
                : inTheWay === 0
                  ? t('可以报送', 'Ready to report')
                  : t('报送前还须处理', 'To be dealt with first')}
          </h3>
          <span className="quiet">
            {isReported ? t('初审前仍可修改，改后须再报送。', 'Until then it may be changed, and reported again. ') : null}
            {hindrances.explained.length === 0
              ? null
              : t(`另有 ${hindrances.explained.length} 处存疑已说明`, `${hindrances.explained.length} doubtful ones are explained`)}
          </span>
        </header>
        <div className="row">
          {ways
            .filter(({ count }) => count > 0)
            .map(({ count, text, tone, go }) => (
              <Button key={text} size="small" onClick={go}>
                <Mark tone={tone}>{count}</Mark> {text}
              </Button>
            ))}
        </div>
        {hindrances.impossible
          .filter((each) => each.line === null)
          .map((each) => (
            <Alert key={each.code} type="error" showIcon title={language === 'en' ? each.en : each.zh} description={say(each.todo)} />
          ))}
        <Refusal error={error} />
        <div className="row" style={{ marginTop: 10 }}>
          <Button type="primary" loading={busy} disabled={!anyOpen || isReported || inTheWay > 0 || desk.unsent > 0} onClick={confirm}>
            {t('报送', 'Report')}
          </Button>
          {card.onBehalf ? (
            <Mark tone="warn">{t('代报：未登记建设单位，由县级经办代为填报', 'reported by the office: no unit is on record')}</Mark>
          ) : null}
        </div>
      </section>
      {dialogProps === null ? null : (
        <>
          {dialog?.kind === 'explain' ? <ExplainDialog {...dialogProps} findings={byLine.get(dialogProps.line) ?? []} /> : null}
          {dialog?.kind === 'note' ? <NoteDialog {...dialogProps} /> : null}
          {dialog?.kind === 'estimate' ? <EstimateDialog {...dialogProps} /> : null}
          {dialog?.kind === 'roster' ? <RosterDialog {...dialogProps} /> : null}
        </>
      )}
      {dialog?.kind === 'trade' ? (
        <TradeDialog card={card} row={table.rows[dialog.spot.row]} rows={table.rows} onAdd={onTrade} onClose={close} />
      ) : null}
    </div>
  );
}

/** What the reviewer said last of a line that is back with the unit. */
function sentBack(table: EntryTable, line: string): string | null {
  const known = table.lineOf(line);
  return known?.standing === 'returned' ? (known.comments[known.comments.length - 1]?.comment ?? '') : null;
}

/** Where one begins: at the trade that was just added, else the first cell that was sent back, else the first empty one. */
function startOf(table: EntryTable, fresh: { readonly brandId: string; readonly trade: string } | null): Spot | null {
  const added = table.rows.findIndex((row) => row.brandId === fresh?.brandId && row.trade === fresh.trade);
  if (added >= 0) return { row: added, col: table.lead };
  let empty: Spot | null = null;
  for (const [row] of table.rows.entries())
    for (const [at] of table.asked.entries()) {
      const spot = { row, col: at + table.lead };
      const line = table.keyAt(spot);
      if (line === null || !table.open(line)) continue;
      if (table.lineOf(line)?.standing === 'returned') return spot;
      if (empty === null && (table.texts[row]?.[spot.col] ?? '') === '') empty = spot;
    }
  return empty;
}

const spotsOf = (list: readonly { readonly line: string }[], table: EntryTable): readonly Spot[] =>
  list.flatMap(({ line }) => {
    const spot = table.spotOf(line);
    return spot === null ? [] : [spot];
  });

/** The next of these cells behind where one stands, row by row, and from the first again. */
function nextAfter(spots: readonly Spot[], at: Spot): Spot | null {
  const sorted = [...spots].sort((a, b) => a.row - b.row || a.col - b.col);
  return sorted.find(({ row, col }) => row > at.row || (row === at.row && col > at.col)) ?? sorted[0] ?? null;
}

function SaveState({
  state,
  unsent,
  onRetry,
}: {
  readonly state: string;
  readonly unsent: number;
  readonly onRetry: () => void;
}): ReactNode {
  const { t } = useSpeech();
  const texts: Readonly<Record<string, string>> = {
    saved: t('草稿已保存', 'Draft saved'),
    saving: t('正在保存…', 'Saving…'),
    away: t(
      `连接不到服务，${unsent} 格暂存在本机，恢复后自动保存`,
      `No connection: ${unsent} cells are kept here and saved when it is back`,
    ),
    signedOut: t(
      `登录已失效，${unsent} 格暂存在本机，重新登录后自动保存`,
      `The session has ended: ${unsent} cells are kept here and saved after you sign in`,
    ),
    refused: t(`${unsent} 格没有保存`, `${unsent} cells are not saved`),
  };
  return (
    <span className="row" role="status">
      <Mark tone={state === 'saved' ? 'good' : state === 'saving' ? 'calm' : 'warn'}>{texts[state] ?? state}</Mark>
      {state === 'saved' || state === 'saving' ? null : (
        <Button size="small" onClick={onRetry}>
          {t('立即重试', 'Try now')}
        </Button>
      )}
    </span>
  );
}
