import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:net';

import type { Environment } from '@hallway/service-kit/config';

/** Below the range that operating systems lend to outgoing connections, so that a worker that starts again finds its port free. */
const lowestPort = 15_000;
const highestPort = 32_000;

const loopback = '127.0.0.1';

/** The environment of a life of a worker; the first is 0. */
export type EnvironmentOf = (worker: number) => Environment;

/**
 * What differs between processes that run the same services behind one port. Each has its own port for health and
 * numbers, counted from `OPS_PORT`, and one for sockets, counted from `REALTIME_PORT`, where the others tell it what all
 * of realtime has to know at once.
 */
export async function workerEnvironments(env: Environment, count: number): Promise<EnvironmentOf> {
  const opsPorts = await portsFrom(env.OPS_PORT, count);
  const realtimePorts = await portsFrom(env.REALTIME_PORT, count, opsPorts);
  refuseShared([...opsPorts, ...realtimePorts]);
  const host = env.REALTIME_HOST || loopback;
  const realtime = realtimePorts.map((port) => `http://${host === '0.0.0.0' || host === '::' ? loopback : host}:${port}`);
  const elsewhere = (env.REALTIME_URL ?? '').split(',').filter(Boolean);
  return (worker) => ({
    OPS_PORT: String(opsPorts[worker]),
    REALTIME_PORT: String(realtimePorts[worker]),
    REALTIME_HOST: host,
    REALTIME_URL: [...new Set([...elsewhere, ...realtime])].join(','),
    // A new name for each life: a successor must not mistake the leases of the dead one for its own.
    ...(env.INSTANCE_ID && { INSTANCE_ID: `${env.INSTANCE_ID}-${worker + 1}-${randomBytes(3).toString('hex')}` }),
  });
}

/** Workers of one cluster that listen on the same port share it in silence. */
function refuseShared(ports: (number | string)[]): void {
  const given = ports.filter((port) => typeof port === 'number');
  if (new Set(given).size < given.length)
    throw new Error(`The workers' ports overlap (${given.join(', ')}): OPS_PORT and REALTIME_PORT need as many ports behind them as there are workers`);
}

/** What is no port is left to the workers, which say so. */
async function portsFrom(first = '0', count: number, taken: (number | string)[] = []): Promise<(number | string)[]> {
  const base = Number(first);
  if (Number.isNaN(base)) return new Array<string>(count).fill(first);
  if (base > 0) return Array.from({ length: count }, (_, worker) => base + worker);
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(lowestPort, highestPort);
    if (!taken.includes(port) && (await isFree(port))) ports.add(port);
  }
  return [...ports];
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(false));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
