import { validationFailed } from '@hallway/contracts-core';

import { ProblemError } from '../errors';

/** Where a list goes on, as text that clients hand back unread. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
}

/** Reads a cursor; `check` says whether it is one of ours. Throws `validation-failed`. */
export function decodeCursor<Value>(text: string, check: (value: unknown) => value is Value = (value): value is Value => value !== null): Value {
  const bytes = Buffer.from(text, 'base64url');
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    if (bytes.toString('base64url') === text && check(value)) return value;
  } catch (cause) {
    throw brokenCursor(cause);
  }
  throw brokenCursor();
}

/** Whether a cursor's value is a time as we write them into one; years that a database cannot hold are refused. */
export function isCursorTime(value: unknown): value is string {
  return typeof value === 'string' && /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value) && !Number.isNaN(Date.parse(value));
}

function brokenCursor(cause?: unknown): ProblemError {
  return new ProblemError(validationFailed, { errors: [{ path: 'cursor', message: 'is not a cursor of this list' }], cause });
}
