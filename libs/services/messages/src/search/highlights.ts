import type { SearchTerm } from './search-text';
import { TextPositions } from './text-positions';

const before = 40;
const after = 100;
const maxPassages = 3;

interface Passage {
  from: number;
  to: number;
}

function passagesAround(text: TextPositions, terms: SearchTerm[]): Passage[] {
  const end = text.clusters.length;
  const found = terms.flatMap((term) => {
    const [from, to] = text.find(term) ?? [];
    if (from === undefined || to === undefined) return [];
    return [{ from: Math.max(0, from - before), to: Math.min(end, Math.min(to, from + after) + after) }];
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
  const searched = new TextPositions(text);
  return passagesAround(searched, terms).map(({ from, to }) => {
    const passage = searched.clusters.slice(from, to).join('').replace(/\s+/gu, ' ').trim();
    return `${from > 0 ? '…' : ''}${passage}${to < searched.clusters.length ? '…' : ''}`;
  });
}
