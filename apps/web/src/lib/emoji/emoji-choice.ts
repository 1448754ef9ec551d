import { useStore } from '../client-context';
import { LocalStore } from '../local-store';
import { type UserStores, useUserStore } from '../person/user-stores';
import { type SkinTone, skinTones } from './skin-tones';

interface Choice {
  tone: SkinTone;
  /** The latest first. */
  recent: readonly string[];
}

const mostRecent = 18;

/** What the user prefers. */
export class EmojiChoice extends LocalStore<Choice> {
  constructor(private readonly stores: UserStores) {
    super(valid(stores.storage.read<Choice>('emoji', { tone: 'none', recent: [] })));
  }

  chooseTone(tone: SkinTone): void {
    this.change({ ...this.getSnapshot(), tone });
  }

  /** The emoji was used. */
  note(emoji: string): void {
    const { tone, recent } = this.getSnapshot();
    this.change({ tone, recent: [emoji, ...recent.filter((other) => other !== emoji)].slice(0, mostRecent) });
  }

  private change(next: Choice): void {
    this.stores.storage.write('emoji', next);
    this.set(next);
  }
}

export function useEmojiChoice(): [Choice, EmojiChoice] {
  const choice = useUserStore(EmojiChoice);
  return [useStore(choice), choice];
}

/** Storage may hold anything. */
function valid({ tone, recent }: Choice): Choice {
  return { tone: skinTones.includes(tone) ? tone : 'none', recent: Array.isArray(recent) ? recent.filter((emoji) => typeof emoji === 'string') : [] };
}
