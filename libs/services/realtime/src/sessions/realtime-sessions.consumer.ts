import { Controller } from '@nestjs/common';

import { type SessionRevoked, sessionWasRevoked } from '@hallway/contracts-auth';
import { Consume } from '@hallway/event-bus';

import { SessionEndingsService } from './session-endings.service';

/** Every replica receives the sessions that end. */
@Controller()
export class RealtimeSessionsConsumer {
  constructor(private readonly endings: SessionEndingsService) {}

  @Consume(sessionWasRevoked)
  onSessionRevoked({ sessionId, reason }: SessionRevoked): void {
    this.endings.endSession(sessionId, reason);
  }
}
