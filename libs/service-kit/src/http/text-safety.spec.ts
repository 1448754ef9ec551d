import { findUnsafe } from './text-safety';

const deep = (levels: number): unknown => (levels === 0 ? 'end' : { in: deep(levels - 1) });

describe('findUnsafe', () => {
  it.each<[string, unknown, string]>([
    ['a zero byte in a text', { a: { b: ['fine', 'x\0'] } }, 'a.b.1'],
    ['half of a surrogate pair', { a: '\ud800' }, 'a'],
    ['a key that reaches into prototypes', { a: { constructor: 1 } }, 'a.constructor'],
    // The name itself cannot be repeated in an answer.
    ['a property name that cannot be stored', { a: { 'b\0': 1 } }, 'a'],
    ['such a name at the top', { 'b\ud800': 1 }, ''],
  ])('names where %s is', (_what, value, path) => expect(findUnsafe(value)?.path).toBe(path));

  it('does not go into what is nested too deeply', () => {
    expect(findUnsafe(deep(31))).toBeUndefined();
    expect(findUnsafe(deep(33))).toMatchObject({ path: Array(32).fill('in').join('.'), message: 'is nested too deeply' });
  });

  it('finds nothing in what is safe', () => expect(findUnsafe({ a: ['x', 1, null, { b: '😀' }] })).toBeUndefined());
});
