import { type Message, messageLimits } from '@hallway/contracts-messages';
import { isEmojiOnly } from '@hallway/markup';

/** An emoji that some keyboards send without the selector that makes it colourful. */
const bareEmoji = /^\p{Extended_Pictographic}$/u;

/** Exactly one emoji, whatever it is made of. */
export function isReactionEmoji(text: string): boolean {
  if (text.length > messageLimits.emoji || text !== text.trim()) return false;
  return bareEmoji.test(text) || isEmojiOnly(text, 1);
}

/** Only a new emoji counts: joining in with others is always possible. */
export function hasRoomFor(emoji: string, { reactions }: Pick<Message, 'reactions'>): boolean {
  return reactions.length < messageLimits.reactions || reactions.some((reaction) => reaction.emoji === emoji);
}
