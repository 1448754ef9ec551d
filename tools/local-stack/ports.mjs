import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';

// Below the range that operating systems lend to outgoing connections, so that a service that
// restarts finds its port still free.
const LOWEST = 15_000;
const HIGHEST = 32_000;
const given = new Set();

/** A TCP port on this machine that nobody listens on and that this process has not given out before. */
export async function freePort() {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
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
