/** Scripts written without spaces between words: each character is a unit of its own. */
const unspaced = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]`;
const wordRun = String.raw`(?:(?!${unspaced})[\p{L}\p{N}_]\p{M}*)+`;
const units = new RegExp(String.raw`${wordRun}|\S\p{M}*`, 'gu');
const isWordRun = new RegExp(`^${wordRun}$`, 'u');

const marksOfLetters = /(?<=[\p{Script=Latin}\p{Script=Greek}]\p{M}*)\p{M}/gu;
const invisible = /[\p{Cf}\uFE0E\uFE0F]/gu;
const plainLetters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i', ё: 'е', ς: 'σ' };
const specialLetter = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu');

/** A message may fold into longer text (ﷺ is 18 letters); more than this is not searched. */
const maxLength = 64_000;
const maxTerms = 10;

/** The same letter in all its forms: width, case, Latin and Greek accents. */
export function foldLetters(text: string): string {
  // Most text is ASCII, and needs nothing more than this.
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(invisible, '')
    .normalize('NFD')
    .replace(marksOfLetters, '')
    .normalize('NFC')
    .replace(specialLetter, (letter) => plainLetters[letter] ?? letter);
}

function unitsOf(text: string): string[] {
  return foldLetters(text.slice(0, maxLength)).match(units) ?? [];
}

/**
 * What is stored to be searched: words, other characters one by one, with one space before each.
 * So that a trigram index finds even a single Chinese character or the first letters of a word.
 */
export function searchText(text: string): string {
  return unitsOf(text).map((unit) => ` ${unit}`).join('').slice(0, maxLength);
}

/** One thing to look for: the units of a word, or of a "quoted phrase". */
export type SearchTerm = string[];

/** The terms of a query; all of them must be found. */
export function searchTerms(query: string): SearchTerm[] {
  const parts = query.match(/"[^"]*"|\S+/gu) ?? [];
  const terms = parts.map((part) => unitsOf(part.replace(/^"([^"]*)"$/u, '$1'))).filter((term) => term.length > 0);
  return terms.slice(0, maxTerms);
}

/** Words of three letters and more are found anywhere, shorter ones at the beginning of a word. */
function isAnywhere(term: SearchTerm): boolean {
  const [first = ''] = term;
  return isWordRun.test(first) && [...first].length >= 3;
}

/** The LIKE pattern by which stored search text contains the term. */
export function likePattern(term: SearchTerm): string {
  const text = term.join(' ').replace(/[\\%_]/g, String.raw`\$&`);
  return isAnywhere(term) ? `%${text}%` : `% ${text}%`;
}

/** Finds the term in folded text that still has its own spacing. */
export function termPattern(term: SearchTerm): RegExp {
  const text = term.map((unit) => unit.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join(String.raw`\s*`);
  const [first = ''] = term;
  return new RegExp(isWordRun.test(first) && !isAnywhere(term) ? String.raw`(?<![\p{L}\p{N}_])${text}` : text, 'gu');
}
