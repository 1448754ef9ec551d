import { Injectable } from '@nestjs/common';
import { type MembershipChange, membershipListenerApi } from '@hallway/contracts-conversations';
import { ServiceClient } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

const deadlineMs = 3_000;
/** A replica that hangs is not worth a longer wait: its stream brings the removal as soon as it goes on. */
const liveDeadlineMs = 1_000;

/**
 * Tells of a removal before it is answered, so that a 204 means "no longer": messages refuses the removed person, and
 * no replica of realtime tells their sockets what is said from then on. Whoever cannot be reached learns it from the
 * event that was written with the removal.
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
      await this.services.call(membershipListenerApi.removed, { service: 'messages', body: change, deadlineMs, idempotent: true });
    } catch (err) {
      this.logger.warn('messages was not told of a removal, the event will', { ...whichOf(change), err });
    }
  }

  private async tellRealtime(change: MembershipChange): Promise<void> {
    const missed = await this.services.callEach(membershipListenerApi.removed, { service: 'realtime', body: change, deadlineMs: liveDeadlineMs });
    if (missed > 0) this.logger.warn('replicas of realtime were not told of a removal, the event will', { ...whichOf(change), missed });
  }
}

function whichOf({ conversationId, version }: MembershipChange): { conversationId: string; version: number } {
  return { conversationId, version };
}
