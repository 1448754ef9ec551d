import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { Client, Draft } from '@hallway/client';
import type { UserProfile } from '@hallway/contracts-auth';
import type { Message } from '@hallway/contracts-messages';

import { ClientContext } from '../../../lib/client-context';
import { Drafts } from '../../../lib/drafts';
import { UserStores, UserStoresContext } from '../../../lib/person/user-stores';
import { Composer } from './composer';
import { SelectedFiles } from './selected-files';

const person = (id: string, displayName: string): UserProfile => ({ id, username: displayName.toLowerCase(), displayName, avatarUrl: null, statusText: '' });
const everyone = [person('me', 'Me'), person('ana', 'Ana'), person('bo', 'Bo'), person('kai', 'Kai')];
const members = everyone.slice(0, 3).map((user) => ({ userId: user.id, role: 'member' as const, joinedAt: '', user }));
const question = { id: 'q', senderId: 'ana', body: 'Shall we **go**?', attachments: [] } as unknown as Message;

function clientOf(enqueue: (draft: Draft) => Promise<void>): Client {
  const list = { byId: new Map([['c', { id: 'c', members }]]), order: ['c'], loaded: true };
  return {
    session: { user: { id: 'me' } },
    conversations: { getSnapshot: () => list, subscribe: () => () => undefined },
    typing: { start: () => undefined, stop: () => undefined },
    outbox: { enqueue },
    call: async () => ({ items: everyone, nextCursor: null }),
    profiles: { latest: <Profile,>(profile: Profile) => profile },
  } as unknown as Client;
}

interface Opened {
  replyTo?: Message;
  /** Why nothing can be kept. */
  refusal?: Error;
}

function open({ replyTo, refusal }: Opened = {}) {
  const sent: Draft[] = [];
  const onReplyDone = jest.fn();
  const onEditLast = jest.fn(() => true);
  const client = clientOf(async (draft) => {
    if (refusal) throw refusal;
    sent.push(draft);
  });
  const stores = new UserStores('me');
  const queries = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity } } });
  const view = render(
    <ClientContext value={client}>
      <QueryClientProvider client={queries}>
        <UserStoresContext value={stores}>
          <Composer conversationId="c" title="Room" replyTo={replyTo} onReplyDone={onReplyDone} onEditLast={onEditLast} emojiButton={() => null} />
        </UserStoresContext>
      </QueryClientProvider>
    </ClientContext>,
  );
  const field = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message Room' });
  return { sent, field, onReplyDone, onEditLast, selectedFiles: stores.of(SelectedFiles), drafts: stores.of(Drafts), user: userEvent.setup(), ...view };
}

afterEach(() => localStorage.clear());

describe('Composer', () => {
  it('sends with Enter and is empty then; Shift+Enter begins a line', async () => {
    const { user, field, sent, drafts } = open();
    await user.type(field, 'one{Shift>}{Enter}{/Shift}two{Enter}');
    expect(sent).toEqual([{ conversationId: 'c', body: 'one\ntwo', files: [], replyTo: undefined }]);
    expect(field.value).toBe('');
    await waitFor(() => expect(drafts.read('c').text).toBe(''));
  });

  it('never sends while an input method composes', async () => {
    const { user, field, sent } = open();
    await user.type(field, 'こんにち');
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(field, { key: 'Enter', keyCode: 229 });
    expect(sent).toEqual([]);
    expect(field.value).toBe('こんにち');
  });

  it('sends a file without a word, and nothing at all without either', async () => {
    const { user, field, sent, selectedFiles } = open();
    for (const blank of [' ', '\u200B', '\u2800', '\u3164']) {
      fireEvent.change(field, { target: { value: blank } });
      await user.type(field, '{Enter}');
      expect([sent, screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled]).toEqual([[], true]);
    }
    await user.clear(field);
    const file = new File(['abc'], 'a.txt', { type: 'text/plain' });
    fireEvent.paste(field, { clipboardData: { files: [file], getData: () => '' } });
    await screen.findByTitle('a.txt');
    await user.type(field, '{Enter}');
    expect(sent).toMatchObject([{ files: [{ name: 'a.txt', type: 'text/plain', size: 3, data: file }] }]);
    expect(selectedFiles.of('c').files).toEqual([]);
  });

  it('completes a member by keyboard and warns of one who is not in the conversation', async () => {
    const { user, field } = open();
    await user.type(field, 'hi @a');
    await screen.findByRole('option', { name: /Ana/ });
    expect(field.getAttribute('aria-activedescendant')).toBe(screen.getByRole('option', { selected: true }).id);
    await user.keyboard('{Enter}');
    expect(field.value).toBe('hi @ana ');
    await user.type(field, '@kai');
    await screen.findByRole('option', { name: /Kai.*Not in this conversation/ });
    await user.keyboard('{Tab}');
    expect(field.value).toBe('hi @ana @kai ');
    expect(screen.getByRole('status').textContent).toBe('Kai is not in this conversation and will not be told.');
  });

  it('closes the list with Escape and leaves the text', async () => {
    const { user, field } = open();
    await user.type(field, '@a');
    await screen.findByRole('listbox');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(field.value).toBe('@a');
  });

  it('answers a message until it is sent or cancelled', async () => {
    const { user, field, sent, onReplyDone } = open({ replyTo: question });
    expect(screen.getByText(/Shall we go\?/)).toBeTruthy();
    await user.type(field, 'Yes{Enter}');
    expect(sent).toMatchObject([{ body: 'Yes', replyTo: 'q' }]);
    expect(onReplyDone).toHaveBeenCalledTimes(1);
  });

  it('cancels the answer with Escape', async () => {
    const { user, field, onReplyDone } = open({ replyTo: question });
    await user.type(field, '{Escape}');
    expect(onReplyDone).toHaveBeenCalledTimes(1);
    expect(screen.queryByText(/Shall we go/)).toBeNull();
  });

  it('asks for the last message with ↑ only while it is empty', async () => {
    const { user, field, onEditLast } = open();
    await user.type(field, 'x{ArrowUp}');
    expect(onEditLast).not.toHaveBeenCalled();
    await user.type(field, '{Backspace}{ArrowUp}');
    expect(onEditLast).toHaveBeenCalledTimes(1);
  });

  it('has what was written, its caret and the answer back when it is opened again', async () => {
    const first = open({ replyTo: question });
    await first.user.type(first.field, 'half a thought');
    first.field.setSelectionRange(4, 6);
    fireEvent.select(first.field);
    first.unmount();
    const second = open();
    expect(second.field.value).toBe('half a thought');
    expect([second.field.selectionStart, second.field.selectionEnd]).toEqual([4, 6]);
    expect(screen.getByText(/Shall we go\?/)).toBeTruthy();
    await second.user.type(second.field, '{Enter}');
    expect(second.sent).toMatchObject([{ replyTo: 'q' }]);
  });

  it('writes the draft down in a pause', async () => {
    const { user, field, drafts } = open();
    await user.type(field, 'so far');
    await waitFor(() => expect(drafts.read('c')).toMatchObject({ text: 'so far', end: 6 }));
  });

  it('has words and files back that could not be kept, before what was typed since, and says so', async () => {
    const { user, field, selectedFiles, drafts } = open({ refusal: new Error('Nobody is signed in') });
    act(() => selectedFiles.add('c', [new File(['abc'], 'a.txt')]));
    await user.type(field, 'do not lose me{Enter}');
    expect(await screen.findByRole('alert')).toHaveProperty('textContent', expect.stringMatching(/could not be kept/));
    expect(field.value).toBe('do not lose me');
    expect(selectedFiles.of('c').files).toMatchObject([{ name: 'a.txt' }]);
    await waitFor(() => expect(drafts.read('c').text).toBe('do not lose me'));
  });

  it('keeps a text that is too long, and explains', async () => {
    const { user, field, sent } = open();
    fireEvent.change(field, { target: { value: 'x'.repeat(16_001) } });
    await user.type(field, '{Enter}');
    expect(sent).toEqual([]);
    expect(field.value).toHaveLength(16_001);
    expect(screen.getByRole('alert').textContent).toMatch(/1 character longer/);
  });

  it('attaches a paste of very many lines as a file, and says so', () => {
    const { field, selectedFiles } = open();
    const paste = (words: string) => fireEvent.paste(field, { clipboardData: { files: [], getData: () => words } });
    expect(paste('line\n'.repeat(2_000))).toBe(true);
    expect(paste('line\n'.repeat(2_001))).toBe(false);
    expect(selectedFiles.of('c').files.map(({ name, file }) => [name, file.size])).toEqual([['pasted-text.txt', 10_005]]);
    expect(screen.getByRole('alert').textContent).toBe('So many lines are attached as a file.');
  });

  it('makes words a link when an address is pasted over them', async () => {
    const { user, field } = open();
    await user.type(field, 'see the notes');
    field.setSelectionRange(8, 13);
    fireEvent.paste(field, { clipboardData: { files: [], getData: () => 'https://a.example/notes' } });
    expect(field.value).toBe('see the [notes](https://a.example/notes)');
  });
});
