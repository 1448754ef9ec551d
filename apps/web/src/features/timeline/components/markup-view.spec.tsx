import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';

import type { Client } from '@hallway/client';
import { plainText } from '@hallway/markup';
import { AnnouncerProvider } from '@hallway/ui';

import { ClientContext } from '../../../lib/client-context';
import { keepProfiles } from '../../../lib/people/profiles';
import { UserStores, UserStoresContext } from '../../../lib/person/user-stores';
import { MarkupView } from './markup-view';

const person = (username: string) => ({ id: username, username, displayName: username, avatarUrl: null, statusText: '' });
const squeezed = (text: string): string => text.replace(/\s+/g, '');

function shown(body: string, mentions?: string[]) {
  const queries = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } });
  const client = { profiles: { latest: (profile: object) => profile } } as unknown as Client;
  keepProfiles(client, queries, [person('ana'), person('bob')]);
  const message = mentions && { senderId: 'ana', conversationId: 'room', mentions };
  const { container } = render(
    <ClientContext value={client}>
      <QueryClientProvider client={queries}>
        <UserStoresContext value={new UserStores('kai')}>
          <AnnouncerProvider>
            <MarkupView id={body} rev={1} body={body} me={person('kai')} message={message} />
          </AnnouncerProvider>
        </UserStoresContext>
      </QueryClientProvider>
    </ClientContext>,
  );
  const marked = (name: string) => [...container.querySelectorAll(`.${name}`)].map(({ textContent }) => textContent);
  return {
    container,
    text: container.querySelector('[dir]')?.textContent ?? '',
    numbers: [...container.querySelectorAll('li')].map(({ style }) => style.listStyleType),
    mine: marked('mentionMe'),
    others: marked('mention'),
  };
}

describe('MarkupView', () => {
  it.each([
    '```hello world\nsecond\n```',
    '\\\\server\\share\\_dir and \\d+\\.\\d+ ¯\\_(ツ)_/¯',
    '**重要：**请看 _https://ex.test/a_: ok',
    'https://user@ex.test/a',
    '- one\n- two @ana',
    '| a | b |\n|---|---|\n| 1 | 2 | 3 |',
    '# Title\n\n> quoted `:key: value`',
    '>_<',
    '#\n\n##',
  ])('shows all the words of %j', (body) => {
    expect(squeezed(shown(body).text)).toBe(squeezed(plainText(body)));
  });

  it('shows the numbers of a list as they were typed', () => {
    expect(shown('5. b\n7. c').numbers).toEqual(['"5. "', '"7. "']);
  });

  it('marks names that the server took for mentions, and no others', () => {
    expect(shown('@kai @bob @nobody @here', ['kai', 'bob'])).toMatchObject({ mine: ['@kai'], others: ['@bob'] });
    expect(shown('@here @everyone', ['room'])).toMatchObject({ mine: ['@here', '@everyone'], others: [] });
    expect(shown('@kai @bob @here', [])).toMatchObject({ mine: [], others: [], text: '@kai @bob @here' });
  });

  it('marks every name of a message that waits to be sent', () => {
    expect(shown('@kai @bob')).toMatchObject({ mine: ['@kai'], others: ['@bob'] });
  });

  it('aligns the columns of a table and fills rows that are short', () => {
    const { container } = shown('| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 |');
    const styleOf = (cell: string) => [...container.querySelectorAll<HTMLElement>(cell)].map(({ style }) => style.textAlign);
    expect(styleOf('th')).toEqual(['start', 'end', 'center']);
    expect(styleOf('td')).toEqual(['start', 'end', 'center']);
  });

  it('shows tasks with their boxes', () => {
    const { container } = shown('- [x] build\n- [ ] sign\n- [y] no task\n- [ ]');
    const boxes = [...container.querySelectorAll('[role="img"]')].map((box) => box.getAttribute('aria-label'));
    expect(boxes).toEqual(['Done', 'To do', 'To do']);
    expect([...container.querySelectorAll('li')].map(({ textContent }) => textContent)).toEqual(['build', 'sign', '[y] no task', '']);
  });

  it('keeps code from left to right', () => {
    expect(shown('مرحبا `f(x)`').container.querySelector('code')?.getAttribute('dir')).toBe('ltr');
  });
});
