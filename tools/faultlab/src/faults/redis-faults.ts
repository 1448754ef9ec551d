import { rmSync } from 'node:fs';
import { join } from 'node:path';

import type { Lab } from '../lab/lab';
import type { Fault } from './fault';

/** Faults of Redis: acknowledgements depend on PostgreSQL alone, so none may wait for it. */
export const redisFaults: Fault[] = [
  {
    id: 'F09',
    title: 'kill -9 of Redis, down for 1, 10 and 60 s',
    boundMs: 5_000,
    ackGapMs: 0,
    async harm({ lab, begin, heal, pass, brief }) {
      for (const downMs of brief ? [1_000, 6_000] : [1_000, 10_000, 60_000]) {
        const target = `redis for ${downMs} ms`;
        begin(target);
        await lab.redisDown(downMs);
        heal(target);
        await pass(1_500);
      }
    },
  },
  {
    id: 'F10',
    title: 'Redis comes back empty',
    boundMs: 10_000,
    ackGapMs: 0,
    async harm({ lab, begin, heal }) {
      begin('redis');
      await lab.redisDown(2_000, () => emptyRedis(lab));
      heal('redis');
    },
  },
  {
    id: 'F11',
    title: 'FLUSHALL',
    boundMs: 10_000,
    ackGapMs: 0,
    async harm({ lab, begin, heal, pass, brief }) {
      for (let time = 0; time < (brief ? 1 : 3); time += 1) {
        begin('redis');
        await lab.redisCommand('FLUSHALL');
        heal('redis');
        await pass(2_000);
      }
    },
  },
  {
    id: 'F12',
    title: 'sentinel: kill -9 of the master',
    boundMs: 10_000,
    ackGapMs: 0,
    needs: { redis: 'sentinel' },
    async harm({ lab, begin, heal, pass }) {
      begin('master');
      const old = await lab.sentinels.signalMaster('SIGKILL');
      await lab.sentinels.untilMasterIsNot(old);
      heal('master');
      await pass(1_000);
      lab.sentinels.restart(old);
    },
  },
  {
    id: 'F13',
    title: 'sentinel: SIGSTOP of the master for 5 s, then two masters',
    boundMs: 15_000,
    ackGapMs: 0,
    needs: { redis: 'sentinel' },
    async harm({ lab, begin, heal, pass }) {
      begin('master');
      const old = await lab.sentinels.signalMaster('SIGSTOP');
      await pass(5_000);
      await lab.sentinels.untilMasterIsNot(old);
      await lab.sentinels.signalMaster('SIGCONT', old);
      heal('master');
    },
  },
  {
    id: 'F14',
    title: 'Redis is out of memory for 20 s',
    boundMs: 10_000,
    ackGapMs: 0,
    async harm({ lab, begin, heal, pass, brief }) {
      begin('redis');
      await lab.redisCommand('CONFIG', 'SET', 'maxmemory', '1mb');
      await pass(brief ? 8_000 : 20_000);
      await lab.redisCommand('CONFIG', 'SET', 'maxmemory', '0');
      heal('redis');
    },
  },
  {
    id: 'F15',
    title: 'Redis answers 200 ms later, give or take 100',
    boundMs: 5_000,
    ackGapMs: 0,
    needs: { proxied: ['redis'] },
    async harm({ lab, begin, heal, pass }) {
      begin('redis');
      const proxies = await lab.proxies.to('redis');
      for (const proxy of proxies) proxy.become({ latencyMs: 150, jitterMs: 100 });
      await pass(10_000);
      for (const proxy of proxies) proxy.calm();
      heal('redis');
    },
  },
  {
    id: 'F16',
    title: 'connections to Redis are reset every 2 s',
    boundMs: 5_000,
    ackGapMs: 0,
    needs: { proxied: ['redis'] },
    async harm({ lab, begin, heal, pass }) {
      begin('redis');
      const proxies = await lab.proxies.to('redis');
      for (const proxy of proxies) proxy.every(2_000, () => proxy.each((connection) => connection.reset()));
      await pass(11_000);
      for (const proxy of proxies) proxy.calm();
      heal('redis');
    },
  },
];

function emptyRedis(lab: Lab): void {
  rmSync(join(lab.dataDir, 'redis', 'appendonlydir'), { recursive: true, force: true });
}
