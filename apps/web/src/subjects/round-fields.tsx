import { useQuery } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import type { Bag } from '../forms/command';
import { queries } from '../shell/api';
import type { Dataset } from '../shell/dataset';
import { useSpeech } from '../shell/language';
import { RegionPicker } from '../shell/region-picker';
import { ownOf, roundsOf } from './kinds';

/** A round of evaluation that a region held, and a grade on the scale that it declared. */
export function RoundFields({ region: start, dataset }: { readonly region: string; readonly dataset: Dataset }) {
  const { t } = useSpeech();
  const form = Form.useFormInstance();
  const region: unknown = Form.useWatch(['round', 'region'], form);
  const roundId: unknown = Form.useWatch(['round', 'roundId'], form);
  const code = typeof region === 'string' ? region : start;
  const held = useQuery(queries.subject(`/regions/${code}`));
  const rounds = held.data === undefined ? [] : roundsOf(ownOf(held.data, 'region'), dataset);
  const scale = rounds.find((round) => round.roundId === roundId)?.scale ?? [];
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <>
      <Form.Item
        name={['round', 'region']}
        label={t('开展评估的地区', 'Region that held it')}
        className="wide"
        rules={required}
        initialValue={start}
      >
        <RegionPicker />
      </Form.Item>
      <Form.Item
        name={['round', 'roundId']}
        label={t('评估', 'Round')}
        rules={required}
        extra={held.data !== undefined && rounds.length === 0 ? t('该地区还没有开展过评估。', 'This region has held no round.') : null}
      >
        <Select
          loading={held.isPending}
          options={rounds.map((round) => ({ value: round.roundId, label: `${round.heldOn}（${round.evaluation}）` }))}
        />
      </Form.Item>
      <Form.Item name={['round', 'grade']} label={t('等次', 'Grade')} rules={required}>
        <Select options={scale.map((grade) => ({ value: grade, label: grade }))} />
      </Form.Item>
    </>
  );
}

export const roundBody = ({ region, roundId, grade }: Bag): Bag => ({ region, roundId, grade });
