/** 放宽条件 on the page: what was granted to a brand, and what it did in an answer. */
import { useQuery } from '@tanstack/react-query';
import type { BrandCard, HistoryEntry } from '#contracts';
import type { BrandEventData, Explanation } from '#domain';
import type { Pack } from '#policy';
import { NOT_RELAXED_NAMES } from '../../../../libs/policy/src/vocabulary';
import { useNames } from '../accounts/person';
import { queries, type PolicyRow } from '../shell/api';
import { quantityIn, todayInShanghai } from '../shell/format';
import { useSpeech, type Words } from '../shell/language';
import { ConfiguredMark, Mark } from '../shell/marks';
import { named, OWED_BY } from '../shell/words';
import { FactEvent } from './fact-event';
import { policyOf } from './pack-words';
import { isPanel, PanelSheet } from './panel';

type Node = Explanation['root'];
type Parameter = Pack['parameters'][number];

const noted = (node: Node, name: string): string | null => {
  const found = node.notes.find((note) => note.startsWith(`${name}:`));
  return found === undefined ? null : found.slice(name.length + 1);
};

const groundWords = (shelf: readonly PolicyRow[], pack: string, id: string): Words =>
  policyOf(shelf, pack)
    ?.document.relaxations?.flatMap(({ grounds, other }) => [...grounds, ...(other === null ? [] : [other])])
    .find((each) => each.id === id) ?? { zh: id, en: id };

const parameterOf = (shelf: readonly PolicyRow[], pack: string, key: string): Parameter | undefined =>
  policyOf(shelf, pack)?.document.parameters.find((each) => each.key === key);

/** A leaf that a relaxation bears on: the stated threshold, the eased value, the ground, who granted it, until when; or why it was not applied. */
export function EasedBy({ node }: { readonly node: Node }) {
  const { t, say, language } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const grant = node.facts.map(({ event }) => /^brand-([0-9a-f-]{36})@(\d+)$/.exec(event ?? '')).filter((match) => match !== null);
  const eased = noted(node, 'easedTo');
  const brandId = grant.at(-1)?.[1];
  const history = useQuery({ ...queries.historyOf(`/brands/${brandId ?? ''}`), enabled: eased !== null && brandId !== undefined });
  const refused = node.notes.filter((note) => note.startsWith('relaxationNotApplied:'));
  if (eased === null && refused.length === 0) return null;
  const entry = history.data?.find((each) => each.type === 'RelaxationGranted.v1' && each.revision === Number(grant.at(-1)?.[2]));
  const panel = entry?.data['panel'];
  const sheet = entry?.data['scoreSheet'];
  // Noted as the role, a space, and the name.
  const [role = '', ...names] = (noted(node, 'relaxedBy') ?? '').split(' ');
  const granter = `${names.join(' ')}（${say(named(OWED_BY, role))}）`;
  const ground = noted(node, 'relaxationGround')?.replace(/^ground\./, '') ?? '';
  return (
    <div className="sheet" style={{ marginTop: 6 }}>
      {eased === null ? null : (
        <div className="stack" style={{ gap: 6 }}>
          <div className="row">
            <Mark tone={node.outcome === 'pass' ? 'warn' : 'grave'}>
              {node.outcome === 'pass' ? t('仅因放宽条件而符合', 'met only by a relaxation') : t('放宽后仍不符合', 'not met even so')}
            </Mark>
            <span>
              {t('规定标准 ', 'stated ')}
              <b className="number">{quantityIn(node.threshold?.quantity ?? null, language)}</b>
              {t('，放宽至 ', ', eased to ')}
              <b className="number">{eased}</b>
              {t('，至 ', ', until ')}
              <span className="number">{noted(node, 'relaxedUntil')}</span>
            </span>
          </div>
          <div>
            {t('情形：', 'ground: ')}
            {say(groundWords(shelf, node.provenance.pack, ground))}
            {noted(node, 'relaxationReason') === null
              ? ''
              : t(`（${noted(node, 'relaxationReason')}）`, ` (${noted(node, 'relaxationReason')})`)}
            {t('；批准：', '; granted by ')}
            {granter}
          </div>
          {noted(node, 'relaxationBound') === null ? null : (
            <div>
              {t(`放宽幅度上限：${noted(node, 'relaxationBound')}`, `eased by at most ${noted(node, 'relaxationBound')}`)}{' '}
              <ConfiguredMark />
            </div>
          )}
          {isPanel(panel) ? <PanelSheet panel={panel} scoreSheet={typeof sheet === 'string' ? sheet : null} /> : null}
        </div>
      )}
      {refused.map((note) => {
        const [why = '', parameter = '', from = '', until = ''] = note.slice('relaxationNotApplied:'.length).split('|');
        return (
          <div key={note}>
            <Mark tone="plain">{t('放宽未适用', 'relaxation not applied')}</Mark> {parameter}
            <span className="quiet">
              {' '}
              {from}—{until}
            </span>
            ：{say(NOT_RELAXED_NAMES[why] ?? { zh: why, en: why })}
          </div>
        );
      })}
    </div>
  );
}

/** What the event holds, as the domain writes it; the panel is looked at before it is shown. */
type Granted = Omit<BrandEventData<'RelaxationGranted.v1'>, 'panel'> & { readonly panel: unknown };

const grantedIn = ({ type, data }: HistoryEntry): Granted | null => (type === 'RelaxationGranted.v1' ? (data as Granted) : null);

/** The values that the document states for a parameter, each with the case it is for. */
function StatedValue({ parameter }: { readonly parameter: Parameter }) {
  const { t } = useSpeech();
  const values = parameter.values.filter(({ value }) => value !== null);
  if (values.length === 0) return <span className="quiet">{t('未规定', 'not stated')}</span>;
  return (
    <span>
      {values
        .map(({ when, value }) => {
          const cases = [
            when.regionClass === null || when.regionClass === undefined
              ? null
              : t(`第 ${when.regionClass} 类地区`, `class ${when.regionClass}`),
            when.category ?? null,
            when.region ?? null,
          ].filter((each) => each !== null);
          return `${String(value)}${cases.length === 0 ? '' : `（${cases.join('，')}）`}`;
        })
        .join(t('；', '; '))}
    </span>
  );
}

function Grant({
  brandId,
  granted,
  entry,
  ended,
}: {
  readonly brandId: string;
  readonly granted: Granted;
  readonly entry: HistoryEntry;
  readonly ended: HistoryEntry | undefined;
}) {
  const { t, say } = useSpeech();
  const person = useNames([granted.approvedBy]);
  const shelf = useQuery(queries.policies()).data ?? [];
  const today = todayInShanghai();
  const parameter = parameterOf(shelf, granted.pack, granted.parameter);
  const policy = policyOf(shelf, granted.pack);
  const rule = policy?.document.rules.find(({ id }) => id === granted.rule);
  const clause = policy?.document.clauses.find(({ key }) => key === parameter?.clause);
  const withdrawn = ended?.type === 'RelaxationWithdrawn.v1';
  const lines: readonly [string, React.ReactNode][] = [
    [
      t('规则', 'Rule'),
      <span key="rule">
        {rule === undefined ? granted.rule : say(rule)} <span className="quiet">{policy?.title ?? granted.pack}</span>
      </span>,
    ],
    [
      t('规定标准', 'Stated'),
      <span key="stated">
        {parameter === undefined ? granted.parameter : <StatedValue parameter={parameter} />}{' '}
        {parameter?.basis === 'configured' ? (
          <ConfiguredMark />
        ) : clause === undefined ? null : (
          <span className="quiet">{t(`依据：${clause.cite}`, `by ${clause.cite}`)}</span>
        )}
      </span>,
    ],
    [t('放宽至', 'Eased to'), <b key="eased">{granted.easedTo}</b>],
    [t('情形', 'Ground'), `${say(groundWords(shelf, granted.pack, granted.ground))}${t('：', ': ')}${granted.reason}`],
    [t('期限', 'Days'), `${granted.from} — ${granted.until}`],
    [t('批准', 'Granted by'), `${person(granted.approvedBy)}（${say(named(OWED_BY, granted.approverRole))}）`],
  ];
  return (
    <article className="verdict stack">
      <div className="row">
        <h3>{parameter === undefined ? granted.parameter : say(parameter)}</h3>
        {withdrawn ? (
          <Mark tone="grave">{t(`已撤回（${ended.effectiveOn}）`, `withdrawn on ${ended.effectiveOn}`)}</Mark>
        ) : granted.until < today ? (
          <Mark tone="plain">{t('已到期', 'ended')}</Mark>
        ) : granted.from > today ? (
          <Mark tone="calm">{t('尚未开始', 'not begun')}</Mark>
        ) : (
          <Mark tone="warn">{t('放宽中', 'in force')}</Mark>
        )}
        <FactEvent event={`brand-${brandId}@${entry.revision}`} />
      </div>
      <dl className="facts">
        {lines.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {isPanel(granted.panel) ? <PanelSheet panel={granted.panel} scoreSheet={granted.scoreSheet} /> : null}
    </article>
  );
}

/** Relaxations of a brand, each as it was granted, the newest first. Nothing where there are none. */
export function Relaxations({ card }: { readonly card: BrandCard }) {
  const { t } = useSpeech();
  const rows = useQuery(queries.historyOf(`/brands/${card.brandId}`)).data ?? [];
  const grants = rows.flatMap((entry) => {
    const granted = grantedIn(entry);
    return granted === null ? [] : [{ granted, entry }];
  });
  if (grants.length === 0) return null;
  const endOf = (id: string): HistoryEntry | undefined =>
    rows.find(({ type, data }) => (type === 'RelaxationWithdrawn.v1' || type === 'RelaxationExpired.v1') && data['relaxationId'] === id);
  return (
    <section className="sheet stack" data-testid="relaxations">
      <header>
        <h2>{t(`放宽条件（${grants.length} 项）`, `Relaxations (${grants.length})`)}</h2>
        <span className="quiet">
          {t(
            '是否适用由规则判定；放宽幅度、期限和批准权限由本地配置',
            'The rules say whether one is applied; size, time and approver are configured',
          )}
        </span>
      </header>
      {[...grants].reverse().map(({ granted, entry }) => (
        <Grant key={granted.relaxationId} brandId={card.brandId} granted={granted} entry={entry} ended={endOf(granted.relaxationId)} />
      ))}
    </section>
  );
}
