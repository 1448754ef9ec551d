import { Controller } from '@nestjs/common';

import { sessionWasRevoked, type SessionRevoked, userDeactivated, type UserDeactivated } from '@hallway/contracts-auth';
import { Consume } from '@hallway/service-kit/events';

import type { HallwaySocket } from '../sockets/hallway-socket';
import { LiveSockets } from '../sockets/live-sockets.service';
import { RevokedSessions } from './revoked-sessions.service';

/** Sessions that end take their sockets with them, on every replica. */
@Controller()
export class SessionsConsumer {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly revoked: RevokedSessions,
  ) {}

  @Consume(sessionWasRevoked)
  onSessionRevoked({ sessionId, reason }: SessionRevoked): void {
    void this.revoked.addSession(sessionId);
    this.end(this.sockets.ofSession(sessionId), reason);
  }

  @Consume(userDeactivated)
  onUserDeactivated({ userId }: UserDeactivated): void {
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
