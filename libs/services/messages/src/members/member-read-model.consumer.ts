import { Controller } from '@nestjs/common';

import {
  type ConversationCreated,
  conversationCreated,
  type ConversationDeleted,
  conversationDeleted,
  memberAdded,
  type MemberChange,
  memberRemoved,
  memberRoleChanged,
} from '@hallway/contracts-conversations';
import { Consume, type EventContext } from '@hallway/event-bus';

import { MemberReadModelService } from './member-read-model.service';

@Controller()
export class MemberReadModelConsumer {
  constructor(private readonly members: MemberReadModelService) {}

  @Consume(conversationCreated)
  created({ membership }: ConversationCreated, { tx }: EventContext): Promise<void> {
    return this.members.snapshot(tx, membership);
  }

  @Consume(memberAdded)
  added(change: MemberChange, { tx }: EventContext): Promise<void> {
    return this.members.added(tx, change);
  }

  @Consume(memberRoleChanged)
  roleChanged(change: MemberChange, { tx }: EventContext): Promise<void> {
    return this.members.added(tx, change);
  }

  @Consume(memberRemoved)
  removed(change: MemberChange, { tx }: EventContext): Promise<void> {
    return this.members.removed(tx, change);
  }

  @Consume(conversationDeleted)
  deleted(event: ConversationDeleted, { tx }: EventContext): Promise<void> {
    return this.members.conversationDeleted(tx, event);
  }
}
