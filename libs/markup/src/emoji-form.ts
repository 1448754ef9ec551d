const selectors = /[\uFE0E\uFE0F]/gu;

/** Emoji that are drawn as text unless a selector follows, or a skin tone. Digits are such only in a keycap. */
const textual = /(?![0-9#*](?!\u20E3))(?!\p{Emoji_Presentation})\p{Emoji}(?!\p{Emoji_Modifier})/gu;

/** The one form of an emoji that keyboards send with and without selectors: what Unicode calls fully qualified. */
export function qualifiedEmoji(emoji: string): string {
  return emoji.replace(selectors, '').replace(textual, '$&\uFE0F');
}
