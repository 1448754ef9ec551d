import type { ProblemField } from '@hallway/contracts-core';

const maxDepth = 32;
/** Keys that reach into prototypes; class-transformer would skip them without a word. */
const unsafeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** Text that PostgreSQL can store: no U+0000 and no half of a surrogate pair. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The first thing in `value` that must not get further, if any. */
export function findUnsafe(value: unknown, depth = 0): ProblemField | undefined {
  if (typeof value === 'string') {
    return isStorable(value) ? undefined : { path: '', message: 'must not contain U+0000 or unpaired surrogates' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= maxDepth) return { path: '', message: 'is nested too deeply' };
  for (const key of Object.keys(value)) {
    const found = findUnsafeAt(key, (value as Record<string, unknown>)[key], depth + 1);
    if (found) return { ...found, path: found.path === '' ? key : `${key}.${found.path}` };
  }
  return undefined;
}

function findUnsafeAt(key: string, value: unknown, depth: number): ProblemField | undefined {
  if (unsafeKeys.has(key)) return { path: '', message: 'should not exist' };
  return isStorable(key) ? findUnsafe(value, depth) : { path: '', message: 'has a property name that is not allowed' };
}
