import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readConfig } from '#application';
import { connectEventStoreDb } from '#event-store';

/** No engine that could start them is needed to see that the compose file and the Dockerfile fit the programs. */

const root = join(__dirname, '../..');
const Health = z.object({ test: z.array(z.string()).min(1), retries: z.number().int().positive() }).loose();
const Service = z
  .object({
    image: z.string(),
    build: z.string().optional(),
    command: z.array(z.string()).optional(),
    environment: z.record(z.string(), z.string()),
    ports: z.array(z.string()).optional(),
    volumes: z.array(z.string()).optional(),
    healthcheck: Health.optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  })
  .loose();
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) }).loose();

const compose = Compose.parse(parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }));
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

function service(name: string): z.infer<typeof Service> {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
}

/** The environment as compose hands it over when the caller has set nothing: `${NAME:-default}` becomes the default. */
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(service(name).environment).map(([key, value]) => [key, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]));

describe('docker-compose.yml', () => {
  it('starts a genuine event store and PostgreSQL 18 beside api and worker', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['api', 'eventstore', 'postgres', 'worker']);
    expect(service('eventstore').image).toMatch(/^eventstore\/eventstore:24\.10\.\d+$/);
    expect(service('postgres').image).toMatch(/^postgres:18\.\d+-/);
    expect(service('api').image).toBe(service('worker').image);
    expect([service('api').build, service('worker').build]).toEqual(['.', '.']);
  });

  it.each(Object.keys(compose.services))('pins the image of %s to a version', (name) => {
    expect(service(name).image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each(Object.keys(compose.services))('publishes %s to this machine only', (name) => {
    for (const port of service(name).ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('keeps both stores in named volumes, where their images put their data', () => {
    expect(service('eventstore').volumes).toContain('eventstore-data:/var/lib/eventstore');
    expect(service('postgres').volumes).toEqual(['postgres-data:/var/lib/postgresql']);
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]));
    expect([...new Set(mounted)].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it('waits for the health of both stores, and starts workers before the api', () => {
    for (const name of ['api', 'worker']) {
      expect(service(name).depends_on).toMatchObject({
        eventstore: { condition: 'service_healthy' },
        postgres: { condition: 'service_healthy' },
      });
    }
    expect(service('api').depends_on).toHaveProperty('worker');
    for (const name of ['api', 'eventstore', 'postgres']) expect(service(name).healthcheck).toBeDefined();
  });

  it.each([
    ['api', 'dist/apps/api/src/main.js'],
    ['worker', 'dist/apps/worker/src/main.js'],
  ])('starts %s from a program that is there', (name, main) => {
    expect(service(name).command).toEqual(['node', main]);
    expect(existsSync(join(root, main.replace('dist/', '').replace('.js', '.ts')))).toBe(true);
  });

  it('says to both programs, in the names they know, where log and read models are', () => {
    for (const name of ['api', 'worker']) {
      expect(readConfig(environmentOf(name)).remote).toEqual({
        eventStoreUrl: 'esdb://eventstore:2113?tls=false',
        readModelUrl: 'postgres://ledger:ledger@postgres:5432/ledger',
      });
    }
    const api = readConfig(environmentOf('api'));
    expect(api).toMatchObject({ host: '0.0.0.0', port: 7300 });
    expect(service('api').ports).toEqual([`127.0.0.1:${api.port}:${api.port}`]);
    expect(service('api').healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${api.port}/healthz`);
    expect(readConfig({ ...environmentOf('worker'), SAMPLE_DATA: 'off' }).sampleData).toBe(false);
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = environmentOf('postgres');
    expect(api.remote?.readModelUrl).toBe(`postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@postgres:5432/${POSTGRES_DB}`);
  });

  it('gives an address that the adapter takes, for a server without TLS', async () => {
    await connectEventStoreDb({ url: environmentOf('api')['EVENTSTORE_URL'] ?? '' }).close();
    expect(environmentOf('eventstore')).toMatchObject({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_CLUSTER_SIZE: '1' });
  });
});

describe('the Dockerfile', () => {
  const lines = dockerfile.split('\n');

  it('builds in one stage and runs in another, both pinned, and not as root', () => {
    const stages = lines.filter((line) => line.startsWith('FROM '));
    expect(stages).toHaveLength(2);
    for (const stage of stages) expect(stage).toMatch(/^FROM node:20\.\d+\.\d+-bookworm-slim( AS build)?$/);
    expect(lines.findLast((line) => line.startsWith('USER '))).toBe('USER node');
  });

  it('carries what the programs read at run time', () => {
    const carried = lines.flatMap((line) => /^COPY --from=build \/app\/(\S+)/.exec(line)?.[1] ?? []);
    expect(carried).toEqual(['package.json', 'node_modules', 'dist', 'libs/policy/packs', 'libs/contracts/data']);
    for (const path of carried.filter((each) => each !== 'dist')) expect(existsSync(join(root, path))).toBe(true);
  });
});
