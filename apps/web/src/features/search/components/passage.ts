import type { SearchHit } from '@hallway/contracts-messages';
import { plainText } from '@hallway/markup';

import { markedParts } from './marked-parts';

const longestPassage = 200;

/** The words around a match without signs of formatting, unless the match is in those, as in the address of a link. */
export function passageOf({ message, highlights: [passage] }: SearchHit, words: string): string {
  if (passage === undefined) return plainText(message.body ?? '', longestPassage);
  const plain = plainText(passage);
  return markedParts(plain, words).some(({ marked }) => marked) ? plain : passage;
}
