import { Injectable } from '@nestjs/common';

import { type MemberChange, messagesListenerApi } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';

const patienceMs = 1_000;

/**
 * Notifies messages of added members before the addition is answered, so that a mention right after reaches them. Should it not
 * answer, the event that was written with the addition does.
 */
@Injectable()
export class AdditionNotice {
  constructor(
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async send(changes: MemberChange[]): Promise<void> {
    if (changes.length === 0) return;
    try {
      await this.services.call(messagesListenerApi.membersAdded, { body: { changes }, deadlineMs: patienceMs });
    } catch (err) {
      this.logger.warn('messages was not notified of new members, the event will', { conversationId: changes[0]?.conversationId, err });
    }
  }
}
