import { useQuery } from '@tanstack/react-query';
import { queries } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { grouped } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Nothing } from '../shell/marks';
import { RegionPicker } from '../shell/region-picker';
import { adjust, usePlace } from '../shell/router';
import { BrandTable } from './brand-table';

/** 指导目录: brands that an act of this ledger put into the catalogue. A tier that a source claims puts nobody in. */
export function CataloguePage() {
  const { t } = useSpeech();
  const { dataset } = useDataset();
  const place = usePlace();
  const region = place.params.get('region');
  const listed = useQuery(queries.catalogue({ dataset, region, limit: 200 }));
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
        <RegionPicker value={region} onChange={(code) => adjust(place, { region: code })} />
      </section>
      <Answer query={listed} rows={8}>
        {(data) => (
          <section className="stack">
            <span>
              {t('目录内', 'Listed')} <b className="number">{grouped(data.total)}</b> {t('个品牌', 'brands')}
            </span>
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
    </div>
  );
}
