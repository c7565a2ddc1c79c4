import { useQuery } from '@tanstack/react-query';
import { Button, Form, InputNumber } from 'antd';
import { useState } from 'react';
import type { WhatIfRequest } from '#contracts';
import { queries, startWhatIf, type PolicyRow } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing, Refusal } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, usePlace } from '../shell/router';
import { ChangeForm, type Change } from './change-form';
import { WhatIfJobView } from './job';

/** The years a person would ask for first. */
const YEARS_BACK = 5;

function Start({ shelf, onStarted }: { readonly shelf: readonly PolicyRow[]; readonly onStarted: (jobId: string) => void }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const thisYear = Number(todayInShanghai().slice(0, 4));
  const [pack, setPack] = useState<string | null>(null);
  const [change, setChange] = useState<Change | null>(null);
  const [from, setFrom] = useState<number | null>(thisYear - YEARS_BACK);
  const [to, setTo] = useState<number | null>(thisYear);
  const [region, setRegion] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const request: WhatIfRequest | null =
    pack === null || change === null || from === null || to === null
      ? null
      : {
          pack,
          change,
          years: { from, to },
          dataset,
          ...(region === null ? {} : { region }),
          // Facts of public sources are never locked here: without them nothing real could be compared.
          ...(dataset === 'real' ? { factsFrom: 'published' as const } : {}),
        };
  const start = async (): Promise<void> => {
    if (request === null) return;
    setBusy(true);
    setError(null);
    try {
      onStarted((await startWhatIf(request)).jobId);
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="sheet">
      <Form layout="vertical">
        <ChangeForm
          shelf={shelf}
          pack={pack}
          onPack={(chosen) => {
            setPack(chosen);
            setChange(null);
          }}
          onChange={setChange}
        />
        <div className="form-grid">
          <Form.Item label={t('评价年度（自）', 'Evaluation years from')} htmlFor="what-if-from">
            <InputNumber id="what-if-from" min={1950} max={thisYear} precision={0} value={from} onChange={setFrom} />
          </Form.Item>
          <Form.Item label={t('评价年度（至）', 'to')} htmlFor="what-if-to">
            <InputNumber id="what-if-to" min={1950} max={thisYear} precision={0} value={to} onChange={setTo} />
          </Form.Item>
          <Form.Item label={t('地区（含下级，不选为全部）', 'Region and all below (none: all)')}>
            <RegionPicker value={region} onChange={setRegion} />
          </Form.Item>
        </div>
        <p className="quiet">
          {dataset === 'real'
            ? t(
                '真实数据：公开来源的数据未经锁定，推演时一并采用。',
                'Real data: figures of public sources are not locked; they count here.',
              )
            : t('合成数据（演示）：只采用已锁定的数据。', 'Synthetic data (demonstration): locked figures only.')}
        </p>
        <Button type="primary" loading={busy} disabled={request === null} onClick={() => void start()}>
          {t('开始推演', 'Start')}
        </Button>
      </Form>
      {error === null ? null : (
        <div style={{ marginTop: 16 }}>
          <Refusal error={error} />
        </div>
      )}
    </section>
  );
}

/** 政策推演: all brands re-decided under another reading, another value, another version or another document. Nothing is written. */
export function WhatIfPage() {
  const { t } = useSpeech();
  const place = usePlace();
  const policies = useQuery(queries.policies());
  const jobId = place.params.get('job');
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('政策推演', 'What if')}</h1>
      </div>
      <p>
        {t(
          '假如换一种读法、改一个数值、换一个版本或换一份文件，哪些品牌、哪些年度的结论会不同？推演只读不写，台账不作任何改变，也不构成任何认定。',
          'Under another reading, another value, another version or another document: which outcomes would differ, of which brands, in which years? A what-if reads and writes nothing, and decides nothing.',
        )}
      </p>
      <Answer query={policies} rows={8}>
        {(shelf) =>
          shelf.length === 0 ? (
            <Nothing text={t('台账里还没有政策文件。', 'The ledger holds no policy yet.')} />
          ) : (
            <Start shelf={shelf} onStarted={(job) => adjust(place, { job })} />
          )
        }
      </Answer>
      {jobId === null ? null : <WhatIfJobView key={jobId} jobId={jobId} />}
    </div>
  );
}
