import type { DraftCell, PatchedDraft, ReturnDraft, ReturnFinding } from '#contracts';
import type { DraftPatch } from '../api';
import { DraftBox } from './draft-box';
import type { PatchCell } from './kept';

const NO_PROGRESS = { asked: 2, filled: 0 };
const A = 'brand|workers|unstated|';
const B = 'brand|employmentDriven|direct|';

const cell = (line: string, value: string | null, revision: number, by = 'wang'): DraftCell => ({
  line,
  field: 'value',
  value,
  revision,
  by,
  at: '2026-01-05T10:32:00+08:00',
});
const draftOf = (...cells: DraftCell[]): ReturnDraft => ({
  returnId: 'r',
  revision: -1,
  cells,
  aside: [],
  findings: [],
  progress: NO_PROGRESS,
});

/** A server with the draft, a clock that is turned by hand, and the browser's store. */
class World {
  readonly server = new Map<string, DraftCell>();
  readonly patches: DraftPatch[] = [];
  kept: readonly PatchCell[] = [];
  failure: 'away' | 'signedOut' | 'refused' | null = null;
  /** What the server finds about the brands it is sent. */
  finds: ReturnFinding[] = [];
  timers: { act: () => void; ms: number }[] = [];
  /** Runs while a patch is on its way. */
  meanwhile: (() => void) | null = null;

  constructor(...cells: DraftCell[]) {
    for (const each of cells) this.server.set(`${each.line}/${each.field}`, each);
  }
  box(findings: ReturnFinding[] = []): DraftBox {
    return new DraftBox(
      { ...draftOf(...this.server.values()), findings },
      {
        recall: () => this.kept,
        keep: (cells) => {
          this.kept = cells;
        },
        later: (act, ms) => {
          const timer = { act, ms };
          this.timers.push(timer);
          return () => {
            this.timers = this.timers.filter((each) => each !== timer);
          };
        },
        reasonOf: () => this.failure ?? 'refused',
        patch: async (patch): Promise<PatchedDraft> => {
          this.patches.push(patch);
          await Promise.resolve();
          this.meanwhile?.();
          this.meanwhile = null;
          if (this.failure !== null) throw new Error(this.failure);
          const answer: PatchedDraft = {
            ...{ returnId: 'r', revision: -1, progress: NO_PROGRESS, saved: [], conflicts: [] },
            brands: [...new Set(patch.cells.map(({ line }) => line.split('|')[0] ?? ''))],
            findings: this.finds,
          };
          for (const { line, field, value, seen } of patch.cells) {
            const there = this.server.get(`${line}/${field}`);
            if ((there?.revision ?? 0) === seen) {
              const saved = { ...cell(line, value, seen + 1, 'me'), field };
              this.server.set(`${line}/${field}`, saved);
              answer.saved.push(saved);
            } else if (there !== undefined) answer.conflicts.push({ line, field, yours: value, theirs: there });
          }
          return answer;
        },
      },
    );
  }
  /** Lets what is waiting happen. */
  async tick(): Promise<void> {
    const due = this.timers;
    this.timers = [];
    for (const { act } of due) act();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  texts(): (string | null | undefined)[] {
    return [A, B].map((line) => this.server.get(`${line}/value`)?.value);
  }
}

const value = (line: string, text: string | null) => ({ line, field: 'value', value: text });

test('cells that are typed one after another go together, each with the revision that its writer saw', async () => {
  const world = new World(cell(B, '5', 3));
  const box = world.box();
  box.write([value(A, '1')]);
  box.write([value(A, '12'), value(B, '6')]);
  expect(box.look()).toMatchObject({ state: 'saving', unsent: 2 });
  await world.tick();
  expect(world.patches).toEqual([
    {
      cells: [
        { ...value(A, '12'), seen: 0 },
        { ...value(B, '6'), seen: 3 },
      ],
    },
  ]);
  expect(box.look()).toMatchObject({ state: 'saved', unsent: 0, conflicts: [] });
  expect(world.kept).toEqual([]);
});

test('what is typed while a patch is on its way follows it, and is no conflict with itself', async () => {
  const world = new World();
  const box = world.box();
  box.write([value(A, '1')]);
  world.meanwhile = () => box.write([value(A, '12')]);
  await world.tick();
  await world.tick();
  expect(world.texts()[0]).toBe('12');
  expect(box.look()).toMatchObject({ state: 'saved', conflicts: [] });
});

test.each(['away', 'signedOut'] as const)(
  'nothing is lost while the server cannot take it (%s), nor when the page is opened anew',
  async (failure) => {
    const world = new World();
    world.failure = failure;
    const box = world.box();
    box.write([value(A, '1')]);
    await world.tick();
    expect(box.look()).toMatchObject({ state: failure, unsent: 1 });
    box.write([value(B, '2')]);
    box.close();
    await world.tick();

    world.failure = null;
    const again = world.box();
    expect(again.valueOf(A, 'value')).toBe('1');
    again.open();
    await world.tick();
    expect(world.texts()).toEqual(['1', '2']);
    expect(again.look()).toMatchObject({ state: 'saved', unsent: 0 });
    expect(world.kept).toEqual([]);
  },
);

test('it is tried again by itself after a while', async () => {
  const world = new World();
  world.failure = 'away';
  const box = world.box();
  box.write([value(A, '1')]);
  await world.tick();
  expect(world.timers.map(({ ms }) => ms)).toEqual([10_000]);
  world.failure = null;
  await world.tick();
  expect(world.texts()[0]).toBe('1');
  expect(box.look().state).toBe('saved');
});

test('what is refused is not pressed upon the server', async () => {
  const world = new World();
  world.failure = 'refused';
  const box = world.box();
  box.write([value(A, '1')]);
  await world.tick();
  expect(box.look()).toMatchObject({ state: 'refused', unsent: 1 });
  expect(world.timers).toEqual([]);
});

describe('two clerks on one cell', () => {
  async function clash(): Promise<{ world: World; box: DraftBox }> {
    const world = new World(cell(A, '1', 1));
    const box = world.box();
    box.write([value(A, '10')]);
    world.server.set(`${A}/value`, cell(A, '20', 2, 'li'));
    await world.tick();
    return { world, box };
  }

  test('both values are shown, and neither is lost', async () => {
    const { world, box } = await clash();
    expect(box.look().conflicts).toEqual([{ line: A, field: 'value', yours: '10', theirs: cell(A, '20', 2, 'li') }]);
    expect(world.texts()[0]).toBe('20');
  });

  test('mine is written over theirs when I say so', async () => {
    const { world, box } = await clash();
    const [conflict] = box.look().conflicts;
    if (conflict === undefined) throw new Error('no conflict');
    box.decide(conflict, 'mine');
    await world.tick();
    expect(world.texts()[0]).toBe('10');
    expect(box.look()).toMatchObject({ conflicts: [], state: 'saved' });
  });

  test('theirs stays when I say so', async () => {
    const { world, box } = await clash();
    const [conflict] = box.look().conflicts;
    if (conflict === undefined) throw new Error('no conflict');
    box.decide(conflict, 'theirs');
    await world.tick();
    expect(world.texts()[0]).toBe('20');
    expect(box.valueOf(A, 'value')).toBe('20');
    expect(box.look().conflicts).toEqual([]);
  });

  test('typing on does not answer the question by itself', async () => {
    const { world, box } = await clash();
    box.write([value(A, '11')]);
    await world.tick();
    expect(world.texts()[0]).toBe('20');
    expect(box.look().conflicts.map(({ yours }) => yours)).toEqual(['11']);
  });

  test('the same value is no conflict', async () => {
    const world = new World(cell(A, '1', 1));
    const box = world.box();
    box.write([value(A, '20')]);
    world.server.set(`${A}/value`, cell(A, '20', 2, 'li'));
    await world.tick();
    expect(box.look()).toMatchObject({ conflicts: [], state: 'saved' });
  });

  test('a cell of another clerk that nobody touched here is taken over', () => {
    const world = new World(cell(A, '1', 1), cell(B, '2', 1));
    const box = world.box();
    box.write([value(B, '3')]);
    const news = box.hear(draftOf(cell(A, '9', 2, 'li'), cell(B, '8', 2, 'li')));
    expect(news.map((each) => [each.line, each.value])).toEqual([[A, '9']]);
    expect(box.valueOf(B, 'value')).toBe('3');
  });
});

test('a long paste goes in parts', async () => {
  const world = new World();
  const box = world.box();
  box.write(Array.from({ length: 4500 }, (_, at) => value(`brand${at}|workers|unstated|`, '1')));
  await world.tick();
  await box.flush();
  expect(world.patches.map(({ cells }) => cells.length)).toEqual([2000, 2000, 500]);
});

test('after the return was reported its draft begins anew', async () => {
  const world = new World(cell(A, '1', 4));
  const box = world.box();
  world.server.clear();
  expect(box.hear({ ...draftOf(), revision: 0 })).toEqual([]);
  box.write([value(A, '2')]);
  await world.tick();
  expect(world.patches).toEqual([{ cells: [{ ...value(A, '2'), seen: 0 }] }]);
  expect(box.look()).toMatchObject({ state: 'saved', conflicts: [] });
});

test('an answer tells all that is found about the brands that were sent, and leaves what was found of others', async () => {
  const found = (line: string, code: string): ReturnFinding => ({
    ...{ severity: 'impossible', code, line, field: 'value', zh: code, en: code, todo: { zh: '', en: '' }, explained: false },
  });
  const other = 'another|workers|unstated|';
  const world = new World();
  world.finds = [found(B, 'RETURN.PART_EXCEEDS_WHOLE')];
  const box = world.box([found(A, 'RETURN.VALUE_MISSING'), found(B, 'RETURN.LINE_MISSING'), found(other, 'RETURN.LINE_MISSING')]);
  box.write([value(A, '5')]);
  await world.tick();
  expect(box.look().findings.map(({ line, code }) => [line, code])).toEqual([
    [other, 'RETURN.LINE_MISSING'],
    [B, 'RETURN.PART_EXCEEDS_WHOLE'],
  ]);
});
