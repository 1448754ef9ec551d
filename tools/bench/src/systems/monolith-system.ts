import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

import { startPostgres } from '../../../local-stack/postgres.mjs';
import { startRedis } from '../../../local-stack/redis.mjs';
import type { ClientPlan } from '../generator/worker-protocol';
import { BaselineProcess } from './baseline-process';
import type { BenchSystem } from './bench-system';
import { type GroupPlan, groupsOf } from './group-plan';
import { clientsOf, newIds } from './people';

type Store = Awaited<ReturnType<typeof startPostgres>>;

/** Baseline A, with a PostgreSQL and a Redis of its own that are set up as those of Hallway. */
export class MonolithSystem implements BenchSystem {
  readonly name = 'monolith';
  private readonly people: string[];
  private readonly known = new Map<string, string[]>();

  private constructor(
    private readonly server: BaselineProcess,
    private readonly stores: Store[],
    private readonly database: pg.Pool,
    private readonly secret: string,
    population: number,
  ) {
    this.people = newIds(population);
  }

  static async start(population: number, folder: string): Promise<MonolithSystem> {
    mkdirSync(folder, { recursive: true });
    const password = randomBytes(12).toString('hex');
    const secret = randomBytes(32).toString('hex');
    const postgres = await startPostgres({ dir: join(folder, 'postgres'), password, logFile: join(folder, 'postgres.log'), port: undefined });
    const redis = await startRedis({ dir: join(folder, 'redis'), password, logFile: join(folder, 'redis.log'), port: undefined });
    const server = await BaselineProcess.start('monolith', { DATABASE_URL: postgres.url, REDIS_URL: redis.url, TOKEN_SECRET: secret });
    return new MonolithSystem(server, [postgres, redis], new pg.Pool({ connectionString: postgres.url, max: 1 }), secret, population);
  }

  async clients(plan: GroupPlan): Promise<ClientPlan[]> {
    const ids = this.known.get(plan.name) ?? (await this.makeGroups(plan));
    this.known.set(plan.name, ids);
    return clientsOf(this.server.url, plan, this.people.length, ids, (person) => ({ token: this.tokenOf(this.people[person] ?? '') }));
  }

  processes(): Record<string, number> {
    const [postgres, redis] = this.stores.map(({ child }) => child.pid ?? 0);
    return { server: this.server.pid, postgres: postgres ?? 0, redis: redis ?? 0 };
  }

  servers(): number[] {
    return [this.server.pid];
  }

  async stored(): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>('SELECT count(*)::integer AS count FROM messages');
    return rows[0]?.count ?? 0;
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.server.stop();
    await Promise.all(this.stores.map((store) => store.stop()));
  }

  private async makeGroups(plan: GroupPlan): Promise<string[]> {
    const groups = groupsOf(plan, this.people.length);
    const ids = newIds(groups.length);
    const members = groups.flatMap((people, group) => people.map((person) => [ids[group], this.people[person]]));
    await this.database.query('INSERT INTO members (conversation_id, user_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])', [
      members.map(([conversation]) => conversation),
      members.map(([, user]) => user),
    ]);
    return ids;
  }

  private tokenOf(userId: string): string {
    return `${userId}.${createHmac('sha256', this.secret).update(userId).digest('base64url')}`;
  }
}
