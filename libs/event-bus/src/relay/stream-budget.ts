import type { StreamSize } from '../event-log';

/** What is taken off at a time, as a share of the budget, so that the next entry does not ask for it again. */
const headroom = 1 / 4;

/**
 * Up to where each stream must be trimmed so that all fit the budget again; empty if they do. Streams
 * that take more than the others are cut to one size, the others keep what they have.
 */
export function cutsFor(sizes: readonly StreamSize[], budget: number): { shard: number; position: number }[] {
  if (total(sizes.map(({ bytes }) => bytes)) <= budget) return [];
  const most = levelOf(
    sizes.map(({ bytes }) => bytes),
    budget * (1 - headroom),
  );
  return sizes.flatMap(({ first, last, bytes }, shard) => {
    const entries = last - first + 1;
    // By the newest, a reader that was away sees that it missed something.
    const kept = Math.max(1, Math.floor((entries * most) / bytes));
    return kept < entries ? [{ shard, position: last - kept }] : [];
  });
}

/** The level at which sizes cut to it take the budget in all. */
function levelOf(sizes: readonly number[], budget: number): number {
  const rising = [...sizes].sort((a, b) => a - b);
  let left = budget;
  for (const [index, size] of rising.entries()) {
    const share = left / (rising.length - index);
    if (size > share) return share;
    left -= size;
  }
  return Infinity;
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
