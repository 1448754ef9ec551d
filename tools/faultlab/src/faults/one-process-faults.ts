import type { Fault, FaultRun } from './fault';

const PROCESS = 'hallway';

/** Faults of the process that runs all services, of which there is no other. */
export const oneProcessFaults: Fault[] = [
  {
    id: 'F41',
    title: 'kill -9 of the one process',
    form: 'one',
    boundMs: 5_000,
    ackGapMs: 2_000,
    async harm(run) {
      for (let time = 0; time < (run.brief ? 1 : 4); time += 1) {
        await killed(run);
        await run.pass(run.brief ? 0 : 12_000);
      }
    },
  },
  {
    id: 'F42',
    title: 'the one process stands still for 5 s',
    form: 'one',
    boundMs: 8_000,
    ackGapMs: 8_000,
    async harm({ lab, begin, heal, pass }) {
      const [process] = lab.replicas(PROCESS);
      begin(PROCESS);
      process?.kill('SIGSTOP');
      await pass(5_000);
      process?.kill('SIGCONT');
      heal(PROCESS);
    },
  },
  {
    id: 'F43',
    title: 'the one process may use 128 MiB of heap only',
    form: 'one',
    boundMs: 8_000,
    needs: { env: { NODE_OPTIONS: '--max-old-space-size=128' } },
    sizes: { sends: 60 },
    async harm({ begin, heal, pass, brief }) {
      begin(PROCESS);
      await pass(brief ? 8_000 : 30_000);
      heal(PROCESS);
    },
  },
];

/** It comes back as fast as its supervisor starts it again. */
async function killed({ lab, begin, heal }: FaultRun): Promise<void> {
  begin(PROCESS);
  await lab.killAndWait([PROCESS]);
  heal(PROCESS);
}
