import type { ConversationList } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';

import { neighbourOf } from './neighbour';

const entry = (id: string, unread = 0) => [id, { id, unread, muted: false } as Conversation] as const;
const list: ConversationList = { order: ['a', 'b', 'c'], byId: new Map([entry('a'), entry('b', 2), entry('c')]) };

it('goes on to the next one and around the ends', () => {
  expect(neighbourOf(list, 'a', { by: 1, unread: false })).toBe('b');
  expect(neighbourOf(list, 'c', { by: 1, unread: false })).toBe('a');
  expect(neighbourOf(list, 'a', { by: -1, unread: false })).toBe('c');
});

it('begins at an end when none is open', () => {
  expect(neighbourOf(list, undefined, { by: 1, unread: false })).toBe('a');
  expect(neighbourOf(list, undefined, { by: -1, unread: false })).toBe('c');
});

it('stops only at unread ones when asked to', () => {
  expect(neighbourOf(list, 'c', { by: 1, unread: true })).toBe('b');
  expect(neighbourOf(list, 'b', { by: 1, unread: true })).toBeUndefined();
});
