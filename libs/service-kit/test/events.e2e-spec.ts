import { randomUUID } from 'node:crypto';

import pg from 'pg';

import { createTestDatabase, eventually, startTestIssuer, type TestDatabase, type TestIssuer, testRedis, type TestRedis } from '@hallway/testing';

import { createServiceApp, type ServiceApp, type ServiceOptions } from '../src/boot';
import { newRequestContext, requestContext } from '../src/context';
import { edgeService, Heard, listenerService, Teller, tellerService } from './event-services';
import { settingsOf } from './sample-stack';

let database: TestDatabase;
let redis: TestRedis;
let issuer: TestIssuer;
let owner: pg.Client;
const running: ServiceApp[] = [];

async function start(options: ServiceOptions): Promise<ServiceApp> {
  const url = options.database ? database.urlOf(options.database.schema) : undefined;
  const service = await createServiceApp(options, { ...settingsOf({ issuer, database, redis }), ...(url && { DATABASE_URL: url }) });
  running.push(service);
  return service;
}

const heard = async (id: string) => (await owner.query<{ trace: string }>('SELECT trace FROM listener.heard WHERE id = $1', [id])).rows;

beforeAll(async () => {
  [issuer, database, redis] = await Promise.all([startTestIssuer(), createTestDatabase('teller', 'listener'), testRedis()]);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.close()));
  await owner?.end();
  await Promise.all([issuer?.close(), database?.drop(), redis?.release()]);
});

it('tells one replica of a working service, every replica at the edge, and nobody what was rolled back', async () => {
  const teller = await start(tellerService);
  const listeners = [await start(listenerService), await start(listenerService)];
  const edges = [await start(edgeService), await start(edgeService)];
  expect(listeners).toHaveLength(2);
  const tell = teller.app.get(Teller, { strict: false });
  const [kept, dropped] = [randomUUID(), randomUUID()];
  const failing = tell.tell(dropped, () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const context = newRequestContext();
  await requestContext.run(context, () => tell.tell(kept));

  await eventually(async () => expect(await heard(kept)).toEqual([{ trace: context.traceId }]));
  await eventually(() => {
    for (const edge of edges) expect(edge.app.get(Heard, { strict: false }).ids).toEqual([kept]);
  });
  expect(await heard(dropped)).toEqual([]);
});

it('keeps what was told while the listener was away', async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
  const id = randomUUID();
  const teller = await start(tellerService);
  await teller.app.get(Teller, { strict: false }).tell(id);
  await teller.close();
  await start(listenerService);
  await eventually(async () => expect(await heard(id)).toHaveLength(1));
});
