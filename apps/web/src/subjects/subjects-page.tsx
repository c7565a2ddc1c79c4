import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useSpeech } from '../shell/language';
import { RegionPicker } from '../shell/region-picker';
import { go } from '../shell/router';
import { FoundButton, SubjectList } from './subject-list';

/** Any region can be opened: it stands on the books by its code. */
function OpenRegion() {
  const { t } = useSpeech();
  const [code, setCode] = useState<string | null>(null);
  return (
    <section className="sheet stack">
      <p>
        {t(
          '地区无须登记。评估、摸底、方案、会议、信息报送和区划变动都记在地区名下；下表只列有记录的地区。',
          'A region needs no registration. Rounds, surveys, plans, meetings, reports and changes of the map stand under it; the list shows those that have any.',
        )}
      </p>
      <RegionPicker value={code} onChange={setCode} />
      <div>
        <Button disabled={code === null} onClick={() => code !== null && go(`regions/${code}`)}>
          {t('打开地区档案', 'Open the region')}
        </Button>
      </div>
    </section>
  );
}

/** 单位与机构: construction units, training institutions and regions, each with what the rules ask of it. */
export function SubjectsPage({ path }: { readonly path: 'units' | 'institutions' | 'regions' }) {
  const { t } = useSpeech();
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('单位与机构', 'Units and institutions')}</h1>
        <FoundButton kind={path === 'institutions' ? 'institution' : path === 'units' ? 'unit' : 'region'} />
      </div>
      <Tabs
        activeKey={path}
        onChange={(next) => go(next)}
        items={[
          {
            key: 'units',
            label: t('劳务品牌建设单位', 'Construction units'),
            children: (
              <SubjectList
                kind="unit"
                name={{ zh: '建设单位', en: 'Unit' }}
                empty={{ zh: '还没有登记建设单位。', en: 'No unit is on the books.' }}
                statuses={['registered', 'recognised', 'refused', 'withdrawn']}
              />
            ),
          },
          {
            key: 'institutions',
            label: t('培训机构', 'Training institutions'),
            children: (
              <SubjectList
                kind="institution"
                name={{ zh: '培训机构', en: 'Institution' }}
                empty={{ zh: '还没有登记培训机构。', en: 'No institution is on the books.' }}
                statuses={['registered', 'admitted', 'designated', 'withdrawn', 'blacklisted', 'cleared']}
              />
            ),
          },
          {
            key: 'regions',
            label: t('地区', 'Regions'),
            children: (
              <div className="stack">
                <OpenRegion />
                <SubjectList
                  kind="region"
                  name={{ zh: '地区', en: 'Region' }}
                  empty={{ zh: '还没有地区记录。', en: 'No region has an entry.' }}
                  statuses={['active', 'merged']}
                />
              </div>
            ),
          },
        ].map((item) => ({ ...item, children: item.key === path ? item.children : null }))}
      />
    </div>
  );
}
