import { ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';

/** What `/health/ready` answers. */
export interface Readiness {
  /** Whether this replica can serve, which it also does while it is degraded. */
  ready: boolean;
  status: 'ok' | 'degraded' | 'unavailable';
  /** `up` or `down` by store. */
  stores: Record<string, string>;
  /** What is down that it can do without for now. */
  degraded: string[];
}

export interface CheckOptions {
  /** The service goes on without it, and says so. */
  optional?: boolean;
}

const timeoutMs = 1_000;
/** Anybody may ask on the public port: however many do, the stores are asked this often. */
const keptMs = 250;

/** Whether this replica should get work: what it cannot do without answers, and it is not shutting down. */
export class Health {
  private readonly checks: HealthIndicatorFunction[] = [];
  private readonly optional = new Set<string>();
  private draining = false;
  private asked?: { at: number; stores: Promise<Record<string, string>> };

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  addDatabase(connection: DataSource): void {
    // Terminus' own check for TypeORM looks for packages on disk, and a bundle has none.
    this.add('database', () => connection.query('SELECT 1'));
  }

  /** Events wait in the outbox, limits are counted here, caches are passed by: no service needs Redis to answer. */
  addRedis(redis: Redis): void {
    this.add('redis', () => redis.ping(), { optional: true });
  }

  /** Another condition of readiness: `check` rejects while it does not hold. */
  add(name: string, check: () => Promise<unknown>, { optional = false }: CheckOptions = {}): void {
    if (optional) this.optional.add(name);
    this.checks.push(() =>
      this.indicators
        .check(name)
        .attempt(() => check().then(() => undefined))
        .withTimeout(timeoutMs),
    );
  }

  /** From now on unready, so that no new work is sent here. */
  drain(): void {
    this.draining = true;
  }

  async ready(): Promise<Readiness> {
    if (!this.asked || Date.now() - this.asked.at > keptMs) this.asked = { at: Date.now(), stores: this.askStores() };
    const stores = await this.asked.stores;
    const down = Object.keys(stores).filter((name) => stores[name] !== 'up');
    const ready = !this.draining && down.every((name) => this.optional.has(name));
    const degraded = down.filter((name) => this.optional.has(name));
    return { ready, status: !ready ? 'unavailable' : degraded.length > 0 ? 'degraded' : 'ok', stores, degraded };
  }

  private async askStores(): Promise<Record<string, string>> {
    const details = await this.terminus.check(this.checks).then(
      (result) => result.details,
      (error: unknown) => {
        if (!(error instanceof ServiceUnavailableException)) throw error;
        return (error.getResponse() as { details?: object }).details ?? {};
      },
    );
    return Object.fromEntries(Object.entries(details as Record<string, { status: string }>).map(([name, { status }]) => [name, status]));
  }
}
