import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Observable } from 'rxjs';
import { Server, type ServerOptions } from 'socket.io';

import { socketPath } from '@hallway/contracts-realtime';

import type { RealtimeConfig } from '../config';
import type { BoundHandler, ClientEvents } from './client-events.service';
import type { HallwaySocket } from './hallway-socket';
import type { LossyBroadcast } from './lossy-broadcast.service';
import { type EngineConnection, TurnWrites } from './turn-writes';
import type { RawConnection, UnauthenticatedSockets } from './unauthenticated-sockets.service';

interface GatewayHandler {
  message: unknown;
  callback: (payload: unknown) => unknown;
}

type AllowRequest = (error: string | null | undefined, success: boolean) => void;

export interface HallwayIoParts {
  config: RealtimeConfig;
  events: ClientEvents;
  broadcast: LossyBroadcast;
  unauthenticated: UnauthenticatedSockets;
}

/** Socket.IO with our settings; brings what clients send to `ClientEvents`, the one way in. */
export class HallwayIoAdapter extends IoAdapter {
  private readonly handlers = new WeakMap<object, Map<string, BoundHandler>>();
  private readonly origins: ReadonlySet<string>;

  constructor(
    app: INestApplicationContext,
    private readonly parts: HallwayIoParts,
  ) {
    super(app);
    this.origins = parts.config.allowedOrigins;
  }

  override createIOServer(_port: number): Server {
    const server = new Server(this.httpServer as ConstructorParameters<typeof Server>[0], this.options());
    const tag = this.parts.config.replicaTag;
    const writes = new TurnWrites();
    server.engine.on('connection', (connection: EngineConnection) => writes.attach(connection));
    server.engine.generateId = () => `${tag}.${randomBytes(18).toString('base64url')}`;
    server.engine.on('connection', (connection: RawConnection) => this.parts.unauthenticated.connected(connection));
    return server;
  }

  /** Nest calls this once for each gateway class; all of them share one listener. */
  override bindMessageHandlers(socket: HallwaySocket, gatewayHandlers: GatewayHandler[], _transform: (data: unknown) => Observable<unknown>): void {
    let table = this.handlers.get(socket);
    if (!table) {
      const own = new Map<string, BoundHandler>();
      table = own;
      this.handlers.set(socket, own);
      socket.onAny((event: unknown, ...args: unknown[]) => void this.parts.events.receive(socket, event, args, own));
    }
    for (const { message, callback } of gatewayHandlers) table.set(String(message), callback as BoundHandler);
  }

  private options(): Partial<ServerOptions> {
    return {
      path: socketPath,
      transports: ['websocket', 'polling'],
      allowUpgrades: true,
      serveClient: false,
      allowEIO3: false,
      maxHttpBufferSize: 131_072,
      connectTimeout: this.parts.config.REALTIME_HANDSHAKE_MS,
      pingInterval: 15_000,
      pingTimeout: 10_000,
      perMessageDeflate: false,
      httpCompression: false,
      cleanupEmptyChildNamespaces: true,
      adapter: this.parts.broadcast.adapter(),
      cors: { origin: [...this.origins], methods: ['GET', 'POST'] },
      allowRequest: (request, answer) => void this.allow(request, answer),
    };
  }

  /** CORS governs polling only; a page of another origin could still open a WebSocket. Programs send no Origin. */
  private async allow(request: IncomingMessage, answer: AllowRequest): Promise<void> {
    const { origin } = request.headers;
    if (origin !== undefined && !this.origins.has(origin)) answer('This origin may not connect', false);
    else if (await this.parts.unauthenticated.admit(request)) answer(null, true);
    else answer('Too many connections of this address, try again later', false);
  }
}
