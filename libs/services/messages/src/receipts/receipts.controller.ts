import { Controller } from '@nestjs/common';

import { type ConversationReceipts, MarkRead, type MessageReceipts, type ReadState, receiptsApi } from '@hallway/contracts-messages';
import { Body, type Caller, CurrentUser, Endpoint, Params } from '@hallway/service-kit/http';

import { ReceiptsService } from './receipts.service';

@Controller()
export class ReceiptsController {
  constructor(private readonly receipts: ReceiptsService) {}

  @Endpoint(receiptsApi.read)
  read(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Body() { seq }: MarkRead): Promise<ReadState> {
    return this.receipts.read(userId, conversationId, seq);
  }

  @Endpoint(receiptsApi.delivered)
  delivered(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string, @Body() { seq }: MarkRead): Promise<void> {
    return this.receipts.delivered(userId, conversationId, seq);
  }

  @Endpoint(receiptsApi.marks)
  marks(@CurrentUser() { userId }: Caller, @Params('conversationId') conversationId: string): Promise<ConversationReceipts> {
    return this.receipts.marks(userId, conversationId);
  }

  @Endpoint(receiptsApi.ofMessage)
  ofMessage(@CurrentUser() { userId }: Caller, @Params('messageId') messageId: string): Promise<MessageReceipts> {
    return this.receipts.ofMessage(userId, messageId);
  }
}
