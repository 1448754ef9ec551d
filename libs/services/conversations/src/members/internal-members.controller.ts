import { Controller } from '@nestjs/common';

import { type ConversationIds, conversationsInternalApi, type MemberSnapshot } from '@hallway/contracts-conversations';
import { Endpoint, Params } from '@hallway/service-kit/http';

import { MemberStateService } from './member-state.service';

/** For other services. */
@Controller()
export class InternalMembersController {
  constructor(private readonly memberState: MemberStateService) {}

  @Endpoint(conversationsInternalApi.members)
  snapshot(@Params('conversationId') conversationId: string): Promise<MemberSnapshot> {
    return this.memberState.snapshot(conversationId);
  }

  @Endpoint(conversationsInternalApi.ofUser)
  async ofUser(@Params('userId') userId: string): Promise<ConversationIds> {
    const conversationMembers = await this.memberState.ofUser(userId);
    return { conversationIds: conversationMembers.map(({ conversationId }) => conversationId) };
  }
}
