import { connect, type Socket } from 'node:net';

import type { NetworkWeather } from './network-weather';

export type Direction = 'to-client' | 'to-server';

/** What a connection needs of its proxy. */
interface Surroundings {
  target: { host: string; port: number };
  weather(): NetworkWeather;
  random(): number;
}

/** One connection through the proxy: two sockets, and what is on its way between them. */
export class ProxiedConnection {
  private readonly server: Socket;
  private readonly lanes: DataFlow[];
  /** Bytes to the client that still pass before the connection is cut. */
  private remaining = Infinity;

  constructor(
    private readonly client: Socket,
    surroundings: Surroundings,
    ended: () => void,
  ) {
    this.server = connect(surroundings.target);
    const spend = (bytes: number) => this.spend(bytes);
    this.lanes = [
      new DataFlow(client, this.server, 'to-server', surroundings, () => undefined),
      new DataFlow(this.server, client, 'to-client', surroundings, spend),
    ];
    for (const socket of [client, this.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => this.reset()); // the other side learns of it by the reset
      socket.on('close', () => this.closed && ended());
    }
  }

  /** Both sides are: one that is still open is to be ended with the rest. */
  get closed(): boolean {
    return this.client.closed && this.server.closed;
  }

  weatherChanged(): void {
    if (this.lanes.some((lane) => lane.hasHole)) return this.reset();
    for (const lane of this.lanes) lane.release();
  }

  /** Ends it at once and rudely on both sides. */
  reset(): void {
    for (const lane of this.lanes) lane.stop();
    for (const socket of [this.client, this.server]) socket.resetAndDestroy();
  }

  /** The server's side says goodbye to the client, and goes on listening. */
  halfClose(): void {
    this.client.end();
  }

  /** Stops taking what the server sends, as a client does that does not read; or goes on. */
  choke(choked: boolean): void {
    this.lanes[1]?.choke(choked);
  }

  /** Says goodbye to both sides. */
  end(): void {
    for (const socket of [this.client, this.server]) socket.end();
  }

  /** Lets so many bytes through to the client, likely into the middle of a frame, then resets. */
  cutAfter(bytes: number): void {
    this.remaining = bytes;
  }

  private spend(bytes: number): void {
    this.remaining -= bytes;
    if (this.remaining <= 0) this.reset();
  }
}

/** One direction: keeps the order of the data, however late it gets. */
class DataFlow {
  hasHole = false;
  private readonly waiting: Buffer[] = [];
  private timer: NodeJS.Timeout | undefined;
  private freeAt = 0;
  private ending = false;
  private stopped = false;
  private choked = false;

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly direction: Direction,
    private readonly surroundings: Surroundings,
    private readonly passed: (bytes: number) => void,
  ) {
    from.on('data', (data) => this.take(data));
    from.on('end', () => {
      this.ending = true;
      this.release();
    });
    to.on('drain', () => this.choked || from.resume());
  }

  choke(choked: boolean): void {
    this.choked = choked;
    if (choked) this.from.pause();
    else this.from.resume();
  }

  release(): void {
    if (!this.timer) this.next();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private take(data: Buffer): void {
    if (this.surroundings.weather().lost === this.direction) {
      this.hasHole = true;
      return;
    }
    this.waiting.push(data);
    this.release();
  }

  private next(): void {
    this.timer = undefined;
    if (this.stopped || this.surroundings.weather().blackHole) return;
    const data = this.waiting[0];
    if (!data) {
      if (this.ending) this.to.end();
      return;
    }
    const due = this.dueAt(data);
    if (due <= 0) return this.pass();
    this.timer = setTimeout(() => this.pass(), due);
  }

  private pass(): void {
    this.timer = undefined;
    if (this.stopped || this.surroundings.weather().blackHole) return;
    const data = this.waiting.shift();
    if (data && this.to.writable) {
      if (!this.to.write(data)) this.from.pause();
      this.passed(data.length);
    }
    this.next();
  }

  private dueAt(data: Buffer): number {
    const { latencyMs = 0, jitterMs = 0, bytesPerSecond } = this.surroundings.weather();
    const now = performance.now();
    const transfer = bytesPerSecond ? (data.length / bytesPerSecond) * 1000 : 0;
    this.freeAt = Math.max(this.freeAt, now) + transfer;
    return this.freeAt - now + latencyMs + jitterMs * this.surroundings.random();
  }
}
