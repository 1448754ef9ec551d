import type { Fault } from './fault';

/** Faults of the only store that counts. */
export const postgresFaults: Fault[] = [
  {
    id: 'F17',
    title: 'kill -9 of PostgreSQL, crash recovery',
    boundMs: 10_000,
    ackGapMs: 10_000,
    async harm({ lab, begin, heal }) {
      begin('postgres');
      await lab.postgresDown('SIGKILL', 500);
      heal('postgres');
    },
  },
  {
    id: 'F18',
    title: 'PostgreSQL is restarted, fast and immediately',
    boundMs: 8_000,
    ackGapMs: 8_000,
    async harm({ lab, begin, heal, pass }) {
      for (const name of ['SIGINT', 'SIGQUIT'] as const) {
        const target = `postgres ${name}`;
        begin(target);
        await lab.postgresDown(name, 500);
        heal(target);
        await pass(3_000);
      }
    },
  },
  {
    id: 'F19',
    title: 'PostgreSQL stands still for 8 s',
    boundMs: 10_000,
    ackGapMs: 10_000,
    async harm({ lab, begin, heal, pass }) {
      begin('postgres');
      lab.signalPostgres('SIGSTOP');
      await pass(8_000);
      lab.signalPostgres('SIGCONT');
      heal('postgres');
    },
  },
  {
    id: 'F20',
    title: 'the primary is killed for good, a synchronous standby is promoted',
    boundMs: 30_000,
    ackGapMs: 30_000,
    needs: { proxied: ['postgres'], standby: 'sync' },
    async harm({ lab, begin, heal }) {
      begin('primary');
      await lab.failOver();
      heal('primary');
    },
  },
  {
    id: 'F21',
    title: 'the primary is killed for good, an asynchronous standby half a second behind is promoted',
    boundMs: 30_000,
    ackGapMs: 30_000,
    lossIsReported: true,
    needs: { proxied: ['postgres'], standby: 'async' },
    async harm({ lab, begin, heal }) {
      begin('primary');
      await lab.failOver(500);
      heal('primary');
    },
  },
];
