import { useSpeech } from '../shell/language';
import { FoundButton, SubjectList } from './subject-list';

/** 双品牌: each links one labour brand to its training brands. */
export function LinksPage() {
  const { t } = useSpeech();
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('技能培训和劳务“双品牌”', 'Dual brands')}</h1>
        <FoundButton kind="link" />
      </div>
      <SubjectList
        kind="link"
        name={{ zh: '“双品牌”', en: 'Dual brand' }}
        empty={{ zh: '还没有“双品牌”。', en: 'There is no dual brand.' }}
        statuses={['proposed', 'recognised', 'underReview', 'suspended', 'refused', 'dissolved']}
      />
    </div>
  );
}
