import { slowTexts } from '@hallway/testing/hostile-texts';

import { highlights } from './highlights';
import { searchTerms, searchText } from './search-text';

const terms = searchTerms('needle a 上 1.2 "aa aa"');

describe('text of full length that is meant to be slow', () => {
  it.each<[string, (text: string) => unknown]>([
    ['searchText', searchText],
    ['searchTerms', searchTerms],
    ['highlights', (text) => highlights(text, terms)],
    ['highlights of a hostile query', (text) => highlights(text, searchTerms(text.slice(0, 200)))],
  ])('takes %s no longer than its length says', (_name, read) => {
    expect(slowTexts(read)).toEqual([]);
  });
});
