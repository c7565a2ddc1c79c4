import type { CorrectionPreview } from '#contracts';
import { MarginLines } from '../brand/explanation';
import { Downloads } from '../shell/downloads';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { ConfiguredMark, Mark, OutcomeMark } from '../shell/marks';
import { Go } from '../shell/router';
import { named, OUTCOME, TRIGGER } from '../shell/words';

type Decision = CorrectionPreview['decisions'][number];
type Course = CorrectionPreview['courses'][number];

function Clause({ decision }: { readonly decision: Decision }) {
  const { t } = useSpeech();
  return (
    <span className="marks">
      {decision.basis === 'configured' ? <ConfiguredMark /> : <Mark tone="ink">{t('文件规定', 'stated')}</Mark>}
      <span className="quiet">
        {decision.cite ?? (decision.umbrella === null ? decision.rule : t(`上位条款：${decision.umbrella}`, `under ${decision.umbrella}`))}
      </span>
    </span>
  );
}

/** One decision: what it answered, and what it would answer. */
function Retaken({ decision, brandId }: { readonly decision: Decision; readonly brandId: string }) {
  const { t, say } = useSpeech();
  const same = decision.after?.outcome === decision.before.outcome;
  return (
    <li data-testid="foreseen-decision">
      <div className="row">
        <Go to={`brands/${brandId}`} params={{ tab: 'history', at: decision.revision }}>
          <b>{t(decision.titleZh, decision.titleEn)}</b>
        </Go>
        <span className="quiet number">{decision.takenOn}</span>
        <Clause decision={decision} />
      </div>
      <div className="row">
        <span>{t('原判定', 'was')}</span> <OutcomeMark outcome={decision.before.outcome} />
        <span aria-hidden="true">→</span>
        <span>{t('更正后', 'becomes')}</span>{' '}
        {decision.after === null ? (
          <span>{t('该规则现已无从适用，须由人员认定', 'no pack in force holds the rule any more: a person decides')}</span>
        ) : (
          <OutcomeMark outcome={decision.after.outcome} />
        )}
        {same ? <span className="quiet">{t('结论不变，依据改变', 'the same answer on another ground')}</span> : null}
      </div>
      <div className="quiet">{say(decision.before)}</div>
      {decision.after === null ? null : (
        <>
          <div>{say(decision.after)}</div>
          <MarginLines explanation={decision.after.explanation} />
        </>
      )}
    </li>
  );
}

function CourseOf({ course }: { readonly course: Course }) {
  const { t, say } = useSpeech();
  const steps = (list: Course['without']) => (
    <ul className="reasons">
      {list.map((step, index) => (
        <li key={`${step.type}${index}`}>
          <b>{t(step.titleZh, step.titleEn)}</b> {say(step)}
        </li>
      ))}
    </ul>
  );
  return (
    <li>
      <div>
        {say(named(TRIGGER, course.trigger))}
        {course.period === null ? '' : t(`（${course.period} 年度）`, ` (${course.period})`)}{' '}
        <span className="quiet">{t(`判定时点 ${course.asOf}`, `as of ${course.asOf}`)}</span>
      </div>
      {course.without.length === 0 ? null : (
        <div>
          <Mark tone="warn">{t('失去依据的步骤', 'steps without ground')}</Mark>
          {steps(course.without)}
        </div>
      )}
      {course.instead.length === 0 ? null : (
        <div>
          <Mark tone="calm">{t('按更正后的数字应有的步骤', 'steps the corrected figure calls for')}</Mark>
          {steps(course.instead)}
        </div>
      )}
    </li>
  );
}

/** 批准后将失效并重新认定的决定: everything that a correction would do, before anybody decides. */
export function PreviewSheet({ preview }: { readonly preview: CorrectionPreview }) {
  const { t } = useSpeech();
  const difference = preview.valueAfter - preview.valueBefore;
  return (
    <section className="sheet stack" aria-live="polite" data-testid="correction-preview">
      <header>
        <h2>{t('批准后将失效并重新认定的决定', 'Decisions that become stale and are to be retaken')}</h2>
        <span className="quiet">{t('预览，不写入台账', 'a preview; nothing is written')}</span>
      </header>
      <div>
        <b className="number">{grouped(preview.valueBefore)}</b> → <b className="number">{grouped(preview.valueAfter)}</b>{' '}
        <span className="quiet">
          {t(
            `本年度各级汇总相应${difference < 0 ? '减少' : '增加'} ${grouped(Math.abs(difference))}`,
            `sums of the year change by ${difference < 0 ? '−' : '+'}${grouped(Math.abs(difference))} at every level`,
          )}
        </span>
      </div>
      {preview.closedYears.map((each) => (
        <div key={each.region}>
          <Mark tone="warn">{t('已封账年度', 'closed year')}</Mark>{' '}
          {t(
            `${each.regionName} ${each.year} 年度已于 ${each.closedOn} 封账；更正可以办理，封账记录保留不变。`,
            `${each.regionName} closed ${each.year} on ${each.closedOn}; the correction is allowed, and the record of the closing stays.`,
          )}
        </div>
      ))}
      {preview.decisions.length === 0 ? (
        <p>{t('没有决定以该数字为依据。', 'No decision rests on this figure.')}</p>
      ) : (
        <>
          <Downloads
            title="更正影响预览：待重新认定的决定"
            rows={preview.decisions}
            notes={['预览，不写入台账；更正批准后，下列决定标为“待重新认定”，由有权人员办理。']}
            columns={[
              { heading: '决定', of: (row) => row.titleZh },
              { heading: '作出日期', kind: 'date', of: (row) => row.takenOn },
              { heading: '依据性质', of: (row) => (row.basis === 'configured' ? '本地配置' : '文件规定') },
              { heading: '依据条款', of: (row) => row.cite ?? row.umbrella },
              { heading: '原判定', of: (row) => named(OUTCOME, row.before.outcome).zh },
              { heading: '原判定理由', of: (row) => row.before.zh },
              {
                heading: '更正后',
                of: (row) => (row.after === null ? '规则已无从适用，须由人员认定' : named(OUTCOME, row.after.outcome).zh),
              },
              { heading: '更正后理由', of: (row) => row.after?.zh },
            ]}
          />
          <ol className="reasons">
            {preview.decisions.map((decision) => (
              <Retaken key={decision.decisionKey} decision={decision} brandId={preview.brandId} />
            ))}
          </ol>
        </>
      )}
      {preview.courses.length === 0 ? null : (
        <div>
          <h3>{t('对后续步骤的影响', 'What it means for the steps that followed')}</h3>
          <p className="quiet">
            {t(
              '台账不会自动撤回或补办任何步骤；决定标为“待重新认定”，由有权人员办理。',
              'Nothing is taken back or made up by itself: the decisions are marked, and a person retakes them.',
            )}
          </p>
          <ul className="reasons">
            {preview.courses.map((course) => (
              <CourseOf key={`${course.trigger}${course.asOf}`} course={course} />
            ))}
          </ul>
        </div>
      )}
      {preview.links.length === 0 ? null : (
        <div>
          <h3>{t('涉及的“双品牌”', 'Dual brands')}</h3>
          <ul className="reasons">
            {preview.links.map((link) => (
              <li key={link.id}>
                <Go to={`links/${link.id}`}>{link.name}</Go> {link.region.name}{' '}
                {link.side === 'labour' ? t('劳务品牌一方', 'labour side') : t('培训品牌一方', 'training side')}：
                <OutcomeMark outcome={link.before} /> → <OutcomeMark outcome={link.after} />{' '}
                {link.counted ? (
                  <span className="quiet">{t('计入本地区及上级的覆盖数', 'counts in the coverage of its regions')}</span>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
