import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection that says what it is told to, however wrong. */
export class RawConnection {
  private received = '';
  private ended = false;

  private constructor(readonly socket: Socket) {
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (this.received += chunk.toString('latin1')));
    socket.on('close', () => (this.ended = true));
  }

  /** @param from another address of the loopback network, for one of many people */
  static async open(url: string, from?: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), ...(from && { localAddress: from }) });
    const connection = new RawConnection(socket);
    await once(socket, 'connect');
    return connection;
  }

  /** What was answered so far. */
  get text(): string {
    return this.received;
  }

  get closed(): boolean {
    return this.ended;
  }

  get status(): number {
    return Number(/^HTTP\/1\.1 (\d{3})/.exec(this.received)?.[1] ?? 0);
  }

  write(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Reads no more, like a client that only holds the connection. */
  stopReading(): void {
    this.socket.pause();
  }

  /** Ends it with RST. */
  reset(): void {
    if (this.socket.connecting || this.socket.destroyed) this.socket.destroy();
    else this.socket.resetAndDestroy();
  }
}

/** The text of a request; a body only when one is given. */
export function requestText(method: string, path: string, headers: Record<string, string> = {}, body = ''): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Headers that ask for a WebSocket. */
export const webSocketHeaders = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
};
