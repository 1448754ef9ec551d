import { randomUUID } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';

import { usersInternalApi } from '@hallway/contracts-auth';
import { NameLookup, ServiceClient, ServiceReplicas } from '@hallway/service-calls';
import { ServiceTokens } from '@hallway/service-kit/auth';
import { loadConfig, ServiceConfig, testEnvironment } from '@hallway/service-kit/config';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { Metrics } from '@hallway/service-kit/metrics';
import { Tracing } from '@hallway/service-kit/tracing';
import { startDnsServer } from '@hallway/testing';

import { createServiceApp, type ServiceApp } from '../src';
import { type CreateNote, notesApi, sampleService } from './sample-service';
import { type SampleStack, serviceSecret, settingsOf, startSample } from './sample-stack';

let stack: SampleStack;
const replicas: ServiceApp[] = [];
const clients: ServiceClient[] = [];

/** The sample service under the name of one that the client knows. */
const asMessages = { ...sampleService, name: 'messages' };
const startReplica = async () => {
  const replica = await createServiceApp(asMessages, settingsOf(stack));
  replicas.push(replica);
  return replica;
};

function clientOf(urls: string[], secret = serviceSecret): ServiceClient {
  const config = loadConfig(ServiceConfig, testEnvironment({ MESSAGES_URL: urls }));
  const client = new ServiceClient({
    name: 'realtime',
    replicas: new ServiceReplicas(config),
    tokens: new ServiceTokens(secret, 'realtime'),
    metrics: new Metrics('realtime'),
    tracing: new Tracing(),
    copyAll: true,
  });
  clients.push(client);
  return client;
}

beforeAll(async () => {
  stack = await startSample();
  await startReplica();
  await startReplica();
});
afterAll(async () => {
  await Promise.all([...clients.map((client) => client.onApplicationShutdown()), ...replicas.map((replica) => replica.close())]);
  await stack?.close();
});

const urls = () => replicas.map(({ url }) => url);
const call = { body: { text: 'a' } } as const;
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    ({ code }: { code?: string }) => code,
  );

describe('ServiceClient', () => {
  it('acts for the user of the present request', async () => {
    const userId = randomUUID();
    const context = { ...newRequestContext({ requestId: 'r-1' }), userId, sessionId: 's1', ip: '203.0.113.9' };
    const answer = await requestContext.run(context, () => clientOf(urls()).call(notesApi.inside, call));
    expect(answer).toMatchObject({ userId, sessionId: 's1', ip: '203.0.113.9', text: 'a' });
  });

  it('hands on the problem that the other service answered', async () => {
    const client = clientOf(urls());
    expect(await failureOf(client.call(notesApi.inside, { ...call, body: { text: 5 } as unknown as CreateNote }))).toBe('validation-failed');
    expect(await failureOf(client.call({ ...notesApi.inside, path: '/nothing' }))).toBe('not-found');
  });

  it('does not make a refused service token look like a signed-out user', async () => {
    expect(await failureOf(clientOf(urls(), 'x'.repeat(40)).call(notesApi.inside, call))).toBe('unavailable');
  });

  it('goes to another replica when one refuses its token, as with a clock that is wrong', async () => {
    const refusing = createHttpServer((_request, response) => void response.writeHead(401).end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => refusing.once('listening', resolve));
    const client = clientOf([`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`, urls()[0]!]);
    const context = { ...newRequestContext(), userId: randomUUID() };
    const answers = await requestContext.run(context, () => Promise.all(Array.from({ length: 6 }, () => client.call(notesApi.inside, call))));
    expect(answers).toHaveLength(6);
    refusing.closeAllConnections();
    refusing.close();
  });

  it('goes to another replica when one is away, and comes back to it', async () => {
    const client = clientOf(['http://127.0.0.1:1', ...urls()]);
    const context = { ...newRequestContext(), userId: randomUUID() };
    const answers = await requestContext.run(context, () => Promise.all(Array.from({ length: 20 }, () => client.call(notesApi.inside, call))));
    expect(answers).toHaveLength(20);
  });

  it('goes on asking the only replica that is left, however slow it was', async () => {
    const client = clientOf(['http://127.0.0.1:1', urls()[0]!]);
    const context = { ...newRequestContext(), userId: randomUUID() };
    const inContext = <Result>(work: () => Promise<Result>) => requestContext.run(context, work);
    const slow = () => inContext(() => failureOf(client.call(notesApi.slow, { deadlineMs: 50 })));
    expect(await Promise.all(Array.from({ length: 8 }, slow))).toEqual(Array(8).fill('unavailable'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => inContext(() => client.call(notesApi.inside, call))));
    expect(answers).toHaveLength(8);
  });

  it('asks another replica while there is time when one takes calls and does not answer', async () => {
    const frozen = createServer(() => undefined).listen(0, '127.0.0.1');
    await new Promise((resolve) => frozen.once('listening', resolve));
    const client = clientOf([`http://127.0.0.1:${(frozen.address() as AddressInfo).port}`, urls()[0]!]);
    const context = { ...newRequestContext(), userId: randomUUID() };
    const started = Date.now();
    const answers = await requestContext.run(context, () =>
      Promise.all(Array.from({ length: 6 }, () => client.call(notesApi.inside, { ...call, idempotent: true }))),
    );
    expect(answers).toHaveLength(6);
    expect(Date.now() - started).toBeLessThan(2_500);
    frozen.close();
  });

  it('says at once that no replica answers', async () => {
    const started = Date.now();
    expect(await failureOf(clientOf(['http://127.0.0.1:1']).call(notesApi.inside, call))).toBe('unavailable');
    expect(await failureOf(clientOf([]).call(notesApi.inside, call))).toBe('unavailable');
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it('stops waiting at its deadline, and at that of the caller', async () => {
    const client = clientOf(urls());
    const slow = { deadlineMs: 200 } as const;
    const started = Date.now();
    expect(await failureOf(client.call(notesApi.slow, slow))).toBe('unavailable');
    const context = { ...newRequestContext(), deadline: Date.now() + 200 };
    expect(await requestContext.run(context, () => failureOf(client.call(notesApi.slow)))).toBe('unavailable');
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it('tells every replica, and says how many did not take it', async () => {
    const context = { ...newRequestContext(), userId: randomUUID() };
    const called = (client: ServiceClient) => requestContext.run(context, () => client.callEach(notesApi.inside, call));
    expect(await called(clientOf(urls()))).toBe(0);
    expect(await called(clientOf(['http://127.0.0.1:1', ...urls()]))).toBe(1);
    expect(await called(clientOf(urls(), 'x'.repeat(40)))).toBe(2);
    expect(await called(clientOf([]))).toBe(0);
  });

  it('tells every replica behind a name, also one that came a moment ago, and asks it without a restart', async () => {
    const dns = await startDnsServer();
    // For longer than this test: only asking again finds who is new.
    dns.ttlSeconds = 60;
    const records = (...list: string[]) => dns.set('_http._tcp.messages.hallway.test', { SRV: list.map((url) => `0 0 ${new URL(url).port} pod.hallway.test`) });
    dns.set('pod.hallway.test', { A: ['127.0.0.1'] });
    const [first = '', second = ''] = urls();
    records(first);
    const config = loadConfig(ServiceConfig, testEnvironment({ MESSAGES_URL: ['srv+http://_http._tcp.messages.hallway.test'] }));
    const replicasByName = new ServiceReplicas(config, { lookup: new NameLookup(dns.resolver) });
    const client = new ServiceClient({
      name: 'realtime',
      replicas: replicasByName,
      tokens: new ServiceTokens(serviceSecret, 'realtime'),
      metrics: new Metrics('realtime'),
      tracing: new Tracing(),
      copyAll: true,
    });
    clients.push(client);
    const context = { ...newRequestContext(), userId: randomUUID() };
    await requestContext.run(context, () => client.call(notesApi.inside, call));
    records(first, second, 'http://pod.hallway.test:1');
    expect(await requestContext.run(context, () => client.callEach(notesApi.inside, call))).toBe(1);
    expect((await replicasByName.of('messages').all()).map(({ url }) => url)).toEqual(expect.arrayContaining([first, second]));
    replicasByName.onApplicationShutdown();
    dns.close();
  });

  it('knows which service declares an endpoint', async () => {
    // AUTH_URL is empty, so asking auth fails; the point is that it was auth that was asked.
    await expect(clientOf(urls()).call(usersInternalApi.lookup, { body: { userIds: [] } })).rejects.toMatchObject({
      code: 'unavailable',
      cause: { message: 'No replica of auth answers' },
    });
  });
});
