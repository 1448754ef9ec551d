/** Items by a key, in their order. */
export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The largest value before each place of a list, and after its end: one longer than the list. */
export function maximaBefore(values: readonly number[]): number[] {
  const maxima = [-Infinity];
  for (const value of values) maxima.push(Math.max(maxima.at(-1) ?? -Infinity, value));
  return maxima;
}

/** The smallest value at or after each place of a list: one longer than the list. */
export function minimaFrom(values: readonly number[]): number[] {
  const minima = new Array<number>(values.length + 1).fill(Infinity);
  for (let index = values.length - 1; index >= 0; index -= 1) minima[index] = Math.min(values[index] ?? Infinity, minima[index + 1] ?? Infinity);
  return minima;
}

/** How many of the ascending values are below the limit. */
export function countBelow(ascending: readonly number[], limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
