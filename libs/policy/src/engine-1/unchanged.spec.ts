/** What engine 1 has answered it answers for ever: one digest over the first rules of the first two documents on facts of many kinds. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HINGGAN, IM, JINAN, SD, WUHAI, driven, facts, figure, stock, subject } from '../../test/support';
import { evaluate } from '../engines';
import type { Facts, FigureFact, Subject } from '../facts';

/** Figures at fixed events, so that the digest does not depend on what ran before. */
const fixed = (list: readonly FigureFact[]): FigureFact[] =>
  list.map((one, index) => ({ ...one, figureId: `figure-${index}`, event: `brand-1@${index + 1}` }));

jest.setTimeout(60_000);

const BOUNDS = ['exact', 'atLeast', 'about', 'almost'] as const;
const CASES: readonly Facts[] = [
  facts(),
  ...[0, 99, 100, 499, 500, 1000, 4000].flatMap((value) =>
    BOUNDS.map((bound) =>
      facts({
        figures: fixed([
          ...[2021, 2022, 2023].flatMap((year) => driven(year, value, value)),
          figure('trainedPersons', 2023, value),
          figure('trainedPersons', 2022, value),
          figure('examined', 2023, value, { bound }),
          figure('passed', 2023, value),
          figure('employedAfterTraining', 2023, Math.trunc(value / 2)),
          figure('keyGroupSubsidised', 2023, value, { bound }),
          figure('orderTrained', 2023, value),
          figure('selfUsed', 2023, value),
          figure('exported', 2023, 1, { unit: 'personTimes' }),
          stock('trainedWorkers', 2023, value),
          stock('workers', 2023, 1000, { bound }),
          stock('certifiedWorkers', 2023, value),
          stock('brandCount', 2023, value % 7, { unit: 'items' }),
        ]),
        dates: {
          cultivatedFrom: { on: '2023-07-11', event: 'brand-1@91' },
          recognisedOn: { on: '2022-05-01', event: 'brand-1@92' },
        },
        breaches: value === 99 ? [{ on: '2022-07-11', kind: '违规', cleared: false, event: 'brand-1@93' }] : [],
        moments: { submittedAt: { at: '2024-07-30T16:00:00Z', event: 'brand-1@94' } },
        placeNames: ['呼和浩特'],
      }),
    ),
  ),
];
const SUBJECTS: readonly Subject[] = [
  subject(),
  subject({ regions: HINGGAN, category: null }),
  subject({ regions: WUHAI, category: '家政服务', kind: 'training', tier: 'county' }),
  subject({ regions: JINAN, tier: 'prefecture', kind: 'unit' }),
];

/** The rules that the first two documents and their house packs had when the engine was written. What is added later is not theirs. */
const FIRST = [
  [
    IM,
    [
      'im.dual.conditions',
      'im.training.conditions',
      'im.training.province',
      'im.training.prefecture',
      'im.training.county',
      'im.labour.name',
      'im.labour.scale',
      'im.labour.conditions',
      'im.training.materials',
      'im.labour.materials',
      'im.deadline',
      'im.house.review.labour',
      'im.house.review.training.province',
      'im.house.review.training.prefecture',
      'im.house.review.training.county',
      'im.house.review.dual',
      'im.house.rectification',
    ],
  ],
  [
    SD,
    [
      'sd.city.key-projects',
      'sd.brand.type',
      'sd.unit.recognition',
      'sd.brand.name',
      'sd.unit.trained',
      'sd.unit.used',
      'sd.unit.commission',
      'sd.brand.catalogue',
      'sd.house.review',
      'sd.house.rectification',
      'sd.house.promotion.province',
      'sd.house.promotion.prefecture',
    ],
  ],
] as const;

test('every answer of the first rules is byte for byte what it was before the later shapes were added', () => {
  const hash = createHash('sha256');
  let answers = 0;
  for (const [pack, rules] of FIRST)
    for (const rule of rules)
      for (const who of SUBJECTS)
        for (const given of CASES) {
          // A digest names the whole text of a pack, and changes with a line that no rule reads.
          const { digest, completedBy, ...answer } = evaluate(pack, rule, who, given, { asOf: '2024-07-10' });
          expect([digest, completedBy?.length]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 1]);
          hash.update(canonicalize(answer) ?? '');
          answers += 1;
        }
  expect([answers, hash.digest('hex')]).toEqual([3364, 'b5c73dfa0003dacad2bf7d033a0439fbf2f3032f2aff84062a297c8b86e5d718']);
});
