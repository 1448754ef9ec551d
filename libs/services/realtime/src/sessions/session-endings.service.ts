import { Injectable } from '@nestjs/common';

import { RevokedSessions } from '@hallway/service-calls';

import { LiveSocketsService } from '../sockets/live-sockets.service';

/** Sessions that end take their sockets with them. */
@Injectable()
export class SessionEndingsService {
  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly revoked: RevokedSessions,
  ) {}

  endSession(sessionId: string, reason: string): void {
    void this.revoked.remember(sessionId);
    for (const socket of [...this.sockets.ofSession(sessionId)]) {
      if (socket.connected) socket.emit('session:revoked', { reason });
      this.sockets.end(socket, 'session-revoked');
    }
  }

  /** As said by a list that names them again and again. */
  endUnknown(sessionId: string): void {
    if (!this.revoked.has(sessionId)) this.endSession(sessionId, 'revoked');
  }
}
