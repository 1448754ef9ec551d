import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

import { eventually } from '@hallway/testing';

import { counterOf } from '../src/service-counters';
import { System } from '../src/system';

const beats = 20;
const services = ['auth', 'conversations', 'messages', 'uploads'];

/**
 * What Hallway asks of its stores while no user is online, counted between renewals of one lease, which comes once a
 * second. What that costs is the business of `npm run bench -- --workload footprint`.
 */
describe('an idle system', () => {
  let system: System;
  let monitor: Socket;
  let commands = 0;
  let renewals = 0;

  beforeAll(async () => {
    system = await System.start();
    const { hostname, port, username, password } = new URL(system.stack.stores.redisUrl);
    // By hand: ioredis stumbles over what comes together with the answer to MONITOR.
    monitor = connect(Number(port), hostname);
    monitor.write(`AUTH ${username} ${password}\r\nMONITOR\r\n`);
    createInterface({ input: monitor }).on('line', (line) => {
      // What scripts do is part of them.
      if (!line.includes('] "') || line.includes(' lua] "')) return;
      commands += 1;
      if (line.includes('"hallway:{auth}:members:conversations"')) renewals += 1;
    });
  });
  afterAll(async () => {
    monitor?.destroy();
    await system?.stop();
  });

  const statements = async () =>
    (await Promise.all(services.map((service) => counterOf(system.stack, service, 'hallway_db_query_duration_seconds_count')))).reduce(
      (sum, count) => sum + count,
      0,
    );
  const untilRenewal = (count: number) => eventually(() => renewals >= count, { timeoutMs: 2_000 * beats });

  it('asks Redis at most 22 times and PostgreSQL at most 4 times a second', async () => {
    await untilRenewal(3);
    const before = { commands, renewals, statements: await statements() };
    await untilRenewal(before.renewals + beats);
    const used = { commands: commands - before.commands, statements: (await statements()) - before.statements };
    expect(used.commands / beats).toBeLessThanOrEqual(22);
    expect(used.statements / beats).toBeLessThanOrEqual(4);
    // It is not asleep either: leases, relays and readers go on.
    expect(used.commands).toBeGreaterThan(beats);
  });
});
