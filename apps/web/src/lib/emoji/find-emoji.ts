import type { EmojiEntry } from './emoji-data';

/** Those whose name, then whose tags or label fit, the best first. */
export function findEmoji(entries: readonly EmojiEntry[], text: string, most: number): EmojiEntry[] {
  const wanted = text.toLowerCase();
  const found: { entry: EmojiEntry; rank: number }[] = [];
  for (const entry of entries) {
    const rank = rankOf(entry, wanted);
    if (rank !== undefined) found.push({ entry, rank });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ entry }) => entry);
}

/** The emoji that is called so, such as `tada`. */
export function emojiNamed(entries: readonly EmojiEntry[], name: string): EmojiEntry | undefined {
  return entries.find(({ names }) => names.includes(name.toLowerCase()));
}

function rankOf({ names, tags, label }: EmojiEntry, wanted: string): number | undefined {
  if (names.includes(wanted)) return 0;
  if (names.some((name) => name.startsWith(wanted))) return 1;
  if (tags.includes(wanted)) return 2;
  if (names.some((name) => name.includes(`_${wanted}`))) return 3;
  const words = wanted.replaceAll('_', ' ');
  if (tags.some((tag) => tag.startsWith(words)) || label.split(' ').some((word) => word.startsWith(words))) return 4;
  return names.some((name) => name.includes(wanted)) ? 5 : undefined;
}
