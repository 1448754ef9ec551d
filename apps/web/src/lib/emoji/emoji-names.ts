import { type EmojiEntry, inTone, loadEmoji } from './emoji-data';
import { emojiNamed, findEmoji } from './find-emoji';
import type { SkinTone } from './skin-tones';

/** Emoji by what they are called. */
export interface EmojiNames {
  /** Those that fit, the best first, as they are shown in this skin tone. */
  find(text: string, most: number, tone: SkinTone): { entry: EmojiEntry; shown: string }[];
  /** The one that is called so. */
  named(name: string, tone: SkinTone): string | undefined;
}

export async function emojiNames(): Promise<EmojiNames> {
  const entries = await loadEmoji();
  return {
    find: (text, most, tone) => findEmoji(entries, text, most).map((entry) => ({ entry, shown: inTone(entry, tone) })),
    named: (name, tone) => {
      const entry = emojiNamed(entries, name);
      return entry && inTone(entry, tone);
    },
  };
}
