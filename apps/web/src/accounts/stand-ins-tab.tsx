import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import type { AccountRow, StandInRow } from '#contracts';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { Answer } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { useChange, useRows } from './changes';
import { Dialog, useRequired } from './dialog';
import { EndingList } from './ending-list';
import { ROLE_OPTIONS } from './roles';

const STATES: Readonly<Record<StandInRow['state'], Words>> = {
  future: { zh: '未开始', en: 'to come' },
  current: { zh: '有效', en: 'in force' },
  past: { zh: '已到期', en: 'over' },
  ended: { zh: '已终止', en: 'ended' },
};

/** 登记授权代签. */
function StandInDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, say } = useSpeech();
  const accounts = useRows<AccountRow>('accounts');
  const make = useChange(onClose);
  const required = useRequired();
  // Stand-ins are for people.
  const people = (accounts.data ?? [])
    .filter(({ program }) => !program)
    .map((account) => ({ value: account.person, label: `${account.name}（${account.login}）` }));
  return (
    <Dialog<Record<string, string>>
      open
      title={t('登记授权代签', 'New stand-in')}
      error={make.error ?? accounts.error}
      busy={make.isPending}
      initial={{ from: todayInShanghai() }}
      onClose={onClose}
      onFinish={(body) => make.mutate({ path: '/stand-ins', body })}
    >
      <Form.Item name="principal" label={t('被代签人（谁的角色）', 'Whose role')} rules={required}>
        <Select options={people} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="person" label={t('代签人（由谁办理）', 'Who acts')} rules={required}>
        <Select options={people} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="role" label={t('角色', 'Role')} rules={required}>
        <Select
          options={ROLE_OPTIONS.filter(({ value }) => value !== 'administrator').map((role) => ({ value: role.value, label: say(role) }))}
        />
      </Form.Item>
      <Form.Item name="region" label={t('地区', 'Region')} rules={required}>
        <RegionPicker />
      </Form.Item>
      <Form.Item name="from" label={t('自', 'From')} rules={required}>
        <DateInput />
      </Form.Item>
      <Form.Item name="until" label={t('至', 'Until')} rules={required}>
        <DateInput />
      </Form.Item>
      <Form.Item name="document" label={t('授权文件', 'Document')} rules={required}>
        <Input maxLength={200} />
      </Form.Item>
    </Dialog>
  );
}

/** 授权代签. */
export function StandInsTab() {
  const { t } = useSpeech();
  const standIns = useRows<StandInRow>('stand-ins');
  const [making, setMaking] = useState(false);
  return (
    <div className="stack">
      <div className="row">
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('登记授权代签', 'New stand-in')}
        </Button>
        <span className="quiet">
          {t(
            '办理人仍记为代签人本人，历史中注明代何人、依据何文。',
            'Acts are those of who acts; the history says for whom and by which document.',
          )}
        </span>
      </div>
      <Answer query={standIns} rows={4}>
        {(rows) => (
          <EndingList<StandInRow>
            title="授权代签"
            rows={rows}
            none={t('没有授权代签。', 'None.')}
            states={STATES}
            inFile={[
              { heading: '代签人', of: (row) => row.personName },
              { heading: '代何人', of: (row) => row.principalName },
              { heading: '角色', of: (row) => row.roleZh },
              { heading: '地区', of: (row) => row.regionName },
              { heading: '自', kind: 'date', of: (row) => row.from },
              { heading: '至', kind: 'date', of: (row) => row.until },
              { heading: '授权文件', of: (row) => row.document },
            ]}
            columns={[
              { key: 'who', title: t('代签人', 'Who acts'), dataIndex: 'personName' },
              { key: 'whom', title: t('代何人', 'For whom'), dataIndex: 'principalName' },
              { key: 'role', title: t('角色与地区', 'Role and region'), render: (_, row) => `${row.roleZh} · ${row.regionName}` },
              { key: 'dates', title: t('期限', 'Dates'), render: (_, row) => <span className="number">{`${row.from}—${row.until}`}</span> },
              { key: 'document', title: t('授权文件', 'Document'), dataIndex: 'document' },
            ]}
            ending={{
              isOpen: ({ state }) => state === 'current' || state === 'future',
              path: ({ id }) => `/stand-ins/${id}/end`,
              question: t('终止授权？', 'End it?'),
              label: t('终止', 'End'),
            }}
          />
        )}
      </Answer>
      {making ? <StandInDialog onClose={() => setMaking(false)} /> : null}
    </div>
  );
}
