import { randomUUID } from 'node:crypto';
import pg from 'pg';

import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { createTestDatabase, eventually, startTestIssuer, type TestDatabase, type TestIssuer, type TestRedis, testRedis } from '@hallway/testing';

import { createServiceApp, type ServiceApp, type ServiceOptions } from '../src';
import { edgeService, listenerService, NotePublisher, publisherService, ReceivedNotes } from './event-services';
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

const received = async (id: string) => (await owner.query<{ trace: string }>('SELECT trace FROM listener.received_notes WHERE id = $1', [id])).rows;

beforeAll(async () => {
  [issuer, database, redis] = await Promise.all([startTestIssuer(), createTestDatabase('publisher', 'listener'), testRedis()]);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await Promise.all(running.map((service) => service.close()));
  await owner?.end();
  await Promise.all([issuer?.close(), database?.drop(), redis?.release()]);
});

it('delivers to one competing replica, to every broadcast replica, and to none what was rolled back', async () => {
  const publisher = await start(publisherService);
  const listeners = [await start(listenerService), await start(listenerService)];
  const edges = [await start(edgeService), await start(edgeService)];
  expect(listeners).toHaveLength(2);
  const publish = publisher.app.get(NotePublisher, { strict: false });
  const [kept, dropped] = [randomUUID(), randomUUID()];
  const failing = publish.publish(dropped, () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  const context = newRequestContext();
  await requestContext.run(context, () => publish.publish(kept));

  await eventually(async () => expect(await received(kept)).toEqual([{ trace: context.traceId }]));
  await eventually(() => {
    for (const edge of edges) expect(edge.app.get(ReceivedNotes, { strict: false }).ids).toEqual([kept]);
  });
  expect(await received(dropped)).toEqual([]);
});

it('keeps what was published while the listener was away', async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
  const id = randomUUID();
  const publisher = await start(publisherService);
  await publisher.app.get(NotePublisher, { strict: false }).publish(id);
  await publisher.close();
  await start(listenerService);
  await eventually(async () => expect(await received(id)).toHaveLength(1));
});
