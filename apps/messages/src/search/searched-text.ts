import { capMarks, foldText } from '@hallway/markup/folding';

import { type SearchTerm, spaced, unitsOf } from './search-text';

/** Letters with their marks; the voice marks of narrow kana are letters to Unicode. */
const clusterPattern = /\P{M}[\p{M}\uFF9E\uFF9F]*|\p{M}+/gsu;

/** In no text: keeps the clusters apart while all of them are folded at once. */
const border = '\uFFFF';

/** Search text that knows from which letters of the text it comes. */
export class SearchedText {
  /** The letters of the text, with their marks. */
  readonly clusters: string[];
  /** Index of the cluster that each folded character comes from. */
  private readonly origin: number[] = [];
  /** Where each unit begins in the folded text, and in the search text. */
  private readonly inFolded: number[] = [];
  private readonly inSearched: number[] = [];
  private readonly searched: string;

  constructor(text: string) {
    this.clusters = capMarks(text).normalize('NFC').replaceAll(border, ' ').match(clusterPattern) ?? [];
    const pieces = foldText(this.clusters.join(border)).split(border);
    pieces.forEach((piece, index) => {
      for (let count = 0; count < piece.length; count += 1) this.origin.push(index);
    });
    this.searched = this.place(pieces.join(''));
  }

  /** The clusters in which the term is found first: from, and up to before. */
  find(term: SearchTerm): [number, number] | undefined {
    const at = this.searched.indexOf(term);
    return at === -1 ? undefined : [this.clusterAt(at), this.clusterAt(at + term.length - 1) + 1];
  }

  /** Notes where the units stand, and gives the search text. */
  private place(folded: string): string {
    const units = unitsOf(folded);
    let [from, length] = [0, 0];
    const parts = units.map((unit) => {
      // Only spaces stand between units.
      const start = folded.indexOf(unit, from);
      this.inFolded.push(start);
      this.inSearched.push(length);
      from = start + unit.length;
      const part = spaced(unit);
      length += part.length;
      return part;
    });
    return parts.join('');
  }

  private clusterAt(position: number): number {
    let [low, high] = [0, this.inSearched.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.inSearched[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    // The first character of a unit is the space before it.
    const within = Math.max(0, position - (this.inSearched[low] ?? 0) - 1);
    return this.origin[(this.inFolded[low] ?? 0) + within] ?? 0;
  }
}
