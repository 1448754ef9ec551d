import { randomBytes } from 'node:crypto';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { Server, type ServerOptions } from 'socket.io';
import { Decoder } from 'socket.io-parser';

import { socketPath } from '@hallway/contracts-realtime';
import { writeStatus } from '@hallway/service-kit/http';

import type { RealtimeConfig } from '../config';
import { BatchedWrites, type EngineConnection } from './batched-writes';
import type { ClientEventsService } from './client-events.service';
import type { EventLoopGuard } from './event-loop-guard';
import type { HallwaySocket } from './hallway-socket';
import type { LossyBroadcastService } from './lossy-broadcast.service';
import type { EngineSocket, UnauthenticatedSocketsService } from './unauthenticated-sockets.service';
import { WireEncoder } from './wire-encoder';

type AllowRequest = (error: string | null | undefined, success: boolean) => void;

export interface HallwayIoParts {
  config: RealtimeConfig;
  events: ClientEventsService;
  broadcast: LossyBroadcastService;
  eventLoopGuard: EventLoopGuard;
  unauthenticated: UnauthenticatedSocketsService;
}

/** Socket.IO with our settings; brings what clients send to `ClientEventsService`, the one way in. */
export class HallwayIoAdapter extends IoAdapter {
  private readonly bound = new WeakSet<HallwaySocket>();
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
    (this.httpServer as HttpServer).on('upgrade', refuseOtherUpgrades);
    const tag = this.parts.config.replicaTag;
    const writes = new BatchedWrites(() => void this.parts.eventLoopGuard.check());
    server.engine.on('connection', (connection: EngineConnection) => writes.attach(connection));
    server.engine.generateId = () => `${tag}.${randomBytes(18).toString('base64url')}`;
    server.engine.on('connection', (connection: EngineSocket) => this.parts.unauthenticated.connected(connection));
    return server;
  }

  /** Nest calls this for each socket once for each gateway class; one listener serves all of them. */
  override bindMessageHandlers(socket: HallwaySocket): void {
    if (this.bound.has(socket)) return;
    this.bound.add(socket);
    socket.onAny((event: unknown, ...args: unknown[]) => this.parts.events.receive(socket, event, args));
  }

  /** Likewise; Nest notifies all gateways when the first of these calls comes, and passes over the others. */
  override bindClientDisconnect(socket: HallwaySocket, callback: (reason: string) => void): void {
    if (socket.listenerCount('disconnect') === 0) socket.on('disconnect', callback);
  }

  private options(): Partial<ServerOptions> {
    return {
      path: socketPath,
      transports: ['websocket', 'polling'],
      allowUpgrades: true,
      serveClient: false,
      allowEIO3: false,
      destroyUpgrade: false,
      maxHttpBufferSize: 131_072,
      connectTimeout: this.parts.config.REALTIME_HANDSHAKE_MS,
      pingInterval: 15_000,
      pingTimeout: 10_000,
      perMessageDeflate: false,
      httpCompression: false,
      parser: { Encoder: WireEncoder, Decoder },
      cleanupEmptyChildNamespaces: true,
      adapter: this.parts.broadcast.adapter(),
      cors: { origin: [...this.origins], methods: ['GET', 'POST'] },
      allowRequest: (request, answer) => void this.allow(request, answer),
    };
  }

  /** CORS governs polling only; a page of another origin could still open a WebSocket. Programs send no Origin. */
  private async allow(request: IncomingMessage, answer: AllowRequest): Promise<void> {
    const { origin, host } = request.headers;
    if (origin !== undefined && !this.origins.has(origin) && !isOfHost(origin, host)) answer('This origin may not connect', false);
    else if (await this.parts.unauthenticated.admit(request)) answer(null, true);
    else answer('Too many connections of this address, try again later', false);
  }
}

/** Upgrades that engine.io does not take, which it would hold for a second and close without a word. */
function refuseOtherUpgrades({ url = '' }: IncomingMessage, socket: Duplex): void {
  if (!url.startsWith(`${socketPath}/`)) writeStatus(socket, 404);
}

/** A page that was opened at another address than `PUBLIC_URL` talks to the host that it came from. */
function isOfHost(origin: string, host: string | undefined): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}
