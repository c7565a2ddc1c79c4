import { sideOutcome, type SideAnswer } from './evaluation';

const nomination = (outcome: SideAnswer['outcome']): SideAnswer => ({ purpose: 'nomination', tier: null, outcome });
const tier = (name: string, outcome: SideAnswer['outcome']): SideAnswer => ({ purpose: 'tier', tier: name, outcome });

describe('one side of a dual brand', () => {
  it.each<[string, SideAnswer[], string | null, string]>([
    ['nobody asks it anything', [], null, 'undecidable'],
    ['it knows no tiers', [nomination('pass')], null, 'pass'],
    ['it holds none and meets one', [nomination('pass'), tier('province', 'fail'), tier('prefecture', 'pass')], null, 'pass'],
    ['it holds none and meets none', [nomination('pass'), tier('province', 'fail'), tier('prefecture', 'fail')], null, 'fail'],
    ['it holds none and one is open', [nomination('pass'), tier('province', 'fail'), tier('county', 'undecidable')], null, 'undecidable'],
    ['it holds one and meets another', [nomination('pass'), tier('province', 'fail'), tier('prefecture', 'pass')], 'province', 'fail'],
    ['it holds one and meets it', [nomination('pass'), tier('province', 'fail'), tier('prefecture', 'pass')], 'prefecture', 'pass'],
    ['its tier is met and its nomination is not', [nomination('fail'), tier('county', 'pass')], 'county', 'fail'],
    ['a breach stands', [nomination('pass'), { purpose: 'integrity', tier: null, outcome: 'fail' }, tier('county', 'pass')], null, 'fail'],
    ['other rules say nothing of it', [nomination('pass'), { purpose: 'review', tier: null, outcome: 'fail' }], null, 'pass'],
  ])('when %s', (_, answers, held, outcome) => expect(sideOutcome(answers, held)).toBe(outcome));
});
