import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsOptional, IsUUID, ValidateNested } from 'class-validator';
import { event } from '@hallway/contracts-core';
import { Message } from './message.dto';
import { ReceiptMark } from './receipt.dto';

export const changeKinds = ['created', 'edited', 'deleted', 'reacted', 'pinned'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export class MessageChange {
  @IsInt() rev: number;
  @IsIn(changeKinds) kind: ChangeKind;
  @ValidateNested() @Type(() => Message) message: Message;
}

/** All that one commit did to one conversation, by `rev`. Also the payload of the socket event. */
export class MessagesChanged {
  @IsUUID() conversationId: string;
  @IsArray() @ValidateNested({ each: true }) @Type(() => MessageChange) events: MessageChange[];
}

export class ReceiptsAdvanced {
  @IsUUID() conversationId: string;
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => ReceiptMark) read?: ReceiptMark[];
  @IsOptional() @IsArray() @ValidateNested({ each: true }) @Type(() => ReceiptMark) delivered?: ReceiptMark[];
}

const byConversation = { subject: (payload: { conversationId: string }) => payload.conversationId };

export const messagesChanged = event('messages.messages-changed.v1', MessagesChanged, byConversation);
export const receiptsAdvanced = event('messages.receipts-advanced.v1', ReceiptsAdvanced, byConversation);
