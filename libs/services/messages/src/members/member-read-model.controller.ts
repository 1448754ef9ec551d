import { Controller } from '@nestjs/common';

import { type MemberAdditions, type MemberChange, messagesListenerApi } from '@hallway/contracts-conversations';
import { Body, Endpoint } from '@hallway/service-kit/http';

import { MemberReadModelService } from './member-read-model.service';

@Controller()
export class MemberReadModelController {
  constructor(private readonly members: MemberReadModelService) {}

  @Endpoint(messagesListenerApi.memberRemoved)
  removed(@Body() change: MemberChange): Promise<void> {
    return this.members.removeNow(change);
  }

  @Endpoint(messagesListenerApi.membersAdded)
  added(@Body() { changes }: MemberAdditions): Promise<void> {
    return this.members.addNow(changes);
  }
}
