import { Controller } from '@nestjs/common';

import {
  conversationCreated,
  type ConversationCreated,
  conversationDeleted,
  type ConversationDeleted,
  conversationUpdated,
  type ConversationUpdated,
  memberAdded,
  memberRemoved,
  memberRoleChanged,
  type MembershipChange,
  membershipListenerApi,
} from '@hallway/contracts-conversations';
import { Consume } from '@hallway/service-kit/events';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { ConversationsService } from './conversations.service';

/** What the conversations service tells. */
@Controller()
export class ConversationsConsumer {
  constructor(private readonly conversations: ConversationsService) {}

  @Consume(conversationCreated)
  onCreated(event: ConversationCreated): void {
    this.conversations.created(event);
  }

  @Consume(conversationUpdated)
  onUpdated({ conversationId, onlyFor }: ConversationUpdated): void {
    this.conversations.changed(conversationId, onlyFor);
  }

  @Consume(conversationDeleted)
  onDeleted({ conversationId }: ConversationDeleted): void {
    this.conversations.deleted(conversationId);
  }

  @Consume(memberAdded)
  onMemberAdded(event: MembershipChange): void {
    this.conversations.memberAdded(event);
  }

  @Consume(memberRemoved)
  onMemberRemoved(event: MembershipChange): void {
    this.conversations.memberRemoved(event);
  }

  @Consume(memberRoleChanged)
  onRoleChanged({ conversationId }: MembershipChange): void {
    this.conversations.changed(conversationId);
  }

  /** A removal may be told directly, so that it holds before it is answered. */
  @Endpoint(membershipListenerApi.removed)
  removed(@Body() change: MembershipChange): void {
    this.conversations.memberRemoved(change);
  }
}
