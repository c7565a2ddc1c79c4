import type { Clock } from '#application';
import { openOfficeStore, type OfficeStore } from '#office';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { testPostgres, type TestPostgres } from '../../../test/support/postgres';
import { MAX_PAUSED_OF_NAME, MAX_WAITING_OF_ADDRESS, NAME_WINDOW_MS, PROVED_MS, SignInTries } from './sign-in-tries';

const SETTINGS = { failures: 3, lockMinutes: 15, nameFailures: 6, namePauseMs: 30 };
const MINUTE = 60_000;
const BUSY = { refusal: { code: 'ACCESS.BUSY' } };

describe.each(['sqlite', 'postgres'] as const)('tries to sign in, on %s', (engine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-tries-'));
  let postgres: TestPostgres | null = null;
  let store: OfficeStore;
  let now = Date.parse('2026-11-26T02:00:00.000Z');
  const clock: Clock = { now: () => new Date(now), today: () => new Date(now).toISOString().slice(0, 10) };
  let tries: SignInTries;
  let login: string;
  let serial = 0;

  beforeAll(async () => {
    if (engine === 'postgres') postgres = await testPostgres();
    store = await openOfficeStore(postgres === null ? { file: join(folder, 'office.sqlite') } : { url: postgres.url });
  }, 60_000);
  afterAll(async () => {
    await store.close();
    await postgres?.drop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    tries = new SignInTries(store, clock, SETTINGS);
    login = `name${(serial += 1)}`;
  });
  afterEach(() => tries.close());

  const wrong = (address: string, name = login): Promise<string | null> => tries.attempt(name, address, () => Promise.resolve(null));
  const right = (address: string, name = login): Promise<string | null> => tries.attempt(name, address, () => Promise.resolve('in'));
  const times = async (count: number, act: (at: number) => Promise<unknown>): Promise<void> => {
    for (let at = 0; at < count; at += 1) await act(at);
  };

  it.each([
    [SETTINGS.failures - 1, 'in'],
    [SETTINGS.failures, null],
  ])('%i wrong ones from an address, and the right one from there gives %s, from elsewhere it is let in', async (count, expected) => {
    await times(count, () => wrong('10.0.0.1'));
    expect(await right('10.0.0.1')).toBe(expected);
    expect(await right('10.0.0.2')).toBe('in');
    expect((await tries.locked()).has(login)).toBe(expected === null);
  });

  it('count as many at once as one by one, and in another process too', async () => {
    const other = new SignInTries(store, clock, SETTINGS);
    await Promise.all([wrong('10.0.0.1'), other.attempt(login, '10.0.0.1', () => Promise.resolve(null)), wrong('10.0.0.1')]);
    expect(await other.attempt(login, '10.0.0.1', () => Promise.resolve('in'))).toBeNull();
  });

  it('are not counted while an address is locked, so that the lock ends when it was said to', async () => {
    await times(SETTINGS.failures, () => wrong('10.0.0.1'));
    now += SETTINGS.lockMinutes * MINUTE - 1;
    const asked: boolean[] = [];
    expect(await tries.attempt(login, '10.0.0.1', (barred) => Promise.resolve(asked.push(barred)))).toBeNull();
    expect(asked).toEqual([true]);
    now += 1;
    expect(await right('10.0.0.1')).toBe('in');
  });

  it.each([
    [NAME_WINDOW_MS - 1, null],
    [NAME_WINDOW_MS, 'in'],
  ])('are forgotten in time: after %i ms one more gives %s', async (later, expected) => {
    await times(SETTINGS.failures - 1, () => wrong('10.0.0.1'));
    now += later;
    await wrong('10.0.0.1');
    expect(await right('10.0.0.1')).toBe(expected);
  });

  it('are forgotten when the right one comes between', async () => {
    await times(SETTINGS.failures - 1, () => wrong('10.0.0.1'));
    await right('10.0.0.1');
    await times(SETTINGS.failures - 1, () => wrong('10.0.0.1'));
    expect(await right('10.0.0.1')).toBe('in');
  });

  describe('from many addresses', () => {
    const guess = (count: number): Promise<void> => times(count, (at) => wrong(`192.0.2.${at}`));
    /** Where a closing server lets nobody wait, whoever would have been paused is told that it is busy. */
    const isPaused = async (address: string): Promise<boolean> => {
      const closing = new SignInTries(store, clock, SETTINGS);
      closing.close();
      return closing
        .attempt(login, address, () => Promise.resolve('in'))
        .then(
          () => false,
          (error: unknown) => {
            expect(error).toMatchObject(BUSY);
            return true;
          },
        );
    };

    it.each([
      [SETTINGS.nameFailures - 1, false],
      [SETTINGS.nameFailures, true],
    ])('after %i wrong ones a stranger is paused: %s', async (count, expected) => {
      await guess(count);
      expect(await isPaused('198.51.100.1')).toBe(expected);
    });

    it.each([
      [NAME_WINDOW_MS - 1, true],
      [NAME_WINDOW_MS, false],
    ])('%i ms after the first of them a stranger is paused: %s', async (later, expected) => {
      await guess(SETTINGS.nameFailures);
      now += later;
      expect(await isPaused('198.51.100.1')).toBe(expected);
    });

    it.each([
      [PROVED_MS - 1, false],
      [PROVED_MS, true],
    ])('%i ms after the name proved itself at an address, that one is paused: %s', async (later, expected) => {
      await right('10.0.0.1');
      now += later;
      await guess(SETTINGS.nameFailures);
      expect([await isPaused('10.0.0.1'), await isPaused('10.0.0.2')]).toEqual([expected, true]);
    });

    it('lock nobody out: a pause ends, and the right one is let in', async () => {
      await guess(SETTINGS.nameFailures);
      expect(await right('10.0.0.9')).toBe('in');
    });

    it('take one place each in the line, which is short', async () => {
      await guess(SETTINGS.nameFailures);
      const patient = new SignInTries(store, clock, { ...SETTINGS, namePauseMs: 600_000 });
      const addresses = ['198.51.100.0', ...Array.from({ length: MAX_PAUSED_OF_NAME + 1 }, (_, at) => `198.51.100.${at}`)];
      let refused = 0;
      const ends = addresses.map((address) =>
        patient
          .attempt(login, address, () => Promise.resolve('in'))
          .catch((error: unknown) => {
            expect(error).toMatchObject(BUSY);
            refused += 1;
          }),
      );
      // The same address again, and one more than there are places.
      for (let waited = 0; waited < 100 && refused < 2; waited += 1) await sleep(20);
      await sleep(50);
      expect(refused).toBe(2);
      patient.close();
      await Promise.all(ends);
      expect(refused).toBe(addresses.length);
    });
  });

  it('of one address are not so many at once that nobody else comes in', async () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const slow = (at: number): Promise<unknown> =>
      tries
        .attempt(`${login}-${at}`, '10.0.0.1', () => opened.then(() => 'in'))
        .catch((error: unknown) => (error as { refusal: { code: string } }).refusal.code);
    const all = Promise.all(Array.from({ length: MAX_WAITING_OF_ADDRESS + 1 }, (_, at) => slow(at)));
    expect(await right('10.0.0.2')).toBe('in');
    open();
    const ends = await all;
    expect(ends.filter((end) => end === 'in')).toHaveLength(MAX_WAITING_OF_ADDRESS);
    expect(ends.filter((end) => end === 'ACCESS.BUSY')).toHaveLength(1);
    expect(await right('10.0.0.1')).toBe('in');
  });

  it('are all forgotten with the name', async () => {
    await times(SETTINGS.nameFailures, (at) => wrong(`10.0.0.${at % 2}`));
    await store.inTransaction((tx) => tries.forget(tx, login));
    expect(await right('10.0.0.1')).toBe('in');
    expect((await tries.locked()).has(login)).toBe(false);
  });

  it('leave no row behind once they count no more', async () => {
    await wrong('10.0.0.1');
    now += PROVED_MS + 2 * MINUTE;
    await wrong('10.0.0.2', 'last');
    const left = await store.read.selectFrom('sign_in_address').select('login').execute();
    expect(left).toEqual([{ login: 'last' }]);
    expect(await store.read.selectFrom('sign_in_name').select('login').execute()).toEqual([{ login: 'last' }]);
  });
});
