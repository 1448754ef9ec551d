import { io, type Socket } from 'socket.io-client';

import type { Problem } from '@hallway/contracts-core';
import type { Ack, ClientEventName, ClientPayload, ClientResult, ServerEventName, ServerPayload } from '@hallway/contracts-realtime';
import { eventually } from '@hallway/testing';

/** A real client that remembers everything it receives. */
export class TestClient {
  private readonly received: { event: string; payload: unknown }[] = [];
  disconnectReason?: string;

  constructor(
    readonly socket: Socket,
    readonly userId: string,
    readonly sessionId: string,
  ) {
    socket.onAny((event: string, payload: unknown) => this.received.push({ event, payload }));
    socket.on('disconnect', (reason) => {
      this.disconnectReason = reason;
    });
  }

  of<Name extends ServerEventName>(event: Name): ServerPayload<Name>[] {
    return this.received.filter((one) => one.event === event).map(({ payload }) => payload as ServerPayload<Name>);
  }

  events(): string[] {
    return this.received.map(({ event }) => event);
  }

  /** The first one, now or soon, that fits. */
  async waitFor<Name extends ServerEventName>(event: Name, fits: (payload: ServerPayload<Name>) => boolean = () => true): Promise<ServerPayload<Name>> {
    return eventually(() => {
      const found = this.of(event).find(fits);
      if (!found) throw new Error(`${event} was not received, only ${this.events().join(', ') || 'nothing'}`);
      return found;
    });
  }

  send<Name extends ClientEventName>(event: Name, payload: ClientPayload<Name>): Promise<Ack<ClientResult<Name>>> {
    return this.raw(event, payload) as Promise<Ack<ClientResult<Name>>>;
  }

  /** What was acknowledged; fails when the answer is a problem. */
  async ok<Name extends ClientEventName>(event: Name, payload: ClientPayload<Name>): Promise<ClientResult<Name>> {
    const answer = await this.send(event, payload);
    if (!answer.ok) throw new Error(`${event} was refused: ${answer.error.code} ${answer.error.detail}`);
    return answer.data;
  }

  async refused(event: string, ...args: unknown[]): Promise<Problem> {
    const answer = await this.raw(event, ...args);
    if (answer.ok) throw new Error(`${event} was not refused`);
    return answer.error;
  }

  raw(event: string, ...args: unknown[]): Promise<Ack<unknown>> {
    return this.socket.timeout(15_000).emitWithAck(event, ...args) as Promise<Ack<unknown>>;
  }

  async isGone(): Promise<void> {
    await eventually(() => !this.socket.connected);
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** Why a handshake was refused. */
export class ConnectRefused extends Error {
  constructor(
    readonly data: Problem | undefined,
    message: string,
  ) {
    super(message);
  }
}

export function openSocket(url: string, auth: object, options: object = {}): Socket {
  return io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true, ...options });
}

export function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve());
    socket.once('connect_error', (error: Error & { data?: Problem }) => {
      socket.disconnect();
      reject(new ConnectRefused(error.data, error.message));
    });
  });
}
