/**
 * The first of the numbers 1 to `last` whose time is not before `since`, or `last`. Times go up with the numbers; each
 * step asks for one and halves what is left.
 */
export async function firstSince(since: number, last: number, timeOf: (seq: number) => Promise<number>): Promise<number> {
  let [low, high] = [1, last];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((await timeOf(middle)) < since) low = middle + 1;
    else high = middle;
  }
  return low;
}
