import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, AutoComplete, Button, Form, Input, Select } from 'antd';
import { refreshLedger, Refused, send } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { momentInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { COUNTRY, parentsOf, RegionPicker } from '../shell/region-picker';
import { go } from '../shell/router';
import { minuteOf, useOpenWindows } from '../subjects/windows';
import { BRAND_TYPE, CATEGORIES, KIND, TIER, type Book } from '../shell/words';
import { PackSelect } from '../forms/choices';
import { useSubmit } from '../forms/use-submit';
import { DateInput } from '../shell/date-input';

/** Named as the body of the request is, so that a refused field finds its place. */
interface Draft {
  readonly report: {
    readonly name: string;
    readonly kind: string;
    readonly category?: string;
    readonly brandType?: string;
    readonly region: string;
    readonly formedOn?: string;
    readonly cultivatedFrom?: string;
    readonly source: { readonly reference: string; readonly note?: string };
  };
  readonly nomination: {
    readonly pack: string;
    readonly tierSought?: string;
    readonly submittedAt: string;
    readonly applicant: { readonly unit: string; readonly creditCode?: string };
  };
  /** 征集窗口 that the nomination answers; left out: none. */
  readonly window?: string;
}

const orNull = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

/** 申报新品牌: puts a brand on the books and nominates it under a document, in one act. */
export function NominatePage() {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm<Draft>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const options = (book: Book, codes: readonly string[] = Object.keys(book)) =>
    codes.map((code) => ({ value: code, label: say(book[code] ?? { zh: code, en: code }) }));
  const region = Form.useWatch(['report', 'region'], form);
  const kind = Form.useWatch(['report', 'kind'], form);
  const pack = Form.useWatch(['nomination', 'pack'], form);
  const windows = useOpenWindows().filter(
    ({ window, region: called }) =>
      window.kinds.some((each) => each === kind) &&
      (pack === undefined || window.pack === pack) &&
      typeof region === 'string' &&
      [COUNTRY, ...parentsOf(region)].includes(called.code),
  );
  const nominate = async ({ report: draft, nomination, window }: Draft): Promise<void> => {
    const { source } = draft;
    const report = {
      name: draft.name.trim(),
      kind: draft.kind,
      category: orNull(draft.category),
      brandType: orNull(draft.brandType),
      region: draft.region,
      regionAsStated: null,
      formedOn: orNull(draft.formedOn),
      cultivatedFrom: orNull(draft.cultivatedFrom),
      origin: dataset === 'synthetic' ? 'synthetic' : 'operational',
      source: { reference: source.reference, note: orNull(source.note) },
    };
    const application = {
      pack: nomination.pack,
      tierSought: orNull(nomination.tierSought),
      submittedAt: `${nomination.submittedAt.length === 16 ? `${nomination.submittedAt}:00` : nomination.submittedAt}+08:00`,
      applicant: { unit: nomination.applicant.unit, creditCode: orNull(nomination.applicant.creditCode) },
    };
    await submit(async (key) => {
      const result = await send('/brands', { report, nomination: application }, { ifMatch: null, key });
      void message.success(t('已申报', 'Nominated'));
      if (window !== undefined) await receive(window, result.brandId ?? '', application.submittedAt, nomination.applicant.unit, key);
      await refreshLedger(client);
      go(`brands/${result.brandId ?? ''}`);
    });
  };
  /** The brand stands on the books by now: what the window refuses is said, and can be recorded on its page. */
  const receive = async (window: string, brandId: string, submittedAt: string, by: string, key: string): Promise<void> => {
    try {
      await send(`/windows/${window}/receive-nomination`, { brandId, submittedAt, by }, { ifMatch: null, key: `${key}-window` });
    } catch (failure) {
      const why = failure instanceof Refused ? say(failure.problem) : String(failure);
      void message.warning(t(`品牌已申报，但征集窗口未收下：${why}`, `Nominated, but the window did not take it: ${why}`), 8);
    }
  };
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('申报新品牌', 'Nominate a brand')}</h1>
      </div>
      {dataset === 'real' ? (
        <Alert
          type="warning"
          showIcon
          title={t(
            '当前是真实数据：这里的申报会作为业务填报进入台账，且不能删除。只想试用，请先切换到“合成数据（演示）”。',
            'You are in the real data: what you nominate here enters the ledger and cannot be deleted. To try things out, switch to synthetic data first.',
          )}
        />
      ) : null}
      <Form<Draft>
        form={form}
        layout="vertical"
        requiredMark
        scrollToFirstError
        initialValues={{
          report: { kind: 'labour', source: { reference: '单位申报' } },
          nomination: { submittedAt: momentInShanghai().slice(0, 16) },
        }}
        onFinish={(draft) => void nominate(draft)}
        onValuesChange={renew}
      >
        <div className="stack">
          <section className="sheet">
            <header>
              <h2>{t('一、品牌', '1. The brand')}</h2>
            </header>
            <div className="form-grid">
              <Form.Item
                name={['report', 'name']}
                className="wide"
                label={t('品牌名称', 'Name')}
                rules={required}
                extra={t(
                  '宜用“地域＋行业／职业／技能”，如“敖汉架线工”；不合格式会被询问，不会被拒绝。',
                  'A place and a trade, such as 敖汉架线工; other names are queried, not refused.',
                )}
              >
                <Input />
              </Form.Item>
              <Form.Item name={['report', 'kind']} label={t('类别', 'Kind')} rules={required}>
                <Select options={options(KIND, ['labour', 'training', 'dual'])} />
              </Form.Item>
              <Form.Item name={['report', 'category']} label={t('行业', 'Category')}>
                <AutoComplete allowClear showSearch={{ filterOption: true }} options={CATEGORIES.map((value) => ({ value }))} />
              </Form.Item>
              <Form.Item name={['report', 'brandType']} label={t('品牌类型（山东四类）', 'Type (Shandong)')}>
                <Select allowClear options={options(BRAND_TYPE)} />
              </Form.Item>
              <Form.Item
                name={['report', 'region']}
                label={t('所在地区（到来源写明的最深一级）', 'Region, as deep as it is known')}
                rules={required}
                className="wide"
              >
                <RegionPicker />
              </Form.Item>
              <Form.Item name={['report', 'cultivatedFrom']} label={t('培育起始日期', 'Cultivated from')}>
                <DateInput />
              </Form.Item>
              <Form.Item name={['report', 'formedOn']} label={t('自发形成日期', 'Formed on')}>
                <DateInput />
              </Form.Item>
              <Form.Item name={['report', 'source', 'reference']} label={t('来源（网址、文号或说明）', 'Source')} rules={required}>
                <Input />
              </Form.Item>
              <Form.Item name={['report', 'source', 'note']} label={t('来源备注', 'Note')}>
                <Input />
              </Form.Item>
            </div>
          </section>
          <section className="sheet">
            <header>
              <h2>{t('二、申报', '2. The nomination')}</h2>
            </header>
            <div className="form-grid">
              <Form.Item name={['nomination', 'pack']} label={t('依据文件', 'Under which document')} rules={required} className="wide">
                {typeof region === 'string' ? <PackSelect of={{ region, kind: kind ?? null }} /> : <PackSelect />}
              </Form.Item>
              <Form.Item
                name="window"
                label={t('征集窗口', 'Nomination window')}
                className="wide"
                extra={
                  typeof region === 'string' && windows.length === 0
                    ? t(
                        '该地区、类别和文件目前没有开着的征集窗口；可以不选。',
                        'No window is open for this region, kind and document; none has to be chosen.',
                      )
                    : t('先选地区和文件；只列正在征集的窗口。', 'Choose region and document first; only open windows are offered.')
                }
              >
                <Select
                  allowClear
                  popupMatchSelectWidth={false}
                  options={windows.map((card) => ({
                    value: card.id,
                    label: t(
                      `${card.name}（截止 ${minuteOf(card.window.closesAt)}）`,
                      `${card.name} (closes ${minuteOf(card.window.closesAt)})`,
                    ),
                  }))}
                />
              </Form.Item>
              <Form.Item name={['nomination', 'tierSought']} label={t('申报层级', 'Tier sought')}>
                <Select allowClear options={options(TIER, ['county', 'prefecture', 'province'])} />
              </Form.Item>
              <Form.Item
                name={['nomination', 'submittedAt']}
                label={t('报送时间（北京时间）', 'Submitted at (Asia/Shanghai)')}
                rules={required}
              >
                <DateInput time />
              </Form.Item>
              <Form.Item
                name={['nomination', 'applicant', 'unit']}
                label={t('劳务品牌建设单位（申报单位）', 'Construction unit (applicant)')}
                rules={required}
              >
                <Input />
              </Form.Item>
              <Form.Item name={['nomination', 'applicant', 'creditCode']} label={t('统一社会信用代码', 'Unified social credit code')}>
                <Input />
              </Form.Item>
            </div>
          </section>
          <Refusal error={error} fields={taken} />
          <div className="row">
            <Button type="primary" htmlType="submit" loading={busy}>
              {t('申报', 'Nominate')}
            </Button>
            <Button onClick={() => go('brands')}>{t('取消', 'Cancel')}</Button>
          </div>
        </div>
      </Form>
    </div>
  );
}
