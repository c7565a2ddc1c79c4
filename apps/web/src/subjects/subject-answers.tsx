import { useQuery } from '@tanstack/react-query';
import { Form, Segmented } from 'antd';
import { useState } from 'react';
import type { SubjectCard } from '#contracts';
import { Verdict } from '../brand/dry-evaluation';
import { queries } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { Go } from '../shell/router';
import { PATH } from './kinds';

/** 政策判定: what every document in force that binds the subject answers on a day. Reads, answers, writes nothing. */
export function SubjectAnswers({ card }: { readonly card: SubjectCard }) {
  const { t } = useSpeech();
  const [asOf, setAsOf] = useState(todayInShanghai);
  const [factsFrom, setFactsFrom] = useState<'published' | 'locked'>(card.origin === 'published' ? 'published' : 'locked');
  const answers = useQuery({ ...queries.subjectEvaluations(`/${PATH[card.kind]}/${card.id}`, { asOf, factsFrom }), enabled: asOf !== '' });
  return (
    <div className="stack">
      <section className="sheet">
        <Form layout="vertical" component={false}>
          <div className="form-grid">
            <Form.Item label={t('判定日期', 'As of')} htmlFor="answers-as-of" style={{ marginBottom: 0 }}>
              <DateInput id="answers-as-of" value={asOf} onChange={setAsOf} />
            </Form.Item>
            <Form.Item label={t('采用的数据', 'Figures to read')} style={{ marginBottom: 0 }}>
              <Segmented<'published' | 'locked'>
                aria-label={t('采用的数据', 'Figures to read')}
                value={factsFrom}
                onChange={setFactsFrom}
                options={[
                  { value: 'published', label: t('已公布及已锁定', 'Published and locked') },
                  { value: 'locked', label: t('仅已锁定', 'Locked only') },
                ]}
              />
            </Form.Item>
          </div>
          <p className="quiet" style={{ marginTop: 8 }}>
            {t('只读不写：不产生任何记录。', 'Reads and answers; writes nothing.')}
          </p>
        </Form>
      </section>
      <Answer query={answers}>
        {(packs) => {
          const told = packs.filter(({ rules }) => rules.length > 0);
          if (told.length === 0) return <Nothing text={t('该日没有适用的政策规则。', 'On that day no rule of a document binds it.')} />;
          return (
            <div className="stack" aria-live="polite">
              {told.map((pack) => (
                <section key={pack.pack} className="stack">
                  <h2>
                    <Go to={`policies/${pack.pack}`}>{pack.title}</Go>{' '}
                    <span className="quiet">{t(`版本 ${pack.version}`, `version ${pack.version}`)}</span>
                  </h2>
                  {pack.rules.map((answer) => (
                    <Verdict key={`${answer.explanation.pack}${answer.explanation.rule}`} answer={answer} />
                  ))}
                </section>
              ))}
            </div>
          );
        }}
      </Answer>
    </div>
  );
}
