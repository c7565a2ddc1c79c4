/** 编印目录: what the next edition would hold, and the form that publishes exactly that. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input } from 'antd';
import type { EditionPreview } from '#contracts';
import { useSubmit } from '../forms/use-submit';
import { queries, refreshLedger, send } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, Refusal } from '../shell/marks';
import { adjust, usePlace } from '../shell/router';
import { ChangeTable, EntryTable } from './catalogue-lists';

interface Signed {
  readonly document: { readonly number: string; readonly issuedOn: string; readonly signedBy: string };
  readonly reason?: string;
}

function PublishForm({ preview }: { readonly preview: EditionPreview }) {
  const { t } = useSpeech();
  const { message } = App.useApp();
  const client = useQueryClient();
  const place = usePlace();
  const [form] = Form.useForm<Signed>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const { region, dataset, asOf, digest, number, last } = preview;
  const corrects = last !== null && preview.lastAsOf === asOf;
  const publish = ({ document, reason }: Signed): Promise<void> =>
    submit(async (key) => {
      const supersedes = corrects ? { number: last, reason } : null;
      await send('/catalogue/editions', { region, dataset, asOf, digest, document, supersedes }, { ifMatch: null, key });
      void message.success(t(`第 ${number} 期已发布`, `Edition ${number} is published`));
      await refreshLedger(client);
      adjust(place, { tab: 'editions', edition: `${region}-${number}` });
    });
  return (
    <Form<Signed>
      form={form}
      layout="vertical"
      initialValues={{ document: { issuedOn: todayInShanghai() } }}
      onFinish={(values) => void publish(values)}
      onValuesChange={renew}
    >
      <div className="form-grid">
        <Form.Item name={['document', 'number']} label={t('文号', 'Document number')} rules={required}>
          <Input />
        </Form.Item>
        <Form.Item name={['document', 'issuedOn']} label={t('印发日期', 'Issued on')} rules={required}>
          <DateInput />
        </Form.Item>
        <Form.Item name={['document', 'signedBy']} label={t('签批人', 'Signed by')} rules={required}>
          <Input />
        </Form.Item>
        {corrects ? (
          <Form.Item
            name="reason"
            label={t(`勘误第 ${last} 期的理由`, `Why number ${last} is superseded`)}
            rules={required}
            className="wide"
          >
            <Input />
          </Form.Item>
        ) : null}
      </div>
      <div className="stack">
        <Refusal error={error} fields={taken} />
        <div>
          <Button type="primary" htmlType="submit" loading={busy}>
            {t(`发布第 ${number} 期`, `Publish edition ${number}`)}
          </Button>
        </div>
      </div>
    </Form>
  );
}

export function PublishEdition({ region }: { readonly region: string | null }) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const asOf = place.params.get('asOf') ?? todayInShanghai();
  const preview = useQuery({ ...queries.editionPreview({ region, dataset, asOf }), enabled: region !== null });
  if (region === null) return <Nothing text={t('请先选择地区：目录按地区编印。', 'Choose a region first: a catalogue belongs to one.')} />;
  return (
    <div className="stack">
      <section className="sheet">
        <div className="row">
          <label>
            {t('截至日期', 'As of')} <DateInput style={{ width: '11rem' }} value={asOf} onChange={(on) => adjust(place, { asOf: on })} />
          </label>
          <span className="quiet">
            {t(
              '以下为预览，什么也没有写入。名单由台账得出，不能手工增删。',
              'A preview: nothing is written. The list follows from the ledger and cannot be typed.',
            )}
          </span>
        </div>
      </section>
      <Answer query={preview} rows={6}>
        {(data) => (
          <section className="sheet stack">
            <header>
              <h2>
                {data.regionName} {t(`第 ${data.number} 期（预览）`, `edition ${data.number} (preview)`)}
              </h2>
              <span className="marks">
                <Mark>{t(`${data.entries.length} 个品牌`, `${data.entries.length} brands`)}</Mark>
                <Mark>{t(`${data.changes.length} 项变化`, `${data.changes.length} changes`)}</Mark>
                {data.policy === null ? null : data.policy.basis === 'stated' ? (
                  <Mark tone="calm">{data.policy.cite}</Mark>
                ) : (
                  <ConfiguredMark />
                )}
              </span>
            </header>
            {data.obstacle === null ? null : (
              <Alert type="warning" showIcon title={say(data.obstacle)} description={say(data.obstacle.todo)} />
            )}
            <h3>{t('上一期以来的变化', 'Changes since the last edition')}</h3>
            <ChangeTable changes={data.changes} />
            <h3>{t('目录', 'The list')}</h3>
            <EntryTable entries={data.entries} />
            {data.obstacle === null ? <PublishForm key={data.digest} preview={data} /> : null}
          </section>
        )}
      </Answer>
    </div>
  );
}
