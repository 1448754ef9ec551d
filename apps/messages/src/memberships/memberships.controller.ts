import { Controller } from '@nestjs/common';

import { membershipAdditionsApi, type MembershipAdditions, membershipListenerApi, type MembershipChange } from '@hallway/contracts-conversations';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { MembershipsService } from './memberships.service';

@Controller()
export class MembershipsController {
  constructor(private readonly memberships: MembershipsService) {}

  @Endpoint(membershipListenerApi.removed)
  removed(@Body() change: MembershipChange): Promise<void> {
    return this.memberships.removeNow(change);
  }

  @Endpoint(membershipAdditionsApi.added)
  added(@Body() { changes }: MembershipAdditions): Promise<void> {
    return this.memberships.addNow(changes);
  }
}
