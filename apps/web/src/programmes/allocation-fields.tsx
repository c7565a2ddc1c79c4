import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber, Select } from 'antd';
import type { SubjectCard } from '#contracts';
import { isBag, type Bag } from '../forms/command';
import { queries } from '../shell/api';
import { useSpeech } from '../shell/language';
import { cohortBody, CohortFields } from './progress-fields';
import { targetsOf } from './targets';

/** How a cohort that bears on several targets is counted: all for one, exact shares, or together for several. */
export function AllocationFields({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const form = Form.useFormInstance();
  const shelf = useQuery(queries.policies()).data ?? [];
  const options = targetsOf(shelf, card).map((each) => ({ value: each.id, label: say(each) }));
  const kind: unknown = Form.useWatch(['allocation', 'kind'], form);
  const required = [{ required: true, message: t('必填', 'Required') }];
  const choose = { showSearch: { optionFilterProp: 'label' }, popupMatchSelectWidth: false, options };
  return (
    <>
      <Form.Item
        name={['allocation', 'kind']}
        label={t('计入方式', 'How it counts')}
        className="wide"
        rules={required}
        initialValue="shares"
      >
        <Select
          options={[
            { value: 'full', label: t('全部计入一个目标', 'All of it for one target') },
            { value: 'shares', label: t('按人数分摊到几个目标', 'Exact shares for several targets') },
            { value: 'together', label: t('几个目标一并计入（同一件事写在几处）', 'Together (one thing said in several places)') },
          ]}
        />
      </Form.Item>
      {kind === 'full' ? (
        <Form.Item name={['allocation', 'target']} label={t('目标', 'Target')} className="wide" rules={required}>
          <Select {...choose} />
        </Form.Item>
      ) : null}
      {kind === 'together' ? (
        <Form.Item name={['allocation', 'targets']} label={t('一并计入的目标', 'Targets')} className="wide" rules={required}>
          <Select mode="multiple" {...choose} />
        </Form.Item>
      ) : null}
      {kind === 'shares' ? (
        <div className="wide">
          <Form.List name={['allocation', 'shares']} initialValue={[{}, {}]}>
            {(items, { add, remove }) => (
              <div className="stack">
                {items.map((item, index) => (
                  <fieldset key={item.key} className="form-grid" style={{ border: 0, padding: 0, margin: 0 }}>
                    <Form.Item name={[item.name, 'target']} label={t(`目标 ${index + 1}`, `Target ${index + 1}`)} rules={required}>
                      <Select {...choose} />
                    </Form.Item>
                    <Form.Item name={[item.name, 'count']} label={t('计入人数', 'Share')} rules={required}>
                      <InputNumber precision={0} min={0} style={{ width: '100%' }} />
                    </Form.Item>
                    {items.length <= 2 ? null : (
                      <div>
                        <Button size="small" onClick={() => remove(item.name)}>
                          {t('删去', 'Remove')}
                        </Button>
                      </div>
                    )}
                  </fieldset>
                ))}
                <div>
                  <Button size="small" onClick={() => add({})}>
                    {t('加一个目标', 'Another target')}
                  </Button>
                </div>
              </div>
            )}
          </Form.List>
        </div>
      ) : null}
      <CohortFields at="allocation" card={card} required={kind !== 'together'} />
    </>
  );
}

export function allocationBody({ kind, target, targets, shares, cohort }: Bag): Bag {
  const rule =
    kind === 'full'
      ? { kind, target }
      : kind === 'together'
        ? { kind, targets: Array.isArray(targets) ? targets : [] }
        : {
            kind: 'shares',
            shares: (Array.isArray(shares) ? shares : [])
              .filter(isBag)
              .map((share) => ({ target: share['target'], count: share['count'] })),
          };
  return { cohort: cohortBody(cohort), rule };
}
