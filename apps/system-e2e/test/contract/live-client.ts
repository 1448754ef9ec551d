import { io, type Socket } from 'socket.io-client';

import { eventually } from '@hallway/testing';

import type { Json } from './api-user';
import { noteAck, noteFrame } from './as-documented';

const live: LiveClient[] = [];

afterEach(() => {
  for (const one of live.splice(0)) one.close();
});

/** A plain socket.io client that remembers all it hears, and holds it against the documents. Closed after each test. */
export class LiveClient {
  readonly socket: Socket;
  readonly received: { event: string; payload: Json }[] = [];
  /** What the socket was refused with. */
  refusal?: Json;

  constructor(
    private readonly url: string,
    auth: object,
    options: object = {},
  ) {
    this.socket = io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true, ...options });
    this.socket.onAny((event: string, payload: Json) => {
      this.received.push({ event, payload });
      noteFrame(url, event, payload);
    });
    this.socket.on('connect_error', (error: Error & { data?: Json }) => {
      this.refusal = error.data ?? { message: error.message };
    });
    live.push(this);
  }

  connected(): Promise<void> {
    return eventually(
      () => {
        if (this.refusal) throw new Error(`The socket was refused: ${JSON.stringify(this.refusal)}`);
        if (!this.socket.connected) throw new Error('The socket does not connect');
      },
      { timeoutMs: 20_000 },
    );
  }

  refused(): Promise<Json> {
    return eventually(() => this.refusal ?? false, { timeoutMs: 20_000 });
  }

  async closed(timeoutMs = 20_000): Promise<void> {
    await eventually(() => !this.socket.connected, { timeoutMs });
  }

  close(): void {
    this.socket.disconnect();
  }

  /** The acknowledgement, whatever it says. */
  async ask(event: string, ...args: unknown[]): Promise<Json> {
    const ack: Json = await this.socket.timeout(20_000).emitWithAck(event, ...args);
    noteAck(this.url, event, ack);
    return ack;
  }

  /** What a successful event is answered with. */
  async ok(event: string, payload: unknown): Promise<Json> {
    const ack = await this.ask(event, payload);
    expect(ack).toEqual({ ok: true, data: expect.anything() });
    return ack.data;
  }

  of(event: string): Json[] {
    return this.received.filter((one) => one.event === event).map(({ payload }) => payload);
  }

  /** The first such event, now or soon, that fits. */
  waitFor(event: string, fits: (payload: Json) => boolean = () => true, timeoutMs = 20_000): Promise<Json> {
    return eventually(
      () => {
        const found = this.of(event).find(fits);
        if (!found) throw new Error(`${event} was not heard, only ${JSON.stringify(this.received).slice(0, 2_000)}`);
        return found;
      },
      { timeoutMs },
    );
  }

  /** The event of `messages:changed` with that kind for a message. */
  async waitForChange(kind: string, messageId: string): Promise<Json> {
    const of = (frame: Json) => frame.events.find((event: Json) => event.kind === kind && event.message.id === messageId);
    return of(await this.waitFor('messages:changed', (frame) => of(frame) !== undefined));
  }
}
