import { Injectable } from '@nestjs/common';

import { type ConversationReceipts, type MessageReceipts, type ReadState, type Receipt, receiptsAdvanced } from '@hallway/contracts-messages';
import { Outbox } from '@hallway/event-bus';
import { Transactions, type Tx } from '@hallway/service-kit/database';

import { MemberReadModelService } from '../members/member-read-model.service';
import { TimelineService } from '../messages/timeline.service';
import { type MarkKind, type PassedMark, ReceiptsRepository } from './receipts.repository';

@Injectable()
export class ReceiptsService {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly members: MemberReadModelService,
    private readonly timeline: TimelineService,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
  ) {}

  async read(userId: string, conversationId: string, seq: number): Promise<ReadState> {
    await this.members.require(conversationId, userId);
    return this.transactions.run(async (tx) => {
      await this.advance(tx, 'read', conversationId, userId, seq);
      return this.receipts.readState(tx, conversationId, userId);
    });
  }

  async delivered(userId: string, conversationId: string, seq: number): Promise<void> {
    await this.members.require(conversationId, userId);
    await this.transactions.run((tx) => this.advance(tx, 'delivered', conversationId, userId, seq));
  }

  /** What a page asks for once; after that it listens. */
  async marks(userId: string, conversationId: string): Promise<ConversationReceipts> {
    await this.members.require(conversationId, userId);
    const [read, delivered] = await Promise.all([
      this.receipts.marks('read', conversationId, userId),
      this.receipts.marks('delivered', conversationId, userId),
    ]);
    return { read, delivered };
  }

  /** Who has read a message has also received it, whether their device said so or not. */
  async ofMessage(userId: string, messageId: string): Promise<MessageReceipts> {
    const place = await this.timeline.find(userId, messageId);
    const [read, delivered] = await Promise.all([this.receipts.passed('read', place), this.receipts.passed('delivered', place)]);
    const received = new Map<string, PassedMark>();
    for (const mark of [...read, ...delivered]) {
      const known = received.get(mark.userId);
      if (!known || mark.at < known.at) received.set(mark.userId, mark);
    }
    return { read: read.map(toReceipt), delivered: [...received.values()].map(toReceipt) };
  }

  /** Published in every conversation: the person's other devices need it, however many others may see it. */
  private async advance(tx: Tx, kind: MarkKind, conversationId: string, userId: string, seq: number): Promise<void> {
    const mark = await this.receipts.advance(tx, kind, conversationId, userId, seq);
    if (mark) this.outbox.add(tx, receiptsAdvanced, { conversationId, [kind]: [mark] });
  }
}

function toReceipt({ userId, at }: PassedMark): Receipt {
  return { userId, at: at.toISOString() };
}
