/** What stands of a subject beside brands: judgements, papers, breaches, dates, sanctions, answers of rules. */
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { SubjectCard } from '#contracts';
import { FactEvent } from '../brand/fact-event';
import { codeWords } from '../brand/pack-words';
import { queries } from '../shell/api';
import { useSpeech } from '../shell/language';
import { Mark, Nothing, OutcomeMark } from '../shell/marks';
import { named, OWED_BY, PURPOSE } from '../shell/words';
import { SANCTION, SANCTION_STATUS, SUBJECT_DATE } from './kinds';

function Sheet({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <section className="sheet half">
      <header>
        <h2>{title}</h2>
        {note === undefined ? null : <span className="quiet">{note}</span>}
      </header>
      {children}
    </section>
  );
}

/** The last word of each role on each criterion; what was said before stays in the history. */
function lastJudgements(card: SubjectCard): SubjectCard['judgements'] {
  const last = new Map<string, SubjectCard['judgements'][number]>();
  for (const each of card.judgements) last.set(`${each.criterion}|${each.role}`, each);
  return [...last.values()];
}

export function Standing({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const called = (code: string) => codeWords(shelf, code) ?? { zh: code, en: code };
  const ruleName = (id: string) => {
    for (const { document } of shelf) {
      const found = document.rules.find((each) => each.id === id) ?? document.targets.find((each) => each.id === id);
      if (found !== undefined) return { zh: found.zh, en: found.en };
    }
    return { zh: id, en: id };
  };
  const judgements = lastJudgements(card);
  const answers = [...card.answers].reverse();
  return (
    <div className="grid">
      <Sheet
        title={t('规则判定记录', 'Answers of rules on record')}
        note={t('由规则按年度或到期日写入', 'written by the rules, a year or a due date at a time')}
      >
        {answers.length === 0 ? (
          <Nothing text={t('还没有判定记录。', 'None yet.')} />
        ) : (
          <ul className="reasons">
            {answers.map((each) => (
              <li key={each.decisionKey}>
                <OutcomeMark outcome={each.outcome} /> {each.period === null ? '' : t(`${each.period} 年度 `, `${each.period}: `)}
                {say(ruleName(each.rule))} <span className="quiet">{say(named(PURPOSE, each.purpose))}</span>{' '}
                {card.stale.includes(each.decisionKey) ? (
                  <Mark tone="grave">{t('依据已更正，应重新认定', 'facts were corrected: to be retaken')}</Mark>
                ) : null}{' '}
                <FactEvent event={each.event} told={t('看依据', 'why')} />
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet title={t('处理措施', 'Sanctions')} note={t('规则只提建议，由具名审批人确认', 'Rules propose; a named person confirms')}>
        {card.sanctions.length === 0 ? (
          <Nothing text={t('没有处理措施。', 'None.')} />
        ) : (
          <ul className="reasons">
            {card.sanctions.map((each) => (
              <li key={each.proposalId}>
                <Mark tone={each.status === 'proposed' ? 'warn' : each.status === 'confirmed' ? 'grave' : 'plain'}>
                  {say(named(SANCTION_STATUS, each.status))}
                </Mark>{' '}
                {say(named(SANCTION, each.sanction))} {each.on === null ? '' : <span className="number">{each.on}</span>}
                {each.liftedOn === null ? '' : t(`，${each.liftedOn} 解除`, `, lifted ${each.liftedOn}`)}{' '}
                <FactEvent event={each.event} told={t('看依据', 'why')} />
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet title={t('定性判断', 'Judgements')} note={t('每项取最近一次；以前的见历史', 'the last on each; earlier ones in the history')}>
        {judgements.length === 0 ? (
          <Nothing text={t('还没有判断。', 'None yet.')} />
        ) : (
          <ul className="reasons">
            {judgements.map((each) => (
              <li key={`${each.criterion}${each.role}`}>
                <Mark tone={each.met ? 'good' : 'grave'}>{each.met ? t('符合', 'met') : t('不符合', 'not met')}</Mark>{' '}
                {say(called(each.criterion))}
                <span className="quiet">
                  {' '}
                  {say(named(OWED_BY, each.role))} {each.by}：{each.reason}
                </span>{' '}
                <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <Sheet
        title={t('佐证材料', 'Papers')}
        note={t('只记指纹和保管处，原件留在部门', 'digests only; the originals stay in the department')}
      >
        {card.evidence.length === 0 ? (
          <Nothing text={t('还没有材料。', 'None yet.')} />
        ) : (
          <ul className="reasons">
            {card.evidence.map((each) => (
              <li key={each.evidenceId}>
                {say(called(each.kind))}
                <span className="quiet" style={{ wordBreak: 'break-all' }}>
                  {' '}
                  {each.custodian}，{each.place} · SHA-256 {each.sha256.slice(0, 12)}…
                </span>{' '}
                <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      {card.dates.length === 0 ? null : (
        <Sheet title={t('步骤日期', 'Dates of steps')}>
          <ul className="reasons">
            {card.dates.map((each) => (
              <li key={each.date}>
                {say(named(SUBJECT_DATE, each.date))} <b className="number">{each.on}</b> <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        </Sheet>
      )}
      {card.breaches.length === 0 ? null : (
        <Sheet title={t('失信违规', 'Breaches')}>
          <ul className="reasons">
            {card.breaches.map((each) => (
              <li key={each.breachId}>
                <Mark tone={each.cleared ? 'plain' : 'grave'}>{each.cleared ? t('已撤销', 'cleared') : t('在案', 'on record')}</Mark>{' '}
                {each.kind} <span className="number">{each.on}</span> <FactEvent event={each.event} />
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </div>
  );
}
