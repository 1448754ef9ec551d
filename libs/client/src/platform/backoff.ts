/** Delays that double from `firstMs` up to `mostMs`, shortened by up to a half at random. */
export interface BackoffLimits {
  firstMs: number;
  mostMs: number;
}

/** 1, 2, 4 … 30 s. */
export const defaultBackoff: BackoffLimits = { firstMs: 1_000, mostMs: 30_000 };

/** The delay after `failures` failures in a row (1 or more). The jitter keeps clients from returning all at once. */
export function backoffDelay(failures: number, { firstMs, mostMs }: BackoffLimits, random: () => number = Math.random): number {
  const full = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (0.5 + random() / 2));
}
