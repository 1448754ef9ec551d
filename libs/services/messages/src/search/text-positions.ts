import { FoldedText } from '@hallway/markup/folding';

import { type SearchTerm, spaced, unitsOf } from './search-text';

/** Search text that knows from which letters of the text it comes. */
export class TextPositions {
  private readonly text: FoldedText;
  private readonly searched: string;
  /** Where each unit begins in the folded text, and in the search text. */
  private readonly inFolded: number[] = [];
  private readonly inSearched: number[] = [];

  constructor(text: string) {
    this.text = new FoldedText(text);
    this.searched = this.place(this.text.folded);
  }

  /** The letters of the text, with their marks. */
  get clusters(): readonly string[] {
    return this.text.clusters;
  }

  /** The clusters in which the term is found first: from, and up to before. */
  find(term: SearchTerm): [number, number] | undefined {
    const at = this.searched.indexOf(term);
    return at === -1 ? undefined : [this.clusterAt(at), this.clusterAt(at + term.length - 1) + 1];
  }

  /** Notes where the units stand, and gives the search text. */
  private place(folded: string): string {
    let [from, length] = [0, 0];
    const parts = unitsOf(folded).map((unit) => {
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
    return this.text.clusterAt((this.inFolded[low] ?? 0) + within);
  }
}
