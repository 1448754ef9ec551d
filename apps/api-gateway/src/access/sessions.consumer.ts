import { Controller } from '@nestjs/common';
import { type SessionRevoked, sessionWasRevoked } from '@hallway/contracts-auth';
import { Consume } from '@hallway/service-kit/events';
import { RevokedSessions } from './revoked-sessions';

@Controller()
export class SessionsConsumer {
  constructor(private readonly revoked: RevokedSessions) {}

  @Consume(sessionWasRevoked)
  onRevoked(payload: SessionRevoked): void {
    this.revoked.add(payload.sessionId);
  }
}
