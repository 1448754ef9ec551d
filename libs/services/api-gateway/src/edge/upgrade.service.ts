import { type IncomingMessage, request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

import { LocalReplica, type Neighbour, type Replica } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';

/** How long a replica may take to say whether it takes a socket. */
const answerWithinMs = 5_000;
const probeAfterMs = 2_000;
/** What a refusal may be long; it is one sentence. */
const longestRefusal = 16_384;

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

interface Answer {
  response: IncomingMessage;
  /** The replica's end of the WebSocket; absent when it refused. */
  upstream?: Socket;
  head?: Buffer;
}

/** Joins WebSockets to realtime replicas, or hands them to the one of this process. Whatever happens, a status is written before the caller's socket ends. */
@Injectable()
export class UpgradeService implements OnModuleDestroy {
  private readonly joined = new Set<Duplex>();
  private stopping = false;

  constructor(private readonly logger: Logger) {}

  /** The server waits for all of its sockets, and these never end by themselves: their clients connect again elsewhere. */
  onModuleDestroy(): void {
    this.stopping = true;
    for (const socket of this.joined) socket.destroy();
  }

  /** @param candidates tried in order until one answers */
  async join(request: IncomingMessage, socket: Duplex, head: Buffer, candidates: Replica[]): Promise<void> {
    // A client that has gone by then is seen by `destroyed`.
    socket.on('error', () => undefined);
    for (const replica of this.stopping ? [] : candidates) {
      if (socket.destroyed) return;
      if (replica instanceof LocalReplica) return this.handOver(request, socket, head, await replica.neighbour);
      const probeTimer = setTimeout(() => replica.doubted(), probeAfterMs);
      try {
        const answer = await ask(replica.url, request, socket);
        replica.succeeded();
        if (answer.upstream) this.connect(socket, head, answer as Required<Answer>);
        else await passRefusal(socket, answer.response);
        return;
      } catch (error) {
        if (socket.destroyed) return;
        this.logger.warn('a realtime replica did not take a socket', { target: replica.url, err: error });
        replica.failed();
      } finally {
        clearTimeout(probeTimer);
      }
    }
    socket.end(unavailable);
  }

  private handOver(request: IncomingMessage, socket: Duplex, head: Buffer, realtime: Neighbour): void {
    this.hold(socket);
    realtime.upgrade(request, socket, head);
  }

  private hold(socket: Duplex): void {
    this.joined.add(socket);
    socket.once('close', () => this.joined.delete(socket));
  }

  private connect(socket: Duplex, head: Buffer, { response, upstream, head: first }: Required<Answer>): void {
    for (const end of [socket as Socket, upstream]) end.setTimeout(0).setNoDelay(true).setKeepAlive(true);
    this.hold(socket);
    socket.write(headOf(response), 'latin1');
    if (first.length > 0) upstream.unshift(first);
    if (head.length > 0) socket.unshift(head);
    // When one of them goes, so does the other.
    pipeline(upstream, socket, () => upstream.destroy());
    pipeline(socket, upstream, () => socket.destroy());
    if (this.stopping) socket.destroy();
  }
}

function ask(url: string, { url: path, headers }: IncomingMessage, socket: Duplex): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asking = httpRequest({ host: hostname.replace(/^\[|\]$/g, ''), port, path, headers, agent: false, timeout: answerWithinMs });
    const gone = (): void => void asking.destroy(new Error('The caller has gone'));
    socket.once('close', gone);
    asking.once('close', () => socket.off('close', gone));
    asking.once('timeout', () => asking.destroy(new Error(`No answer within ${answerWithinMs} ms`)));
    asking.once('error', reject);
    asking.once('response', (response) => resolve({ response }));
    asking.once('upgrade', (response, upstream, head) => resolve({ response, upstream, head }));
    asking.end();
  });
}

function headOf({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Why a replica does not take the socket: origin, address, session. Its own words, with the length that is sent. */
async function passRefusal(socket: Duplex, response: IncomingMessage): Promise<void> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > longestRefusal) break;
    parts.push(part);
  }
  const body = Buffer.concat(parts);
  const type = response.headers['content-type'] ?? 'text/plain';
  socket.end(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${response.statusCode} ${response.statusMessage}\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n`,
        'latin1',
      ),
      body,
    ]),
  );
}
