import { Injectable } from '@nestjs/common';

import { type MemberChange, messagesListenerApi, realtimeListenerApi, removalPatienceMs } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-calls';
import { Logger } from '@hallway/service-kit/log';

/**
 * Notifies of a removal before it is answered, so that a 204 means "no longer": messages refuses the removed person, and
 * no replica of realtime delivers to their sockets what is sent from then on. A service that does not answer learns it from the event
 * that was written with the removal; a replica of realtime that stood still delivers nothing before it has.
 */
@Injectable()
export class RemovalFence {
  constructor(
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async raise(change: MemberChange): Promise<void> {
    await Promise.all([this.notifyMessages(change), this.notifyRealtime(change)]);
  }

  private async notifyMessages(change: MemberChange): Promise<void> {
    try {
      // Changes carry a version, so one that comes twice does nothing.
      await this.services.call(messagesListenerApi.memberRemoved, { body: change, deadlineMs: removalPatienceMs });
    } catch (err) {
      this.logger.warn('messages was not notified of a removal, the event will', { ...whichOf(change), err });
    }
  }

  private async notifyRealtime(change: MemberChange): Promise<void> {
    const missed = await this.services.callEach(realtimeListenerApi.memberRemoved, { body: change, deadlineMs: removalPatienceMs });
    if (missed > 0) this.logger.warn('replicas of realtime were not notified of a removal, the event will', { ...whichOf(change), missed });
  }
}

function whichOf({ conversationId, version }: MemberChange): { conversationId: string; version: number } {
  return { conversationId, version };
}
