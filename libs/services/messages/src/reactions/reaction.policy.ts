import { type Message, messageLimits } from '@hallway/contracts-messages';
import { isEmojiOnly, qualifiedEmoji } from '@hallway/markup';

/** The emoji in the one form that is stored; null if the text is not exactly one emoji, whatever it is made of. */
export function reactionEmoji(text: string): string | null {
  if (text.length > messageLimits.emoji || text !== text.trim()) return null;
  const emoji = qualifiedEmoji(text);
  return isEmojiOnly(emoji, 1) ? emoji : null;
}

/** Only a new emoji counts: joining in with others is always possible. */
export function hasRoomFor(emoji: string, { reactions }: Pick<Message, 'reactions'>): boolean {
  return reactions.length < messageLimits.reactions || reactions.some((reaction) => reaction.emoji === emoji);
}
