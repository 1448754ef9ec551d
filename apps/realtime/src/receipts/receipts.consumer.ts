import { Controller } from '@nestjs/common';

import { messageLimits, receiptsAdvanced, type ReceiptMark, type ReceiptsAdvanced } from '@hallway/contracts-messages';
import { rooms } from '@hallway/contracts-realtime';
import { Consume } from '@hallway/service-kit/events';

import { ConversationMembers } from '../conversations/conversation-members.service';
import { LiveSockets } from '../sockets/live-sockets.service';

/** Marks of members: to everybody in small conversations, to the member's own other devices in large ones. */
@Controller()
export class ReceiptsConsumer {
  constructor(
    private readonly sockets: LiveSockets,
    private readonly members: ConversationMembers,
  ) {}

  @Consume(receiptsAdvanced)
  onReceiptsAdvanced(advanced: ReceiptsAdvanced): void {
    const { conversationId } = advanced;
    const here = this.sockets.inConversation(conversationId)?.size ?? 0;
    if (here === 0) return;
    if ((this.members.size(conversationId) ?? here) <= messageLimits.receiptMembers) {
      this.sockets.emitToRoom(rooms.conversation(conversationId), 'receipts:changed', advanced);
    } else this.tellOwners(advanced);
  }

  private tellOwners({ conversationId, read = [], delivered = [] }: ReceiptsAdvanced): void {
    const of = (marks: ReceiptMark[], owner: string) => marks.filter(({ userId }) => userId === owner);
    for (const userId of new Set([...read, ...delivered].map((mark) => mark.userId))) {
      this.sockets.emitToUser(userId, 'receipts:changed', { conversationId, read: of(read, userId), delivered: of(delivered, userId) });
    }
  }
}
