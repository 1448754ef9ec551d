import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { tooManyAttempts } from '@hallway/contracts-auth';
import { ProblemError } from '@hallway/service-kit/errors';
import { rateHeaders } from '@hallway/service-kit/limits';
import { Logger } from '@hallway/service-kit/log';
import { REDIS } from '@hallway/service-kit/redis';

const freeAttempts = 5;
const longestWaitSeconds = 900;
const rememberedAccounts = 10_000;

interface Attempts {
  failures: number;
  /** Milliseconds since 1970. */
  until: number;
}

/**
 * Slows down guessing: after five failures for one account from one address the
 * wait doubles, to 15 minutes at most (reliability S10). Keyed by both, so that
 * nobody can lock somebody else out. Never switched off; in memory while Redis is away.
 */
@Injectable()
export class LoginAttempts {
  private readonly local = new Map<string, Attempts>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly logger: Logger,
  ) {}

  /** @throws ProblemError `too-many-attempts` while one must wait */
  async check(login: string, ip: string): Promise<void> {
    const { until } = await this.read(keyOf(login, ip));
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (seconds <= 0) return;
    throw new ProblemError(tooManyAttempts, { retryAfterSeconds: seconds, headers: rateHeaders({ limit: freeAttempts, remaining: 0, resetSeconds: seconds }) });
  }

  async failed(login: string, ip: string): Promise<void> {
    const key = keyOf(login, ip);
    const failures = (await this.read(key)).failures + 1;
    const waitSeconds = failures < freeAttempts ? 0 : Math.min(2 ** (failures - freeAttempts), longestWaitSeconds);
    await this.write(key, { failures, until: Date.now() + waitSeconds * 1000 });
  }

  async succeeded(login: string, ip: string): Promise<void> {
    const key = keyOf(login, ip);
    this.local.delete(key);
    await this.withRedis(() => this.redis.del(key), 0);
  }

  private async read(key: string): Promise<Attempts> {
    const stored = await this.withRedis(() => this.redis.get(key), null);
    const local = this.local.get(key) ?? { failures: 0, until: 0 };
    const remote = stored === null ? { failures: 0, until: 0 } : (JSON.parse(stored) as Attempts);
    return remote.failures >= local.failures ? remote : local;
  }

  private async write(key: string, attempts: Attempts): Promise<void> {
    if (this.local.size >= rememberedAccounts) this.local.delete(this.local.keys().next().value ?? '');
    this.local.set(key, attempts);
    await this.withRedis(() => this.redis.set(key, JSON.stringify(attempts), 'EX', longestWaitSeconds * 2), null);
  }

  private async withRedis<T>(call: () => Promise<T>, fallback: T): Promise<T> {
    try {
      return await call();
    } catch (error) {
      this.logger.warn('login attempts are kept in memory while Redis is away', { err: error });
      return fallback;
    }
  }
}

/** Names and addresses are hashed: they do not belong into Redis in clear. */
function keyOf(login: string, ip: string): string {
  return `auth:attempts:${createHash('sha256').update(`${login.toLowerCase()} ${ip}`).digest('base64url')}`;
}
