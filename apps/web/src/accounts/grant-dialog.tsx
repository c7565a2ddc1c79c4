import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import type { AccountRow, UnitName } from '#contracts';
import { fetchJson } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { useChange } from './changes';
import { Dialog, useRequired } from './dialog';
import { ROLE_OPTIONS, isUnitRole } from './roles';

interface NewRole {
  readonly role: string;
  readonly region: string;
  readonly unit?: string;
  readonly from: string;
  readonly until?: string;
}

/** 授予角色. */
export function GrantDialog({ account, onClose }: { readonly account: AccountRow; readonly onClose: () => void }) {
  const { t, say } = useSpeech();
  const change = useChange(onClose);
  const required = useRequired();
  return (
    <Dialog<NewRole>
      open
      title={t(`授予角色：${account.name}`, `Give a role: ${account.name}`)}
      error={change.error}
      busy={change.isPending}
      initial={{ from: todayInShanghai() }}
      onClose={onClose}
      onFinish={({ role, region, unit, from, until }) =>
        change.mutate({
          path: `/accounts/${account.person}/roles`,
          body: {
            role,
            region,
            from,
            until: until === undefined || until === '' ? null : until,
            ...(unit === undefined ? {} : { unit }),
          },
        })
      }
    >
      <Form.Item name="role" label={t('角色', 'Role')} rules={required}>
        <Select
          options={ROLE_OPTIONS.map((role) => ({ value: role.value, label: say(role) }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="region" label={t('地区（含其全部下级）', 'Region, with everything below it')} rules={required}>
        <RegionPicker />
      </Form.Item>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const role = getFieldValue('role') as string | undefined;
          const region = getFieldValue('region') as string | undefined;
          return isUnitRole(role) ? (
            <UnitField
              kind={role === 'trainingInstitution' ? 'institution' : 'unit'}
              region={region ?? undefined}
              key={`${role ?? ''}${region ?? ''}`}
            />
          ) : null;
        }}
      </Form.Item>
      <Form.Item name="from" label={t('自', 'From')} rules={required}>
        <DateInput />
      </Form.Item>
      <Form.Item name="until" label={t('至（不填为长期）', 'Until (empty: no end)')}>
        <DateInput />
      </Form.Item>
    </Dialog>
  );
}

/** The unit that a unit role speaks for, one of those in the region that was chosen. */
function UnitField({ kind, region }: { readonly kind: 'unit' | 'institution'; readonly region: string | undefined }) {
  const { t } = useSpeech();
  const required = useRequired();
  const units = useQuery({
    queryKey: ['unit-names', kind, region],
    queryFn: async ({ signal }) => (await fetchJson<{ readonly rows: readonly UnitName[] }>('/unit-names', { kind, region }, signal)).rows,
    enabled: region !== undefined,
  });
  return (
    <>
      <Form.Item
        name="unit"
        label={t('所属单位', 'Unit')}
        rules={required}
        extra={region === undefined ? t('先选地区，再从该地区的单位中选择', 'Choose the region first') : undefined}
      >
        <Select
          disabled={region === undefined}
          loading={units.isFetching}
          options={(units.data ?? []).map((unit) => ({ value: unit.stream, label: `${unit.name}（${unit.regionName}）` }))}
          showSearch={{ optionFilterProp: 'label' }}
          notFoundContent={t('该地区没有登记的单位', 'No unit is on the books there')}
        />
      </Form.Item>
      <Refusal error={units.error} />
    </>
  );
}
