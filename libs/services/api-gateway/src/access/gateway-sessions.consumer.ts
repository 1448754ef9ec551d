import { Controller } from '@nestjs/common';

import { type SessionRevoked, sessionWasRevoked } from '@hallway/contracts-auth';
import { Consume } from '@hallway/event-bus';
import { RevokedSessions } from '@hallway/service-calls';

@Controller()
export class GatewaySessionsConsumer {
  constructor(private readonly revoked: RevokedSessions) {}

  @Consume(sessionWasRevoked)
  onRevoked({ sessionId }: SessionRevoked): Promise<void> {
    return this.revoked.remember(sessionId);
  }
}
