import { ImportPreviews } from './imports.previews';

const never = (): Promise<never> => new Promise(() => undefined);
const previews = (): ImportPreviews =>
  new ImportPreviews({ acceptedBefore: never } as never, {} as never, {} as never, { refusalsOf: never }, () => undefined);
const person = (id: string, role = 'recorder') => ({ id, role, region: '150430' });
const bytes = new Uint8Array();

describe('files that are looked through', () => {
  it('are kept one of each person, however many others send theirs', () => {
    const kept = previews();
    const people = Array.from({ length: 12 }, (_, n) => person(`p-${n}`));
    const ids = people.map((each) => kept.start(bytes, 'a.csv', 'auto', each));
    expect(people.map((each, n) => kept.standing(ids[n] ?? '', each)?.previewId)).toEqual(ids);
    const [first = person('')] = people;
    const next = kept.start(bytes, 'b.csv', 'auto', first);
    expect([kept.standing(ids[0] ?? '', first), kept.standing(next, first)?.previewId]).toEqual([null, next]);
    expect(kept.standing(ids[1] ?? '', people[1] ?? first)?.previewId).toBe(ids[1]);
  });

  it('are kept six of everybody in a ledger without accounts, the oldest of which goes', () => {
    const kept = previews();
    const local = person('local', 'local');
    const ids = Array.from({ length: 7 }, () => kept.start(bytes, 'a.csv', 'auto', local));
    expect(ids.map((id) => kept.standing(id, local) !== null)).toEqual([false, ...Array.from({ length: 6 }, () => true)]);
  });
});
