import { plainLetters } from './same-letters.ts';

/** Grows with every change of what folding does: what was stored folded is then folded anew. */
export const foldingVersion = 2;

const ascii = /^[\0-\x7F]*$/;

/** No language puts more marks on a letter. Without an end, putting the marks of one letter in order takes their square. */
const tooManyMarks = /(\p{M}{8})\p{M}+/gu;

/** Signs of which compatibility forms would make a space and a mark. */
const spacingSign = /[\u00B4\u2033\u2036]/g;

/** What shows nothing: joiners, soft hyphens, directions, variation selectors, tags. Tatweel only stretches a word. */
const invisible = /[\p{DI}\p{Cf}\u0640]/gu;

/**
 * Marks that people leave out: accents, stress, Hebrew points, Arabic vowels, the dots of borrowed sounds. Vowel signs and voice
 * marks of Asian scripts stay, because words differ by them alone; so does what makes й, ў, ї, ѓ, ќ of и, у, і, г, к.
 */
const omitted = new RegExp(
  [
    '(?<![иИуУ])\\u0306',
    '(?<![іІ])\\u0308',
    '(?<![гГкК])\\u0301',
    String.raw`(?![\u0301\u0306\u0308\u3099\u309A])(?=\p{Mn})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Ethiopic}\p{Script=Cyrillic}]`,
    String.raw`\u093C`,
  ].join('|'),
  'gu',
);

const replaced = new RegExp(String.raw`(?![\0-\x7F])[\p{Pd}\p{Nd}${[...plainLetters.keys()].join('')}]`, 'gu');

function plain(character: string): string {
  return plainLetters.get(character) ?? (/\p{Pd}/u.test(character) ? '-' : digitOf(character.codePointAt(0) ?? 0));
}

/** Digits stand ten in a row, from 0 on. */
function digitOf(code: number): string {
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((code - first) % 10);
}

/** The text with no more marks on a letter than any language puts there. */
export function capMarks(text: string): string {
  return text.replace(tooManyMarks, '$1');
}

/**
 * The text as it is compared: the same for all that people type for the same word (see the table in the README). Its own
 * spaces stay. Folding what is folded changes nothing. Takes as long as the text is, whatever it is made of.
 */
export function foldText(text: string): string {
  // Most text is ASCII, and needs nothing more than this.
  if (ascii.test(text)) return text.toLowerCase();
  return capMarks(text)
    .replace(spacingSign, plain)
    .normalize('NFKD')
    .replace(invisible, '')
    .replace(omitted, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(replaced, plain);
}
