import { Injectable } from '@nestjs/common';
import { type MembershipChange, membershipListenerApi, removalPatienceMs } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

/**
 * Tells of a removal before it is answered, so that a 204 means "no longer": messages refuses the removed person, and
 * no replica of realtime tells their sockets what is said from then on. Whoever does not answer learns it from the event
 * that was written with the removal; a replica of realtime that stood still tells nobody anything before it has.
 */
@Injectable()
export class RemovalFence {
  constructor(
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async raise(change: MembershipChange): Promise<void> {
    await Promise.all([this.tellMessages(change), this.tellRealtime(change)]);
  }

  private async tellMessages(change: MembershipChange): Promise<void> {
    try {
      // Changes carry a version, so one that comes twice does nothing.
      await this.services.call(membershipListenerApi.removed, { service: 'messages', body: change, deadlineMs: removalPatienceMs, idempotent: true });
    } catch (err) {
      this.logger.warn('messages was not told of a removal, the event will', { ...whichOf(change), err });
    }
  }

  private async tellRealtime(change: MembershipChange): Promise<void> {
    const missed = await this.services.callEach(membershipListenerApi.removed, { service: 'realtime', body: change, deadlineMs: removalPatienceMs });
    if (missed > 0) this.logger.warn('replicas of realtime were not told of a removal, the event will', { ...whichOf(change), missed });
  }
}

function whichOf({ conversationId, version }: MembershipChange): { conversationId: string; version: number } {
  return { conversationId, version };
}
