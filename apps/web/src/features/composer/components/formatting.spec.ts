import { isAddress, makeLink, newLine, toggleLines, toggleMark } from './formatting';
import { type Edit, edited, type Selected } from './text-edit';

/** A text with its selection between two bars, or its caret at one. */
function selected(shown: string): Selected {
  const start = shown.indexOf('|');
  const end = shown.lastIndexOf('|');
  return { text: shown.replaceAll('|', ''), start, end: end === start ? start : end - 1 };
}

function shown(before: string, change: (selected: Selected) => Edit | null): string | null {
  const from = selected(before);
  const edit = change(from);
  if (!edit) return null;
  const { text, start, end } = edited(from, edit);
  return start === end ? `${text.slice(0, start)}|${text.slice(start)}` : `${text.slice(0, start)}|${text.slice(start, end)}|${text.slice(end)}`;
}

describe('toggleMark', () => {
  it.each([
    ['say |this| now', 'say **|this|** now'],
    ['say **|this|** now', 'say |this| now'],
    ['say |**this**| now', 'say |this| now'],
    ['say |this |now', 'say **|this|** now'],
    ['say |', 'say **|**'],
    ['say **|**', 'say |'],
  ])('makes %j into %j', (before, after) => {
    expect(shown(before, (text) => toggleMark(text, 'bold'))).toBe(after);
  });

  it('puts several lines of code into a block of its own', () => {
    expect(shown('see |a\nb| there', (text) => toggleMark(text, 'code'))).toBe('see \n```\n|a\nb|\n```\n there');
  });
});

describe('makeLink', () => {
  it('selects the place of the address, unless it is known', () => {
    expect(shown('the |notes| here', (text) => makeLink(text))).toBe('the [notes](|https://|) here');
    expect(shown('the |notes| here', (text) => makeLink(text, 'https://a.example'))).toBe('the [notes](https://a.example)| here');
    expect(shown('the |', (text) => makeLink(text))).toBe('the [|](https://)');
  });

  it('knows an address from words', () => {
    expect(['https://a.example/x?y', 'http://a.example'].map(isAddress)).toEqual([true, true]);
    expect(['a.example', 'see https://a.example', 'javascript:alert(1)', 'https://'].map(isAddress)).toEqual([false, false, false, false]);
  });
});

describe('toggleLines', () => {
  it.each([
    ['one\nt|w|o', 'quote', 'one\n|> two|'],
    ['|> one\n> two|', 'quote', '|one\ntwo|'],
    ['|one\ntwo|', 'numbers', '|1. one\n2. two|'],
    ['on|e', 'list', '- on|e'],
  ] as const)('makes %j as %s into %j', (before, kind, after) => {
    const result = shown(before, (text) => toggleLines(text, kind));
    expect(result?.replaceAll('|', '')).toBe(after.replaceAll('|', ''));
  });

  it('keeps the caret where it was in its line', () => {
    expect(shown('on|e', (text) => toggleLines(text, 'list'))).toBe('- on|e');
    expect(shown('- on|e', (text) => toggleLines(text, 'list'))).toBe('on|e');
  });
});

describe('newLine', () => {
  it.each([
    ['- milk|', '- milk\n- |'],
    ['9. nine|', '9. nine\n10. |'],
    ['> said|', '> said\n> |'],
    ['  - [x] done|', '  - [x] done\n  - [ ] |'],
    ['- milk\n- |', '- milk\n|'],
  ])('goes on from %j to %j', (before, after) => {
    expect(shown(before, newLine)).toBe(after);
  });

  it('leaves plain lines to the browser', () => {
    expect(shown('plain|', newLine)).toBeNull();
    expect(shown('-no list|', newLine)).toBeNull();
  });
});
