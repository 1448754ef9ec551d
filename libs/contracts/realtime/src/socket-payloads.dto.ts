import { IsBoolean, IsIn, IsUUID } from 'class-validator';

import { userLimits, UserProfile } from '@hallway/contracts-auth';
import { Conversation } from '@hallway/contracts-conversations';
import { Count, IdList, Moment, Nullable, ObjectOf, TextLength, VisibleText } from '@hallway/contracts-core';
import { messageLimits, SendMessage } from '@hallway/contracts-messages';

export class SocketSend extends SendMessage {
  @IsUUID() conversationId: string;
}

export class SocketEdit {
  @IsUUID() messageId: string;
  @VisibleText(messageLimits.body) body: string;
}

export class MessageRef {
  @IsUUID() messageId: string;
}

export class SocketReaction extends MessageRef {
  @TextLength(1, messageLimits.emoji) emoji: string;
}

export class ConversationRef {
  @IsUUID() conversationId: string;
}

export class SocketMark extends ConversationRef {
  @Count() seq: number;
}

export class PresenceWatch {
  /** The users to watch from now on; replaces the earlier list. */
  @IdList(500) userIds: string[];
}

export class AuthRenew {
  @TextLength(0, userLimits.token) token: string;
}

export const presenceStatuses = ['online', 'offline'] as const;
export type PresenceStatus = (typeof presenceStatuses)[number];

export class Presence {
  @IsUUID() userId: string;
  @IsIn(presenceStatuses) status: PresenceStatus;
  @Nullable() @Moment() lastSeenAt: string | null;
}

export class PresenceChanged {
  @IsUUID() userId: string;
  @Nullable() @Moment() lastSeenAt: string | null;
}

export class UserChanged {
  @ObjectOf(() => UserProfile) user: UserProfile;
}

export class TypingChanged extends ConversationRef {
  @IsUUID() userId: string;
  @IsBoolean() typing: boolean;
  @Moment() expiresAt: string;
}

export class ConversationPayload {
  @ObjectOf(() => Conversation) conversation: Conversation;
}

export class SessionEnded {
  @TextLength(0, 100) reason: string;
}

export class Empty {}
