export interface MarkedPart {
  text: string;
  marked: boolean;
}

/** A passage in parts: those that are one of the words, and those between. */
export function markedParts(text: string, words: string): MarkedPart[] {
  const wanted = words.split(/[^\p{L}\p{N}_]+/u).filter((word) => word !== '');
  if (wanted.length === 0) return [{ text, marked: false }];
  // Longer ones first, so that the longest that fits is the one marked.
  const pattern = new RegExp(`(${wanted.sort((a, b) => b.length - a.length).join('|')})`, 'giu');
  return text.split(pattern).map((part, index) => ({ text: part, marked: index % 2 === 1 })).filter((part) => part.text !== '');
}
