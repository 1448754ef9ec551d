import { SecondTab } from '../clients/second-tab';
import { catalogue } from '../faults/catalogue';
import type { Fault } from '../faults/fault';
import type { PlantedBug } from '../planted/planted';

/** How long people use a system with a bug that needs no fault to show. */
const CALM_MS = 10_000;

const TOGETHER = 5;

/** Longer than events are kept that no consumer waits for. */
const READERS_AWAY_MS = 15_000;

/** What the catalogue has not, for bugs that show under nothing else. */
const own: Record<string, Fault> = {
  none: { id: 'F00', title: 'nothing is done', boundMs: 5_000, harm: async ({ pass }) => pass(CALM_MS) },
  'readers-away': {
    id: 'F00',
    title: 'kill -9 of both messages replicas, back after 15 s',
    boundMs: 10_000,
    async harm({ lab, begin, heal }) {
      begin('messages');
      await lab.killAndWait(['messages'], READERS_AWAY_MS);
      heal('messages');
    },
  },
  'leaves-unseen': {
    id: 'F00',
    title: 'kill -9 of both realtime replicas, and one person does not come back',
    boundMs: 10_000,
    leavesInHarm: true,
    async harm({ lab, users, begin, heal }) {
      begin('realtime');
      const back = lab.killAndWait(['realtime'], 1_000);
      users.leaver.close();
      await back;
      heal('realtime');
    },
  },
  'two-tabs': {
    id: 'F00',
    title: 'two tabs exchange their token at once',
    boundMs: 5_000,
    async harm({ users, pass }) {
      const tab = await SecondTab.open(users.people[1]!.devices.at(-1)!);
      for (let time = 0; time < TOGETHER; time += 1) {
        await pass(CALM_MS / TOGETHER);
        await tab.exchangeAtOnce();
      }
      tab.close();
    },
  },
};

/** The fault under which a planted bug shows, done to services that have it. */
export function plantedFault({ name, does, fault }: PlantedBug, distDir: string): Fault {
  const found = own[fault] ?? catalogue.find(({ id }) => id === fault);
  if (!found) throw new Error(`There is no fault ${fault} for the planted bug ${name}`);
  const { needs = {} } = found;
  return { ...found, id: `${found.id}-${name}`, title: `planted: ${does}`, needs: { ...needs, distDir, env: { ...needs.env, HALLWAY_PLANTED: name } } };
}
