import { Controller } from '@nestjs/common';

import { userDeactivated, type UserDeactivated } from '@hallway/contracts-auth';
import {
  conversationCreated,
  conversationDeleted,
  memberAdded,
  memberRemoved,
  memberRoleChanged,
  type ConversationCreated,
  type ConversationDeleted,
  type MembershipChange,
} from '@hallway/contracts-conversations';
import { Consume, type EventContext } from '@hallway/service-kit/events';

import { MembershipsService } from './memberships.service';

@Controller()
export class MembershipsConsumer {
  constructor(private readonly memberships: MembershipsService) {}

  @Consume(conversationCreated)
  created({ membership }: ConversationCreated, { tx }: EventContext): Promise<void> {
    return this.memberships.snapshot(tx, membership);
  }

  @Consume(memberAdded)
  added(change: MembershipChange, { tx }: EventContext): Promise<void> {
    return this.memberships.added(tx, change);
  }

  @Consume(memberRoleChanged)
  roleChanged(change: MembershipChange, { tx }: EventContext): Promise<void> {
    return this.memberships.added(tx, change);
  }

  @Consume(memberRemoved)
  removed(change: MembershipChange, { tx }: EventContext): Promise<void> {
    return this.memberships.removed(tx, change);
  }

  @Consume(conversationDeleted)
  deleted(event: ConversationDeleted, { tx }: EventContext): Promise<void> {
    return this.memberships.conversationDeleted(tx, event);
  }

  @Consume(userDeactivated)
  deactivated({ userId }: UserDeactivated, { tx }: EventContext): Promise<void> {
    return this.memberships.userDeactivated(tx, userId);
  }
}
