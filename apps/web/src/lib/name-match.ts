/** How well `text` fits a name: 0 begins it, 1 begins a word of it, 2 is within, 3 are its letters in order. */
function rankOf(name: string, text: string): number | undefined {
  const here = foldedText(name);
  if (here.startsWith(text)) return 0;
  if (here.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(text))) return 1;
  if (here.includes(text)) return 2;
  return hasLettersInOrder(here, text) ? 3 : undefined;
}

/** Those of `items` that fit, the best first; equals keep their order. */
export function byName<Item>(items: readonly Item[], text: string, namesOf: (item: Item) => readonly string[]): Item[] {
  const wanted = foldedText(text);
  return items
    .flatMap((item) => {
      const ranks = namesOf(item).flatMap((name) => rankOf(name, wanted) ?? []);
      return ranks.length > 0 ? [{ item, rank: Math.min(...ranks) }] : [];
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Letters only as far as they tell names apart: `Jose` finds `José`. */
function foldedText(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function hasLettersInOrder(name: string, text: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === text[at]) at += 1;
  return at === text.length;
}
