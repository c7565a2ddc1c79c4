import { DEMO_CAST, DEMO_BRANDS, DEMO_NOMINATIONS } from './cast';
import { demonstratedYear, demonstrationSteps } from './story';

// The year before, but for the first forty-five days of a year.
it.each([
  ['2026-11-26', 2025],
  ['2026-12-31', 2025],
  ['2027-01-01', 2025],
  ['2027-01-10', 2025],
  ['2027-02-14', 2025],
  ['2027-02-15', 2026],
  ['2028-02-14', 2026],
  ['2028-02-15', 2027],
  ['2028-02-29', 2027],
])('begun on %s it reports the year %i', (today, year) => {
  expect(demonstratedYear(today)).toBe(year);
});

describe.each(['2026-11-26', '2027-01-01', '2027-01-10', '2027-02-14', '2027-02-15', '2028-02-29', '2030-12-31'])(
  'played on %s',
  (today) => {
    const steps = demonstrationSteps(today);

    it('goes forward in time and never past that day', () => {
      const days = steps.map(({ day }) => day);
      expect(days).toEqual([...days].sort());
      expect(days.at(-1)! < today).toBe(true);
    });

    it('takes each step once, as one of the cast', () => {
      expect(new Set(steps.map(({ key }) => key)).size).toBe(steps.length);
      expect(steps.filter(({ by }) => !(by in DEMO_CAST))).toEqual([]);
    });
  },
);

it('takes the same steps whatever the day, so that a run that was cut short goes on with them', () => {
  const keys = (today: string) => demonstrationSteps(today).map(({ key }) => key);
  expect(keys('2027-01-01')).toEqual(keys('2026-11-26'));
});

it('has a card for every role of the table of access, and gives no brand twice', () => {
  const shown = Object.values(DEMO_CAST).filter(({ sees }) => sees !== null);
  expect([...new Set(shown.map(({ role }) => role))].sort()).toEqual(
    [
      ...['administrator', 'approver', 'auditor', 'checker', 'constructionUnit', 'expert', 'policyApprover', 'policyEditor'],
      ...['prefectureReviewer', 'provinceScreener', 'publicReader', 'recorder', 'thirdParty', 'trainingInstitution'],
    ].sort(),
  );
  const names = [...Object.values(DEMO_BRANDS), ...Object.values(DEMO_NOMINATIONS)].map(({ region, name }) => `${region} ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
