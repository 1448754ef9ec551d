import { capMarks, foldText } from './fold-text.ts';

/** Letters with their marks; the voice marks of narrow kana are letters to Unicode. */
const clusterPattern = /\P{M}[\p{M}\uFF9E\uFF9F]*|\p{M}+/gsu;

/** In no text: keeps the clusters apart while all of them are folded at once. */
const border = '\uFFFF';

/** Folded text that knows from which letters of the text it comes, to show what was found as it is written. */
export class FoldedText {
  /** The letters of the text, with their marks. */
  readonly clusters: readonly string[];
  readonly folded: string;
  private readonly origin: number[] = [];

  constructor(text: string) {
    this.clusters = capMarks(text).normalize('NFC').replaceAll(border, ' ').match(clusterPattern) ?? [];
    const pieces = foldText(this.clusters.join(border)).split(border);
    pieces.forEach((piece, index) => {
      for (let count = 0; count < piece.length; count += 1) this.origin.push(index);
    });
    this.folded = pieces.join('');
  }

  /** Index of the cluster that a folded character comes from. */
  clusterAt(position: number): number {
    return this.origin[position] ?? 0;
  }
}
