import { Controller } from '@nestjs/common';

import { type Message, messagesApi, SendMessage } from '@hallway/contracts-messages';
import { Body, type Caller, CurrentUser, Endpoint, Params, type StatusAnswer, withStatus } from '@hallway/service-kit/http';

import { SendService } from './send.service';

@Controller()
export class SendController {
  constructor(private readonly sends: SendService) {}

  @Endpoint(messagesApi.send)
  async send(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Body() body: SendMessage): Promise<StatusAnswer<Message>> {
    const { stored, repeated } = await this.sends.sendOne({ ...body, conversationId, senderId: userId });
    return withStatus(repeated ? 200 : 201, JSON.parse(stored.json) as Message);
  }
}
