/** Letters that are typed for each other and that Unicode does not take apart: each line is what they become, and what becomes it. */
const sameLetters: [string, string][] = [
  // Latin
  ['a', 'ɑ'], ['ae', 'æ'], ['b', 'ɓƀ'], ['c', 'ƈ'], ['d', 'đðɖɗ'], ['e', 'əǝɛ'], ['f', 'ƒ'], ['g', 'ɠǥ'], ['h', 'ħ'], ['i', 'ıɩɨ'], ['j', 'ȷɉ'], ['k', 'ƙĸ'], ['l', 'łƚɫ'],
  ['n', 'ŋɲƞ'], ['o', 'øɵɔ'], ['oe', 'œ'], ['p', 'ƥ'], ['r', 'ɍ'], ['ss', 'ß'], ['t', 'ŧƭʈ'], ['th', 'þ'], ['u', 'ʉ'], ['v', 'ʋ'], ['y', 'ƴɏ'], ['z', 'ƶ'],
  // Greek and Cyrillic
  ['σ', 'ς'], ['и', 'ѝ'], ['е', 'ё'],
  // Hebrew: letters at the end of a word, and Yiddish pairs
  ['כ', 'ך'], ['מ', 'ם'], ['נ', 'ן'], ['פ', 'ף'], ['צ', 'ץ'], ['וו', 'װ'], ['וי', 'ױ'], ['יי', 'ײ'],
  // Arabic, Persian, Urdu
  ['ا', 'ٱٲٳ'], ['ي', 'ىی'], ['ك', 'کڪ'], ['ه', 'ةہەۃ'],
  // Devanagari: the half moon and the dot
  ['ं', 'ँ'],
  // Signs that telephones and word processors put for those of the keyboard
  ["'", '‘’‚‛‹›′‵ʹʻʼʽʾʿˈꞌ׳❛❜\u00B4'], ['"', '“”„‟«»″‶〝〞〟״❝❞'], ['-', '−⁃˗'], ['~', '〜～∼'], ['/', '⁄∕'], ['*', '∗'], [':', '∶꞉'],
  [',', '،٬、﹐'], ['.', '。٫۔'], [';', '؛'], ['?', '؟'], ['%', '٪'],
];

export const plainLetters: ReadonlyMap<string, string> = new Map(sameLetters.flatMap(([plain, letters]) => [...letters].map((letter): [string, string] => [letter, plain])));
