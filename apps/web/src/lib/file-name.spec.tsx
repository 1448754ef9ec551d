import { render } from '@testing-library/react';

import { FileName, shownName } from './file-name';

const shown = (name: string) => render(<FileName name={name} />).container.firstElementChild;

it('isolates a name and shows it as it would be saved', () => {
  const element = shown('\u202egpj.exe');
  expect(element?.tagName).toBe('BDI');
  expect(element?.textContent).toBe('gpj.exe');
  expect(element?.getAttribute('title')).toBe('gpj.exe');
});

it('keeps the extension out of what may be cut', () => {
  const parts = [...(shown(`${'long '.repeat(40)}.tar.gz`)?.children ?? [])].map((part) => part.textContent);
  expect(parts.at(-1)).toBe('.gz');
  expect([...(shown('README')?.children ?? [])]).toHaveLength(1);
});

it('has a word for a name that shows nothing', () => {
  expect([shownName('\u202e'), shownName('../'), shownName('می\u200cروم.pdf')]).toEqual(['file', 'file', 'می\u200cروم.pdf']);
});
