import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { sessionsInternalApi } from '@hallway/contracts-auth';
import { fullPath } from '@hallway/contracts-core';

export interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Takes a service's place behind the gateway: remembers what arrives for clients and answers what it was told. */
export interface Upstream {
  url: string;
  seen: Seen[];
  answer: (status: number, body: string, headers?: Record<string, string>) => void;
  stop(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const seen: Seen[] = [];
  let reply = { status: 200, body: '{"ok":true}', headers: { 'content-type': 'application/json' } as Record<string, string> };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // The gateway asks by itself, whenever it likes.
      if (request.url === fullPath(sessionsInternalApi.ended)) return response.writeHead(200, { 'content-type': 'application/json' }).end('{"sessionIds":[]}');
      seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      return response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  server.on('upgrade', (request, socket) => {
    seen.push({ method: 'UPGRADE', url: request.url ?? '', headers: request.headers, body: '' });
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.pipe(socket);
  });
  await listen(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    answer: (status, body, headers = { 'content-type': 'application/json' }) => {
      reply = { status, body, headers };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}
