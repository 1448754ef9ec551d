import { Injectable } from '@nestjs/common';
import { type MembershipChange, membershipListenerApi } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

const deadlineMs = 1000;

/**
 * Tells messages of a removal before it is answered, so that a 204 means "no longer".
 * When messages cannot be reached, the event that was written with the removal does it a moment later.
 */
@Injectable()
export class RemovalFence {
  constructor(
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async raise(change: MembershipChange): Promise<void> {
    try {
      await this.services.call(membershipListenerApi.removed, { service: 'messages', body: change, deadlineMs });
    } catch (err) {
      const { conversationId, version } = change;
      this.logger.warn('messages was not told of a removal, the event will', { conversationId, version, err });
    }
  }
}
