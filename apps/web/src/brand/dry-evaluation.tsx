import { useQuery } from '@tanstack/react-query';
import { Button, Form, Segmented } from 'antd';
import { useState } from 'react';
import type { BrandCard, EvaluationAnswer } from '#contracts';
import { queries, type EvaluationRequest } from '../shell/api';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, OutcomeMark } from '../shell/marks';
import { named, OUTCOME } from '../shell/words';
import { PackSelect } from '../forms/choices';
import { DateInput } from '../shell/date-input';
import { Basis, MissingList, Tree } from './explanation';
import { policyOf, ruleOf } from './pack-words';

const INNER_MONGOLIA = /inner-mongolia|neimenggu|^im\b/;

/** One rule's answer on a subject: the sentence first, what is missing, and the whole tree behind it. */
export function Verdict({ answer }: { readonly answer: EvaluationAnswer }) {
  const { t, say, language } = useSpeech();
  const policies = useQuery(queries.policies());
  const { explanation } = answer;
  const rule = ruleOf(policies.data ?? [], explanation.pack, explanation.rule);
  // A rule of several questions reads better a line each than as one paragraph.
  const told = answer.lines.filter(({ depth }) => depth > 0);
  return (
    <article className={`verdict verdict-${explanation.outcome} stack`}>
      <div className="row">
        <h3>{say(rule ?? explanation.names?.[explanation.rule] ?? { zh: explanation.rule, en: explanation.rule })}</h3>
        <OutcomeMark outcome={explanation.outcome} />
        <Basis provenance={explanation.root.provenance} />
        {explanation.restsOnConfigured ? <Mark tone="claim">{t('依据本地配置的数值', 'rests on configured values')}</Mark> : null}
      </div>
      {told.length < 2 ? (
        <p className="preline">{t(answer.sentenceZh, answer.sentenceEn)}</p>
      ) : (
        <ul className="verdict-lines">
          {told.map((line, index) => (
            <li key={`${index}${line.zh}`} className={`line-${line.outcome}`} style={{ marginLeft: (line.depth - 1) * 16 }}>
              {t(line.zh, line.en)}
            </li>
          ))}
        </ul>
      )}
      <MissingList root={explanation.root} />
      <details>
        <summary>{t('逐项判定', 'Item by item')}</summary>
        <ul className="tree">
          <Tree node={explanation.root} pack={explanation.pack} />
        </ul>
        <h3 style={{ marginTop: 8 }}>{t('文字说明', 'In words')}</h3>
        {answer.lines.map((line, index) => (
          <div key={`${index}${line.zh}`} style={{ paddingLeft: line.depth * 16 }}>
            {language === 'en' ? line.en : line.zh}
          </div>
        ))}
      </details>
    </article>
  );
}

/** 试判: what a document would say of the brand as it stands. Reads, answers, writes nothing. */
export function DryEvaluation({ card }: { readonly card: BrandCard }) {
  const { t, say } = useSpeech();
  const policies = useQuery(queries.policies());
  const shelf = policies.data ?? [];
  const [pack, setPack] = useState<string | null>(null);
  const [asOf, setAsOf] = useState(todayInShanghai);
  const [factsFrom, setFactsFrom] = useState<'published' | 'locked'>(card.origin === 'published' ? 'published' : 'locked');
  const [asked, setAsked] = useState<EvaluationRequest | null>(null);
  const answers = useQuery({ ...queries.evaluations(card.brandId, asked ?? { pack: '', asOf, factsFrom }), enabled: asked !== null });
  const inner = shelf.find((each) => each.role === 'document' && INNER_MONGOLIA.test(each.pack));
  const ask = (which: string): void => {
    setPack(which);
    setAsked({ pack: which, asOf, factsFrom });
  };
  return (
    <div className="stack">
      <p>
        {t(
          '试判只读不写：按所选文件的规则，就现有数据作一次判定，不产生任何记录。',
          'A dry evaluation reads and answers; it writes nothing.',
        )}
      </p>
      <section className="sheet">
        <Form layout="vertical">
          <div className="form-grid">
            <Form.Item label={t('政策文件', 'Document')} htmlFor="dry-pack">
              <PackSelect id="dry-pack" {...(pack === null ? {} : { value: pack })} onChange={setPack} />
            </Form.Item>
            <Form.Item label={t('判定日期', 'As of')} htmlFor="dry-as-of">
              <DateInput id="dry-as-of" value={asOf} onChange={setAsOf} />
            </Form.Item>
            <Form.Item label={t('采用的数据', 'Figures to read')}>
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
          <div className="row">
            <Button type="primary" disabled={pack === null || asOf === ''} onClick={() => pack !== null && ask(pack)}>
              {t('试判', 'Evaluate')}
            </Button>
            {inner === undefined ? null : (
              <Button onClick={() => ask(inner.pack)}>{t('按内蒙古规则试判', 'By the Inner Mongolia rules')}</Button>
            )}
          </div>
        </Form>
      </section>
      {asked === null ? null : (
        <section className="stack" aria-live="polite">
          <Answer query={answers}>
            {(rows) => {
              if (rows.length === 0)
                return <Nothing text={t('这份文件没有适用于该品牌的规则。', 'No rule of this document applies to the brand.')} />;
              const undecidable = rows.filter((row) => row.explanation.outcome === 'undecidable').length;
              return (
                <>
                  <h2>
                    {policyOf(shelf, asked.pack)?.title ?? asked.pack} · {asked.asOf}
                  </h2>
                  {undecidable === 0 ? null : (
                    <p>
                      <b>{say(named(OUTCOME, 'undecidable'))}</b>：
                      {t(`${rows.length} 条规则中有 ${undecidable} 条缺少材料。`, `${undecidable} of ${rows.length} rules lack facts.`)}
                    </p>
                  )}
                  {rows.map((row) => (
                    <Verdict key={`${row.explanation.rule}${row.explanation.pack}`} answer={row} />
                  ))}
                </>
              );
            }}
          </Answer>
        </section>
      )}
    </div>
  );
}
