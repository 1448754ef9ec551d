import { Controller } from '@nestjs/common';

import { EditMessage, type Message, messagesApi, type MessageWindow, SendMessage, WindowQuery } from '@hallway/contracts-messages';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query, type StatusAnswer, withStatus } from '@hallway/service-kit/http';

import { MessagesService } from './messages.service';
import { SendService } from './send.service';

@Controller()
export class MessagesController {
  constructor(
    private readonly sends: SendService,
    private readonly messages: MessagesService,
  ) {}

  @Endpoint(messagesApi.send)
  async send(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Body() body: SendMessage): Promise<StatusAnswer<Message>> {
    const { message, repeated } = await this.sends.sendOne({ ...body, conversationId, senderId: userId });
    return withStatus(repeated ? 200 : 201, message);
  }

  @Endpoint(messagesApi.window)
  window(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Query() query: WindowQuery): Promise<MessageWindow> {
    return this.messages.window(userId, conversationId, query);
  }

  @Endpoint(messagesApi.get)
  get(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string): Promise<Message> {
    return this.messages.get(userId, messageId);
  }

  @Endpoint(messagesApi.edit)
  edit(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string, @Body() { body }: EditMessage): Promise<Message> {
    return this.messages.edit(userId, messageId, body);
  }

  @Endpoint(messagesApi.delete)
  delete(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string): Promise<void> {
    return this.messages.delete(userId, messageId);
  }
}
