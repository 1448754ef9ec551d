import { mkdirSync } from 'node:fs';
import pg from 'pg';

import { startStack } from '../../../local-stack/start-stack.mjs';
import type { ClientPlan } from '../generator/worker-protocol';
import type { BenchSystem, FormName } from './bench-system';
import { type GroupPlan, groupsOf } from './group-plan';
import { type BenchUser, HallwayApi } from './hallway-api';
import { clientsOf } from './people';

export type Stack = Awaited<ReturnType<typeof startStack>>;

/** Hashing a password is meant to be slow; accounts are made by a few at a time. */
const registerAtOnce = 4;

/** Of the passwords of this run. */
export const bcryptCost = 10;

const environment = {
  // The load is far above what one person may send.
  RATE_LIMITS: 'off',
  // The tokens made at the start last for the whole run.
  AUTH_ACCESS_TOKEN_SECONDS: '3600',
  // The least that is allowed: making accounts is no part of what is measured, except by the sign-in workload.
  AUTH_BCRYPT_COST: String(bcryptCost),
  LOG_LEVEL: 'warn',
};

function profiling(folder: string): Record<string, string> {
  if (folder === '') return {};
  mkdirSync(folder, { recursive: true });
  return { NODE_OPTIONS: `--import=${new URL('./profiler.js', import.meta.url).href}`, BENCH_PROFILE_DIR: folder };
}

/** Hallway in one of its forms; clients come in by its public address. */
export class HallwaySystem implements BenchSystem {
  readonly api: HallwayApi;
  readonly people: BenchUser[] = [];
  readonly database: pg.Pool;
  private readonly known = new Map<string, string[]>();

  private constructor(
    readonly name: FormName,
    readonly stack: Stack,
    private readonly profiled: boolean,
  ) {
    this.api = new HallwayApi(stack.url);
    this.database = new pg.Pool({ connectionString: stack.stores.ownerUrl, max: 2 });
  }

  static async start(form: FormName, population: number, folder: string, profileDir = ''): Promise<HallwaySystem> {
    const stack = await startStack({
      dataDir: folder,
      port: 0,
      mode: form === 'hallway' ? 'one' : 'separate',
      env: { ...environment, ...profiling(profileDir) },
      durable: true,
      quiet: true,
    });
    const system = new HallwaySystem(form, stack, profileDir !== '');
    try {
      await system.populate(population);
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  async clients(plan: GroupPlan): Promise<ClientPlan[]> {
    const ids = this.known.get(plan.name) ?? (await this.makeGroups(plan));
    this.known.set(plan.name, ids);
    return clientsOf(this.stack.url, plan, this.people.length, ids, (person) => ({ token: this.people[person]?.token }));
  }

  processes(): Record<string, number> {
    const services = this.stack.services.map(({ instance, pid }: { instance: string; pid: number }) => [instance, pid] as const);
    const { postgres, redis } = this.stack.stores;
    return { ...Object.fromEntries(services), postgres: postgres?.pid ?? 0, redis: redis?.pid ?? 0 };
  }

  servers(): number[] {
    return this.stack.services.map(({ pid }: { pid: number }) => pid);
  }

  async stored(): Promise<number> {
    const { rows } = await this.database.query<{ count: number }>('SELECT count(*)::integer AS count FROM messages.messages');
    return rows[0]?.count ?? 0;
  }

  toggleProfiles(): void {
    if (this.profiled) for (const service of this.stack.services) service.kill('SIGUSR2');
  }

  async stop(): Promise<void> {
    await this.database.end();
    await this.stack.stop();
  }

  private async populate(population: number): Promise<void> {
    let next = 0;
    const register = async (): Promise<void> => {
      for (let place = next++; place < population; place = next++) this.people[place] = await this.api.register(`bench-${place}`);
    };
    await Promise.all(Array.from({ length: registerAtOnce }, register));
  }

  private async makeGroups(plan: GroupPlan): Promise<string[]> {
    const ids: string[] = [];
    for (const members of groupsOf(plan, this.people.length)) {
      const [owner, ...others] = members.map((person) => this.people[person]).filter((person): person is BenchUser => person !== undefined);
      if (owner) ids.push(await this.api.group(owner, others, plan.name));
    }
    return ids;
  }
}
