/** The small things every view uses: marks, links to sources, answers that are late or refused. */
import { Alert, Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { Refused } from './api';
import { amountIn, grouped } from './format';
import { useSpeech } from './language';
import { FIGURE_STATUS, GRAVE_SIDES, named, OUTCOME, SIDE, TIER_SHORT } from './words';

export type Tone = 'ink' | 'calm' | 'good' | 'warn' | 'grave' | 'claim' | 'plain';

/** A short label whose colours keep their contrast on white. */
export function Mark({ tone = 'plain', children, title }: { readonly tone?: Tone; readonly children: ReactNode; readonly title?: string }) {
  return (
    <span className={`mark mark-${tone}`} title={title}>
      {children}
    </span>
  );
}

/** A number as people here read it; the exact one on hover and for screen readers. */
export function Amount({ value, unit }: { readonly value: number; readonly unit?: string }) {
  const { language } = useSpeech();
  const shown = amountIn(value, language);
  const exact = grouped(value);
  if (shown === exact)
    return (
      <span className="number">
        {exact}
        {unit}
      </span>
    );
  return (
    <span className="number" title={`${exact}${unit ?? ''}`}>
      <span aria-hidden="true">
        {shown}
        {unit}
      </span>
      <span className="unseen">
        {exact}
        {unit}
      </span>
    </span>
  );
}

/** How much of a term is left, in working days: the calendar's, not the week's. `soon`: from so many on it is pressing. */
export function DaysLeft({ days, soon }: { readonly days: number | null; readonly soon: number }) {
  const { t } = useSpeech();
  if (days === null) return null;
  return (
    <Mark tone={days <= soon ? 'warn' : 'plain'}>
      {days === 0 ? t('今天截止', 'due today') : t(`还有 ${days} 个工作日`, `${days} working ${days === 1 ? 'day' : 'days'} left`)}
    </Mark>
  );
}

export function TierMark({ tier }: { readonly tier: string | null }) {
  const { say } = useSpeech();
  return tier === null ? <span className="quiet">—</span> : <Mark tone="ink">{say(named(TIER_SHORT, tier))}</Mark>;
}

/** A tier that only a source claims: never drawn like one that is held. */
export function ClaimMark({ tier }: { readonly tier: string | null }) {
  const { say, t } = useSpeech();
  if (tier === null) return <span className="quiet">—</span>;
  return (
    <Mark tone="claim" title={t('来源所称，本台账未认定', 'claimed by a source, not recognised here')}>
      {t('称', 'claims')} {say(named(TIER_SHORT, tier))}
    </Mark>
  );
}

export function SideMarks({ states }: { readonly states: readonly string[] }) {
  const { say } = useSpeech();
  return (
    <span className="marks">
      {states.map((state) => (
        <Mark key={state} tone={GRAVE_SIDES.has(state) ? 'grave' : state === 'eligible' || state === 'promoted' ? 'good' : 'warn'}>
          {say(named(SIDE, state))}
        </Mark>
      ))}
    </span>
  );
}

export function OutcomeMark({ outcome }: { readonly outcome: string }) {
  const { say } = useSpeech();
  const tone: Tone =
    outcome === 'pass' || outcome === 'passed'
      ? 'good'
      : outcome === 'fail' || outcome === 'failed'
        ? 'grave'
        : outcome === 'undecidable'
          ? 'warn'
          : 'plain';
  return <Mark tone={tone}>{say(named(OUTCOME, outcome))}</Mark>;
}

export function StatusMark({ status }: { readonly status: string }) {
  const { say } = useSpeech();
  return <Mark tone={status === 'locked' ? 'good' : 'calm'}>{say(named(FIGURE_STATUS, status))}</Mark>;
}

/** What no document states, in the words of the trade. */
export function ConfiguredMark() {
  const { t } = useSpeech();
  return <Mark tone="claim">{t('文件未规定，本地配置', 'Not stated by the document: configured locally')}</Mark>;
}

/** A source as a link where it is one; it opens apart, and nothing is fetched from it by this page. */
export function SourceLink({ source }: { readonly source: { readonly reference: string; readonly note: string | null } }) {
  const isAddress = /^https?:\/\//.test(source.reference);
  const host = isAddress ? source.reference.replace(/^https?:\/\/(www\.)?/, '').split('/')[0] : source.reference;
  const label = isAddress ? (
    <a href={source.reference} target="_blank" rel="noreferrer noopener" title={source.reference}>
      {host}
    </a>
  ) : (
    <span>{host}</span>
  );
  return (
    <span className="source">
      {label}
      {source.note === null || source.note === '' ? null : <span className="source-note">{source.note}</span>}
    </span>
  );
}

/** Why the server refused, what to do, and the reasons that belong to no field of the form. */
export function Refusal({ error, fields = [] }: { readonly error: unknown; readonly fields?: readonly string[] }) {
  const { say, t } = useSpeech();
  if (error === null || error === undefined) return null;
  if (!(error instanceof Refused))
    return (
      <Alert type="error" showIcon title={t('页面出错了', 'The page failed')} description={error instanceof Error ? error.message : null} />
    );
  const { problem } = error;
  const elsewhere = problem.errors.filter((each) => each.zh !== problem.zh && (each.field === null || !fields.includes(each.field)));
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={say(problem)}
      description={
        <>
          {elsewhere.length === 0 ? null : (
            <ul className="reasons">
              {elsewhere.map((each) => (
                <li key={`${each.field}${each.zh}`}>
                  {each.field === null ? '' : `${each.field}：`}
                  {say(each)}
                </li>
              ))}
            </ul>
          )}
          <div>{say(problem.todo)}</div>
          <div className="quiet">{problem.code}</div>
        </>
      }
    />
  );
}

interface Asked<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

/** Shows an answer when it is there, and says plainly when it is not. */
export function Answer<T>({
  query,
  children,
  rows = 4,
}: {
  readonly query: Asked<T>;
  readonly children: (data: T) => ReactNode;
  readonly rows?: number;
}) {
  const { t } = useSpeech();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.isPending) return <Skeleton active paragraph={{ rows }} />;
  return (
    <div className="stack">
      <Refusal error={query.error} />
      <div>
        <Button onClick={() => void query.refetch()}>{t('重试', 'Try again')}</Button>
      </div>
    </div>
  );
}

/** Says that there is nothing, in a line. */
export function Nothing({ text }: { readonly text: string }) {
  return <p className="nothing">{text}</p>;
}
