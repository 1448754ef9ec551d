import type { Fault, FaultRun } from './fault';

const SERVICES = ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'];
const replicated = { replicas: { auth: 2, conversations: 2, uploads: 2, 'api-gateway': 2 } };

/** Faults of our own processes. */
export const processFaults: Fault[] = [
  {
    id: 'F01',
    title: 'kill -9 of one of two messages replicas, again and again',
    form: 'separate',
    boundMs: 3_000,
    ackGapMs: 1_000,
    harm: (run) => repeatedly(run, run.brief ? 2 : 6, () => `messages-${run.random.between(1, 2)}`, run.brief ? 1_500 : 4_000),
  },
  {
    id: 'F02',
    title: 'kill -9 of both messages replicas, back after 3 s',
    form: 'separate',
    boundMs: 5_000,
    ackGapMs: 6_000,
    harm: (run) => killed(run, ['messages'], 3_000),
  },
  {
    id: 'F03',
    title: 'kill -9 of one of two realtime replicas, with half of the sockets',
    form: 'separate',
    boundMs: 8_000,
    ackGapMs: 5_000,
    harm: (run) => killed(run, [`realtime-${run.random.between(1, 2)}`], 1_000),
  },
  {
    id: 'F04',
    title: 'kill -9 of conversations, auth, uploads and the gateway, one after another',
    form: 'separate',
    boundMs: 5_000,
    async harm(run) {
      for (const name of ['conversations', 'auth', 'uploads', 'api-gateway']) await killed(run, [name], 1_000);
    },
  },
  {
    id: 'F07',
    title: 'SIGSTOP of one replica after another for 10 s, then SIGCONT',
    form: 'separate',
    boundMs: 15_000,
    ackGapMs: 3_000,
    async harm(run) {
      for (const name of run.brief ? ['messages-1'] : ['messages-1', 'realtime-1', 'conversations']) await frozen(run, name, run.brief ? 5_000 : 10_000);
    },
  },
  {
    id: 'F08',
    title: 'SIGTERM of every replica in turn, as an upgrade does it',
    form: 'separate',
    boundMs: 5_000,
    ackGapMs: 1_000,
    needs: replicated,
    async harm({ lab, begin, heal }) {
      for (const replica of lab.stack.services.filter(({ name }: { name: string }) => name !== 'api-gateway')) {
        begin(replica.instance);
        const { pid } = replica;
        replica.kill('SIGTERM', { downMs: 100 });
        await lab.reborn(replica.instance, pid);
        heal(replica.instance);
      }
    },
  },
  {
    id: 'F33',
    title: 'realtime may open 64 files only, for 8 s',
    form: 'separate',
    boundMs: 5_000,
    async harm({ lab, begin, heal, pass }) {
      begin('realtime-1');
      lab.limitFiles('realtime-1', 64);
      await pass(8_000);
      lab.limitFiles('realtime-1');
      heal('realtime-1');
    },
  },
  {
    id: 'F34',
    title: 'a messages replica that may use 160 MiB of heap only',
    form: 'separate',
    boundMs: 8_000,
    needs: { envOf: { 'messages-1': { NODE_OPTIONS: '--max-old-space-size=160' } } },
    sizes: { sends: 60 },
    async harm({ begin, heal, pass }) {
      begin('messages-1');
      await pass(12_000);
      heal('messages-1');
    },
  },
  {
    id: 'F40',
    title: 'kill -9 of every process at once, stores too',
    boundMs: 20_000,
    ackGapMs: 20_000,
    async harm({ lab, begin, heal }) {
      begin('everything');
      await Promise.all([lab.postgresDown('SIGKILL', 500), lab.redisDown(500), lab.killAndWait(SERVICES, 1_500)]);
      heal('everything');
    },
  },
];

async function killed({ lab, begin, heal }: FaultRun, names: string[], downMs: number): Promise<void> {
  begin(names.join(' '));
  await lab.killAndWait(names, downMs);
  heal(names.join(' '));
}

async function repeatedly(run: FaultRun, times: number, target: () => string, pauseMs: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await killed(run, [target()], 250);
    await run.pass(pauseMs);
  }
}

/** A frozen leader that wakes up still believes that it leads. */
async function frozen({ lab, begin, heal, pass }: FaultRun, name: string, ms: number): Promise<void> {
  const [replica] = lab.replicas(name);
  begin(name);
  replica?.kill('SIGSTOP');
  await pass(ms);
  replica?.kill('SIGCONT');
  heal(name);
}
