import { useQuery } from '@tanstack/react-query';
import type { HistoryEntry } from '#contracts';
import type { Explanation } from '#domain';
import { queries, type PolicyRow } from '../shell/api';
import { marginIn, missingOf, nodesOf, quantityIn } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { ConfiguredMark, Mark, OutcomeMark } from '../shell/marks';
import { Go } from '../shell/router';
import { COMPARISON, DIRECTNESS, FACT, metricNamed, named, NOTE, OWED_BY } from '../shell/words';
import { BrandName } from './brand-name';
import { FactEvent } from './fact-event';
import { codeWords, nodeWords, policyOf, ruleOf } from './pack-words';
import { EasedBy } from './relaxations';

type Node = Explanation['root'];

/** `linked:brand-<id>`: what a dual brand still lacks is the answer of that brand. */
const linkedBrand = (label: string): string | null => /^linked:brand-(.+)$/.exec(label)?.[1] ?? null;

/**
 * Calls a fact by its name: `employmentDriven:direct`, `cultivatedFrom|formedOn` (either will do), or a criterion or a
 * document, which is called as its pack calls it.
 */
function factName(shelf: readonly PolicyRow[], label: string): Words {
  if (linkedBrand(label) !== null) return { zh: '对应品牌的条件', en: 'conditions of the linked brand' };
  const one = (code: string): Words => {
    const known = FACT[code] ?? codeWords(shelf, code);
    if (known !== null && known !== undefined) return known;
    const [metric = code, directness] = code.split(':');
    if (directness === undefined || DIRECTNESS[directness] === undefined) return metricNamed(code);
    const [what, how] = [one(metric), named(DIRECTNESS, directness)];
    return { zh: `${what.zh} · ${how.zh}`, en: `${what.en}, ${how.en}` };
  };
  const each = label.split('|').map(one);
  return { zh: each.map(({ zh }) => zh).join('或'), en: each.map(({ en }) => en).join(' or ') };
}

const useShelf = (): readonly PolicyRow[] => useQuery(queries.policies()).data ?? [];

export function MissingList({ root }: { readonly root: Node }) {
  const { t, say } = useSpeech();
  const shelf = useShelf();
  const missing = missingOf(root);
  if (missing.length === 0) return null;
  return (
    <div>
      <h3>{t(`缺少的材料（${missing.length} 项）`, `What is missing (${missing.length})`)}</h3>
      <ul className="missing">
        {missing.map((fact) => (
          <li key={`${fact.label}${fact.year}${fact.owedBy}`}>
            {fact.year === null ? '' : t(`${fact.year} 年 `, `${fact.year}: `)}
            {say(factName(shelf, fact.label))}{' '}
            {linkedBrand(fact.label) === null ? null : <BrandName brandId={linkedBrand(fact.label) ?? ''} />}
            <span className="quiet">
              {' '}
              {t('应由 ', 'owed by ')}
              {say(named(OWED_BY, fact.owedBy))}
              {t(' 提供', '')}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const GRAVE_NOTES: ReadonlySet<Words | undefined> = new Set([NOTE['passesOnlyWithIndirect'], NOTE['vetoed'], NOTE['partExceedsWhole']]);

function Leaf({ node }: { readonly node: Node }) {
  const { t, say, language } = useSpeech();
  const shelf = useShelf();
  const notes = node.notes.map(noteWords).filter((note) => note !== null);
  const parts: string[] = [];
  if (node.threshold !== null) {
    parts.push(
      `${t('标准', 'threshold')} ${COMPARISON[node.threshold.comparison] ?? node.threshold.comparison} ${quantityIn(node.threshold.quantity, language)}`,
    );
  }
  if (node.actual !== null) parts.push(`${t('实际', 'actual')} ${quantityIn(node.actual, language)}`);
  if (node.margin !== null) parts.push(`${t('余量', 'margin')} ${marginIn(node.margin, language)}`);
  if (node.window !== null)
    parts.push(
      node.window.fromYear === node.window.toYear
        ? t(`${node.window.toYear} 年`, `${node.window.toYear}`)
        : t(`${node.window.fromYear}—${node.window.toYear} 年`, `${node.window.fromYear}–${node.window.toYear}`),
    );
  return (
    <div className="leaf-detail">
      {parts.join(' · ')}
      {node.threshold !== null && node.threshold.provenance.basis === 'configured' && node.provenance.basis === 'stated' ? (
        <div>
          {t('标准数值：', 'the value: ')}
          <Basis provenance={node.threshold.provenance} />
        </div>
      ) : null}
      <EasedBy node={node} />
      {notes.length === 0 ? null : (
        <div className="marks">
          {notes.map((note) => (
            <Mark key={note.zh} tone={GRAVE_NOTES.has(note) ? 'warn' : 'plain'}>
              {say(note)}
            </Mark>
          ))}
        </div>
      )}
      {node.facts.length === 0 ? null : (
        <ul className="missing" style={{ columns: 'auto' }}>
          {node.facts.map((fact, index) => (
            <li key={`${fact.event}${index}`}>
              {fact.year === null ? '' : t(`${fact.year} 年 `, `${fact.year}: `)}
              {say(factName(shelf, fact.label))}
              {fact.directness === null || fact.directness === 'unstated' ? '' : `（${say(named(DIRECTNESS, fact.directness))}）`}{' '}
              {quantityIn(fact.quantity, language)} <FactEvent event={fact.event} />
            </li>
          ))}
        </ul>
      )}
      {node.missing.length === 0 ? null : (
        <div className="quiet">
          {t('缺：', 'missing: ')}
          {node.missing
            .map((fact) => `${fact.year === null ? '' : `${fact.year} `}${say(factName(shelf, fact.label))}`)
            .join(t('、', ', '))}
        </div>
      )}
    </div>
  );
}

/** Stated by which clause, or configured here: by whom and when. */
export function Basis({ provenance }: { readonly provenance: Node['provenance'] }) {
  const { t } = useSpeech();
  if (provenance.basis === 'stated') {
    return (
      <span className="quiet">
        {provenance.cite === null ? t('文件规定', 'stated by the document') : t(`依据：${provenance.cite}`, `by ${provenance.cite}`)}
      </span>
    );
  }
  const { approvedBy, approvedOn } = provenance;
  return (
    <span>
      <ConfiguredMark />{' '}
      <span className="quiet">
        {approvedBy === null
          ? t('尚无批准人', 'no approver on record')
          : t(`批准：${approvedBy}，${approvedOn ?? '日期不详'}`, `approved by ${approvedBy}, ${approvedOn ?? 'date unknown'}`)}
      </span>
    </span>
  );
}

/** The remarks that are shown as marks: `regionClass:3@150781` and those that the glossary knows. */
function noteWords(note: string): Words | null {
  const [, regionClass] = /^regionClass:(\d+)/.exec(note) ?? [];
  if (regionClass !== undefined) return { zh: `第 ${regionClass} 类地区`, en: `class ${regionClass}` };
  return NOTE[note] ?? null;
}

export function Tree({ node, pack }: { readonly node: Node; readonly pack: string }) {
  const { t, say } = useSpeech();
  const shelf = useShelf();
  const text = nodeWords(shelf, node.provenance.pack || pack, node.id);
  const joined =
    node.node === 'all' ? t('以下各项须全部符合', 'all of these') : node.node === 'any' ? t('以下各项符合其一即可', 'any of these') : null;
  return (
    <li>
      <div className="leaf-line">
        <OutcomeMark outcome={node.outcome} />
        <span>{text === null ? (joined ?? node.id) : say(text)}</span>
        {text !== null && joined !== null ? <span className="quiet">{joined}</span> : null}
        {node.node === 'predicate' ? <Basis provenance={node.provenance} /> : null}
      </div>
      {node.node === 'predicate' ? <Leaf node={node} /> : null}
      {node.children.length === 0 ? null : (
        <ul className="tree">
          {node.children.map((child, index) => (
            <Tree key={`${child.id}${index}`} node={child} pack={pack} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** The predicates whose margin settled the answer: those that failed or could not be decided, or, when all passed, the closest. */
function deciding(root: Node): Node[] {
  const leaves = [...nodesOf(root)].filter((node) => node.node === 'predicate');
  const against = leaves.filter((node) => node.outcome !== 'pass');
  return (against.length > 0 ? against : leaves).filter((node) => node.margin !== null).slice(0, 4);
}

/** By how much an answer was settled: actual beside threshold, of the predicates that settled it. */
export function MarginLines({ explanation }: { readonly explanation: Explanation }) {
  const { t, say, language } = useSpeech();
  const shelf = useShelf();
  return (
    <ul className="missing" style={{ columns: 'auto' }}>
      {deciding(explanation.root).map((node, index) => {
        const text = nodeWords(shelf, node.provenance.pack, node.id);
        return (
          <li key={`${node.id}${index}`}>
            {text === null ? node.id : say(text)} <b className="number">{marginIn(node.margin, language)}</b>{' '}
            <span className="quiet">
              {t('实际', 'actual')} {quantityIn(node.actual, language)}，{t('标准', 'threshold')}{' '}
              {node.threshold === null
                ? '—'
                : `${COMPARISON[node.threshold.comparison] ?? node.threshold.comparison} ${quantityIn(node.threshold.quantity, language)}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

type Decided = NonNullable<HistoryEntry['decision']>;

/** Which rule decided, of which document and version, under which clause or by whose configuration, and by what margin. */
export function Ruling({ decision }: { readonly decision: Decided }) {
  const { t, say, language } = useSpeech();
  const shelf = useShelf();
  const policy = policyOf(shelf, decision.pack, decision.version);
  const rule = ruleOf(shelf, decision.pack, decision.rule) ?? policy?.document.effects.find((each) => each.id === decision.rule);
  const called = rule ?? decision.explanation?.names?.[decision.rule];
  // A house pack lets something follow from a rule of the document: then who approved that stands with its effects.
  const approved = rule ?? policy?.document.effects.find((each) => each.rule === decision.rule && each.basis === 'configured');
  const root = decision.explanation?.root ?? null;
  const margins = root === null ? [] : deciding(root);
  return (
    <div className={`ruling${decision.stale ? ' stale' : ''}`}>
      <div className="row">
        {decision.basis === 'configured' ? <ConfiguredMark /> : <Mark tone="ink">{t('文件规定', 'Stated by the document')}</Mark>}
        {decision.explanation === null ? null : <OutcomeMark outcome={decision.explanation.outcome} />}
        {decision.stale ? <Mark tone="grave">{t('依据已更正，应重新认定', 'Facts were corrected: to be retaken')}</Mark> : null}
      </div>
      <dl className="ruling-lines">
        <dt>{t('政策', 'Policy')}</dt>
        <dd>
          <Go to={`policies/${decision.pack}`}>{policy?.title ?? decision.pack}</Go>{' '}
          <span className="quiet">
            {t('版本', 'version')} {decision.version} · {t('摘要', 'digest')} {decision.digest.slice(0, 12)}
          </span>
        </dd>
        <dt>{t('规则', 'Rule')}</dt>
        <dd>
          {called === undefined ? decision.rule : say(called)} <span className="quiet">{decision.rule}</span>
          {approved?.approvedBy === null || approved?.approvedBy === undefined ? null : (
            <span className="quiet">
              {' '}
              {t(
                `批准：${approved.approvedBy}，${approved.approvedOn ?? ''}`,
                `approved by ${approved.approvedBy}, ${approved.approvedOn ?? ''}`,
              )}
            </span>
          )}
        </dd>
        <dt>{t('条款', 'Clause')}</dt>
        <dd>
          {decision.cite ??
            (decision.basis === 'configured' ? t('文件未规定，本地配置', 'not stated by the document: configured locally') : '—')}
          {decision.umbrella === null ? null : (
            <span className="quiet"> {t(`上位条款：${decision.umbrella}`, `under ${decision.umbrella}`)}</span>
          )}
        </dd>
        {margins.length === 0 ? null : (
          <>
            <dt>{t('余量', 'Margin')}</dt>
            <dd>
              {margins.map((node, index) => {
                const text = nodeWords(shelf, node.provenance.pack, node.id);
                return (
                  <div key={`${node.id}${index}`}>
                    <b className="number">{marginIn(node.margin, language)}</b> {text === null ? node.id : say(text)}
                    <span className="quiet">
                      {' '}
                      {t('实际', 'actual')} {quantityIn(node.actual, language)}，{t('标准', 'threshold')}{' '}
                      {node.threshold === null
                        ? '—'
                        : `${COMPARISON[node.threshold.comparison] ?? node.threshold.comparison} ${quantityIn(node.threshold.quantity, language)}`}
                    </span>
                  </div>
                );
              })}
            </dd>
          </>
        )}
      </dl>
      <details>
        <summary>{t('判定依据（全文）', 'The whole explanation')}</summary>
        {root === null ? (
          <p>{t('由起因直接触发，不需要另行判定。', 'Follows from its cause alone; nothing was evaluated.')}</p>
        ) : (
          <>
            <ul className="tree">
              <Tree node={root} pack={decision.pack} />
            </ul>
            <details>
              <summary>{t('文字说明', 'In words')}</summary>
              <p className="preline">{language === 'en' ? decision.explanationEn : decision.explanationZh}</p>
            </details>
          </>
        )}
        <p className="quiet" style={{ wordBreak: 'break-all' }}>
          {t('判定键', 'decision key')} {decision.key}
          <br />
          {t('政策摘要', 'policy digest')} {decision.digest}
        </p>
      </details>
    </div>
  );
}
