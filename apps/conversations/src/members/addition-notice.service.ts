import { Injectable } from '@nestjs/common';
import { type MembershipChange, membershipAdditionsApi } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

const patienceMs = 1_000;

/**
 * Tells messages who was added before that is answered, so that who is mentioned right after is told. Should it not
 * answer, the event that was written with the addition tells it.
 */
@Injectable()
export class AdditionNotice {
  constructor(
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async give(changes: MembershipChange[]): Promise<void> {
    if (changes.length === 0) return;
    try {
      await this.services.call(membershipAdditionsApi.added, { service: 'messages', body: { changes }, deadlineMs: patienceMs, idempotent: true });
    } catch (err) {
      this.logger.warn('messages was not told of new members, the event will', { conversationId: changes[0]?.conversationId, err });
    }
  }
}
