import { Controller } from '@nestjs/common';

import { EditMessage, type Message, messagesApi, type MessageWindow, WindowQuery } from '@hallway/contracts-messages';
import { Body, type Caller, CurrentUser, Endpoint, Params, Query } from '@hallway/service-kit/http';

import { MessagesService } from './messages.service';

@Controller()
export class MessagesController {
  constructor(private readonly messages: MessagesService) {}

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
