import { readConfig } from '#application';
import { compose } from './composition';
import { runProcess } from './process';

/** Starts a worker of its own: read models and steward, on EventStoreDB and PostgreSQL. */
runProcess(async (onStop) => {
  const config = readConfig(process.env);
  if (config.remote === null) {
    throw new Error(
      '独立的 worker 需要 EVENTSTORE_URL 与 READ_MODEL_URL；单机运行请直接启动 api / a worker of its own needs EVENTSTORE_URL and READ_MODEL_URL; on one machine start the api alone',
    );
  }
  const composition = await compose(config, 'worker');
  onStop(() => composition.close());
  await composition.prepare(config.sampleData);
  console.log('READY worker');
});
