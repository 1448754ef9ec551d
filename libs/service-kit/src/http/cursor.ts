import { validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';
import { findUnsafe } from './text-safety';

/** Where a list goes on, as text that clients hand back unread. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

/** Reads a cursor; texts in it can be stored, and `check` says whether it is one of ours. Throws `validation-failed`. */
export function decodeCursor<Value>(text: string, check: (value: unknown) => value is Value = (value): value is Value => value !== null): Value {
  const bytes = Buffer.from(text, 'base64url');
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (bytes.toString('base64url') === text && !findUnsafe([value]) && check(value)) return value;
  } catch (cause) {
    throw brokenCursor(cause);
  }
  throw brokenCursor();
}

function brokenCursor(cause?: unknown): ProblemError {
  return new ProblemError(validationFailed, { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }], cause });
}
