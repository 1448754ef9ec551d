import { IsUUID } from 'class-validator';

import { Count, ListOf, Moment } from '@hallway/contracts-core';

import { messageLimits } from './message.limits.ts';

export class MarkRead {
  @Count() seq: number;
}

export class ReadState {
  @Count() readSeq: number;
  @Count() unread: number;
}

export class Receipt {
  @IsUUID() userId: string;
  @Moment() at: string;
}

export class MessageReceipts {
  @ListOf(() => Receipt, messageLimits.people) read: Receipt[];
  @ListOf(() => Receipt, messageLimits.people) delivered: Receipt[];
}

/** A member has read, or been delivered, everything up to `seq`. */
export class ReceiptMark {
  @IsUUID() userId: string;
  @Count() seq: number;
  @Moment() at: string;
}

export class MemberMark extends ReceiptMark {
  /** The last message when they joined: the mark says something about later ones only. */
  @Count() joinedSeq: number;
}

/** How far each member has got; in a conversation of more than 100 only the caller. */
export class ConversationReceipts {
  @ListOf(() => MemberMark, messageLimits.people) read: MemberMark[];
  @ListOf(() => MemberMark, messageLimits.people) delivered: MemberMark[];
}
