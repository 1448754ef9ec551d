const hueCount = 12;

/** One of twelve hues for an id, always the same one (FNV-1a). */
export function hueOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const character of id) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  // The last bits of FNV follow the last character; mix the high ones in.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) % hueCount;
}

/** One or two letters for a name: of its first and last word. A whole character each, also outside the BMP. */
export function initialsOf(name: string, most: 1 | 2 = 2): string {
  const words = name
    .split(/[\s._-]+/)
    .map(firstLetter)
    .filter((letter) => letter !== '');
  const [first = '?'] = words;
  const last = most === 2 && words.length > 1 ? words[words.length - 1] : '';
  return `${first}${last}`.toLocaleUpperCase();
}

function firstLetter(word: string): string {
  return /[\p{L}\p{N}]\p{M}*/u.exec(word)?.[0] ?? '';
}
