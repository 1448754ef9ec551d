import type { Message } from '@hallway/contracts-messages';

/** Whether somebody else's message mentions this user: by name, or with everybody in the conversation. */
export function isMentioned({ senderId, conversationId, mentions }: Pick<Message, 'senderId' | 'conversationId' | 'mentions'>, userId: string): boolean {
  return senderId !== userId && (mentions.includes(userId) || mentions.includes(conversationId));
}
