import type { ProxiedConnection } from '../lab/proxied-connection';
import type { Fault, FaultRun } from './fault';

const behindProxy = { proxied: ['clients' as const] };

/** Faults of the network: of clients, and between services. */
export const networkFaults: Fault[] = [
  {
    id: 'F24',
    title: 'client links: resets, half-open, black hole, 2 s latency, cut in a frame',
    boundMs: 6_000,
    needs: behindProxy,
    async harm(run) {
      const link = run.lab.clientLink;
      await during(run, 'reset every 3 s', 7_000, () => link.every(3_000, () => link.each((one) => one.reset(), 0.5)));
      await during(run, 'half-open', 3_000, () => link.each((one) => one.halfClose(), 0.5));
      await during(run, 'cut in a frame', 3_000, () => link.each((one: ProxiedConnection) => one.cutAfter(300), 0.5));
      await during(run, '2 s latency', 6_000, () => link.become({ latencyMs: 2_000 }));
      await during(run, 'black hole', run.brief ? 5_000 : 20_000, () => link.become({ blackHole: true }));
    },
  },
  {
    id: 'F25',
    title: 'answers are lost: nothing reaches clients for 5 s, then every connection ends',
    boundMs: 5_000,
    needs: behindProxy,
    harm: (run) => during(run, 'to clients', 5_000, () => run.lab.clientLink.become({ lost: 'to-client' })),
  },
  {
    id: 'F27',
    title: 'every socket reconnects at once, five times',
    boundMs: 10_000,
    async harm({ users, begin, heal, pass, brief }) {
      for (let time = 0; time < (brief ? 2 : 5); time += 1) {
        begin('everybody');
        for (const person of users.present) for (const device of person.devices) device.reconnect(100);
        await pass(2_500);
        heal('everybody');
      }
    },
  },
  {
    id: 'F28',
    title: 'slow consumers: a third of the connections stop reading for 15 s',
    boundMs: 5_000,
    needs: behindProxy,
    sizes: { sends: 60 },
    async harm({ lab: { clientLink }, begin, heal, pass }) {
      begin('readers');
      const slow: ProxiedConnection[] = [];
      clientLink.each((connection) => slow.push(connection), 1 / 3);
      for (const connection of slow) connection.choke(true);
      await pass(15_000);
      for (const connection of slow) connection.choke(false);
      heal('readers');
    },
  },
  {
    id: 'F32',
    title: 'realtime cannot reach messages for 15 s',
    form: 'separate',
    boundMs: 5_000,
    needs: { between: { from: 'realtime', to: 'messages' } },
    async harm({ lab, begin, heal, pass, brief }) {
      begin('realtime to messages');
      const proxies = await lab.proxies.to('messages');
      for (const proxy of proxies) proxy.become({ blackHole: true });
      await pass(brief ? 6_000 : 15_000);
      for (const proxy of proxies) {
        proxy.each((connection) => connection.reset());
        proxy.calm();
      }
      heal('realtime to messages');
    },
  },
];

async function during({ lab, begin, heal, pass }: FaultRun, target: string, ms: number, harm: () => void): Promise<void> {
  begin(target);
  harm();
  await pass(ms);
  lab.clientLink.calm();
  heal(target);
}
