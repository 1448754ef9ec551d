import { io, type Socket } from 'socket.io-client';

import { sessionRevoked, tokenExpired, unauthenticated } from '@hallway/contracts-core';
import {
  type Ack,
  type ClientEventName,
  type ClientPayload,
  type ClientResult,
  type ClientToServer,
  type ServerEventName,
  serverEvents,
  type ServerPayload,
  type ServerToClient,
  socketPath,
} from '@hallway/contracts-realtime';

import { HallwayProblem, NetworkProblem } from '../http/client-problem.ts';
import { backoffDelay, type BackoffLimits } from '../platform/backoff.ts';
import { browserNetwork, type NetworkSignal } from '../platform/browser.ts';
import type { Clock } from '../platform/clock.ts';
import { type Notifier, type Observable, Store } from '../platform/store.ts';
import type { ClientSession } from '../session/client-session.ts';

export interface ConnectionState {
  state: 'connecting' | 'online' | 'offline';
  /** When it became so, in milliseconds since the epoch. */
  since: number;
  /** When the next try begins; `null` while none is planned. */
  nextTryAt: number | null;
}

export interface ConnectionOptions {
  url: string;
  session: ClientSession;
  clock: Clock;
  notifier: Notifier;
  backoff: BackoffLimits;
  network?: NetworkSignal;
  ackTimeoutMs?: number;
}

type Handler<N extends ServerEventName> = (payload: ServerPayload<N>) => void;

const attemptTimeoutMs = 15_000;
/** A browser that says "no network" may be wrong: look again from time to time. */
const offlineProbeMs = 30_000;

/** The live connection: one socket that reconnects by itself while a user is signed in. */
export class Connection implements Observable<ConnectionState> {
  private readonly state: Store<ConnectionState>;
  private readonly socket: Socket<ServerToClient, ClientToServer>;
  private readonly handlers = new Map<ServerEventName, Set<(payload: never) => void>>();
  private readonly upListeners = new Set<() => void>();
  private readonly network: NetworkSignal;
  private readonly stopListening: (() => void)[] = [];
  private wanted = false;
  private attempt = 0;
  private failures = 0;
  /** Tokens refused in a row. */
  private refusals = 0;
  private usedToken: string | undefined;
  private cancelTimer: () => void = () => undefined;

  constructor(private readonly options: ConnectionOptions) {
    this.network = options.network ?? browserNetwork;
    this.state = new Store<ConnectionState>({ state: 'offline', since: options.clock.now(), nextTryAt: null }, options.notifier);
    // Reconnection is ours: a fresh token each time, and a known time of the next try.
    this.socket = io(options.url || undefined, {
      path: socketPath,
      transports: ['websocket'],
      autoConnect: false,
      reconnection: false,
      forceNew: true,
      timeout: attemptTimeoutMs,
    });
    this.listen();
  }

  readonly getSnapshot = (): ConnectionState => this.state.getSnapshot();
  readonly subscribe = (listener: () => void): (() => void) => this.state.subscribe(listener);

  get online(): boolean {
    return this.getSnapshot().state === 'online';
  }

  /** Connects and stays connected until {@link close}. */
  open(): void {
    if (this.wanted) return;
    this.wanted = true;
    this.failures = 0;
    void this.try();
  }

  close(): void {
    this.wanted = false;
    this.attempt += 1;
    this.cancelTimer();
    this.socket.disconnect();
    this.enter('offline', null);
  }

  /** Closes for good. */
  dispose(): void {
    this.close();
    for (const stop of this.stopListening) stop();
  }

  /** Tries at once instead of at `nextTryAt`. */
  retryNow(): void {
    if (!this.wanted || this.getSnapshot().state !== 'offline') return;
    this.failures = 0;
    void this.try();
  }

  /** Calls `handler` for each such event of the server, until the result is called. */
  on<N extends ServerEventName>(event: N, handler: Handler<N>): () => void {
    const handlers = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  /** Calls `listener` each time the connection has come up. */
  onUp(listener: () => void): () => void {
    this.upListeners.add(listener);
    return () => this.upListeners.delete(listener);
  }

  /** Sends an event and resolves to the answer. Never waits for a connection: offline it fails at once. */
  emit<N extends ClientEventName>(event: N, payload: ClientPayload<N>, { timeoutMs = this.options.ackTimeoutMs ?? 10_000 } = {}): Promise<ClientResult<N>> {
    if (!this.online) return Promise.reject(new NetworkProblem('offline'));
    return new Promise((resolve, reject) => {
      const answered = (error: Error | null, ack?: Ack<ClientResult<N>>) => {
        if (error || !ack) reject(new NetworkProblem(this.online ? 'timeout' : 'failed', { cause: error }));
        else if (ack.ok) resolve(ack.data);
        else reject(new HallwayProblem(ack.error));
      };
      const socket = this.socket.timeout(timeoutMs);
      // The types of socket.io cannot follow a generic event name.
      const emit = socket.emit.bind(socket) as (name: string, ...args: unknown[]) => void;
      emit(event, payload, answered);
    });
  }

  private listen(): void {
    const { socket, options } = this;
    socket.on('connect', () => this.connected());
    socket.on('disconnect', () => this.lost());
    socket.on('connect_error', (error) => this.refused(error));
    for (const event of Object.keys(serverEvents) as ServerEventName[]) this.forward(event);
    this.on('session:revoked', () => options.session.ended(sessionRevoked.code));
    this.stopListening.push(
      options.session.onToken((token) => void this.renew(token)),
      this.network.subscribe(() => this.networkChanged()),
    );
  }

  private forward(event: ServerEventName): void {
    const on = this.socket.on.bind(this.socket) as (name: string, listener: (payload: never) => void) => void;
    on(event, (payload) => {
      for (const handler of [...(this.handlers.get(event) ?? [])]) handler(payload);
    });
  }

  private async try(): Promise<void> {
    const attempt = ++this.attempt;
    this.cancelTimer();
    this.enter('connecting', null);
    try {
      this.usedToken = await this.options.session.current();
    } catch {
      // No token without network: the next try asks again.
      if (attempt === this.attempt) this.retryLater();
      return;
    }
    if (attempt !== this.attempt || !this.wanted) return;
    if (!this.usedToken) return this.enter('offline', null);
    this.socket.auth = { token: this.usedToken };
    this.socket.connect();
    // socket.io's own timeout covers the transport, not a server that never welcomes.
    this.cancelTimer = this.options.clock.after(attemptTimeoutMs, () => this.retryLater());
  }

  private connected(): void {
    this.cancelTimer();
    this.failures = 0;
    this.refusals = 0;
    this.enter('online', null);
    for (const listener of [...this.upListeners]) listener();
  }

  private lost(): void {
    if (this.wanted && this.getSnapshot().state === 'online') this.retryLater();
  }

  private refused(error: Error & { data?: unknown }): void {
    const code = codeOf(error.data);
    if (code === sessionRevoked.code) return this.options.session.ended(code);
    const stale = code === tokenExpired.code || code === unauthenticated.code;
    const attempt = this.attempt;
    if (!stale || !this.usedToken) return this.retryLater();
    // At once with the new token; when that is refused too, something else is wrong.
    this.refusals += 1;
    const again = this.refusals === 1 ? () => void this.try() : () => this.retryLater();
    this.socket.disconnect();
    this.options.session.replace(this.usedToken).then(
      () => attempt === this.attempt && again(),
      () => attempt === this.attempt && this.retryLater(),
    );
  }

  private retryLater(): void {
    this.cancelTimer();
    this.attempt += 1;
    this.failures += 1;
    const delay = this.network.online() ? backoffDelay(this.failures, this.options.backoff) : offlineProbeMs;
    this.enter('offline', this.wanted ? this.options.clock.now() + delay : null);
    this.socket.disconnect();
    if (!this.wanted) return;
    this.cancelTimer = this.options.clock.after(delay, () => void this.try());
  }

  private networkChanged(): void {
    if (!this.wanted) return;
    if (this.network.online()) this.retryNow();
    else if (this.getSnapshot().state !== 'offline') this.retryLater();
  }

  private async renew(token: string): Promise<void> {
    if (!this.online || token === this.usedToken) return;
    this.usedToken = token;
    try {
      await this.emit('auth:renew', { token });
    } catch (error) {
      if (!(error instanceof HallwayProblem)) return; // the connection is going down anyway
      this.retryLater();
    }
  }

  private enter(state: ConnectionState['state'], nextTryAt: number | null): void {
    const before = this.getSnapshot();
    const since = before.state === state ? before.since : this.options.clock.now();
    this.state.set({ state, since, nextTryAt });
  }
}

function codeOf(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('code' in data)) return undefined;
  return typeof data.code === 'string' ? data.code : undefined;
}
