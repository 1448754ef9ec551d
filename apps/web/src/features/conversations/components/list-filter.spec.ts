import type { ConversationList } from '@hallway/client';
import type { Conversation } from '@hallway/contracts-conversations';

import { filtered, type ListFilter } from './list-filter';

const entry = (id: string, changed: Partial<Conversation>) => [id, { id, type: 'group', unread: 0, mentionCount: 0, ...changed } as Conversation] as const;
const list: ConversationList = {
  order: ['read', 'unread', 'mentioned', 'direct'],
  byId: new Map([entry('read', {}), entry('unread', { unread: 2 }), entry('mentioned', { unread: 1, mentionCount: 1 }), entry('direct', { type: 'direct' })]),
};
const shown = (filter: ListFilter, openId?: string) => filtered(list, filter, openId).map(({ id }) => id);

it('shows what the filter names, in the order of the list', () => {
  expect(shown('all')).toEqual(['read', 'unread', 'mentioned', 'direct']);
  expect(shown('unread')).toEqual(['unread', 'mentioned']);
  expect(shown('mentions')).toEqual(['mentioned']);
  expect(shown('direct')).toEqual(['direct']);
});

it('keeps the open conversation, read or not', () => {
  expect(shown('unread', 'read')).toEqual(['read', 'unread', 'mentioned']);
});
