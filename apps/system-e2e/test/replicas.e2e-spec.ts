import { setInterval as every } from 'node:timers/promises';
import { WebSocket } from 'ws';

import type { Client } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { freePort } from '../../../tools/local-stack/ports.mjs';
import { Nginx } from '../src/nginx';
import { System } from '../src/system';
import { type LoadFailure, pauseMs, UserLoad } from '../src/user-load';

describe('two gateways, two messages and three realtime behind nginx', () => {
  let system: System;
  let nginx: Nginx;
  /** REST and sockets by the gateways; and sockets straight to realtime. */
  let [byGateway, straight] = ['', ''];
  let people: Client[];
  let group: Conversation;
  let load: UserLoad;

  beforeAll(async () => {
    const ports = [await freePort(), await freePort()];
    [byGateway, straight] = ports.map((port) => `http://127.0.0.1:${port}`) as [string, string];
    const env = { RATE_LIMITS: 'on', GATEWAY_TRUSTED_PROXIES: '1', REALTIME_TRUSTED_PROXIES: '1', REALTIME_ORIGINS: straight };
    system = await System.start({ 'api-gateway': 2, messages: 2, realtime: 3 }, { env, publicUrl: byGateway });
    const urls = (name: string) => system.replicas(name).map(({ url }: { url: string }) => url);
    nginx = await Nginx.start([{ port: ports[0]!, socketsByGateway: true }, { port: ports[1]! }], {
      gateways: urls('api-gateway'),
      realtime: urls('realtime'),
    });
    people = await Promise.all(['ana', 'bo', 'eve', 'kim'].map((name) => system.person(name)));
    group = await system.group(people[0]!, ...people.slice(1));
  });
  beforeEach(() => {
    load = new UserLoad();
  });
  afterEach(() => load.stop());
  afterAll(async () => {
    await nginx?.stop();
    await system?.stop();
  });

  const person = (index: number) => people[index % people.length]!;
  const living = () => system.stack.services.filter(({ pid }: { pid?: number }) => pid !== undefined) as { name: string; url: string; opsUrl: string }[];
  const alive = (name: string) => living().filter((one) => one.name === name).length;
  /** What each process answers, on both of its ports. */
  const readiness = () =>
    Promise.all(
      living()
        .flatMap(({ url, opsUrl }) => [url, opsUrl])
        .map(async (url) => (await fetch(`${url}/health/ready`)).status),
    );
  const login = async () => {
    const { user } = person(0).session.getSnapshot();
    const body = JSON.stringify({ login: user!.username, password: `a long password ${user!.username}` });
    return (await fetch(`${byGateway}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status;
  };

  async function begin(): Promise<void> {
    load.posts(byGateway, person(0), group.id);
    load.posts(straight, person(1), group.id);
    load.reads(byGateway, person(2));
    load.probes(byGateway);
    load.probes(straight);
    const senders = [byGateway, straight].flatMap((url, i) => [0, 1, 2, 3].map((n) => load.sends(url, person(n), group.id, `127.0.${i}.${20 + n}`)));
    await Promise.all(senders);
    for (const [i, url] of [byGateway, straight].entries()) {
      load.connects(url, person(i), `127.0.${i}.40`);
      load.connects(url, person(i), `127.0.${i}.41`, ['polling']);
    }
  }

  const after = (moment: number): LoadFailure[] => load.faults.filter(({ beganAt }) => beganAt >= moment);

  it('one of each killed and left dead: no error after the first 2 s, nothing acknowledged lost', async () => {
    await begin();
    await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(40), { timeoutMs: 20_000 });
    expect(load.faults).toEqual([]);
    const killedAt = Date.now();
    await Promise.all(['api-gateway-2', 'messages-1', 'realtime-2'].map((instance) => system.halt(instance)));
    // Everything went on, for twelve seconds after these two.
    await eventually(() => expect(load.leastDoneSince(killedAt + 2_000)).toBeGreaterThanOrEqual(12_000 / pauseMs), { timeoutMs: 120_000 });
    await load.stop();
    expect(after(killedAt + 2_000)).toEqual([]);
    const history = new Set((await system.history(person(0), group.id)).map(({ id }) => id));
    expect(load.acknowledged.filter((id) => !history.has(id))).toEqual([]);
  }, 180_000);

  it('Redis standing still for 15 s: every process stays ready, people sign in and send', async () => {
    await begin();
    const stoppedAt = Date.now();
    system.stack.stores.redis.kill('SIGSTOP');
    const statuses: number[] = [];
    const logins: number[] = [];
    try {
      for await (const _tick of every(500)) {
        statuses.push(...(await readiness()));
        logins.push(await login());
        if (Date.now() >= stoppedAt + 15_000) break;
      }
    } finally {
      system.stack.stores.redis.kill('SIGCONT');
    }
    await load.stop();
    expect([new Set(statuses), new Set(logins)]).toEqual([new Set([200]), new Set([200])]);
    expect(after(stoppedAt + 2_000)).toEqual([]);
    await eventually(async () => expect(await (await fetch(`${straight}/health/ready`)).json()).toEqual({ status: 'ok' }), { timeoutMs: 15_000 });
  });

  it('50 silent sockets of a stranger at every replica keep no user out', async () => {
    const silent = Array.from(
      { length: 200 },
      () => new WebSocket(`${straight.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { localAddress: '127.0.9.9' }),
    );
    const outcomes = await Promise.all(
      silent.map((socket) => new Promise((resolve) => socket.once('open', () => resolve('open')).once('error', () => resolve('refused')))),
    );
    try {
      expect([...outcomes].sort().indexOf('refused')).toBe(50 * alive('realtime'));
      await Promise.all([byGateway, straight].flatMap((url, i) => [0, 1, 2, 3].map((n) => load.sends(url, person(n), group.id, `127.0.${i}.${60 + n}`))));
      await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(20));
      expect(load.faults).toEqual([]);
    } finally {
      for (const socket of silent) socket.terminate();
    }
  });
});
