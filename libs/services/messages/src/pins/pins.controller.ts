import { Controller } from '@nestjs/common';

import { type Page, PageQuery } from '@hallway/contracts-core';
import { type Message, pinsApi } from '@hallway/contracts-messages';
import { type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { PinsService } from './pins.service';

@Controller()
export class PinsController {
  constructor(private readonly pins: PinsService) {}

  @Endpoint(pinsApi.add)
  add(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string): Promise<Message> {
    return this.pins.add(userId, messageId);
  }

  @Endpoint(pinsApi.remove)
  remove(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string): Promise<Message> {
    return this.pins.remove(userId, messageId);
  }

  @Endpoint(pinsApi.list)
  list(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Query() query: PageQuery): Promise<Page<Message>> {
    return this.pins.list(userId, conversationId, query);
  }
}
