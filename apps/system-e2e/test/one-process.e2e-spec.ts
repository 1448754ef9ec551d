import type { Client } from '@hallway/client';
import { eventually } from '@hallway/testing';

import { expectWhole, System } from '../src/system';
import { UserLoad } from '../src/user-load';

describe('the one process, killed while people write', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start({}, { mode: 'one' });
  });
  afterAll(() => system?.stop());

  it('comes back by itself, twice, and has lost nothing that it acknowledged', async () => {
    const people = await Promise.all(['ana', 'bo', 'eve'].map((name) => system.person(name)));
    const [ana, bo, eve] = people as [Client, Client, Client];
    const { id } = await system.group(ana, bo, eve);
    const load = new UserLoad();
    try {
      await Promise.all(people.flatMap((client, i) => [1, 2, 3].map((n) => load.sends(system.url, client, id, `127.0.7.${i * 3 + n}`))));
      for (const client of people) load.posts(system.url, client, id);
      await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(50), { timeoutMs: 30_000 });
      for (let time = 0; time < 2; time += 1) {
        system.kill('hallway');
        // More come than were on their way: nine sockets and three people wait for one answer each.
        const before = load.acknowledged.length;
        await eventually(() => expect(load.acknowledged.length).toBeGreaterThan(before + 20), { timeoutMs: 60_000 });
      }
    } finally {
      await load.stop();
    }
    const history = await system.history(ana, id);
    expectWhole(history, history.length);
    const ids = new Set(history.map((message) => message.id));
    expect(load.acknowledged.filter((acknowledged) => !ids.has(acknowledged))).toEqual([]);
    // No sender got the same answer for two sends.
    expect(new Set(load.acknowledged).size).toBe(load.acknowledged.length);
  }, 180_000);
});
