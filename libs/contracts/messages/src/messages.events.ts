import { IsIn, IsUUID } from 'class-validator';

import { Count, event, ListOf, ObjectOf, Optional } from '@hallway/contracts-core';

import { Message } from './message.dto.ts';
import { messageLimits } from './message.limits.ts';
import { ReceiptMark } from './receipt.dto.ts';

export const changeKinds = ['created', 'edited', 'deleted', 'reacted', 'pinned'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export class MessageChange {
  @Count() rev: number;
  @IsIn(changeKinds) kind: ChangeKind;
  @ObjectOf(() => Message) message: Message;
}

/** All that one commit did to one conversation, by `rev`. Also the payload of the socket event. */
export class MessagesChanged {
  @IsUUID() conversationId: string;
  @ListOf(() => MessageChange, messageLimits.batch) events: MessageChange[];
}

export class ReceiptsAdvanced {
  @IsUUID() conversationId: string;
  @Optional() @ListOf(() => ReceiptMark, messageLimits.people) read?: ReceiptMark[];
  @Optional() @ListOf(() => ReceiptMark, messageLimits.people) delivered?: ReceiptMark[];
}

const byConversation = { subject: (payload: { conversationId: string }) => payload.conversationId };

export const messagesChanged = event('messages.messages-changed.v1', MessagesChanged, byConversation);
export const receiptsAdvanced = event('messages.receipts-advanced.v1', ReceiptsAdvanced, byConversation);
