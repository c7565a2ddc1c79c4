/** The two sides of a dual brand: each with the answer of its own conditions, and why a review is due. */
import { useQuery } from '@tanstack/react-query';
import type { BrandCard, SubjectCard } from '#contracts';
import { BRAND_EVENT_WORDS, PATH_WORDS } from '../../../../libs/domain/src/brand/words';
import { SUBJECT_EVENT_WORDS } from '../../../../libs/domain/src/subject/words';
import { BrandName } from '../brand/brand-name';
import { Verdict } from '../brand/dry-evaluation';
import { FactEvent } from '../brand/fact-event';
import { policyOf, ruleOf } from '../brand/pack-words';
import { queries } from '../shell/api';
import { todayInShanghai } from '../shell/format';
import { useSpeech } from '../shell/language';
import { Answer, Mark, Nothing, SideMarks, TierMark } from '../shell/marks';
import { Go } from '../shell/router';
import { KIND, named, STAGE, type Book } from '../shell/words';
import { ownOf, type Own } from './kinds';

const EVENT: Book = { ...BRAND_EVENT_WORDS, ...SUBJECT_EVENT_WORDS };

/** Rules that the conditions of a side consist of: nomination, integrity, and of a tier held that tier's standard. */
const asked = (purpose: string | undefined, tier: string | null | undefined, held: BrandCard): boolean =>
  purpose === 'nomination' || purpose === 'integrity' || (purpose === 'tier' && tier === held.tier);

function Side({ card, pack }: { readonly card: BrandCard; readonly pack: string }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const answers = useQuery(queries.evaluations(card.brandId, { pack, asOf: todayInShanghai(), factsFrom: 'locked' }));
  return (
    <section className="sheet stack" data-testid={`side-${card.kind}`}>
      <div className="row">
        <h2>
          <Go to={`brands/${card.brandId}`}>{card.name}</Go>
        </h2>
        <Mark tone="plain">{say(named(KIND, card.kind))}</Mark>
        <Mark tone={card.stage === 'delisted' ? 'grave' : 'calm'}>{say(named(STAGE, card.stage))}</Mark>
        <TierMark tier={card.tier} />
        <SideMarks states={card.sideStates} />
      </div>
      {card.stage === 'delisted' ? (
        <p>
          <Mark tone="grave">{t('不符合', 'not met')}</Mark>{' '}
          {t('该品牌已退出目录，这一方不再符合。', 'It has left the catalogue: this side does not pass.')}
        </p>
      ) : null}
      <Answer query={answers}>
        {(rows) => {
          const own = rows.filter(({ explanation }) => {
            const rule =
              ruleOf(shelf, explanation.pack, explanation.rule) ??
              shelf.flatMap(({ document }) => document.rules).find(({ id }) => id === explanation.rule);
            return asked(rule?.purpose, rule?.tier, card);
          });
          if (own.length === 0) return <Nothing text={t('该文件没有对这一方的条件。', 'The document asks nothing of this side.')} />;
          return own.map((answer) => <Verdict key={`${answer.explanation.pack}${answer.explanation.rule}`} answer={answer} />);
        }}
      </Answer>
    </section>
  );
}

function SideOf({ brandId, pack }: { readonly brandId: string; readonly pack: string }) {
  const brand = useQuery(queries.brand(brandId));
  return <Answer query={brand}>{(card) => <Side card={card} pack={pack} />}</Answer>;
}

/** 待复核: which side changed, and the events that led there, earliest first. */
function ReviewsDue({ reviews }: { readonly reviews: Own<'link'>['reviewsDue'] }) {
  const { t, say } = useSpeech();
  if (reviews.length === 0) return null;
  return (
    <section className="sheet clash" data-testid="reviews-due">
      <header>
        <h2>{t('应予复核', 'A review is due')}</h2>
        <span className="quiet">{t('由具名人员复核：保留或暂停', 'A named person holds it: kept or suspended')}</span>
      </header>
      <ul className="reasons">
        {reviews.map((review) => (
          <li key={review.event}>
            <b>{review.side === 'labour' ? t('劳务品牌一方', 'The labour side') : t('培训品牌一方', 'A training side')}</b>
            {t('条件变化，', ' changed on ')}
            <span className="number">{review.on}</span> <FactEvent event={review.event} told={t('看依据', 'why')} />
            <ol className="reasons">
              {review.chain.map((step) => (
                <li key={step.event}>
                  {step.stream.startsWith('brand-') ? <BrandName brandId={step.stream.slice('brand-'.length)} /> : null}{' '}
                  {say(named(EVENT, step.type))} <FactEvent event={step.event} />
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the document answers on the dual brand itself: both sides together, the evidence and the judgement of the link. */
function LinkVerdict({ card, pack }: { readonly card: SubjectCard; readonly pack: string }) {
  const answers = useQuery(queries.subjectEvaluations(`/links/${card.id}`, { asOf: todayInShanghai(), factsFrom: 'locked' }));
  const shelf = useQuery(queries.policies()).data ?? [];
  const rules = (answers.data ?? [])
    .filter((each) => each.pack === pack)
    .flatMap((each) => each.rules)
    .filter(({ explanation }) => ruleOf(shelf, explanation.pack, explanation.rule)?.purpose === 'nomination');
  return rules.map((answer) => <Verdict key={answer.explanation.rule} answer={answer} />);
}

export function LinkSides({ card }: { readonly card: SubjectCard }) {
  const { t, say } = useSpeech();
  const shelf = useQuery(queries.policies()).data ?? [];
  const own = ownOf(card, 'link');
  if (own === null) return null;
  return (
    <div className="stack">
      <ReviewsDue reviews={own.reviewsDue} />
      <section className="sheet">
        <dl className="facts">
          <div>
            <dt>{t('依据文件', 'Document')}</dt>
            <dd>
              <Go to={`policies/${own.pack}`}>{policyOf(shelf, own.pack)?.title ?? own.pack}</Go>
            </dd>
          </div>
          <div>
            <dt>{t('培育类型', 'Path')}</dt>
            <dd>{say(PATH_WORDS[own.path])}</dd>
          </div>
          <div>
            <dt>{t('对应关系', 'Correspondence')}</dt>
            <dd>
              {t(`1 个劳务品牌对应 ${own.training.length} 个培训品牌`, `1 labour brand with ${own.training.length} training brand(s)`)}
            </dd>
          </div>
          <div>
            <dt>{t('确认日期', 'Recognised on')}</dt>
            <dd>{own.recognition?.on ?? <span className="quiet">{t('未确认', 'not recognised')}</span>}</dd>
          </div>
        </dl>
      </section>
      <LinkVerdict card={card} pack={own.pack} />
      <h2>{t('劳务品牌一方', 'The labour side')}</h2>
      <SideOf brandId={own.labour} pack={own.pack} />
      <h2>{t('培训品牌一方', 'The training side')}</h2>
      {own.training.map((brandId) => (
        <SideOf key={brandId} brandId={brandId} pack={own.pack} />
      ))}
    </div>
  );
}
