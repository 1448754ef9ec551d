import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { hash } from 'bcrypt';

import { authApi } from '@hallway/contracts-auth';

import { Fleet } from '../generator/fleet';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import { type BenchUser, RefusedCall } from '../systems/hallway-api';
import { bcryptCost, type HallwaySystem } from '../systems/hallway-system';

const logins = 200;
/** A quiet office: what chat carries while the logins come. */
const sendsPerSecond = 50;

/** Hashes a second when the machine does nothing else. */
async function machineLimit(forMs: number): Promise<number> {
  const end = Date.now() + forMs;
  let done = 0;
  const work = async (): Promise<void> => {
    for (; Date.now() < end; done += 1) await hash('a password', bcryptCost);
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return (done * 1_000) / (performance.now() - started);
}

/** Signs one person in, coming again as long and as late as the answers say. */
async function login(hallway: HallwaySystem, { username, password }: BenchUser): Promise<void> {
  for (;;) {
    try {
      await hallway.api.call(authApi.login, { body: { login: username, password, tokenTransport: 'body' } });
      return;
    } catch (error) {
      if (!(error instanceof RefusedCall) || error.retryAfterMs === undefined) throw error;
      // Not all at the same moment again.
      await delay(error.retryAfterMs * (0.5 + Math.random()));
    }
  }
}

/** Logs everyone in at once. */
async function loginAll(hallway: HallwaySystem, count: number): Promise<number> {
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, (_, at) => login(hallway, hallway.people[at % hallway.people.length]!)));
  return (count * 1_000) / (performance.now() - started);
}

/** A flood of logins beside a chat: neither may starve. */
export async function signInWorkload(hallway: HallwaySystem, options: BenchOptions): Promise<Figure[]> {
  const count = options.quick ? 50 : logins;
  const limit = await machineLimit(options.quick ? 2_000 : 8_000);
  const alone = await loginAll(hallway, count);
  const fleet = new Fleet(options.workers);
  try {
    await fleet.connect(await hallway.clients({ name: 'groups-5', people: 5, socketsEach: 1 }));
    await fleet.begin({ kind: 'open', perSecond: sendsPerSecond });
    await delay(options.warmUpMs);
    await fleet.mark();
    const beside = await loginAll(hallway, count);
    const { delivery, acknowledgement } = await fleet.mark();
    await fleet.stop(5);
    await fleet.close();
    return [
      { workload: 'sign-in', name: `bcrypt of cost ${bcryptCost}, nothing else running`, value: limit, unit: 'hashes/s' },
      { workload: 'sign-in', name: `${count} logins at once, no chat`, value: alone, unit: 'logins/s' },
      { workload: 'sign-in', name: 'logins / machine limit', value: alone / limit, unit: '×', goal: { bound: 0.9, atLeast: true } },
      { workload: 'sign-in', name: `${count} logins at once beside chat`, value: beside, unit: 'logins/s' },
      { workload: 'sign-in', name: 'chat acknowledgement p99 during sign-ins', value: acknowledgement.quantile(0.99), unit: 'ms', goal: { bound: 500 } },
      { workload: 'sign-in', name: 'chat delivery p99 during sign-ins', value: delivery.quantile(0.99), unit: 'ms', goal: { bound: 500 } },
    ];
  } finally {
    fleet.end();
  }
}
