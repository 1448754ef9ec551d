import { setTimeout as delay } from 'node:timers/promises';

import { Fleet, type FleetCounts } from '../generator/fleet';
import { SocketIoConnection } from '../generator/socket-io-connection';
import { residentBytes } from '../measure/process-usage';
import type { BenchOptions } from '../options';
import type { Figure } from '../report/figure';
import type { HallwaySystem } from '../systems/hallway-system';

const plan = { name: 'groups-50', people: 50, socketsEach: 1 } as const;
const sendsPerSecond = 300;
const slowReaders = 20;
const lookEveryMs = 250;

/** Connects once more as each of the first people, and reads nothing from then on. */
async function connectSlow(hallway: HallwaySystem, count: number): Promise<SocketIoConnection[]> {
  const ignored = { onAck: () => undefined, onEvent: () => undefined, onClose: () => undefined };
  const connections = hallway.people.slice(0, count).map(({ token }) => new SocketIoConnection(hallway.stack.url, { token }, ignored));
  await Promise.all(connections.map((connection) => connection.connected()));
  for (const connection of connections) connection.pause();
  return connections;
}

/** The most that these processes hold within the time. */
async function mostResident(pids: readonly number[], forMs: number): Promise<number> {
  let most = 0;
  for (const end = performance.now() + forMs; performance.now() < end; await delay(lookEveryMs)) most = Math.max(most, residentBytes(pids));
  return most;
}

/** What clients that read nothing cost the servers that write to them, and everyone else. */
export async function slowReadersWorkload(hallway: HallwaySystem, { workers, measureMs, warmUpMs }: BenchOptions): Promise<Figure[]> {
  const { realtime = 0, 'api-gateway': gateway = 0 } = hallway.processes();
  const fleet = new Fleet(workers);
  let slow: SocketIoConnection[] = [];
  try {
    await fleet.connect(await hallway.clients(plan));
    await fleet.begin({ kind: 'open', perSecond: sendsPerSecond });
    await delay(warmUpMs * 2);
    const look = async (): Promise<[most: number, counts: FleetCounts]> => {
      await fleet.mark();
      return [await mostResident([realtime, gateway], measureMs * 2), await fleet.mark()];
    };
    const [alone, before] = await look();
    slow = await connectSlow(hallway, slowReaders);
    const [beside, during] = await look();
    const { acknowledged, deliveries } = await fleet.stop(plan.people);
    if (deliveries !== acknowledged * plan.people) throw new Error(`Only ${deliveries} deliveries for ${acknowledged} messages came`);
    await fleet.close();
    const p99 = (counts: FleetCounts) => counts.delivery.quantile(0.99);
    return [
      {
        workload: 'slow-readers',
        name: `realtime and gateway with ${slowReaders} that do not read, more than without`,
        value: (beside - alone) / 2 ** 20,
        unit: 'MiB',
        goal: { bound: 50 },
      },
      { workload: 'slow-readers', name: `${sendsPerSecond} sends/s: seen by the others, p99, without them`, value: p99(before), unit: 'ms' },
      { workload: 'slow-readers', name: `${sendsPerSecond} sends/s: seen by the others, p99, beside them`, value: p99(during), unit: 'ms' },
    ];
  } finally {
    for (const connection of slow) connection.close();
    fleet.end();
  }
}
