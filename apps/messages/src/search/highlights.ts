import { foldLetters, type SearchTerm, termPattern } from './search-text';

const before = 40;
const after = 100;
const maxPassages = 3;

/** A cluster of the text, and where its folded form begins. */
interface FoldedText {
  clusters: string[];
  /** Index of the cluster that each folded character comes from. */
  origin: number[];
  folded: string;
}

function foldClusters(text: string): FoldedText {
  const clusters = text.normalize('NFC').match(/\P{M}\p{M}*|\p{M}+/gsu) ?? [];
  const origin: number[] = [];
  let folded = '';
  clusters.forEach((cluster, index) => {
    const plain = foldLetters(cluster);
    folded += plain;
    for (let count = 0; count < plain.length; count += 1) origin.push(index);
  });
  return { clusters, origin, folded };
}

interface Passage {
  from: number;
  to: number;
}

function passagesAround({ origin, folded, clusters }: FoldedText, terms: SearchTerm[]): Passage[] {
  const found = terms.flatMap((term) => {
    const match = termPattern(term).exec(folded);
    if (!match || match[0] === '') return [];
    const start = origin[match.index] ?? 0;
    const end = (origin[match.index + match[0].length - 1] ?? start) + 1;
    return [{ from: Math.max(0, start - before), to: Math.min(clusters.length, Math.min(end, start + after) + after) }];
  });
  found.sort((a, b) => a.from - b.from);
  const merged: Passage[] = [];
  for (const passage of found) {
    const last = merged.at(-1);
    if (last && passage.from <= last.to) last.to = Math.max(last.to, passage.to);
    else merged.push({ ...passage });
  }
  return merged.slice(0, maxPassages);
}

/** Passages of the text around the first place of each term, as plain text; an ellipsis marks a cut. */
export function highlights(text: string, terms: SearchTerm[]): string[] {
  const folded = foldClusters(text);
  return passagesAround(folded, terms).map(({ from, to }) => {
    const passage = folded.clusters.slice(from, to).join('').replace(/\s+/gu, ' ').trim();
    return `${from > 0 ? '…' : ''}${passage}${to < folded.clusters.length ? '…' : ''}`;
  });
}
