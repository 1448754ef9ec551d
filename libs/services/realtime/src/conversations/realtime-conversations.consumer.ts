import { Controller } from '@nestjs/common';

import {
  type ConversationCreated,
  conversationCreated,
  type ConversationDeleted,
  conversationDeleted,
  type ConversationUpdated,
  conversationUpdated,
  memberAdded,
  type MemberChange,
  memberRemoved,
  memberRoleChanged,
  realtimeListenerApi,
} from '@hallway/contracts-conversations';
import { Consume } from '@hallway/event-bus';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { RealtimeConversationsService } from './realtime-conversations.service';

/** What the conversations service publishes. */
@Controller()
export class RealtimeConversationsConsumer {
  constructor(private readonly conversations: RealtimeConversationsService) {}

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
  onMemberAdded(event: MemberChange): void {
    this.conversations.memberAdded(event);
  }

  @Consume(memberRemoved)
  onMemberRemoved(event: MemberChange): void {
    this.conversations.memberRemoved(event);
  }

  @Consume(memberRoleChanged)
  onRoleChanged({ conversationId }: MemberChange): void {
    this.conversations.changed(conversationId);
  }

  /** A removal may be notified directly, so that it holds before it is answered. */
  @Endpoint(realtimeListenerApi.memberRemoved)
  removed(@Body() change: MemberChange): void {
    this.conversations.memberRemoved(change);
  }
}
