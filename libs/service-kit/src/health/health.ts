import { ServiceUnavailableException } from '@nestjs/common';
import { HealthCheckService, type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import type { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';

/** What `/health/ready` answers. */
export interface Readiness {
  ready: boolean;
  /** `up` or `down` by store. */
  stores: Record<string, string>;
}

const timeoutMs = 1_000;

/** Whether this replica should get work: its own stores answer and it is not shutting down. */
export class Health {
  private readonly checks: HealthIndicatorFunction[] = [];
  private draining = false;

  constructor(
    private readonly terminus: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  addDatabase(connection: DataSource): void {
    // Terminus' own check for TypeORM looks for packages on disk, and a bundle has none.
    this.add('database', () => connection.query('SELECT 1'));
  }

  addRedis(redis: Redis): void {
    this.add('redis', () => redis.ping());
  }

  /** Another condition of readiness: `check` rejects while it does not hold. */
  add(name: string, check: () => Promise<unknown>): void {
    this.checks.push(() => this.indicators.check(name).attempt(() => check().then(() => undefined)).withTimeout(timeoutMs));
  }

  /** From now on unready, so that nobody sends new work. */
  drain(): void {
    this.draining = true;
  }

  async ready(): Promise<Readiness> {
    const outcome = await this.terminus.check(this.checks).then(
      (result) => ({ ready: true, details: result.details }),
      (error: unknown) => {
        if (!(error instanceof ServiceUnavailableException)) throw error;
        return { ready: false, details: (error.getResponse() as { details?: object }).details ?? {} };
      },
    );
    const stores = Object.entries(outcome.details as Record<string, { status: string }>).map(([name, { status }]) => [name, status]);
    return { ready: outcome.ready && !this.draining, stores: Object.fromEntries(stores) as Record<string, string> };
  }
}
