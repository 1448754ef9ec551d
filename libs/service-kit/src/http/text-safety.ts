import type { ProblemField } from '@hallway/contracts-core';

const maxDepth = 32;
/** Keys that reach into prototypes; class-transformer would skip them without a word. */
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** What is wrong with text that is not storable, in words for the person who typed it. */
export const unstorable = 'has a character that cannot be stored: half of an emoji, or U+0000';

/** Text that PostgreSQL can store: no U+0000 and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The first thing in `value` that must not get further, if any. */
export function findUnsafe(value: unknown, depth = 0): ProblemField | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? undefined : { path: '', message: unstorable };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= maxDepth) return { path: '', message: 'is nested too deeply' };
  for (const [key, inner] of Object.entries(value)) {
    if (unsafeKeys.has(key)) return { path: key, message: 'should not exist' };
    // An answer cannot repeat the name, so it names the object.
    if (!isStorable(key)) return { path: '', message: 'has a property name that is not allowed' };
    const found = findUnsafe(inner, depth + 1);
    if (found) return { ...found, path: found.path === '' ? key : `${key}.${found.path}` };
  }
  return undefined;
}
