import { Inject, Injectable } from '@nestjs/common';
import type { ChainableCommander, Redis } from 'ioredis';

import { REDIS } from '@hallway/service-kit/redis';

/** Users by the time until which they count as online (ms, clock of Redis). */
const onlineKey = 'online_users';
/** Users by the time they were last online. */
const lastSeenKey = 'realtime:last-seen';
/** Replicas by the time until which they count as alive. */
const replicasKey = 'realtime:replicas';
/** The sockets of a user: socket id to `SocketRecord`. */
const sessionKey = (userId: string) => `session:${userId}`;
/** Users with sockets on a replica. */
const heldKey = (replica: string) => `realtime:held:${replica}`;

const sessionSeconds = 7 * 24 * 3_600;
const lastSeenMs = 90 * 24 * 3_600_000;
const chunkSize = 500;

/** What Redis holds of a socket. */
export interface SocketRecord {
  sessionId: string;
  connectedAt: string;
  replica: string;
}

export interface HeldSocket extends SocketRecord {
  socketId: string;
  userId: string;
}

/** What a replica learns when it renews its lease. */
export interface Renewed {
  /** The clock that all replicas share, in ms. */
  now: number;
  /** Until when the replica counted as alive before, or 0. */
  aliveUntil: number;
  /** Replicas that have not renewed theirs in time. */
  dead: string[];
}

/** KEYS replicas; ARGV replica, lease ms. Answers what `Renewed` holds. */
const renewScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local before = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
return {now, before or '0', redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now))}`;

function chunks<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / chunkSize) }, (_, at) => items.slice(at * chunkSize, (at + 1) * chunkSize));
}

/** Fails as a whole when one command fails. */
async function all(pipeline: ChainableCommander): Promise<unknown[]> {
  const answers = (await pipeline.exec()) ?? [];
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}

/** Presence in Redis. Everything here may vanish at any time and is written again by the replicas. */
@Injectable()
export class PresenceRepository {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** Lets the replica count as alive for so long from now on. */
  async renewReplica(replica: string, leaseMs: number): Promise<Renewed> {
    const [now, aliveUntil, dead] = (await this.redis.eval(renewScript, 1, replicasKey, replica, leaseMs)) as [number, string, string[]];
    return { now, aliveUntil: Number(aliveUntil), dead };
  }

  async renewUsers(userIds: string[], until: number): Promise<void> {
    for (const chunk of chunks(userIds)) await this.redis.zadd(onlineKey, 'GT', ...chunk.flatMap((userId) => [until, userId]));
  }

  async addSockets(sockets: HeldSocket[], until: number): Promise<void> {
    for (const chunk of chunks(sockets)) {
      const pipeline = this.redis.pipeline();
      for (const { socketId, userId, ...record } of chunk) {
        pipeline.hset(sessionKey(userId), socketId, JSON.stringify(record)).expire(sessionKey(userId), sessionSeconds);
        pipeline.sadd(heldKey(record.replica), userId).zadd(onlineKey, 'GT', until, userId);
      }
      await all(pipeline);
    }
  }

  /** `lastHere`: the user has no other socket on that replica. */
  async removeSocket({ socketId, userId, replica }: Pick<HeldSocket, 'socketId' | 'userId' | 'replica'>, lastHere: boolean, until: number): Promise<void> {
    const pipeline = this.redis.pipeline().hdel(sessionKey(userId), socketId);
    if (lastHere) pipeline.srem(heldKey(replica), userId).zadd(onlineKey, 'XX', 'GT', until, userId);
    await all(pipeline);
  }

  /** Removes what a dead replica held. Doing it twice, or on two replicas at once, does no harm. */
  async clearReplica(replica: string): Promise<void> {
    for (const chunk of chunks(await this.redis.smembers(heldKey(replica)))) {
      const hashes = (await all(chunk.reduce((pipeline, userId) => pipeline.hgetall(sessionKey(userId)), this.redis.pipeline()))) as Record<string, string>[];
      const pipeline = this.redis.pipeline();
      chunk.forEach((userId, at) => {
        const gone = Object.entries(hashes[at] ?? {}).filter(([, text]) => (JSON.parse(text) as SocketRecord).replica === replica);
        if (gone.length > 0) pipeline.hdel(sessionKey(userId), ...gone.map(([socketId]) => socketId));
      });
      await all(pipeline);
    }
    await all(this.redis.pipeline().del(heldKey(replica)).zrem(replicasKey, replica));
  }

  /**
   * By user: until when they count as online; null for those who have been offline for a while.
   * Undefined when Redis does not know the asking replica, and so has forgotten everyone.
   */
  async onlineUntil(userIds: string[], replica: string): Promise<(number | null)[] | undefined> {
    const found = await this.scores(onlineKey, userIds);
    // Asked last: what was there then was there before.
    return (await this.redis.zscore(replicasKey, replica)) === null ? undefined : found;
  }

  async lastSeen(userIds: string[]): Promise<(number | null)[]> {
    return this.scores(lastSeenKey, userIds);
  }

  /** Moves those who are offline out of the online users, remembering when they were last seen. */
  async retire(now: number, offlineAfterMs: number): Promise<void> {
    const expired = await this.redis.zrangebyscore(onlineKey, '-inf', now, 'WITHSCORES', 'LIMIT', 0, chunkSize);
    const latest = expired.at(-1);
    if (latest === undefined) return;
    const seen = expired.flatMap((userId, at) => (at % 2 === 0 ? [Number(expired[at + 1]) - offlineAfterMs, userId] : []));
    // By score, so that a user who came back in between stays.
    await all(
      this.redis
        .pipeline()
        .zadd(lastSeenKey, 'GT', ...seen)
        .zremrangebyscore(onlineKey, '-inf', latest),
    );
  }

  async forgetLongGone(now: number): Promise<void> {
    await this.redis.zremrangebyscore(lastSeenKey, '-inf', now - lastSeenMs);
  }

  private async scores(key: string, members: string[]): Promise<(number | null)[]> {
    const found: (number | null)[] = [];
    for (const chunk of chunks(members)) {
      const scores = await this.redis.zmscore(key, ...chunk);
      found.push(...scores.map((score) => (score === null ? null : Number(score))));
    }
    return found;
  }
}
