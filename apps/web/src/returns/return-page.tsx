/** One return: what is to be filled in, what is to be reviewed, what happened. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input, Modal, Tabs } from 'antd';
import { useState } from 'react';
import type { ReturnCard } from '#contracts';
import { useMay } from '../accounts/session';
import { useSubmit } from '../forms/use-submit';
import { refreshLedger } from '../shell/api';
import { DateInput } from '../shell/date-input';
import { shanghaiTime, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, ConfiguredMark, Mark, Nothing, Refusal } from '../shell/marks';
import { adjust, Go, usePlace } from '../shell/router';
import { actOn, returnQueries } from './api';
import { Due } from './due';
import { EntrySheet } from './entry/entry-sheet';
import { PersonName } from '../accounts/person';
import './returns.css';
import { ReviewSheet } from './review/review-sheet';
import { StandingCounts } from './standing-marks';
import { BASIS, RETURN_KIND } from './words';

const ratio = ({ numerator, denominator }: { readonly numerator: number; readonly denominator: number }): string =>
  denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;

export function ReturnPage({ returnId }: { readonly returnId: string }) {
  const card = useQuery(returnQueries.card(returnId));
  return <Answer query={card}>{(told) => <Card card={told} />}</Answer>;
}

function Card({ card }: { readonly card: ReturnCard }) {
  const { t, say } = useSpeech();
  const place = usePlace();
  const may = useMay();
  const [late, setLate] = useState(false);
  const { counts, call } = card;
  const toEnter = counts.missing + counts.returned;
  const toReview = counts.reported + counts.checked + counts.reviewed + counts.approved + counts.accepted;
  // Who may not fill in sees no draft: it is the unit's and the recorder's until it is reported.
  const fills = may('getReturnDraft', card.region.code);
  // Chosen once: a line that is sent back must not carry the reviewer away to another tab.
  const [first] = useState(fills && (toEnter > 0 || toReview === 0) ? 'entry' : 'review');
  const asked = place.params.get('tab');
  const tab = asked === null || (asked === 'entry' && !fills) ? first : asked;
  const { jump, outlier, approvedBy } = call.rules;
  return (
    <div className="stack">
      <div className="crumbs">
        <Go to="returns">{t('年度报表', 'Returns')}</Go>
        <span>{card.unit.name}</span>
      </div>
      <div className="page-head">
        <h1>
          {card.unit.name} · {say(card.periodWords)}
        </h1>
        <span className="marks">
          {card.onBehalf ? <Mark tone="warn">{t('代报', 'by the office')}</Mark> : null}
          {card.late ? <Mark tone="warn">{t('逾期补报', 'reported late')}</Mark> : null}
          <StandingCounts counts={counts} />
        </span>
      </div>
      <div className="row">
        <span>
          {card.title}（{card.region.name}，{say(RETURN_KIND[card.kind])}，{say(BASIS[card.basis])}）
        </span>
        <span>
          {t('截止', 'Due')} <Due on={card.dueOn} done={card.reportedOn !== null} lateUntil={card.lateUntil} />
        </span>
        {card.reportedOn === null && card.dueOn < todayInShanghai() && may('allowLateReturn', card.region.code) ? (
          <Button size="small" onClick={() => setLate(true)}>
            {t('准予逾期补报', 'Allow a late entry')}
          </Button>
        ) : null}
      </div>
      <div className="quiet">
        <ConfiguredMark />{' '}
        {t(
          `存疑规则：与上年相比超过 ${ratio(jump)} 倍，或超过同类（不少于 ${outlier.peers} 个）中位数的 ${ratio(outlier)} 倍。批准：${approvedBy}`,
          `Doubtful: beyond ${ratio(jump)} of last year, or ${ratio(outlier)} of the median of at least ${outlier.peers} peers. Approved by ${approvedBy}`,
        )}
      </div>
      <Tabs
        activeKey={tab}
        onChange={(next) => adjust(place, { tab: next })}
        destroyOnHidden
        items={[
          ...(fills
            ? [{ key: 'entry', label: t(`填报（待填 ${toEnter}）`, `Fill in (${toEnter} open)`), children: <EntrySheet card={card} /> }]
            : []),
          { key: 'review', label: t(`审核（在办 ${toReview}）`, `Review (${toReview} under way)`), children: <ReviewSheet card={card} /> },
          { key: 'history', label: t('办理经过', 'History'), children: <History card={card} /> },
        ]}
      />
      {late ? <LateDialog card={card} onClose={() => setLate(false)} /> : null}
    </div>
  );
}

/** Who did what, when and why. */
function History({ card }: { readonly card: ReturnCard }) {
  const { t, say } = useSpeech();
  if (card.history.length === 0) return <Nothing text={t('还没有办理记录。', 'Nothing has happened yet.')} />;
  return (
    <section className="sheet">
      <ol className="timeline">
        {[...card.history].reverse().map((entry) => (
          <li key={entry.event}>
            <div className="when">
              <strong>{say(entry)}</strong>
              <span className="quiet">{shanghaiTime(entry.at)}</span>
              <PersonName {...entry.by} />
              {entry.lines === 0 ? null : <span className="quiet">{t(`${entry.lines} 条`, `${entry.lines} lines`)}</span>}
            </div>
            {entry.reason === null ? null : <div>{entry.reason}</div>}
            <div className="quiet">
              {entry.type} · {entry.event}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** 逾期补报: by the prefecture or the province, with reason and day. */
interface Late {
  readonly reason: string;
  readonly until: string;
}

function LateDialog({ card, onClose }: { readonly card: ReturnCard; readonly onClose: () => void }) {
  const { t } = useSpeech();
  const client = useQueryClient();
  const [form] = Form.useForm<Late>();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const allow = (values: Late): Promise<void> =>
    submit(async (key) => {
      await actOn(card.returnId, 'allow-late', values, card.revision, key);
      await refreshLedger(client);
      onClose();
    });
  const required = [{ required: true, message: t('必填', 'Required') }];
  return (
    <Modal
      open
      title={t('准予逾期补报', 'Allow a late entry')}
      okText={t('准予', 'Allow')}
      okButtonProps={{ loading: busy }}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <div className="stack">
        <Alert
          type="info"
          showIcon
          title={t(
            '由市级审核人或省级办理，记入办理经过；补报的数据标明“逾期补报”。',
            'By the prefecture or the province; it is put on record, and what is reported then is marked late.',
          )}
        />
        <Form<Late> form={form} layout="vertical" onFinish={(values) => void allow(values)} onValuesChange={renew}>
          <Form.Item name="reason" label={t('理由', 'Reason')} rules={required}>
            <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} />
          </Form.Item>
          <Form.Item name="until" label={t('补报期限', 'Until')} rules={required} initialValue={todayInShanghai()}>
            <DateInput />
          </Form.Item>
        </Form>
        <Refusal error={error} fields={taken} />
      </div>
    </Modal>
  );
}
