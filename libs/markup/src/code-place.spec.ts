import { isInCode } from './code-place.ts';

describe('isInCode', () => {
  it.each<[string, boolean]>([
    ['|', false],
    ['plain :key:|', false],
    ['`:key:|', true],
    ['a `b` :key:|', false],
    ['``a ` :key:|', true],
    ['``a `` :key:|', false],
    ['`:key:|`', true],
    ['`a`|', false],
    ['it`s :key:|', false],
    ['\\` :key:|', false],
    ['`open\n:key:|', true],
    ['`open\n\n:key:|', false],
    ['```\n:key:|', true],
    ['```yaml\na: 1\n:key:|\n```', true],
    ['```\na\n```\n:key:|', false],
    ['~~~\n```\n:key:|', true],
    ['```:key:|', true],
    ['> ```\n> :key:|', true],
    ['````\n```\n:key:|', true],
    ['```a``` :key:|', false],
  ])('%j: %s', (typed, expected) => {
    expect(isInCode(typed.replace('|', ''), typed.indexOf('|'))).toBe(expected);
  });

  it('reads a long text in one pass', () => {
    const text = '`\n'.repeat(8_000);
    expect(isInCode(text, text.length)).toBe(false);
  });
});
