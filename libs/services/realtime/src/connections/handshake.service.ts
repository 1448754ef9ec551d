import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ExtendedError } from 'socket.io';

import { internal, type Problem, sessionRevoked, tokenExpired, unauthenticated, unavailable } from '@hallway/contracts-core';
import { RevokedSessions } from '@hallway/service-calls';
import { TokenVerifier } from '@hallway/service-kit/auth';
import { newRequestContext, requestContext } from '@hallway/service-kit/context';
import { ProblemError, toProblem } from '@hallway/service-kit/errors';
import { Logger } from '@hallway/service-kit/log';

import { RealtimeConfig } from '../config';
import { ConversationRoomsService } from '../conversations/conversation-rooms.service';
import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import { SocketMetricsService } from '../sockets/socket-metrics.service';
import { UnauthenticatedSocketsService } from '../sockets/unauthenticated-sockets.service';
import { tooManyConnections } from './connections.problems';

/** The code is in `data`, where Socket.IO clients look for it; `message` is for people. */
class Refusal extends Error implements ExtendedError {
  constructor(readonly data: Problem) {
    super(data.title);
  }
}

/** Decides who may connect. The client gets `connect` only when it is in its rooms, so that nothing falls between. */
@Injectable()
export class HandshakeService implements OnModuleDestroy {
  private closing = false;

  constructor(
    private readonly config: RealtimeConfig,
    private readonly tokens: TokenVerifier,
    private readonly revoked: RevokedSessions,
    private readonly sockets: LiveSocketsService,
    private readonly rooms: ConversationRoomsService,
    private readonly unauthenticated: UnauthenticatedSocketsService,
    private readonly metrics: SocketMetricsService,
    private readonly logger: Logger,
  ) {}

  /** From now on everyone is sent to other replicas. */
  onModuleDestroy(): void {
    this.closing = true;
  }

  /** The error to refuse the connection with, or undefined when it may be made. */
  async check(socket: HallwaySocket): Promise<Error | undefined> {
    const context = newRequestContext();
    try {
      await requestContext.run(context, () => this.admit(socket));
      return undefined;
    } catch (error) {
      const problem = toProblem(error, context.traceId);
      this.metrics.handshakeRefused(problem.code);
      if (problem.code === internal.code) this.logger.error('a handshake failed', { err: error });
      return new Refusal(problem);
    }
  }

  private async admit(socket: HallwaySocket): Promise<void> {
    if (this.closing) throw new ProblemError(unavailable, { detail: 'This replica is shutting down' });
    await this.authenticate(socket);
    // It went while we asked: no event of it would come any more.
    if (socket.conn.readyState !== 'open') throw new ProblemError(unavailable, { detail: 'The connection has ended' });
    this.unauthenticated.authenticated(socket.conn);
    const { userId, sessionId } = socket.data;
    if (this.config.RATE_LIMITS === 'on' && this.sockets.ofUser(userId).size >= this.config.REALTIME_SOCKETS_PER_USER) {
      throw new ProblemError(tooManyConnections);
    }
    this.sockets.add(socket);
    // Also when it fails or goes away before it is connected: then there is no `disconnect` event.
    socket.conn.once('close', () => this.sockets.remove(socket));
    try {
      await this.rooms.load(socket);
      if (this.revoked.has(sessionId)) throw new ProblemError(sessionRevoked);
    } catch (error) {
      this.sockets.remove(socket);
      throw error;
    }
  }

  private async authenticate(socket: HallwaySocket): Promise<void> {
    const { token } = socket.handshake.auth as { token?: unknown };
    if (typeof token !== 'string' || token === '') throw new ProblemError(unauthenticated);
    const { userId, sessionId, expiresAt } = await this.tokens.verify(token);
    if (expiresAt <= Date.now()) throw new ProblemError(tokenExpired);
    if (await this.revoked.isRevoked(sessionId)) throw new ProblemError(sessionRevoked);
    socket.data = { userId, sessionId, expiresAt, token };
  }
}
