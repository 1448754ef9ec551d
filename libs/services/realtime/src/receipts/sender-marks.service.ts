import { Injectable } from '@nestjs/common';

import type { MessagesChanged, ReceiptMark } from '@hallway/contracts-messages';

import { ConversationRoomsService } from '../conversations/conversation-rooms.service';
import { MemberMarksService } from './member-marks.service';

/** As long as marks of readers are collected. */
const collectMs = 300;

/**
 * Who sends has read what was there: storing a message moves the read mark along, and may do so before the
 * mark of reading itself arrives, which then moves nothing and is not published. So it is delivered here, the
 * highest of each sender once in a while, without a question to anybody.
 */
@Injectable()
export class SenderMarksService {
  private readonly collected = new Map<string, Map<string, ReceiptMark>>();

  constructor(
    private readonly marks: MemberMarksService,
    private readonly rooms: ConversationRoomsService,
  ) {}

  sent({ conversationId, events }: MessagesChanged): void {
    const created = events.filter(({ kind }) => kind === 'created');
    this.moved(
      conversationId,
      created.map(({ message }) => ({ userId: message.senderId, seq: message.seq, at: message.createdAt })),
    );
  }

  moved(conversationId: string, marks: readonly ReceiptMark[]): void {
    if (!this.marks.concernMembersHere(conversationId)) return;
    for (const mark of marks) this.collect(conversationId, mark);
  }

  private collect(conversationId: string, mark: ReceiptMark): void {
    const known = this.collected.get(conversationId);
    if (known) {
      if (mark.seq > (known.get(mark.userId)?.seq ?? 0)) known.set(mark.userId, mark);
      return;
    }
    this.collected.set(conversationId, new Map([[mark.userId, mark]]));
    setTimeout(() => this.deliver(conversationId), collectMs).unref();
  }

  private deliver(conversationId: string): void {
    const read = [...(this.collected.get(conversationId)?.values() ?? [])];
    this.collected.delete(conversationId);
    this.marks.deliver({ conversationId, read: read.filter(({ userId }) => !this.rooms.hasLeft(conversationId, userId)) });
  }
}
