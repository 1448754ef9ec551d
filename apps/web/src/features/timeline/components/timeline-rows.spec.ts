import type { OutboxMessage } from '@hallway/client';
import type { Message } from '@hallway/contracts-messages';

import { timelineRows } from './timeline-rows';

const start = new Date(2026, 10, 22, 10).getTime();
const at = (minute: number) => new Date(start + minute * 60_000).toISOString();

function message(seq: number, senderId: string, minute: number): Message {
  return {
    id: `m${seq}`,
    conversationId: 'c',
    seq,
    rev: seq,
    senderId,
    clientMessageId: `k${seq}`,
    body: 'x',
    attachments: [],
    replyTo: null,
    mentions: [],
    reactions: [],
    pinned: false,
    createdAt: at(minute),
    editedAt: null,
    deletedAt: null,
  };
}

function waits(key: string, minute: number): OutboxMessage {
  return {
    clientMessageId: key,
    userId: 'me',
    conversationId: 'c',
    body: 'x',
    attachments: [],
    files: [],
    replyTo: null,
    createdAt: at(minute),
    order: minute,
    state: 'queued',
    problem: null,
  };
}

const rows = (items: Message[], options: { dividerAfter?: number; atOldest?: boolean; waiting?: OutboxMessage[] } = {}) =>
  timelineRows({ items, atOldest: options.atOldest ?? true, waiting: options.waiting ?? [], dividerAfter: options.dividerAfter ?? null, myId: 'me' });
const shape = (found: ReturnType<typeof rows>) => found.map((row) => ('first' in row ? row.first : row.kind));

it('groups messages of one person within five minutes', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'ana', 4), message(3, 'ana', 10), message(4, 'bo', 11)]);
  expect(shape(found)).toEqual(['start', 'day', true, false, true, true]);
});

it('puts a day before the first message of a day', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'ana', 24 * 60)]);
  expect(found.filter((row) => row.kind === 'day')).toHaveLength(2);
});

it('puts the unread divider before the first unread message of others', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'me', 1), message(3, 'ana', 2)], { dividerAfter: 1 });
  expect(found.map((row) => row.kind)).toEqual(['start', 'day', 'message', 'message', 'unread', 'message']);
});

it('shows no divider when everything is read', () => {
  expect(rows([message(1, 'ana', 0)], { dividerAfter: 1 }).some((row) => row.kind === 'unread')).toBe(false);
});

it('does not move the divider when the window has left it behind', () => {
  expect(rows([message(9, 'ana', 0), message(10, 'ana', 1)], { dividerAfter: 3, atOldest: false }).some((row) => row.kind === 'unread')).toBe(false);
});

it('looks the same before and after older messages arrive', () => {
  const items = [message(1, 'ana', 0), message(2, 'ana', 1), message(3, 'ana', 2), message(4, 'bo', 3)];
  const before = rows(items.slice(1), { atOldest: false });
  expect(rows(items).slice(-before.length)).toEqual(before);
});

it('groups what waits with what was sent', () => {
  const found = rows([message(1, 'me', 0)], { waiting: [waits('a', 1), waits('b', 20)] });
  expect(shape(found)).toEqual(['start', 'day', true, false, true]);
});
