import { act, renderHook } from '@testing-library/react';
import { createElement, type ReactNode } from 'react';

import { Drafts, useDraftText } from './drafts';
import { UserStores, UserStoresContext } from './person/user-stores';

const stores = new UserStores('me');
const drafts = stores.of(Drafts);
const wrapper = ({ children }: { children: ReactNode }) => createElement(UserStoresContext, { value: stores }, children);
const draft = (text: string) => ({ text, start: 2, end: 4, reply: null });

afterEach(() => localStorage.clear());

it('keeps a draft with its caret, and lets go of an empty one', () => {
  drafts.write('c', { ...draft('half a thought'), reply: { id: 'm', senderId: 'u', excerpt: 'the question' } });
  expect(drafts.read('c')).toEqual({ text: 'half a thought', start: 2, end: 4, reply: { id: 'm', senderId: 'u', excerpt: 'the question' } });
  drafts.write('c', draft(' '));
  expect(localStorage.length).toBe(0);
});

it('reads nothing out of what is no draft', () => {
  localStorage.setItem('hallway:me:draft:c', 'plain text of an older version');
  expect(drafts.read('c').text).toBe('');
});

it('tells the list of this tab and of others, of this conversation only', () => {
  let renders = 0;
  const { result } = renderHook(
    () => {
      renders += 1;
      return useDraftText('c');
    },
    { wrapper },
  );
  act(() => drafts.write('c', draft('written here')));
  expect(result.current).toBe('written here');
  const before = renders;
  act(() => drafts.write('other', draft('elsewhere')));
  expect(renders).toBe(before);
  localStorage.setItem('hallway:me:draft:c', JSON.stringify(draft('written there')));
  act(() => void window.dispatchEvent(new StorageEvent('storage', { key: 'hallway:me:draft:c' })));
  expect(result.current).toBe('written there');
});
