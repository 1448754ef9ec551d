const modifier = '(?:\\uFE0F|\\p{Emoji_Modifier})?';
const pictograph = `(?:\\p{Emoji_Presentation}|\\p{Extended_Pictographic}(?=\\uFE0F|\\p{Emoji_Modifier}|\\u200D))${modifier}`;
const joined = `(?:\\u200D\\p{Extended_Pictographic}${modifier})*`;
const tags = '(?:[\\u{E0020}-\\u{E007E}]+\\u{E007F})?';
const emoji = `(?:\\p{RI}\\p{RI}|[0-9#*]\\uFE0F?\\u20E3|${pictograph}${joined}${tags})`;
const emojiRun = new RegExp(`^(?:${emoji}\\s*)+$`, 'u');
const oneEmoji = new RegExp(emoji, 'gu');
const longestRun = 120;

/** Whether a body is nothing but one to `max` emoji, which are shown large. */
export function isEmojiOnly(body: string, max = 3): boolean {
  const text = body.trim();
  if (text === '' || text.length > longestRun || !emojiRun.test(text)) {
    return false;
  }
  return (text.match(oneEmoji)?.length ?? 0) <= max;
}
