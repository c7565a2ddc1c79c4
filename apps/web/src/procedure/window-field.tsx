import { Form, Select } from 'antd';
import type { BrandCard } from '#contracts';
import { isBag, momentOf, type Bag } from '../forms/command';
import { send } from '../shell/api';
import { useSpeech } from '../shell/language';
import { COUNTRY, parentsOf } from '../shell/region-picker';
import { minuteOf, useOpenWindows } from '../subjects/windows';

/** 征集窗口 that takes nominations of such a brand now. */
export function WindowField({ card }: { readonly card: Pick<BrandCard, 'kind' | 'region'> }) {
  const { t } = useSpeech();
  const pack: unknown = Form.useWatch('pack');
  const windows = useOpenWindows().filter(
    ({ window, region }) =>
      window.kinds.includes(card.kind) &&
      (typeof pack !== 'string' || window.pack === pack) &&
      [COUNTRY, ...parentsOf(card.region.code), card.region.code].includes(region.code),
  );
  return (
    <Form.Item
      name={['call', 'window']}
      className="wide"
      label={t('征集窗口', 'Nomination window')}
      extra={
        windows.length === 0
          ? t('该地区、该文件现在没有开放的征集窗口，可不选。', 'No window is open for this region and document; it may be left out.')
          : t('选取后，窗口同时登记收到本申报。', 'The window then records that it received the nomination.')
      }
    >
      <Select
        allowClear
        disabled={windows.length === 0}
        options={windows.map(({ id, name, window }) => ({
          value: id,
          label: `${name}（${t('截止', 'until')} ${minuteOf(window.closesAt)}）`,
        }))}
      />
    </Form.Item>
  );
}

/** Tells the window that was chosen; nothing where none was. @throws Refused by the window */
export async function receiveInWindow(values: Bag, card: Pick<BrandCard, 'brandId'>, key: string): Promise<void> {
  const call = isBag(values['call']) ? values['call'] : {};
  const applicant = isBag(values['applicant']) ? values['applicant'] : {};
  if (typeof call['window'] !== 'string') return;
  await send(
    `/windows/${call['window']}/receive-nomination`,
    { brandId: card.brandId, submittedAt: momentOf(values['submittedAt']), by: applicant['unit'] },
    { ifMatch: null, key: `${key}-window` },
  );
}
