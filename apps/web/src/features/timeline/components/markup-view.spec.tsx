import { render } from '@testing-library/react';
import { plainText } from '@hallway/markup';
import { AnnouncerProvider } from '@hallway/ui';
import { MarkupView } from './markup-view';

const squeezed = (text: string): string => text.replace(/\s+/g, '');

function shown(body: string): { text: string; numbers: string[] } {
  const { container } = render(<AnnouncerProvider><MarkupView id={body} rev={1} body={body} myName="me" /></AnnouncerProvider>);
  const view = container.querySelector('[dir]');
  return { text: view?.textContent ?? '', numbers: [...container.querySelectorAll('li')].map(({ style }) => style.listStyleType) };
}

describe('MarkupView', () => {
  it.each([
    '```hello world\nsecond\n```', '\\\\server\\share\\_dir and \\d+\\.\\d+ ¯\\_(ツ)_/¯', '**重要：**请看 _https://ex.test/a_: ok', 'https://user@ex.test/a',
    '- one\n- two @ana', '| a | b |\n|---|---|\n| 1 | 2 | 3 |', '# Title\n\n> quoted `:key: value`', '>_<', '#\n\n##',
  ])('shows all the words of %j', (body) => {
    expect(squeezed(shown(body).text)).toBe(squeezed(plainText(body)));
  });

  it('shows the numbers of a list as they were typed', () => {
    expect(shown('5. b\n7. c').numbers).toEqual(['"5. "', '"7. "']);
  });
});
