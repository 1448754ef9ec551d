import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { classify } from '../errors';
import { problemHeaders } from './problem.filter';

/** Refuses on a connection that has no response object: an upgrade, or bytes that are no request. The connection ends. */
export function writeStatus(socket: Duplex, status: number, headers: Record<string, string> = {}): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': '0' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`);
  // A peer that does not close its side is not waited for.
  (socket as Socket).destroySoon();
}

/** The same for a failure; its body is left out, since a client that asks for a WebSocket reads none. */
export function writeProblem(socket: Duplex, error: unknown): void {
  const problem = classify(error);
  writeStatus(socket, problem.status, problemHeaders(problem));
}
