import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Drawer, Form, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { FigureRow } from '#contracts';
import { useSession, useSetFields } from '../accounts/session';
import { operationOf } from '../forms/command';
import { newKey, refreshLedger, Refused, send } from '../shell/api';
import { figureText, todayInShanghai, windowOf } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { DIRECTNESS, metricDefinition, metricNamed, named, NATURE, UNIT } from '../shell/words';
import { useSubmit } from '../forms/use-submit';

export interface Line {
  readonly metric: string;
  readonly directness: 'direct' | 'indirect' | 'unstated';
}

/** What a return asks of each kind, year by year: what the rules of the shipped documents read. */
const LABOUR: readonly Line[] = [
  { metric: 'employmentDriven', directness: 'direct' },
  { metric: 'employmentDriven', directness: 'indirect' },
  { metric: 'trainedPersons', directness: 'unstated' },
  { metric: 'selfUsed', directness: 'unstated' },
  { metric: 'exported', directness: 'unstated' },
  { metric: 'workers', directness: 'unstated' },
  { metric: 'trainedWorkers', directness: 'unstated' },
  { metric: 'certifiedWorkers', directness: 'unstated' },
];
const TRAINING: readonly Line[] = [
  'trainedPersons',
  'examined',
  'passed',
  'certified',
  'employedAfterTraining',
  'keyGroupSubsidised',
  'orderTrained',
].map((metric) => ({ metric, directness: 'unstated' as const }));
export const linesOf = (kind: string): readonly Line[] =>
  kind === 'labour'
    ? LABOUR
    : kind === 'training'
      ? TRAINING
      : [...LABOUR, ...TRAINING.filter(({ metric }) => LABOUR.every((line) => line.metric !== metric))];

interface DrawerProps {
  /** Of the subject in the api: `/brands/<id>`. */
  readonly path: string;
  readonly onClose: () => void;
}
const drawerSize = (): number | string => (window.innerWidth < 900 ? '100%' : 860);

type CellState = { readonly state: 'saved' } | { readonly state: 'refused'; readonly error: unknown };

/** 填报三年数据: one figure an answer, each saved by itself, so that one refused cell loses no other. */
export function YearlyFiguresDrawer({
  path,
  figures,
  lines,
  onClose,
}: DrawerProps & { readonly figures: readonly FigureRow[]; readonly lines: readonly Line[] }) {
  const { t, say } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const lastYear = Number(todayInShanghai().slice(0, 4)) - 1;
  const [until, setUntil] = useState(lastYear);
  const years = [until - 2, until - 1, until];
  const [values, setValues] = useState<Readonly<Record<string, number | null>>>({});
  const [cells, setCells] = useState<Readonly<Record<string, CellState>>>({});
  const [keys, setKeys] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  const [reference, setReference] = useState('单位填报');
  const [note, setNote] = useState('');
  const [method, setMethod] = useState('');
  const [basis, setBasis] = useState('');
  // With accounts a county tells its figures in returns, and what the province records beside them has its reason.
  const outsideReturns = useSession()?.accounts === 'on';
  const cellOf = (line: Line, year: number): string => `${line.metric}.${line.directness}.${year}`;
  const recorded = (line: Line, year: number): FigureRow | undefined =>
    figures.find(
      (figure) =>
        figure.metric === line.metric &&
        figure.toYear === year &&
        figure.correctedBy === null &&
        figure.status === 'locked' &&
        (line.directness === 'unstated' || figure.directness === line.directness),
    );
  const filled = lines
    .flatMap((line) => years.map((year) => ({ line, year, cell: cellOf(line, year) })))
    .filter(({ cell }) => typeof values[cell] === 'number' && cells[cell]?.state !== 'saved');
  const needsEstimate = filled.some(({ line }) => line.directness === 'indirect');
  const save = async (): Promise<void> => {
    setBusy(true);
    const outcome: Record<string, CellState> = { ...cells };
    let saved = 0;
    for (const { line, year, cell } of filled) {
      const definition = metricDefinition(line.metric);
      const nature = definition?.natures[0] ?? 'flow';
      const figure = {
        metric: line.metric,
        unit: definition?.units[0] ?? 'persons',
        nature,
        directness: line.directness,
        bound: 'exact',
        value: values[cell],
        window: { fromYear: nature === 'flow' ? year : null, toYear: year, asOf: nature === 'stock' ? `${year}-12-31` : null },
        estimate: line.directness === 'indirect' ? { method, basis } : null,
        source: { reference, note: note.trim() === '' ? null : note },
      };
      const key = keys[cell] ?? newKey();
      setKeys((before) => ({ ...before, [cell]: key }));
      try {
        await send(`${path}/record-figure`, { figure }, { ifMatch: null, key });
        outcome[cell] = { state: 'saved' };
        saved += 1;
      } catch (error) {
        outcome[cell] = { state: 'refused', error };
      }
      setCells({ ...outcome });
    }
    setBusy(false);
    await refreshLedger(client);
    const refused = filled.length - saved;
    if (refused === 0) {
      void message.success(t(`已锁定 ${saved} 项数据`, `${saved} figures recorded`));
      onClose();
    }
  };
  const type = (cell: string, value: number | null): void => {
    setValues((before) => ({ ...before, [cell]: value }));
    setKeys((before) => ({ ...before, [cell]: newKey() }));
    setCells((before) => Object.fromEntries(Object.entries(before).filter(([each, state]) => each !== cell || state.state === 'saved')));
  };
  const refusals = Object.entries(cells).flatMap(([cell, state]) => (state.state === 'refused' ? [{ cell, error: state.error }] : []));
  return (
    <Drawer open title={t('填报三年数据', 'Record three years')} onClose={onClose} size={drawerSize()}>
      <div className="stack">
        <p>
          {t(
            '只填有的；空格不记。直接与间接分开填，间接须写估算方法与依据。个人填报即为“已锁定”，改错请用“更正”。',
            'Fill in what there is; empty cells record nothing. Direct and indirect are separate, and indirect needs its method. What a person records is locked; mistakes are corrected, not overwritten.',
          )}
        </p>
        <div className="row">
          <label htmlFor="until-year">{t('截至年度', 'Up to')}</label>
          <Select<number>
            id="until-year"
            value={until}
            onChange={setUntil}
            options={[0, 1, 2, 3, 4].map((back) => ({ value: lastYear - back, label: String(lastYear - back) }))}
          />
        </div>
        <div style={{ overflowX: 'auto' }}>
          <table className="yearly-table">
            <thead>
              <tr>
                <th>{t('指标', 'Metric')}</th>
                {years.map((year) => (
                  <th key={year}>{t(`${year} 年`, String(year))}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => {
                const definition = metricDefinition(line.metric);
                const name = `${say(metricNamed(line.metric))}${line.directness === 'unstated' ? '' : ` · ${say(named(DIRECTNESS, line.directness))}`}`;
                return (
                  <tr key={`${line.metric}${line.directness}`}>
                    <th scope="row">
                      {name}
                      <div className="quiet">
                        {say(named(UNIT, definition?.units[0]))} · {say(named(NATURE, definition?.natures[0]))}
                      </div>
                    </th>
                    {years.map((year) => {
                      const cell = cellOf(line, year);
                      const state = cells[cell];
                      const already = recorded(line, year);
                      return (
                        <td key={year}>
                          <InputNumber
                            aria-label={`${name} ${year}`}
                            value={values[cell] ?? null}
                            disabled={busy || state?.state === 'saved'}
                            {...(state?.state === 'refused' ? { status: 'error' as const } : {})}
                            style={{ width: '100%', minWidth: 110 }}
                            onChange={(value) => type(cell, value)}
                          />
                          {already === undefined ? null : (
                            <div className="quiet">
                              {t('已有：', 'on record: ')}
                              {figureText(already, 'zh')}
                            </div>
                          )}
                          {state?.state === 'refused' && state.error instanceof Refused ? (
                            <div className="field-error" role="alert">
                              {say(state.error.problem.errors[0] ?? state.error.problem)}
                            </div>
                          ) : null}
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        <Form layout="vertical" component={false}>
          <div className="form-grid">
            <Form.Item label={t('来源', 'Source')} htmlFor="figure-source" className="wide">
              <Input id="figure-source" value={reference} onChange={(event) => setReference(event.target.value)} />
            </Form.Item>
            {outsideReturns ? (
              <Form.Item label={t('补录理由', 'Why no return told it')} htmlFor="figure-note" className="wide" required>
                <Input id="figure-note" value={note} onChange={(event) => setNote(event.target.value)} />
              </Form.Item>
            ) : null}
            <Form.Item
              label={t('间接带动的估算方法', 'How the indirect figure was estimated')}
              htmlFor="figure-method"
              required={needsEstimate}
            >
              <Input id="figure-method" value={method} onChange={(event) => setMethod(event.target.value)} />
            </Form.Item>
            <Form.Item label={t('估算依据', 'Basis of the estimate')} htmlFor="figure-basis" required={needsEstimate}>
              <Input id="figure-basis" value={basis} onChange={(event) => setBasis(event.target.value)} />
            </Form.Item>
          </div>
        </Form>
        {needsEstimate && (method === '' || basis === '') ? (
          <Alert type="info" showIcon title={t('填了间接带动，请写明估算方法与依据。', 'Indirect figures need their method and basis.')} />
        ) : null}
        {refusals.length === 0 ? null : <Refusal error={refusals[0]?.error} />}
        <div className="row">
          <Button
            type="primary"
            loading={busy}
            disabled={
              filled.length === 0 ||
              reference === '' ||
              (outsideReturns && note.trim() === '') ||
              (needsEstimate && (method === '' || basis === ''))
            }
            onClick={() => void save()}
          >
            {t(`保存 ${filled.length} 项`, `Save ${filled.length}`)}
          </Button>
          <Button onClick={onClose}>{t('关闭', 'Close')}</Button>
        </div>
      </div>
    </Drawer>
  );
}

interface Correction {
  readonly figure: { readonly value: number; readonly source: { readonly reference: string } };
  /** Not asked where the session says who it is. */
  readonly requester?: string;
  readonly reason: string;
}

/** 更正: a new figure in the old one's place, with who asked and why. The old one stays in the books. */
export function CorrectionDrawer({
  path,
  revision,
  figure,
  onClose,
}: DrawerProps & { readonly revision: number; readonly figure: FigureRow }) {
  const { t, say, language } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Correction>();
  const set = useSetFields(operationOf(path, 'correct-figure'));
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const correct = async (values: Correction): Promise<void> => {
    const { metric, unit, nature, directness, bound, fromYear, toYear, asOf, estimate } = figure;
    const corrected = {
      metric,
      unit,
      nature,
      directness,
      bound,
      value: values.figure.value,
      window: { fromYear, toYear, asOf },
      estimate,
      source: { reference: values.figure.source.reference, note: null },
    };
    await submit(async (key) => {
      await send(
        `${path}/correct-figure`,
        { corrects: figure.figureId, figure: corrected, requester: values.requester, reason: values.reason, evidence: [] },
        { ifMatch: revision, key },
      );
      void message.success(t('已更正；原数据保留', 'Corrected; the old figure stays'));
      await refreshLedger(client);
      onClose();
    });
  };
  return (
    <Drawer open title={t('更正数据', 'Correct a figure')} onClose={onClose} size={window.innerWidth < 700 ? '100%' : 560}>
      <div className="stack">
        <p>
          {say(metricNamed(figure.metric))}（{say(named(DIRECTNESS, figure.directness))}），{say(windowOf(figure))}：
          <b>{figureText(figure, language)}</b>
        </p>
        <p className="quiet">
          {t('更正后，依据原数据作出的判定会标为“重新认定”。', 'Decisions that rest on the old figure will be marked to be retaken.')}
        </p>
        <Form
          form={form}
          layout="vertical"
          initialValues={{ figure: { value: figure.value, source: { reference: figure.source.reference } } }}
          onFinish={(values) => void correct(values)}
          onValuesChange={renew}
        >
          <Form.Item name={['figure', 'value']} label={t('更正后的数值', 'The right value')} rules={required}>
            <InputNumber style={{ width: '100%' }} suffix={say(named(UNIT, figure.unit))} />
          </Form.Item>
          <Form.Item name={['figure', 'source', 'reference']} label={t('来源', 'Source')} rules={required}>
            <Input />
          </Form.Item>
          {set.has('requester') ? null : (
            <Form.Item name="requester" label={t('提出更正的人或单位', 'Who asked for it')} rules={required}>
              <Input />
            </Form.Item>
          )}
          <Form.Item name="reason" label={t('更正理由', 'Reason')} rules={required}>
            <Input.TextArea autoSize={{ minRows: 2 }} />
          </Form.Item>
          <div className="stack">
            <Refusal error={error} fields={taken} />
            <div className="row">
              <Button type="primary" htmlType="submit" loading={busy}>
                {t('提交更正', 'Correct')}
              </Button>
              <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
            </div>
          </div>
        </Form>
      </div>
    </Drawer>
  );
}
