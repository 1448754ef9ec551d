import { foldText } from '@hallway/markup/folding';

/** Scripts written without spaces between words: each character is a unit of its own. */
const unspaced = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]`;
const wordRun = String.raw`(?:(?!${unspaced})[\p{L}\p{N}_]\p{M}*)+`;
/** Words, rows of hyphens, and other characters one by one. */
const units = new RegExp(String.raw`${wordRun}|-+|\S\p{M}*`, 'gu');
const isWordRun = new RegExp(`^${wordRun}$`, 'u');

/** A message may fold into longer text (ﷺ is 18 letters); more than this is not searched. */
const maxLength = 64_000;
const maxTerms = 10;
/** Comparing costs as much for each letter of a term; this many distinguish any two messages. */
const maxTermLength = 100;

/** The units of folded text. */
export function unitsOf(folded: string): string[] {
  return folded.slice(0, maxLength).match(units) ?? [];
}

/** A unit as it is searched: so that a trigram index finds even a single Chinese character. Word processors make a dash of two hyphens. */
export function spaced(unit: string): string {
  return unit.startsWith('-') ? ' -' : ` ${unit}`;
}

/** What is stored to be searched: all units, with one space before each. */
export function searchText(text: string): string {
  return unitsOf(foldText(text)).map(spaced).join('').slice(0, maxLength);
}

/** What to look for in search text, as it stands there: with a space before it if it must begin a word. */
export type SearchTerm = string;

/** The terms of a query, words or "quoted phrases"; all of them must be found. */
export function searchTerms(query: string): SearchTerm[] {
  const parts = foldText(query).match(/"[^"]*"|\S+/gu) ?? [];
  return parts
    .map((part) => termOf(part.replace(/^"([^"]*)"$/u, '$1').trim()))
    .filter((term) => term !== '')
    .slice(0, maxTerms);
}

/** Three characters and more are found anywhere, such as `1.2` in `v1.2`; fewer only where a word begins. */
function termOf(part: string): SearchTerm {
  const list = unitsOf(part);
  const term = list.map(spaced).join('').slice(0, maxTermLength);
  const [first = ''] = list;
  const start = part.split(/\s/u, 1)[0] ?? '';
  return isWordRun.test(first) && [...start].length >= 3 ? term.slice(1) : term;
}

/** The LIKE pattern by which stored search text contains the term. */
export function likePattern(term: SearchTerm): string {
  return `%${term.replace(/[\\%_]/g, String.raw`\$&`)}%`;
}
