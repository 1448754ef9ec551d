import { Injectable } from '@nestjs/common';

import { messageLimits, type ReceiptMark, type ReceiptsAdvanced } from '@hallway/contracts-messages';
import { rooms } from '@hallway/contracts-realtime';

import { ConversationMembersService } from '../conversations/conversation-members.service';
import { LiveSocketsService } from '../sockets/live-sockets.service';
import { HighestMarks } from './highest-marks';

/** Small ones: a hundred numbers each at most. */
const conversationsRemembered = 10_000;

/** Delivers marks of members: to everyone in small conversations, to the member's own other devices in large ones. */
@Injectable()
export class MemberMarksService {
  private readonly read = new HighestMarks(conversationsRemembered);
  private readonly delivered = new HighestMarks(conversationsRemembered);

  constructor(
    private readonly sockets: LiveSocketsService,
    private readonly members: ConversationMembersService,
  ) {}

  /** Is this a small conversation, with sockets on this replica? */
  concernMembersHere(conversationId: string): boolean {
    const here = this.sockets.inConversation(conversationId)?.size ?? 0;
    return here > 0 && (this.members.size(conversationId) ?? here) <= messageLimits.receiptMembers;
  }

  /** Marks that senders moved are collected, and events may come again: what is not higher than what was delivered is left out. */
  deliver({ conversationId, ...marks }: ReceiptsAdvanced): void {
    const read = this.read.advance(conversationId, marks.read);
    const delivered = this.delivered.advance(conversationId, marks.delivered);
    if (read.length === 0 && delivered.length === 0) return;
    const advanced = { conversationId, ...(read.length > 0 && { read }), ...(delivered.length > 0 && { delivered }) };
    if (this.concernMembersHere(conversationId)) this.sockets.emitToRoom(rooms.conversation(conversationId), 'receipts:changed', advanced);
    else this.deliverToOwners(advanced);
  }

  private deliverToOwners({ conversationId, read = [], delivered = [] }: ReceiptsAdvanced): void {
    const of = (marks: ReceiptMark[], owner: string) => marks.filter(({ userId }) => userId === owner);
    for (const userId of new Set([...read, ...delivered].map((mark) => mark.userId))) {
      this.sockets.emitToUser(userId, 'receipts:changed', { conversationId, read: of(read, userId), delivered: of(delivered, userId) });
    }
  }
}
