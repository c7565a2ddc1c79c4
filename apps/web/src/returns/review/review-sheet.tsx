/** 逐级审核: the lines that wait for a rung; passed, sent back with a word each, or taken back. */
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Segmented, Select, Table } from 'antd';
import { useMemo, useState } from 'react';
import type { ReturnCard, ReturnLineRow } from '#contracts';
import { roleWords, useActingRole } from '../../accounts/person';
import { refreshLedger } from '../../shell/api';
import { Downloads } from '../../shell/downloads';
import { grouped } from '../../shell/format';
import { useSpeech } from '../../shell/language';
import { Mark, Nothing, Refusal } from '../../shell/marks';
import { adjust, usePlace } from '../../shell/router';
import { actOn } from '../api';
import { StandingMark } from '../standing-marks';
import { useNarrow } from '../../shell/use-narrow';
import { LineChange, LineDoubts, LineName, LineTaken, LineValue } from './line-view';
import { firstWaiting, stepsOf, type Step } from './rungs';
import { SendBackDialog, UndoDialog } from './review-dialogs';

type Show = 'waiting' | 'taken' | 'all';
const PAGE = 50;

export function ReviewSheet({ card }: { readonly card: ReturnCard }) {
  const { t, say, language } = useSpeech();
  const narrow = useNarrow();
  const role = useActingRole();
  const place = usePlace();
  const steps = useMemo(() => stepsOf(card), [card]);
  const chosen = place.params.get('rung') ?? firstWaiting(steps, role);
  const step = steps.find(({ rung }) => rung.rung === chosen) ?? steps[0];
  if (card.lines.every(({ standing }) => standing === 'missing'))
    return <Nothing text={t('还没有报送，没有可审核的数据。', 'Nothing was reported yet.')} />;
  if (step === undefined) return null;
  const rungs = steps.map(({ rung, waiting }) => ({
    value: rung.rung,
    label: `${language === 'en' ? rung.en : rung.zh}（${waiting.length}）`,
  }));
  return (
    <div className="stack">
      <ol className="ladder" aria-label={t('审核层级', 'Rungs')}>
        {card.ladder.map((rung) => (
          <li key={rung.rung} className={rung.exists ? undefined : 'ladder-missing'}>
            <span>{language === 'en' ? rung.en : rung.zh}</span>
            <b>{rung.exists ? card.counts[rung.rung] : '—'}</b>
            {rung.why === null ? null : <span className="quiet">{say(rung.why)}</span>}
          </li>
        ))}
      </ol>
      {narrow ? (
        <Select
          aria-label={t('办理环节', 'Rung in hand')}
          value={step.rung.rung}
          onChange={(rung) => adjust(place, { rung })}
          options={rungs}
        />
      ) : (
        <Segmented
          aria-label={t('办理环节', 'Rung in hand')}
          value={step.rung.rung}
          onChange={(rung) => adjust(place, { rung })}
          options={rungs}
        />
      )}
      <Lines key={step.rung.rung} card={card} step={step} />
    </div>
  );
}

function Lines({ card, step }: { readonly card: ReturnCard; readonly step: Step }) {
  const { t, say } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const narrow = useNarrow();
  const role = useActingRole();
  const mine = role === null || step.rung.roles.includes(role);
  const [show, setShow] = useState<Show>('waiting');
  const [marked, setMarked] = useState<readonly string[]>([]);
  const [dialog, setDialog] = useState<'back' | 'undo' | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const lines = show === 'waiting' ? step.waiting : show === 'taken' ? step.taken : card.lines;
  const there = new Set(lines.map(({ line }) => line));
  const picked = marked.filter((line) => there.has(line));
  const rest = step.waiting.filter(({ line }) => !picked.includes(line)).map(({ line }) => line);
  const locking = step.rung.rung === 'locked';
  const act = async (name: string, body: unknown, done: string): Promise<void> => {
    setBusy(name);
    setError(null);
    try {
      await actOn(card.returnId, name, body, card.revision);
      void message.success(done);
      setMarked([]);
      setDialog(null);
      await refreshLedger(client);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(null);
    }
  };
  const pass = (chosen: readonly string[] | null): void =>
    void act(
      locking ? 'lock' : 'advance',
      locking ? { lines: chosen } : { rung: step.rung.rung, lines: chosen, note: null },
      t(`${step.act.zh}：${chosen?.length ?? step.waiting.length} 条`, `${step.act.en}: ${chosen?.length ?? step.waiting.length} lines`),
    );
  const rowsOf = (keys: readonly string[]): readonly ReturnLineRow[] => lines.filter(({ line }) => keys.includes(line));
  const toggle = (line: string, on: boolean): void =>
    setMarked((before) => (on ? [...before, line] : before.filter((each) => each !== line)));
  const selectable = mine && show !== 'all';

  return (
    <section className="sheet">
      <div className="stack">
        <div className="row">
          <Segmented<Show>
            aria-label={t('显示', 'Show')}
            value={show}
            onChange={(value) => {
              setShow(value);
              setMarked([]);
            }}
            options={[
              { value: 'waiting', label: t(`待办 ${step.waiting.length}`, `Waiting ${step.waiting.length}`) },
              { value: 'taken', label: t(`本级已通过 ${step.taken.length}`, `Passed here ${step.taken.length}`) },
              { value: 'all', label: t(`全部 ${card.lines.length}`, `All ${card.lines.length}`) },
            ]}
          />
          <span className="quiet">
            {role === null
              ? t(
                  '未启用账户，无法区分人员；启用后，本环节须由未办理过下级环节的人办理。',
                  'No accounts: persons cannot be told apart. With accounts, whoever took a lower rung cannot take this one.',
                )
              : t('本环节须由未办理过下级环节的人办理。', 'Whoever took a lower rung of a line cannot take this one.')}
          </span>
          <Downloads what="return-lines" params={{ id: card.returnId }} />
        </div>
        {lines.length === 0 ? (
          <Nothing text={show === 'waiting' ? t('本环节没有待办。', 'Nothing waits for this rung.') : t('没有。', 'None.')} />
        ) : narrow ? (
          <ul className="return-cards">
            {lines.slice(0, 200).map((line) => (
              <li key={line.line} className="line-card">
                <div className="row">
                  {selectable ? (
                    <Checkbox checked={picked.includes(line.line)} onChange={(event) => toggle(line.line, event.target.checked)}>
                      <strong>{line.brandName}</strong>
                    </Checkbox>
                  ) : (
                    <strong>{line.brandName}</strong>
                  )}
                  {show === 'all' ? <StandingMark standing={line.standing} /> : null}
                </div>
                <LineName line={line} />
                <div className="row">
                  <strong>
                    <LineValue line={line} />
                  </strong>
                  <span className="quiet">
                    {t('上年', 'last year')} {line.lastYear === null ? '—' : grouped(line.lastYear)}
                  </span>
                  <LineChange line={line} />
                </div>
                <LineDoubts line={line} />
                <LineTaken line={line} ladder={card.ladder} />
              </li>
            ))}
          </ul>
        ) : (
          // Not antd's own scrolling: it doubles the box that selects all in a row that nobody sees but the keyboard.
          <div className="wide-table">
            <Table<ReturnLineRow>
              size="small"
              rowKey="line"
              dataSource={[...lines]}
              pagination={lines.length > PAGE ? { pageSize: PAGE, showSizeChanger: false } : false}
              rowClassName={(line) => (line.findings.length > 0 ? 'clash' : '')}
              {...(selectable
                ? {
                    rowSelection: {
                      selectedRowKeys: [...picked],
                      onChange: (keys: React.Key[]) => setMarked(keys.map(String)),
                      getCheckboxProps: (line: ReturnLineRow) => ({ 'aria-label': `${line.brandName} ${line.metricZh}` }),
                    },
                  }
                : {})}
              columns={[
                { key: 'brand', title: t('品牌', 'Brand'), render: (_, line) => line.brandName },
                { key: 'metric', title: t('指标', 'Metric'), render: (_, line) => <LineName line={line} /> },
                { key: 'value', title: t('填报数', 'Reported'), align: 'right', render: (_, line) => <LineValue line={line} /> },
                {
                  key: 'last',
                  title: t('上年', 'Last year'),
                  align: 'right',
                  render: (_, line) =>
                    line.lastYear === null ? <span className="quiet">—</span> : <span className="number">{grouped(line.lastYear)}</span>,
                },
                { key: 'change', title: t('增减', 'Change'), align: 'right', render: (_, line) => <LineChange line={line} /> },
                {
                  key: 'doubts',
                  title: t('提示与说明', 'Doubts and reasons'),
                  width: 340,
                  render: (_, line) => <LineDoubts line={line} />,
                },
                ...(show === 'all'
                  ? [
                      {
                        key: 'standing',
                        title: t('进度', 'Stands at'),
                        render: (_: unknown, line: ReturnLineRow) => <StandingMark standing={line.standing} />,
                      },
                    ]
                  : []),
                { key: 'taken', title: t('经手', 'In whose hands'), render: (_, line) => <LineTaken line={line} ladder={card.ladder} /> },
              ]}
            />
          </div>
        )}
        <Refusal error={error} />
        {mine ? null : (
          <Alert
            type="info"
            showIcon
            title={t(
              `本环节由${step.rung.roles.map((each) => roleWords(each).zh).join('、')}办理，您的身份是${roleWords(role).zh}。`,
              `This rung is taken by: ${step.rung.roles.map((each) => roleWords(each).en).join(', ')}. You act as ${roleWords(role).en}.`,
            )}
          />
        )}
        {mine && show === 'waiting' && step.waiting.length > 0 ? (
          <div className="row review-acts">
            <Button
              type="primary"
              loading={busy === 'advance' || busy === 'lock'}
              disabled={picked.length === 0}
              onClick={() => pass(picked)}
            >
              {say(step.act)}
              {picked.length === 0 ? '' : `（${picked.length}）`}
            </Button>
            <Button
              loading={busy === 'advance' || busy === 'lock'}
              disabled={rest.length === 0}
              onClick={() => pass(picked.length === 0 ? null : rest)}
            >
              {picked.length === 0
                ? t(`全部${step.act.zh}（${rest.length}）`, `${step.act.en}: all ${rest.length}`)
                : t(`其余全部${step.act.zh}（${rest.length}）`, `${step.act.en}: the other ${rest.length}`)}
            </Button>
            <Button danger disabled={picked.length === 0} onClick={() => setDialog('back')}>
              {t('退回修改', 'Send back')}
              {picked.length === 0 ? '' : `（${picked.length}）`}
            </Button>
            {locking ? <Mark tone="warn">{t('锁定后只能更正', 'After locking only corrections')}</Mark> : null}
          </div>
        ) : null}
        {mine && show === 'taken' && step.taken.length > 0 ? (
          <div className="row review-acts">
            {locking ? (
              <span className="quiet">{t('已锁定的数据只能在品牌页办理更正。', 'Locked figures are corrected on the brand’s page.')}</span>
            ) : (
              <Button disabled={picked.length === 0} onClick={() => setDialog('undo')}>
                {t('撤回审核', 'Take back')}
                {picked.length === 0 ? '' : `（${picked.length}）`}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      {dialog === 'back' ? (
        <SendBackDialog
          lines={rowsOf(picked)}
          // A line that only the unit has had in hand has no rung below.
          mayGoBelow={rowsOf(picked).every(({ standing }) => standing !== 'reported')}
          busy={busy === 'send-back'}
          error={error}
          onClose={() => setDialog(null)}
          onSend={(to, told) => void act('send-back', { to, lines: told }, t(`已退回 ${told.length} 条`, `${told.length} sent back`))}
        />
      ) : null}
      {dialog === 'undo' ? (
        <UndoDialog
          count={picked.length}
          busy={busy === 'undo'}
          error={error}
          onClose={() => setDialog(null)}
          onUndo={(reason) => void act('undo', { rung: step.rung.rung, lines: picked, reason }, t('已撤回', 'Taken back'))}
        />
      ) : null}
      {show === 'waiting' && step.waiting.some(({ findings }) => findings.length > 0) ? (
        <Alert
          style={{ marginTop: 12 }}
          type="warning"
          showIcon
          title={t(
            `${step.waiting.filter(({ findings }) => findings.length > 0).length} 条有存疑提示，已写明原因，请重点核实。`,
            `${step.waiting.filter(({ findings }) => findings.length > 0).length} lines are doubtful and explained: look at them closely.`,
          )}
        />
      ) : null}
    </section>
  );
}
