/** Letters of scripts that put no spaces between words, and their punctuation: a name or a mark may stand right beside them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Yi}\u3000-\u303F\uFF00-\uFFEF]/u;
const wordCharacter = /[\p{L}\p{N}\p{M}]/u;

/** The character before a place, whole; empty at the beginning. */
export function characterBefore(text: string, at: number): string {
  const low = text.charAt(at - 1);
  return at > 1 && /[\uDC00-\uDFFF]/.test(low) ? text.slice(at - 2, at) : low;
}

/** The character that begins at a place, whole; empty at the end. */
export function characterAt(text: string, at: number): string {
  const code = text.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

export function isUnspaced(character: string): boolean {
  return unspaced.test(character);
}

/** Whether it is part of a word that would go on right beside it. */
export function joinsWord(character: string): boolean {
  return wordCharacter.test(character) && !isUnspaced(character);
}
