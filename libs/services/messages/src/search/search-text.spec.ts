import fc from 'fast-check';

import { highlights } from './highlights';
import { likePattern, searchTerms, searchText } from './search-text';

/** LIKE as PostgreSQL does it. */
function matches(text: string, query: string): boolean {
  return searchTerms(query).every((term) => {
    const pattern = likePattern(term).slice(1, -1).replace(/\\(.)/gs, '$1');
    return searchText(text).includes(pattern);
  });
}

describe('search text', () => {
  it.each([
    ['word', 'Please review the pull request', 'review'],
    ['case', 'Please REVIEW', 'review please'],
    ['beginning of a word', 'reviewing', 'rev'],
    ['short beginning of a word', 'a reviewing', 're'],
    ['part of a word', 'database', 'base'],
    ['accents in the text', 'Déjà vu à Zürich', 'deja zurich'],
    ['accents in the query', 'deja', 'déjà'],
    ['decomposed accents', 'cafe\u0301', 'café'],
    ['ligatures and special letters', 'Straße, Øre, œuvre', 'strasse ore oeuvre'],
    ['full-width letters', 'ＡＢＣ', 'abc'],
    ['Cyrillic', 'Привет, мир! Ёлка', 'привет елка'],
    ['Greek with accents', 'Καλημέρα κόσμε', 'καλημερα'],
    ['Arabic', 'مرحبا بالعالم', 'مرحبا'],
    ['Hebrew', 'שלום עולם', 'עולם'],
    ['Hindi', 'नमस्ते दुनिया', 'दुनिया'],
    ['one Chinese character', '今天天气很好', '气'],
    ['a Chinese word in a sentence', '我住在上海市', '上海'],
    ['Japanese', '東京タワーへ行きます', 'タワー'],
    ['Korean before a particle', '학교에 갑니다', '학교'],
    ['Thai', 'สวัสดีครับ', 'สวัสดี'],
    ['emoji', 'party 🎉 time', '🎉'],
    ['emoji without its selector', 'I ❤️ it', '❤'],
    ['punctuation inside a word', 'see config.json', 'config.json'],
    ['symbols', 'I like c++ and c#', 'c++ c#'],
    ['percent and underscore', '100% of a_b', '100% a_b'],
    ['backslash', String.raw`C:\temp`, String.raw`C:\temp`],
    ['a phrase', 'the quick brown fox', '"quick brown"'],
    ['a phrase in typographic quotes', 'the blue door', '“blue door”'],
    ['a version behind its letter', 'built v1.2.3-rc.1', '1.2.3'],
    ['a short version behind its letter', 'since v2.0', '2.0'],
    ['a time in a timestamp', 'at 2026-11-28T09:00Z', '09:00'],
    ['a part of an address', 'see https://a.example/x/42-b', 'x/42'],
    ['two hyphens that became a dash', 'git push —force', '--force'],
    ['a part of a phrase with a short word', 'not to be', '"to be"'],
  ])('finds %s', (_name, text, query) => {
    expect(matches(text, query)).toBe(true);
  });

  it.each([
    ['another order of a phrase', 'brown quick', '"quick brown"'],
    ['reversed Chinese', '海上', '上海'],
    ['two letters inside a word', 'database', 'ba'],
    ['a short phrase inside words', 'into bed', '"to be"'],
    ['a percent sign as a wildcard', 'abc', 'a%c'],
    ['one of two words', 'only this', 'this that'],
  ])('does not find %s', (_name, text, query) => {
    expect(matches(text, query)).toBe(false);
  });

  it('finds every text by itself', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => matches(text, text.replaceAll('"', ' '))));
  });

  it('takes no more than ten terms, and none from nothing', () => {
    expect(searchTerms('a b c d e f g h i j k l')).toHaveLength(10);
    expect(searchTerms(' \u200b ')).toEqual([]);
  });
});

describe('highlights', () => {
  it('shows the words around the place, with the accents of the text', () => {
    const text = `${'before '.repeat(30)}the Café\nin Zürich ${'after '.repeat(60)}`;
    const [passage = ''] = highlights(text, searchTerms('cafe zurich'));
    expect(passage).toContain('the Café in Zürich after');
    expect([passage.startsWith('…'), passage.endsWith('…'), passage.length < 300]).toEqual([true, true, true]);
  });

  it('shows distant places apart', () => {
    expect(highlights(`alpha${' x'.repeat(400)} omega`, searchTerms('alpha omega'))).toHaveLength(2);
  });

  it('finds places behind letters that fold to more or fewer', () => {
    expect(highlights('ﷺßß 上海', searchTerms('上海'))).toEqual(['ﷺßß 上海']);
  });

  it('never fails, and shows only what is in the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 10 }), (text, query) => {
        const plain = text.normalize('NFC').replace(/\s+/gu, ' ');
        return highlights(text, searchTerms(query)).every((passage) => plain.includes(passage.replace(/^…|…$/g, '')));
      }),
    );
  });
});
