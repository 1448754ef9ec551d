import { plainText } from './plain-text.ts';

describe('plainText', () => {
  it('drops marks and joins lines', () => {
    expect(plainText('# Plan\n\n- **ship** it\n- [docs](https://example.com)\n\n```ts\nlet a;\n```')).toBe('Plan ship it docs let a;');
  });

  it('joins table cells', () => {
    expect(plainText('| a | b |\n|---|---|\n| 1 | 2 |')).toBe('a b 1 2');
  });

  it('cuts long text with an ellipsis, within the limit', () => {
    expect(plainText('one two three', 8)).toBe('one two…');
    expect(plainText('short', 5)).toBe('short');
  });

  it('never cuts a character in half', () => {
    expect(plainText('ab😀cd', 4)).toBe('ab…');
  });
});
