import { useSpeech } from '../shell/language';
import { FoundButton, SubjectList } from '../subjects/subject-list';

/** 任务目标: programmes, each followed against the targets of its document. */
export function ProgrammesPage() {
  const { t } = useSpeech();
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('任务目标', 'Targets')}</h1>
        <FoundButton kind="programme" />
      </div>
      <SubjectList
        kind="programme"
        name={{ zh: '行动（项目）', en: 'Programme' }}
        empty={{ zh: '还没有登记行动（项目）。', en: 'No programme is on the books.' }}
        statuses={['running', 'closed']}
        columns={[
          {
            key: 'progress',
            title: t('进度记录', 'Progress entries'),
            align: 'right',
            render: (_, row) => <span className="number">{row.counts['ProgrammeProgressRecorded.v1'] ?? 0}</span>,
          },
        ]}
      />
    </div>
  );
}
