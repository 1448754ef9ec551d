import { Injectable } from '@nestjs/common';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSockets } from '../sockets/live-sockets.service';
import { RevokedSessions } from './revoked-sessions.service';

/** Sessions that end take their sockets with them. */
@Injectable()
export class SessionEndings {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly revoked: RevokedSessions,
  ) {}

  endSession(sessionId: string, reason: string): void {
    void this.revoked.addSession(sessionId);
    this.end(this.sockets.ofSession(sessionId), reason);
  }

  /** As told by a list that names them again and again. */
  endUnknown(sessionId: string): void {
    if (!this.revoked.knowsSession(sessionId)) this.endSession(sessionId, 'revoked');
  }

  endUser(userId: string): void {
    void this.revoked.addUser(userId);
    this.end(this.sockets.ofUser(userId), 'deactivated');
  }

  private end(sockets: ReadonlySet<HallwaySocket>, reason: string): void {
    for (const socket of [...sockets]) {
      if (socket.connected) socket.emit('session:revoked', { reason });
      this.sockets.end(socket, 'session-revoked');
    }
  }
}
