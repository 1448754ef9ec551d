import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

// Below the range that operating systems lend to outgoing connections, so that a service that
// restarts finds its port still free.
const LOWEST = 15_000;
const HIGHEST = 32_000;
const given = new Set();

/** A TCP port on this machine that is free and that this process has not given out before. */
export function freePort() {
  return freePorts(1);
}

/** As many in a row; the first of them. */
export async function freePorts(count) {
  for (;;) {
    const first = randomInt(LOWEST, HIGHEST - count);
    const row = Array.from({ length: count }, (_, i) => first + i);
    if (row.some((port) => given.has(port)) || (await Promise.all(row.map((port) => isFree(port)))).includes(false)) continue;
    for (const port of row) given.add(port);
    return first;
  }
}

/** Whether a server could listen on the port now. */
export function isFree(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.on('error', () => undefined).destroy());
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
