import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long answers may still take after the intake has stopped. */
const drainMs = 7_000;

/** The address of a server that listens on this host. */
export function urlOf(port: number, host: string): string {
  return `http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${port}`;
}

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Closes a server's connections as they become idle, and the others when their time is over. */
export async function draining(server: Server, work: () => Promise<void>): Promise<void> {
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => server.closeAllConnections(), drainMs);
  try {
    await work();
  } finally {
    clearInterval(sweep);
    clearTimeout(end);
  }
}
