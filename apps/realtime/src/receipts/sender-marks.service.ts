import { Injectable } from '@nestjs/common';

import type { MessagesChanged, ReceiptMark } from '@hallway/contracts-messages';

import { ConversationRooms } from '../conversations/conversation-rooms.service';
import { MarksOfMembers } from './marks-of-members.service';

/** As long as marks of readers are collected. */
const collectMs = 300;

/**
 * Who sends has read what was there: storing a message moves the read mark along, and may do so before the
 * mark of reading itself arrives, which then moves nothing and is told by nobody. So it is told here, the
 * highest of each sender once in a while, without a question to anybody.
 */
@Injectable()
export class SenderMarks {
  private readonly collected = new Map<string, Map<string, ReceiptMark>>();

  constructor(
    private readonly marks: MarksOfMembers,
    private readonly rooms: ConversationRooms,
  ) {}

  sent({ conversationId, events }: MessagesChanged): void {
    if (!this.marks.concernMembersHere(conversationId)) return;
    for (const { kind, message } of events) {
      if (kind === 'created') this.collect(conversationId, { userId: message.senderId, seq: message.seq, at: message.createdAt });
    }
  }

  private collect(conversationId: string, mark: ReceiptMark): void {
    const known = this.collected.get(conversationId);
    if (known) {
      if (mark.seq > (known.get(mark.userId)?.seq ?? 0)) known.set(mark.userId, mark);
      return;
    }
    this.collected.set(conversationId, new Map([[mark.userId, mark]]));
    setTimeout(() => this.tell(conversationId), collectMs).unref();
  }

  private tell(conversationId: string): void {
    const read = [...(this.collected.get(conversationId)?.values() ?? [])];
    this.collected.delete(conversationId);
    this.marks.tell({ conversationId, read: read.filter(({ userId }) => !this.rooms.hasLeft(conversationId, userId)) });
  }
}
