import { connectEventStoreDb } from '#event-store';
import { rawStoreOver } from '../support/wire-node/raw-store';
import { describeEventLog } from './event-store-contract';

/**
 * The same suite against a genuine EventStoreDB or KurrentDB, where `TEST_EVENTSTORE_URL` names one. Only there is it seen that
 * the wire node models the server rightly. Never `EVENTSTORE_URL`: that is somebody's ledger, and the suite deletes streams.
 */
function genuineServer(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const url = env['TEST_EVENTSTORE_URL'] || undefined;
  if (url !== undefined && url === env['EVENTSTORE_URL'])
    throw new Error('TEST_EVENTSTORE_URL names the ledger of EVENTSTORE_URL: the suite deletes streams');
  return url;
}

const url = genuineServer(process.env);

if (url === undefined) {
  process.stderr.write('NOT RUN: the contract suite on a genuine server, because TEST_EVENTSTORE_URL names none\n');
} else {
  describeEventLog(
    'the EventStoreDB adapter over a genuine server',
    () => {
      const raw = rawStoreOver(url);
      const log = connectEventStoreDb({ url });
      return Promise.resolve({
        log,
        raw,
        close: async () => {
          await log.close();
          await raw.close();
        },
      });
    },
    { runs: 5 },
  );
}

describe('the choice of a genuine server', () => {
  it('is never the ledger', () => {
    expect(genuineServer({ EVENTSTORE_URL: 'esdb://ledger:2113' })).toBeUndefined();
    expect(genuineServer({ EVENTSTORE_URL: 'esdb://ledger:2113', TEST_EVENTSTORE_URL: '' })).toBeUndefined();
    expect(genuineServer({ EVENTSTORE_URL: 'esdb://ledger:2113', TEST_EVENTSTORE_URL: 'esdb://trial:2113' })).toBe('esdb://trial:2113');
    expect(() => genuineServer({ EVENTSTORE_URL: 'esdb://ledger:2113', TEST_EVENTSTORE_URL: 'esdb://ledger:2113' })).toThrow(
      'deletes streams',
    );
  });
});
