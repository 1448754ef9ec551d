import emojiUrl from 'emojibase-data/en/data.json?url';
import shortcodesUrl from 'emojibase-data/en/shortcodes/github.json?url';

import { type SkinTone, skinTones } from './skin-tones';
import { supportsEmoji } from './supports-emoji';

/** One emoji that this device can show. */
export interface EmojiEntry {
  emoji: string;
  label: string;
  /** As in `:tada:`, without the colons; the usual one first. */
  names: readonly string[];
  tags: readonly string[];
  group: number;
  /** The same in the skin tones after `none`; empty when it has no skin. */
  tones: readonly string[];
}

/** A row of emojibase's data. */
interface EmojibaseRow {
  emoji: string;
  hexcode: string;
  label: string;
  version: number;
  tags?: string[];
  group?: number;
  order?: number;
  /** Two people may have two tones; those are left out. */
  skins?: { emoji: string; tone?: number | number[] }[];
}

type Shortcodes = Record<string, string | string[]>;

const componentGroup = 2;
let loading: Promise<readonly EmojiEntry[]> | undefined;

/** All emoji in the usual order. Our own server has the data; it is fetched when first asked for. */
export function loadEmoji(): Promise<readonly EmojiEntry[]> {
  loading ??= Promise.all([fetchJson<EmojibaseRow[]>(emojiUrl), fetchJson<Shortcodes>(shortcodesUrl)]).then(
    ([rows, shortcodes]) => entriesOf(rows, shortcodes, supportsEmoji),
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** The emoji in this skin tone, if it has one. */
export function inTone({ emoji, tones }: EmojiEntry, tone: SkinTone): string {
  return tones[skinTones.indexOf(tone) - 1] ?? emoji;
}

export function entriesOf(rows: readonly EmojibaseRow[], shortcodes: Shortcodes, supports: (emoji: string) => boolean): EmojiEntry[] {
  const shown = rows.filter(({ group }) => group !== undefined && group !== componentGroup);
  const version = newestVersion(shown, supports);
  const flags = supports('🇪🇺');
  return shown
    .filter((row) => row.version <= version && (flags || !/^\p{RI}/u.test(row.emoji)))
    .sort((a, b) => (a.order ?? 0) - (b.order ?? 0))
    .map(({ emoji, hexcode, label, tags = [], group = 0, skins = [] }) => ({
      emoji,
      label,
      names: [shortcodes[hexcode] ?? []].flat(),
      tags,
      group,
      tones: [1, 2, 3, 4, 5].flatMap((tone) => skins.find((skin) => skin.tone === tone)?.emoji ?? []),
    }));
}

/** The newest version of Unicode that this device draws, told by one emoji of each. */
function newestVersion(rows: readonly EmojibaseRow[], supports: (emoji: string) => boolean): number {
  const samples = new Map<number, string>();
  for (const { version, emoji } of rows) if (!samples.has(version)) samples.set(version, emoji);
  const newestFirst = [...samples].sort(([a], [b]) => b - a);
  return newestFirst.find(([, emoji]) => supports(emoji))?.[0] ?? Infinity;
}

async function fetchJson<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The emoji could not be loaded: ${response.status}`);
  return (await response.json()) as T;
}
