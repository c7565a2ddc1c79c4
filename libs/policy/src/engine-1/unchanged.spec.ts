/** What engine 1 has answered it answers for ever: one digest over every rule of the first two documents on facts of many kinds. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { HINGGAN, IM, JINAN, SD, WUHAI, driven, facts, figure, shipped, stock, subject } from '../../test/support';
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

test('every answer under the first two documents is byte for byte what it was before the later shapes were added', () => {
  const hash = createHash('sha256');
  let answers = 0;
  for (const pack of [IM, SD])
    for (const rule of pack.rules.keys())
      for (const who of SUBJECTS)
        for (const given of CASES) {
          hash.update(canonicalize(evaluate(pack, rule, who, given, { asOf: '2024-07-10' })) ?? '');
          answers += 1;
        }
  expect([answers, hash.digest('hex')]).toEqual([3364, 'cbb86457a867b638342da1fcd4ab2a0653b38aba305ec85b87f8970a8cd309b5']);
});

test('the packs of the first two documents have the digests under which they were published', () => {
  expect(['im-2024-118', 'im-2024-118-house', 'sd-2021-22', 'sd-2021-22-house'].map((id) => shipped(id).digest)).toEqual([
    'b6fc13873ae0041798de525936500f67242cc099bfb0ddfe755180e98334c970',
    'a3a22a55b951c37a70286d6845df0cd5b46785b2b72e2d2717b40541dab6a473',
    '20c7e53336b844dccdd8802ecb728c1d6fc9d7dcaadb9a08edf3ee235fb403ea',
    '2482396b30aa80e649277ac0809a7ca39be64951845cfd7e438de50492a5e636',
  ]);
});
