import { useQuery } from '@tanstack/react-query';
import { Form, Input, InputNumber, Select } from 'antd';
import type { SubjectCard } from '#contracts';
import type { PackTarget } from '#policy';
import { isBag, type Bag } from '../forms/command';
import { DigestInput } from '../forms/digest';
import { queries } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { metricDefinition, metricNamed, named, UNIT } from '../shell/words';
import { ownOf } from '../subjects/kinds';
import { cohortsOf, targetsOf, targetWords } from './targets';

/** The unit in which a target's metric is told: a share is told as its two parts, each in its own. */
const unitOf = (target: PackTarget, metric: string): string =>
  target.unit === 'percent' ? (metricDefinition(metric)?.units[0] ?? 'persons') : target.unit;
const countsPeople = (unit: unknown): boolean => unit === 'persons' || unit === 'personTimes';

/** Which people a number counts: a class or a roster, by the digest of its list. The list stays in the department. */
export function CohortFields({ at, card, required }: { readonly at: string; readonly card: SubjectCard; readonly required: boolean }) {
  const { t } = useSpeech();
  const form = Form.useFormInstance();
  const known = cohortsOf(card);
  const rules = required ? [{ required: true, message: t('必填', 'Required') }] : [];
  return (
    <fieldset className="form-grid wide" style={{ border: 0, padding: 0, margin: 0 }}>
      {known.length === 0 ? null : (
        <Form.Item label={t('已有批次', 'Cohorts on record')} className="wide" htmlFor={`${at}-known`}>
          <Select
            id={`${at}-known`}
            allowClear
            placeholder={t('选择已登记的批次，或在下面填写新的', 'Choose one, or fill in a new one below')}
            options={known.map(({ digest, title, count }) => ({
              value: digest,
              label: t(`${title}（${count} 人）`, `${title} (${count})`),
            }))}
            onChange={(digest: string | undefined) => {
              const cohort = known.find((each) => each.digest === digest);
              if (cohort !== undefined) form.setFieldsValue({ [at]: { cohort } });
            }}
          />
        </Form.Item>
      )}
      <Form.Item name={[at, 'cohort', 'title']} label={t('批次（班次、名册）', 'Cohort (class or roster)')} rules={rules}>
        <Input />
      </Form.Item>
      <Form.Item name={[at, 'cohort', 'count']} label={t('批次人数', 'How many people')} rules={rules}>
        <InputNumber precision={0} min={0} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={[at, 'cohort', 'digest']} label={t('名册的 SHA-256 指纹', 'SHA-256 of the roster')} className="wide" rules={rules}>
        <DigestInput />
      </Form.Item>
    </fieldset>
  );
}

export function cohortBody(value: unknown): Bag | null {
  const { title, count, digest } = isBag(value) ? value : {};
  const given = [title, count, digest].some((part) => part !== undefined && part !== null && part !== '');
  return given ? { digest: digest ?? '', count: count ?? 0, title: title ?? '' } : null;
}

/** Progress on one target: the target says which metric in which unit, and whether of a year or as of a day. */
export function ProgressFields({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const form = Form.useFormInstance();
  const shelf = useQuery(queries.policies()).data ?? [];
  const targets = targetsOf(shelf, card);
  const chosen: unknown = Form.useWatch(['progress', 'target'], form);
  const unit: unknown = Form.useWatch(['progress', 'unit'], { form, preserve: true });
  const target = targets.find((each) => each.id === chosen);
  const stands = (target?.span ?? 'atDate') === 'atDate';
  const own = ownOf(card, 'programme');
  const required = [{ required: true, message: t('必填', 'Required') }];
  const fill = (of: PackTarget, metric: string): void => form.setFieldsValue({ progress: { metric, unit: unitOf(of, metric) } });
  return (
    <>
      <Form.Item name={['progress', 'target']} label={t('目标', 'Target')} className="wide" rules={required}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          options={targets.map((each) => ({ value: each.id, label: say(each) }))}
          onChange={(id: string) => {
            const next = targets.find((each) => each.id === id);
            if (next !== undefined) fill(next, next.metric);
          }}
        />
      </Form.Item>
      <Form.Item name={['progress', 'metric']} label={t('指标', 'Metric')} rules={required}>
        <Select
          options={(target === undefined ? [] : [target.metric, ...(target.of === undefined ? [] : [target.of])]).map((metric) => ({
            value: metric,
            label: say(metricNamed(metric)),
          }))}
          onChange={(metric: string) => {
            if (target !== undefined) fill(target, metric);
          }}
        />
      </Form.Item>
      <Form.Item name={['progress', 'unit']} hidden>
        <Input />
      </Form.Item>
      <Form.Item name={['progress', 'value']} label={t('数值', 'Value')} rules={required}>
        <InputNumber precision={0} min={0} style={{ width: '100%' }} suffix={typeof unit === 'string' ? say(named(UNIT, unit)) : ''} />
      </Form.Item>
      <Form.Item
        name={['progress', 'year']}
        label={t('年度', 'Year')}
        rules={required}
        initialValue={Math.min(own?.toYear ?? 9999, Number(todayInShanghai().slice(0, 4)))}
      >
        <InputNumber precision={0} style={{ width: '100%' }} />
      </Form.Item>
      {target !== undefined && stands ? (
        <Form.Item name={['progress', 'asOf']} label={t('时点', 'As of')} rules={required}>
          <DateInput />
        </Form.Item>
      ) : null}
      {target !== undefined && !stands ? <CohortFields at="progress" card={card} required={countsPeople(unit)} /> : null}
      <Form.Item
        name={['progress', 'source']}
        label={t('来源', 'Source')}
        className="wide"
        rules={required}
        initialValue={t('单位填报', 'Reported')}
      >
        <Input />
      </Form.Item>
    </>
  );
}

export const progressBody = ({ target, metric, unit, value, year, asOf, cohort, source }: Bag): Bag => ({
  target,
  metric,
  unit,
  year,
  asOf: typeof asOf === 'string' && asOf !== '' ? asOf : null,
  value,
  cohort: cohortBody(cohort),
  source: isBag(source) ? source : { reference: source, note: null },
});

/** What stands, and the right value in its place. Target, metric and time of a correction are those of what it corrects. */
export function CorrectedProgressFields({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const form = Form.useFormInstance();
  const shelf = useQuery(queries.policies()).data ?? [];
  const targets = targetsOf(shelf, card);
  const inForce = (ownOf(card, 'programme')?.progress ?? []).filter(({ correctedBy }) => correctedBy === null);
  const corrects: unknown = Form.useWatch(['corrected', 'corrects'], form);
  const before = inForce.find(({ progressId }) => progressId === corrects);
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <>
      <Form.Item name={['corrected', 'corrects']} label={t('要更正的进度', 'What is corrected')} className="wide" rules={required}>
        <Select
          popupMatchSelectWidth={false}
          options={inForce.map(({ progressId, target, year, asOf, value, cohort }) => ({
            value: progressId,
            label: `${say(targetWords(targets, target))} · ${asOf ?? year} · ${value}${cohort === null ? '' : ` · ${cohort.title}`}`,
          }))}
          onChange={(id: string) => {
            const record = inForce.find(({ progressId }) => progressId === id);
            if (record !== undefined) form.setFieldsValue({ corrected: { ...record, source: record.source.reference } });
          }}
        />
      </Form.Item>
      {['target', 'metric', 'unit', 'year', 'asOf'].map((hidden) => (
        <Form.Item key={hidden} name={['corrected', hidden]} hidden>
          <Input />
        </Form.Item>
      ))}
      <Form.Item name={['corrected', 'value']} label={t('更正后的数值', 'The right value')} rules={required}>
        <InputNumber precision={0} min={0} style={{ width: '100%' }} suffix={before === undefined ? '' : say(named(UNIT, before.unit))} />
      </Form.Item>
      <Form.Item name={['corrected', 'source']} label={t('来源', 'Source')} rules={required}>
        <Input />
      </Form.Item>
      {before === undefined || before.cohort === null ? null : <CohortFields at="corrected" card={card} required />}
    </>
  );
}

export const correctedProgressBody = (value: Bag): Bag => ({ corrects: value['corrects'], progress: progressBody(value) });
