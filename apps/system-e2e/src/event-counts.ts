import { eventually } from '@hallway/testing';

import type { System } from './system';

/** Which domains a service handles in transactions, and which it publishes. */
const listensTo = { conversations: ['auth'], messages: ['conversations', 'uploads'], uploads: ['messages', 'conversations'] } as const;

export type ConsumerName = keyof typeof listensTo;

export const consumerNames = Object.keys(listensTo) as ConsumerName[];

export type CountByType = Record<string, number>;

/** How many events of each type were published to a service, ever. */
export async function publishedFor(system: System, consumer: ConsumerName): Promise<CountByType> {
  const counts: CountByType = {};
  for (const domain of listensTo[consumer]) {
    const rows = await system.rows<{ type: string; events: number }>(`SELECT type, count(*)::integer AS events FROM ${domain}.outbox GROUP BY type`);
    for (const { type, events } of rows) counts[type] = events;
  }
  return counts;
}

/** How many events of each type a replica has handled since it started. */
async function handledBy(opsUrl: string): Promise<CountByType> {
  const text = await (await fetch(`${opsUrl}/metrics`)).text();
  const lines = text.matchAll(/^hallway_event_handling_seconds_count\{.*type="([^"]+)".*\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, type = '', count]) => [type, Number(count)]));
}

/** The same for each replica of a service. */
export function handledByReplicas(system: System, consumer: ConsumerName): Promise<CountByType[]> {
  return Promise.all(system.replicas(consumer).map(({ opsUrl }: { opsUrl: string }) => handledBy(opsUrl)));
}

/** Adds up counts; with a sign for each, takes them apart. */
export function sum(counts: CountByType[], signs: number[] = []): CountByType {
  const total: CountByType = {};
  counts.forEach((count, index) => {
    for (const [type, events] of Object.entries(count)) total[type] = (total[type] ?? 0) + events * (signs[index] ?? 1);
  });
  return Object.fromEntries(Object.entries(total).filter(([, events]) => events !== 0));
}

/** Types that the service has methods for; it passes over the others. */
export function onlyTypes(counts: CountByType, types: string[]): CountByType {
  return Object.fromEntries(Object.entries(counts).filter(([type]) => types.includes(type)));
}

/** Waits until the position of a service is the end of everything that was published to it. */
export async function untilCaughtUp(system: System, consumer: ConsumerName): Promise<void> {
  const behind = listensTo[consumer].map(
    (domain) => `SELECT 1 FROM ${domain}.outbox_shards s
      LEFT JOIN ${consumer}.consumer_offsets o ON o.consumer = '${consumer}' AND o.stream = '${domain}:' || s.shard
      WHERE s.last_seq > 0 AND o.last_seq IS DISTINCT FROM s.last_seq`,
  );
  await eventually(async () => expect(await system.rows(behind.join(' UNION ALL '))).toEqual([]), { timeoutMs: 30_000, everyMs: 100 });
}
