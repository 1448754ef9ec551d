import type { Fault, FaultRun } from './fault';

/** Harm at one exact place in the code. */
export const failpointFaults: Fault[] = [
  {
    id: 'F05',
    title: 'kill -9 of the relay between COMMIT and XADD',
    boundMs: 3_000,
    needs: { failpoint: 'die-before-publishing' },
    harm: (run) => strikes(run, 'messages'),
  },
  {
    id: 'F06',
    title: 'kill -9 of a reader between the effect and XACK',
    boundMs: 10_000,
    needs: { failpoint: 'die-before-acknowledging' },
    sizes: { moves: 5 },
    harm: (run) => strikes(run, 'messages'),
  },
  {
    id: 'F29',
    title: 'the event loop of a gateway stands still for 5 s',
    boundMs: 8_000,
    needs: { failpoint: 'stall' },
    async harm({ lab, begin, heal, pass }) {
      begin('realtime');
      await lab.strike();
      await pass(5_000);
      heal('realtime');
    },
  },
];

async function strikes({ lab, begin, heal, pass, brief }: FaultRun, target: string): Promise<void> {
  for (let time = 0; time < (brief ? 2 : 5); time += 1) {
    begin(target);
    await lab.strike();
    await lab.allReady();
    heal(target);
    await pass(1_500);
  }
}
