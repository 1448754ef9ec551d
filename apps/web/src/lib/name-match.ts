import { foldText } from '@hallway/markup/folding';

/** How a text can fit a name, the best first. */
export const fits = { whole: 0, start: 1, wordStart: 2, within: 3, letters: 4 } as const;
type Fit = (typeof fits)[keyof typeof fits];

/** How well `text` fits a name; both are folded. */
function fitOf(name: string, text: string): Fit | undefined {
  if (name === text) return fits.whole;
  const at = name.indexOf(text);
  if (at === 0) return fits.start;
  if (at === -1) return hasLettersInOrder(name, text) ? fits.letters : undefined;
  for (let found = at; found !== -1; found = name.indexOf(text, found + 1)) if (beginsWord(name, found)) return fits.wordStart;
  return fits.within;
}

/** Scripts without spaces have a word wherever one looks. */
function beginsWord(name: string, at: number): boolean {
  return (
    !/[\p{L}\p{M}\p{N}]$/u.test(name.slice(Math.max(0, at - 2), at)) ||
    /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}]/u.test(name.slice(at, at + 2))
  );
}

/** Those of `items` that fit at least so well, the best first; equals keep their order. */
export function byName<Item>(items: readonly Item[], text: string, namesOf: (item: Item) => readonly string[], least: Fit = fits.letters): Item[] {
  // A username may be typed as it is mentioned.
  const wanted = foldText(text).trim().replace(/^@/, '');
  return items
    .flatMap((item) => {
      const found = namesOf(item)
        .flatMap((name) => fitOf(foldText(name), wanted) ?? [])
        .filter((fit) => fit <= least);
      return found.length > 0 ? [{ item, fit: Math.min(...found) }] : [];
    })
    .sort((a, b) => a.fit - b.fit)
    .map(({ item }) => item);
}

function hasLettersInOrder(name: string, text: string): boolean {
  let at = 0;
  for (let n = 0; n < name.length && at < text.length; n += 1) if (name[n] === text[at]) at += 1;
  return at === text.length;
}
