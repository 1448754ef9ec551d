import type { ProblemField } from '@hallway/contracts-core';

const maxDepth = 32;
/** Keys that reach into prototypes; class-transformer would skip them without a word. */
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Text that PostgreSQL can store: no U+0000 and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}

/** The first thing in `value` that must not get further, if any. */
export function findUnsafe(value: unknown, path = '', depth = 0): ProblemField | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? undefined : { path, message: 'must not contain U+0000 or unpaired surrogates' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= maxDepth) return { path, message: 'is nested too deeply' };
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (unsafeKeys.has(key)) return { path: at, message: 'should not exist' };
    const found = isStorable(key) ? findUnsafe(inner, at, depth + 1) : { path, message: 'has a property name that is not allowed' };
    if (found) return found;
  }
  return undefined;
}
