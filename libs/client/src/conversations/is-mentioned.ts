import type { Message } from '@hallway/contracts-messages';

/** Whether a message of another user mentions this one: by name, or with everyone in the conversation. */
export function isMentioned({ senderId, conversationId, mentions }: Pick<Message, 'senderId' | 'conversationId' | 'mentions'>, userId: string): boolean {
  return senderId !== userId && (mentions.includes(userId) || mentions.includes(conversationId));
}
