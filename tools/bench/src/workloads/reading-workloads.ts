import { messagesApi, type MessageWindow, searchApi, syncApi, type SyncResult } from '@hallway/contracts-messages';

import { quantile, timed } from '../measure/samples';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import { say } from '../report/say';
import type { HallwaySystem } from '../systems/hallway-system';
import { fillConversation } from '../systems/message-filler';

const page = 50;
const bareSql = 'SELECT * FROM messages.messages WHERE conversation_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq';

async function filled(hallway: HallwaySystem, count: number): Promise<{ conversationId: string; token: string }> {
  const [owner, ...others] = hallway.people.slice(0, 5);
  if (!owner) throw new Error('There is no user to read');
  const conversationId = await hallway.api.group(owner, others, 'Archive');
  say(`writing ${count.toLocaleString('en-US')} messages`);
  await fillConversation(
    hallway.database,
    conversationId,
    hallway.people.slice(0, 5).map(({ id }) => id),
    count,
  );
  return { conversationId, token: owner.token };
}

/** Pages anywhere in a long history, beside the bare statement that such a page needs. */
export async function historyWorkload(hallway: HallwaySystem, { quick }: BenchOptions): Promise<Figure[]> {
  const count = quick ? 5_000 : 50_000;
  const { conversationId, token } = await filled(hallway, count);
  const [pages, bare]: [number[], number[]] = [[], []];
  for (let at = 0; at < (quick ? 200 : 1_200); at += 1) {
    const before = page + 1 + Math.floor(Math.random() * (count - page));
    const values = [conversationId, before - page, before - 1];
    const query = { before: String(before), limit: String(page) };
    const ask = () => hallway.api.call<MessageWindow>(messagesApi.window, { params: { conversationId }, query, token });
    const took = [await timed(ask), await timed(() => hallway.database.query({ name: 'bare-page', text: bareSql, values }))] as const;
    // The first ones warm up.
    if (at < 100) continue;
    pages.push(took[0]);
    bare.push(took[1]);
  }
  const [p99, bareP99] = [quantile(pages, 0.99), quantile(bare, 0.99)];
  return [
    { workload: 'history', name: 'page of 50, p50', value: quantile(pages, 0.5), unit: 'ms' },
    { workload: 'history', name: 'page of 50, p99', value: p99, unit: 'ms' },
    { workload: 'history', name: 'bare SQL, p50', value: quantile(bare, 0.5), unit: 'ms' },
    { workload: 'history', name: 'bare SQL, p99', value: bareP99, unit: 'ms' },
    { workload: 'history', name: 'p99 of the page / of the bare SQL', value: p99 / bareP99, unit: '×', goal: { bound: 3 } },
  ];
}

/** Words that many messages have, that few have, and that one has. */
const queries = (count: number): string[] => [
  'harbor',
  'zebra ladder',
  'deploy failure invoice',
  'message',
  'nothing-like-this',
  String(Math.floor(Math.random() * count)),
  'gard',
  '"orange printer"',
];

export async function searchWorkload(hallway: HallwaySystem, { quick }: BenchOptions): Promise<Figure[]> {
  const count = quick ? 20_000 : 1_000_000;
  const { token } = await filled(hallway, count);
  const took: number[] = [];
  for (let round = 0; round < (quick ? 3 : 15); round += 1) {
    for (const q of queries(count)) {
      const ask = () => hallway.api.call(searchApi.messages, { query: { q }, token });
      took.push(await timed(ask));
    }
  }
  return [
    { workload: 'search', name: `p50 over ${count.toLocaleString('en-US')} messages`, value: quantile(took, 0.5), unit: 'ms' },
    { workload: 'search', name: `p95 over ${count.toLocaleString('en-US')} messages`, value: quantile(took, 0.95), unit: 'ms', goal: { bound: 300 } },
  ];
}

/** A user who missed messages in many conversations: the sync, and the conversation that they open. */
export async function catchUpWorkload(hallway: HallwaySystem): Promise<Figure[]> {
  const [reader, writer] = hallway.people;
  if (!reader || !writer) throw new Error('There is no user to catch up');
  const [conversations, each] = [20, 15];
  const ids: string[] = [];
  for (let at = 0; at < conversations; at += 1) ids.push(await hallway.api.group(writer, [reader], `missed ${at}`));
  for (const conversationId of ids) {
    for (let at = 0; at < each; at += 1) {
      const body = { clientMessageId: crypto.randomUUID(), body: `missed ${at}` };
      await hallway.api.call(messagesApi.send, { params: { conversationId }, body, token: writer.token });
    }
  }
  let requests = 0;
  const counted = <Result>(call: Promise<Result>): Promise<Result> => {
    requests += 1;
    return call;
  };
  const catchUp = async () => {
    const { changed } = await counted(
      hallway.api.call<SyncResult>(syncApi.sync, { body: { conversations: ids.map((id) => ({ id, rev: 0 })) }, token: reader.token }),
    );
    const missed = changed.filter(({ id, unread }) => ids.includes(id) && unread === each).length;
    if (missed !== conversations) throw new Error(`Only ${missed} of ${conversations} conversations were told`);
    const window = await counted(hallway.api.call<MessageWindow>(messagesApi.window, { params: { conversationId: ids[0] ?? '' }, token: reader.token }));
    if (window.items.length !== each) throw new Error(`The window shows ${window.items.length} of ${each} messages`);
  };
  const took = await timed(catchUp);
  return [
    {
      workload: 'catch-up',
      name: `requests after ${conversations * each} messages in ${conversations} conversations`,
      value: requests,
      unit: 'requests',
      goal: { bound: 2 },
    },
    { workload: 'catch-up', name: 'until the open conversation is whole', value: took, unit: 'ms' },
  ];
}
