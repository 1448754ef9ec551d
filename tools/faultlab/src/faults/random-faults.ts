import type { Fault, FaultRun } from './fault';

type Harm = [name: string, work: (run: FaultRun) => Promise<void>];

const ROUNDS = { brief: 3, long: 40 };

const harms: Harm[] = [
  ['kill messages', ({ lab, random }) => lab.killAndWait([`messages-${random.between(1, 2)}`], random.between(100, 2_000))],
  ['kill realtime', ({ lab, random }) => lab.killAndWait([`realtime-${random.between(1, 2)}`], random.between(100, 2_000))],
  ['kill conversations', ({ lab, random }) => lab.killAndWait(['conversations'], random.between(100, 2_000))],
  ['kill auth', ({ lab, random }) => lab.killAndWait(['auth'], random.between(100, 2_000))],
  ['redis down', ({ lab, random }) => lab.redisDown(random.between(200, 4_000))],
  ['redis emptied', ({ lab }) => lab.redisCommand('FLUSHALL').catch(() => undefined)], // away just now: then the other harm is enough
  ['postgres down', ({ lab, random }) => lab.postgresDown('SIGKILL', random.between(200, 1_500))],
  ['freeze messages', (run) => freeze(run, `messages-${run.random.between(1, 2)}`)],
  ['freeze realtime', (run) => freeze(run, `realtime-${run.random.between(1, 2)}`)],
  ['client links reset', async ({ lab }) => lab.clientLink.each((connection) => connection.reset(), 0.5)],
  ['client links slow', slow],
];

/** F38: two harms at a time, again and again; which ones, the seed says. */
export const randomFaults: Fault[] = [
  {
    id: 'F38',
    title: 'random harm, two at a time',
    form: 'separate',
    boundMs: 30_000,
    needs: { proxied: ['clients'] },
    async harm(run) {
      const rounds = run.brief ? ROUNDS.brief : ROUNDS.long;
      for (let round = 0; round < rounds; round += 1) {
        const pair = run.random.shuffled(harms).slice(0, 2);
        const names = pair.map(([name]) => name).join(' and ');
        run.begin(names);
        await Promise.all(pair.map(([, work]) => work(run)));
        run.heal(names);
        await run.pass(run.random.between(500, 3_000));
      }
    },
  },
];

async function freeze({ lab, pass, random }: FaultRun, name: string): Promise<void> {
  const [replica] = lab.replicas(name);
  replica?.kill('SIGSTOP');
  await pass(random.between(500, 6_000));
  replica?.kill('SIGCONT');
}

async function slow({ lab, pass, random }: FaultRun): Promise<void> {
  lab.clientLink.become({ latencyMs: random.between(50, 800), jitterMs: 200 });
  await pass(random.between(1_000, 4_000));
  lab.clientLink.calm();
}
