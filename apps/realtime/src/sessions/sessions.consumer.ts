import { Controller } from '@nestjs/common';

import { sessionWasRevoked, type SessionRevoked, userDeactivated, type UserDeactivated } from '@hallway/contracts-auth';
import { Consume } from '@hallway/service-kit/events';

import { SessionEndings } from './session-endings.service';

/** Every replica hears of sessions that end. */
@Controller()
export class SessionsConsumer {
  constructor(private readonly endings: SessionEndings) {}

  @Consume(sessionWasRevoked)
  onSessionRevoked({ sessionId, reason }: SessionRevoked): void {
    this.endings.endSession(sessionId, reason);
  }

  @Consume(userDeactivated)
  onUserDeactivated({ userId }: UserDeactivated): void {
    this.endings.endUser(userId);
  }
}
