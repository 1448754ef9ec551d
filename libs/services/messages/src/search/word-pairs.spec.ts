import { differentPairs, samePairs } from '@hallway/testing/word-pairs';

import { highlights } from './highlights';
import { searchTerms, searchText } from './search-text';

const finds = (written: string, typed: string): boolean => {
  const terms = searchTerms(typed);
  return terms.length > 0 && terms.every((term) => searchText(`Well, ${written} it is.`).includes(term));
};

describe('words of many languages', () => {
  it('are found however they are typed, and shown as they are written', () => {
    expect(samePairs.filter(({ written, typed }) => !finds(written, typed))).toEqual([]);
    const shown = samePairs.filter(
      ({ written, typed }) => highlights(written, searchTerms(typed)).join('') !== written.normalize('NFC').replace(/\s+/gu, ' ').trim(),
    );
    expect(shown).toEqual([]);
  });

  it('are not found by different words', () => {
    expect(differentPairs.filter(({ written, typed }) => finds(written, typed) || finds(typed, written))).toEqual([]);
  });
});
