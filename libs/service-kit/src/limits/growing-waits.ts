import type { Redis } from 'ioredis';

import type { Logger } from '../log';
import type { WaitRule } from './wait-rule';
import { WaitTable } from './wait-table';

/** Counts unless one must wait, and answers the ms to wait; one step, so that tries at once cannot pass together. */
const takeScript = `
local count, till = unpack(redis.call('HMGET', KEYS[1], 'count', 'till'))
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
if till and tonumber(till) > now then return tonumber(till) - now end
count = tonumber(count or 0) + 1
local wait = 0
if count >= tonumber(ARGV[1]) then wait = math.min(ARGV[2] * 2 ^ math.min(count - ARGV[1], 30), tonumber(ARGV[3])) end
redis.call('HSET', KEYS[1], 'count', count, 'till', string.format('%d', now + wait * 1000))
redis.call('EXPIRE', KEYS[1], ARGV[4])
return 0`;

const giveBackScript = `
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or 0)
if count > 0 then redis.call('HSET', KEYS[1], 'count', count - 1, 'till', 0) end
return 0`;

/**
 * Slows down guessing, over all replicas. A try is counted before its outcome is known.
 * Never switched off; while Redis is away each replica counts for itself.
 */
export class GrowingWaits {
  private readonly local = new WaitTable();

  constructor(
    private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  /** Seconds to wait; 0 when one may try now, and then this try is counted. */
  async take(rule: WaitRule, key: string): Promise<number> {
    const { freeTries, firstWaitSeconds, longestWaitSeconds, rememberSeconds } = rule;
    const ms = await this.withRedis(
      () => this.redis.eval(takeScript, 1, keyOf(rule, key), freeTries, firstWaitSeconds, longestWaitSeconds, rememberSeconds),
      () => this.local.take(rule, keyOf(rule, key)),
    );
    return Math.ceil(Number(ms) / 1000);
  }

  /** This try was none. */
  async giveBack(rule: WaitRule, key: string): Promise<void> {
    await this.withRedis(
      () => this.redis.eval(giveBackScript, 1, keyOf(rule, key)),
      () => this.local.giveBack(keyOf(rule, key)),
    );
  }

  async forget(rule: WaitRule, key: string): Promise<void> {
    this.local.forget(keyOf(rule, key));
    await this.withRedis(
      () => this.redis.del(keyOf(rule, key)),
      () => undefined,
    );
  }

  private async withRedis(call: () => Promise<unknown>, instead: () => unknown): Promise<unknown> {
    try {
      return await call();
    } catch (error) {
      this.logger.warn('tries are counted in memory while Redis is away', { err: error });
      return instead();
    }
  }
}

function keyOf({ name }: WaitRule, key: string): string {
  return `waits:${name}:${key}`;
}
