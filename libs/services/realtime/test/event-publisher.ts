import { Redis } from 'ioredis';
import { v7 as uuidv7 } from 'uuid';

import type { EventDefinition } from '@hallway/contracts-core';
import { shardOf } from '@hallway/event-bus';
import type { TestRedis } from '@hallway/testing';

/** Publishes events as the relays of the other services do: one position after another, also after a wipe. */
export interface EventPublisher {
  publish<Payload extends object>(definition: EventDefinition<Payload>, payload: Payload): Promise<void>;
  /** Lets the next event of this subject skip positions, as if Redis had lost some. */
  skip(domain: string, subject: string, count: number): void;
  close(): Promise<void>;
}

export function eventPublisher({ url, prefix }: TestRedis): EventPublisher {
  const redis = new Redis(url, { keyPrefix: prefix });
  const positions = new Map<string, number>();
  const advance = (domain: string, shard: number, by: number): number => {
    const next = (positions.get(`${domain}:${shard}`) ?? 0) + by;
    positions.set(`${domain}:${shard}`, next);
    return next;
  };
  return {
    publish: async (definition, payload) => {
      const subject = definition.subject(payload);
      const shard = shardOf(subject);
      const first = advance(definition.domain, shard, 1);
      const envelope = { id: uuidv7(), type: definition.type, source: 'test', subject, time: new Date().toISOString(), data: payload };
      await redis.xadd(`hallway:{${definition.domain}}:${shard}`, `${first}-0`, 'e', JSON.stringify(envelope));
    },
    skip: (domain, subject, count) => void advance(domain, shardOf(subject), count),
    close: async () => {
      redis.disconnect();
    },
  };
}
