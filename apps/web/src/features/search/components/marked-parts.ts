import { FoldedText, foldText } from '@hallway/markup/folding';

export interface MarkedPart {
  text: string;
  marked: boolean;
}

/** A passage in parts: those that are one of the words, as search finds them, and those between. */
export function markedParts(text: string, words: string): MarkedPart[] {
  const wanted = foldText(words)
    .split(/[^\p{L}\p{M}\p{N}_]+/u)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [{ text, marked: false }];
  // Longer ones first, so that the longest that fits is the one marked.
  const pattern = new RegExp(wanted.sort((a, b) => b.length - a.length).join('|'), 'gu');
  const passage = new FoldedText(text);
  const parts: MarkedPart[] = [];
  let shown = 0;
  const show = (to: number, marked: boolean) => {
    if (to > shown) parts.push({ text: passage.clusters.slice(shown, to).join(''), marked });
    shown = Math.max(shown, to);
  };
  for (const { 0: found, index } of passage.folded.matchAll(pattern)) {
    show(passage.clusterAt(index), false);
    show(passage.clusterAt(index + found.length - 1) + 1, true);
  }
  show(passage.clusters.length, false);
  return parts;
}
