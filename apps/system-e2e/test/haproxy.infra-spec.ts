import type { Client } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';
import { eventually } from '@hallway/testing';

import { freePort } from '../../../tools/local-stack/ports.mjs';
import { Haproxy } from '../src/haproxy';
import { System } from '../src/system';
import { pauseMs, UserLoad } from '../src/user-load';

describe('two gateways, two messages and three realtime behind HAProxy with TLS', () => {
  let system: System;
  let haproxy: Haproxy;
  let url: string;
  let plainUrl: string;
  let people: Client[];
  let group: Conversation;
  let load: UserLoad;

  beforeAll(async () => {
    const [http, https] = [await freePort(), await freePort()];
    [plainUrl, url] = [`http://127.0.0.1:${http}`, `https://127.0.0.1:${https}`];
    const env = { RATE_LIMITS: 'on', GATEWAY_TRUSTED_PROXIES: '1', REALTIME_TRUSTED_PROXIES: '1', REALTIME_ORIGINS: url };
    system = await System.start({ 'api-gateway': 2, messages: 2, realtime: 3 }, { env, publicUrl: url });
    const urls = (name: string) => system.replicas(name).map((replica: { url: string }) => replica.url);
    haproxy = await Haproxy.start({ http, https }, { gateways: urls('api-gateway'), realtime: urls('realtime') });
    people = await Promise.all(['ana', 'bo', 'eve', 'kim'].map((name) => system.person(name)));
    group = await system.group(people[0]!, ...people.slice(1));
    load = new UserLoad();
  });
  afterAll(async () => {
    await load?.stop();
    await haproxy?.stop();
    await system?.stop();
  });

  it('sends who comes without TLS to the same place with it', async () => {
    const answer = await fetch(`${plainUrl}/c/one?a=1`, { redirect: 'manual' });
    expect([answer.status, new URL(answer.headers.get('location')!).pathname]).toEqual([301, '/c/one']);
  });

  it('one of each killed and left dead: no error after the first 2 s, nothing acknowledged lost', async () => {
    load.posts(url, people[1]!, group.id);
    load.reads(url, people[2]!);
    load.probes(url);
    await Promise.all(people.map((person, n) => load.sends(url, person, group.id, `127.0.0.${20 + n}`)));
    load.connects(url, people[0]!, '127.0.0.40');
    load.connects(url, people[0]!, '127.0.0.41', ['polling']);
    await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(40), { timeoutMs: 20_000 });
    expect(load.faults).toEqual([]);
    const killedAt = Date.now();
    await Promise.all(['api-gateway-2', 'messages-1', 'realtime-2'].map((instance) => system.halt(instance)));
    await eventually(() => expect(load.leastDoneSince(killedAt + 2_000)).toBeGreaterThanOrEqual(12_000 / pauseMs), { timeoutMs: 120_000 });
    await load.stop();
    expect(load.faults.filter(({ beganAt }) => beganAt >= killedAt + 2_000)).toEqual([]);
    const history = new Set((await system.history(people[0]!, group.id)).map(({ id }) => id));
    expect(load.acknowledged.filter((id) => !history.has(id))).toEqual([]);
  }, 180_000);
});
