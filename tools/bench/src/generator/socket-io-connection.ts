import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

import { clientFrame, FrameReader } from './websocket-frames';

export interface ConnectionEvents {
  /** The answer to the event that was sent with this number. */
  onAck(number: number, ok: boolean): void;
  /** An event of the server, as it came. */
  onEvent(frame: Buffer): void;
  onClose(): void;
}

const endOfHead = Buffer.from('\r\n\r\n');
const okAnswer = Buffer.from('"ok":true');
const engine = { open: 0x30, ping: 0x32, message: 0x34 };
const packet = { connect: 0x30, event: 0x32, ack: 0x33, refused: 0x34 };

/** One Socket.IO client over a plain TCP socket: only what the load generator needs, and little work for each frame. */
export class SocketIoConnection {
  private readonly socket: Socket;
  private readonly frames: FrameReader;
  private readonly ready: Promise<void>;
  private settle: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private upgraded = false;

  constructor(
    url: string,
    private readonly auth: object,
    private readonly events: ConnectionEvents,
  ) {
    const { hostname, port } = new URL(url);
    this.frames = new FrameReader(
      (payload) => this.onText(payload),
      (pong) => this.socket.write(pong),
    );
    this.ready = new Promise((resolve, reject) => (this.settle = { resolve, reject }));
    this.socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.socket.on('connect', () => this.socket.write(upgradeRequest(`${hostname}:${port}`)));
    this.socket.on('data', (chunk: Buffer) => this.onData(chunk));
    this.socket.on('error', (error) => this.settle?.reject(error));
    this.socket.on('close', () => this.onEnd());
  }

  /** Resolves once the server has let the client in. */
  connected(): Promise<void> {
    return this.ready;
  }

  emit(number: number, event: string, payload: object): void {
    this.socket.write(clientFrame(`42${number}${JSON.stringify([event, payload])}`));
  }

  /** From now on nothing is read. */
  pause(): void {
    this.socket.pause();
  }

  close(): void {
    this.socket.destroy();
  }

  private onData(chunk: Buffer): void {
    if (this.upgraded) return this.frames.push(chunk);
    const end = chunk.indexOf(endOfHead);
    if (end < 0 || !chunk.subarray(0, 12).toString().endsWith('101')) return void this.socket.destroy(new Error('The WebSocket upgrade was refused'));
    this.upgraded = true;
    if (chunk.length > end + 4) this.frames.push(chunk.subarray(end + 4));
  }

  private onText(frame: Buffer): void {
    const [type, kind] = frame;
    if (type === engine.ping) this.socket.write(clientFrame('3'));
    else if (type === engine.open) this.socket.write(clientFrame(`40${JSON.stringify(this.auth)}`));
    else if (type !== engine.message) return;
    else if (kind === packet.event) this.events.onEvent(frame);
    else if (kind === packet.ack) this.onAck(frame);
    else if (kind === packet.connect) this.settle?.resolve();
    else if (kind === packet.refused) this.socket.destroy(new Error(`The server refused the connection: ${frame.toString()}`));
  }

  private onAck(frame: Buffer): void {
    let number = 0;
    for (let at = 2; frame[at]! >= 0x30 && frame[at]! <= 0x39; at += 1) number = number * 10 + frame[at]! - 0x30;
    this.events.onAck(number, frame.subarray(0, 64).includes(okAnswer));
  }

  private onEnd(): void {
    this.settle?.reject(new Error('The connection was closed'));
    this.events.onClose();
  }
}

function upgradeRequest(host: string): string {
  const lines = [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
