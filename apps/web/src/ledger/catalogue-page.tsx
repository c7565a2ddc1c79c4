import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Tabs } from 'antd';
import { useState } from 'react';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { Downloads } from '../shell/downloads';
import { grouped, todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, usePlace } from '../shell/router';
import { Download } from '../shell/download';
import { useMay } from '../accounts/session';
import { BrandTable } from './brand-table';
import { Editions } from './catalogue-editions';
import { PublishEdition } from './catalogue-publish';

/** Brands that stand in the catalogue now, whatever edition was published last. */
function ListedNow({ region }: { readonly region: string | null }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const listed = useQuery(queries.catalogue({ dataset, region, limit: 200 }));
  return (
    <Answer query={listed} rows={8}>
      {(data) => (
        <section className="stack">
          <div className="row">
            <span>
              {t('目录内', 'Listed')} <b className="number">{grouped(data.total)}</b> {t('个品牌', 'brands')}
            </span>
            <Downloads what="catalogue" params={{ dataset, region }} />
          </div>
          <BrandTable
            rows={data.rows}
            pagination={data.rows.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
            locale={{
              emptyText: (
                <Nothing text={t('目录为空：还没有品牌经认定并列入目录。', 'Empty: no brand has been recognised and listed yet.')} />
              ),
            }}
          />
        </section>
      )}
    </Answer>
  );
}

/** 文稿: what an office sends out, drawn up from the ledger. */
function Papers({ region }: { readonly region: string | null }) {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const [year, setYear] = useState(Number(todayInShanghai().slice(0, 4)) - 1);
  const [document, setDocument] = useState('');
  const [office, setOffice] = useState('');
  const scope = { region, dataset, office };
  return (
    <section className="sheet stack">
      <p className="quiet">
        {t(
          '文稿由台账生成（.docx），文末附依据；固定语句为本地模板，请核对后使用。',
          'Papers are drawn up from the ledger (.docx) with their sources at the end; fixed sentences are local templates, to be checked before use.',
        )}
      </p>
      <div className="row">
        <label>
          {t('落款单位', 'Office')}{' '}
          <Input style={{ width: '16rem' }} maxLength={100} value={office} onChange={(event) => setOffice(event.target.value)} />
        </label>
        <label>
          {t('年度', 'Year')} <InputNumber precision={0} min={1949} max={2199} value={year} onChange={(value) => setYear(value ?? year)} />
        </label>
      </div>
      <div className="row">
        <Download kind="yearly-report" query={{ ...scope, year }}>
          {t('年报', 'Yearly report')}
        </Download>
        <Download kind="summary-table" query={{ ...scope, year }}>
          {t('汇总表', 'Summary table')}
        </Download>
        <Download kind="public-notice" query={{ ...scope, purpose: 'recognition' }}>
          {t('公示稿（拟认定）', 'Public notice (recognition)')}
        </Download>
        <Download kind="public-notice" query={{ ...scope, purpose: 'exit' }}>
          {t('公示稿（拟退出）', 'Public notice (exit)')}
        </Download>
      </div>
      <div className="row">
        <label>
          {t('认定文号', 'Recognition document')}{' '}
          <Input style={{ width: '16rem' }} value={document} onChange={(event) => setDocument(event.target.value)} />
        </label>
        <Download kind="recognition-notice" query={{ ...scope, document }}>
          {t('认定通知', 'Recognition notice')}
        </Download>
      </div>
    </section>
  );
}

/** 指导目录: who is listed now, the editions that were published, the next one, and the papers that go with them. */
export function CataloguePage() {
  const { t } = useSpeech();
  const may = useMay();
  const place = usePlace();
  const region = place.params.get('region');
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('劳务品牌建设指导目录', 'Catalogue of labour brands')}</h1>
      </div>
      <p>
        {t(
          '只列出经本台账列入目录、尚未退出的品牌。认定、建设重点项目、列入目录是三件事。公开来源所称的层级不等于列入目录。',
          'Only brands that this ledger listed and that have not left. Recognition, key project and listing are three facts; a tier claimed by a source lists nobody.',
        )}
      </p>
      <section className="sheet">
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code, edition: null })} />
      </section>
      <Tabs
        activeKey={place.params.get('tab') ?? 'now'}
        onChange={(tab) => adjust(place, { tab: tab === 'now' ? null : tab })}
        destroyOnHidden
        items={[
          { key: 'now', label: t('目录现状', 'Listed now'), children: <ListedNow region={region} /> },
          { key: 'editions', label: t('各期目录', 'Editions'), children: <Editions region={region} /> },
          ...(may('previewEdition')
            ? [{ key: 'publish', label: t('编印新一期', 'Next edition'), children: <PublishEdition region={region} /> }]
            : []),
          ...(may('document') ? [{ key: 'papers', label: t('文稿', 'Papers'), children: <Papers region={region} /> }] : []),
        ]}
      />
    </div>
  );
}
