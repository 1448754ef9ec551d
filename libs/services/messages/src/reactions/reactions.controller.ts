import { Controller } from '@nestjs/common';

import { type Message, reactionsApi } from '@hallway/contracts-messages';
import { type Caller, CurrentUser, Endpoint, Params } from '@hallway/service-kit/http';

import { ReactionsService } from './reactions.service';

@Controller()
export class ReactionsController {
  constructor(private readonly reactions: ReactionsService) {}

  @Endpoint(reactionsApi.add)
  add(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string, @Params('emoji') emoji: string): Promise<Message> {
    return this.reactions.add(userId, messageId, emoji);
  }

  @Endpoint(reactionsApi.remove)
  remove(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string, @Params('emoji') emoji: string): Promise<Message> {
    return this.reactions.remove(userId, messageId, emoji);
  }
}
