import { Controller } from '@nestjs/common';
import { conversationsInternalApi, type MembershipList, type MembershipSnapshot } from '@hallway/contracts-conversations';
import { Endpoint, Params } from '@hallway/service-kit/http';
import { MembershipsService } from './memberships.service';

/** For other services. */
@Controller()
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Endpoint(conversationsInternalApi.memberships)
  snapshot(@Params('conversationId') conversationId: string): Promise<MembershipSnapshot> {
    return this.memberships.snapshot(conversationId);
  }

  @Endpoint(conversationsInternalApi.ofUser)
  async ofUser(@Params('userId') userId: string): Promise<MembershipList> {
    const memberships = await this.memberships.ofUser(userId);
    return { conversationIds: memberships.map(({ conversationId }) => conversationId) };
  }
}
