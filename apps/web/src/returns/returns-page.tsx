/** 年度报表: fill in, review rung by rung, remind, call. */
import { Tabs } from 'antd';
import { useMay } from '../accounts/session';
import { useSpeech } from '../shell/language';
import { adjust, usePlace } from '../shell/router';
import { Calls } from './calls';
import { Completeness } from './completeness';
import { ReturnList } from './return-list';
import './returns.css';

export function ReturnsPage() {
  const { t } = useSpeech();
  const place = usePlace();
  const may = useMay();
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('年度报表', 'Returns')}</h1>
      </div>
      <Tabs
        activeKey={place.params.get('view') ?? 'entry'}
        onChange={(view) => adjust(place, { view, rung: null, offset: null })}
        destroyOnHidden
        items={[
          { key: 'entry', label: t('填报', 'Fill in'), children: <ReturnList work="entry" /> },
          { key: 'review', label: t('逐级审核', 'Review'), children: <ReturnList work="review" /> },
          ...(may('returnCompleteness') ? [{ key: 'completeness', label: t('催报', 'Reminders'), children: <Completeness /> }] : []),
          { key: 'calls', label: t('填报任务', 'Calls'), children: <Calls /> },
        ]}
      />
    </div>
  );
}
