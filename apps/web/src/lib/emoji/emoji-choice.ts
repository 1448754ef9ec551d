import { useSyncExternalStore } from 'react';
import { readStored, writeStored } from '../stored';
import { type SkinTone, skinTones } from './skin-tones';

/** What somebody on this device likes. */
interface EmojiChoice {
  tone: SkinTone;
  /** The latest first. */
  recent: readonly string[];
}

const key = 'hallway-emoji';
const mostRecent = 18;
const listeners = new Set<() => void>();
let current = valid(readStored<EmojiChoice>(key, { tone: 'none', recent: [] }));

export function useEmojiChoice(): EmojiChoice {
  return useSyncExternalStore(subscribe, emojiChoice);
}

export function emojiChoice(): EmojiChoice {
  return current;
}

export function chooseTone(tone: SkinTone): void {
  change({ ...current, tone });
}

/** The emoji was used. */
export function noteEmoji(emoji: string): void {
  change({ ...current, recent: [emoji, ...current.recent.filter((other) => other !== emoji)].slice(0, mostRecent) });
}

function change(next: EmojiChoice): void {
  current = next;
  writeStored(key, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Storage may hold anything. */
function valid({ tone, recent }: EmojiChoice): EmojiChoice {
  return { tone: skinTones.includes(tone) ? tone : 'none', recent: Array.isArray(recent) ? recent.filter((emoji) => typeof emoji === 'string') : [] };
}
