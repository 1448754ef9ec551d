import { WebSocketGateway } from '@nestjs/websockets';

import { forbidden, sessionRevoked, tokenExpired } from '@hallway/contracts-core';
import { type AuthRenew, Empty } from '@hallway/contracts-realtime';
import { RevokedSessions } from '@hallway/service-calls';
import { TokenVerifier } from '@hallway/service-kit/auth';
import { ProblemError } from '@hallway/service-kit/errors';

import { OnClientEvent } from '../sockets/client-event.decorator';
import type { HallwaySocket } from '../sockets/hallway-socket';

/** A living socket gets a new token before the old one runs out. */
@WebSocketGateway()
export class SessionsGateway {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly revoked: RevokedSessions,
  ) {}

  @OnClientEvent('auth:renew')
  async renew(socket: HallwaySocket, { token }: AuthRenew): Promise<Empty> {
    const { userId, sessionId, expiresAt } = await this.tokens.verify(token);
    if (expiresAt <= Date.now()) throw new ProblemError(tokenExpired);
    if (userId !== socket.data.userId || sessionId !== socket.data.sessionId) {
      throw new ProblemError(forbidden, { detail: 'This token belongs to another session' });
    }
    if (this.revoked.has(sessionId)) throw new ProblemError(sessionRevoked);
    // A token that lives shorter than the present one changes nothing.
    if (expiresAt > socket.data.expiresAt) Object.assign(socket.data, { token, expiresAt });
    return {};
  }
}
