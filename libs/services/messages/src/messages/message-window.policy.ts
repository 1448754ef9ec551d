import { defaultPageSize, validationFailed } from '@hallway/contracts-core';
import type { WindowQuery } from '@hallway/contracts-messages';
import { ProblemError } from '@hallway/service-kit/errors';

/** Both ends included; empty when `from` is greater than `to`. */
export interface SeqRange {
  from: number;
  to: number;
}

/** Since seqs have no holes, every window is a range of them. */
export function windowRange({ before, after, around, limit = defaultPageSize }: WindowQuery, lastSeq: number): SeqRange {
  if ([before, after, around].filter((edge) => edge !== undefined).length > 1) {
    const errors = [{ path: 'before', message: 'only one of before, after and around may be given' }];
    throw new ProblemError(validationFailed, { errors });
  }
  if (after !== undefined) return { from: after + 1, to: Math.min(after + limit, lastSeq) };
  if (around !== undefined) return centred(around, limit, lastSeq);
  const to = Math.min(before === undefined ? lastSeq : before - 1, lastSeq);
  return { from: Math.max(1, to - limit + 1), to };
}

/** Keeps the full size near the ends of the timeline. */
function centred(around: number, limit: number, lastSeq: number): SeqRange {
  const latestStart = Math.max(1, lastSeq - limit + 1);
  const from = Math.min(Math.max(1, around - Math.floor(limit / 2)), latestStart);
  return { from, to: Math.min(from + limit - 1, lastSeq) };
}
