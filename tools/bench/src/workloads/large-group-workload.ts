import { setTimeout as delay } from 'node:timers/promises';

import { conversationLimits } from '@hallway/contracts-conversations';
import { messagesApi, receiptsApi } from '@hallway/contracts-messages';

import { Fleet } from '../generator/fleet';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import type { BenchUser } from '../systems/hallway-api';
import type { HallwaySystem } from '../systems/hallway-system';

const sendsPerSecond = 5;
const messages = 200;
/** Read marks that are on their way at once. */
const atOnce = 16;

/** One group that is as large as groups may be: how late the last of its connections sees a message. */
export async function hotGroupWorkload(hallway: HallwaySystem, { workers, people, quick }: BenchOptions): Promise<Figure[]> {
  const members = Math.min(people, conversationLimits.members);
  const plan = { name: 'hot-group', people: members, socketsEach: 2 };
  const fleet = new Fleet(workers);
  try {
    await fleet.connect(await hallway.clients(plan));
    await fleet.begin({ kind: 'open', perSecond: sendsPerSecond });
    await delay(2_000);
    await fleet.mark();
    await delay(quick ? 3_000 : 20_000);
    const { delivery, acknowledgement } = await fleet.mark();
    const { acknowledged, deliveries } = await fleet.stop(members * plan.socketsEach);
    if (deliveries !== acknowledged * members * plan.socketsEach) throw new Error(`Only ${deliveries} deliveries for ${acknowledged} messages came`);
    await fleet.close();
    const name = (what: string) => `${members} members, ${members * plan.socketsEach} sockets, ${sendsPerSecond} sends/s: ${what}`;
    return [
      { workload: 'hot-group', name: name('acknowledgement p99'), value: acknowledgement.quantile(0.99), unit: 'ms' },
      { workload: 'hot-group', name: name('delivery p99'), value: delivery.quantile(0.99), unit: 'ms', goal: { bound: 300 } },
      { workload: 'hot-group', name: name('the slowest delivery of all'), value: delivery.quantile(1), unit: 'ms' },
    ];
  } finally {
    fleet.end();
  }
}

/** Everyone marks messages as read, in an order of their own, also backwards. */
async function readAll(hallway: HallwaySystem, conversationId: string, readers: BenchUser[], marksEach: number): Promise<number> {
  let [next, wrong] = [0, 0];
  const read = async (): Promise<void> => {
    for (let at = next++; at < readers.length; at = next++) {
      let highest = 0;
      for (let count = 0; count < marksEach; count += 1) {
        const seq = count === marksEach - 1 ? messages : 1 + Math.floor(Math.random() * messages);
        highest = Math.max(highest, seq);
        const answer = await hallway.api.call<{ readSeq: number }>(receiptsApi.read, { params: { conversationId }, body: { seq }, token: readers[at]!.token });
        if (answer.readSeq < highest) wrong += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, read));
  return wrong;
}

/** What a group that reads everything leaves in the database. */
export async function receiptsWorkload(hallway: HallwaySystem, { people, quick }: BenchOptions): Promise<Figure[]> {
  const [owner, ...others] = hallway.people.slice(0, Math.min(people, conversationLimits.members));
  if (!owner) throw new Error('There is no user to read');
  const conversationId = await hallway.api.group(owner, others, 'Readers');
  for (let at = 0; at < messages; at += 1) {
    const body = { clientMessageId: crypto.randomUUID(), body: `to be read ${at}` };
    await hallway.api.call(messagesApi.send, { params: { conversationId }, body, token: owner.token });
  }
  const marksEach = quick ? 3 : 20;
  const wrong = await readAll(hallway, conversationId, [owner, ...others], marksEach);
  const { rows } = await hallway.database.query<{ count: number; bytes: number }>(
    `SELECT count(*)::integer AS count, pg_total_relation_size('messages.read_receipts')::integer AS bytes FROM messages.read_receipts WHERE conversation_id = $1`,
    [conversationId],
  );
  const members = others.length + 1;
  return [
    {
      workload: 'receipts',
      name: `rows for ${members} members who read ${messages} messages, a member`,
      value: (rows[0]?.count ?? Number.NaN) / members,
      unit: 'rows',
      goal: { bound: 1 },
    },
    { workload: 'receipts', name: 'table and indexes', value: (rows[0]?.bytes ?? Number.NaN) / 2 ** 20, unit: 'MiB', goal: { bound: 10 } },
    { workload: 'receipts', name: `marks that went back, of ${members * marksEach}`, value: wrong, unit: 'marks', goal: { bound: 0 } },
  ];
}
