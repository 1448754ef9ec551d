import type { Message } from '@hallway/contracts-messages';
import { timelineRows } from './timeline-rows';

const start = new Date(2026, 10, 22, 10).getTime();

function message(seq: number, senderId: string, minute: number): Message {
  const createdAt = new Date(start + minute * 60_000).toISOString();
  return { id: `m${seq}`, conversationId: 'c', seq, rev: seq, senderId, clientMessageId: `k${seq}`, body: 'x', attachments: [], replyTo: null, mentions: [], reactions: [], pinned: false, createdAt, editedAt: null, deletedAt: null };
}

const rows = (items: Message[], dividerAfter = 0) => timelineRows({ items, waiting: [], dividerAfter, myId: 'me' });

it('groups messages of one person within five minutes', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'ana', 4), message(3, 'ana', 10), message(4, 'bo', 11)]);
  expect(found.map((row) => (row.kind === 'message' ? row.first : row.kind))).toEqual(['day', true, false, true, true]);
});

it('puts a day before the first message of a day', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'ana', 24 * 60)]);
  expect(found.filter((row) => row.kind === 'day')).toHaveLength(2);
});

it('puts the unread divider before the first unread message of others', () => {
  const found = rows([message(1, 'ana', 0), message(2, 'me', 1), message(3, 'ana', 2)], 1);
  expect(found.map((row) => row.kind)).toEqual(['day', 'message', 'message', 'unread', 'message']);
});

it('shows no divider when everything is read', () => {
  expect(rows([message(1, 'ana', 0)], 1).some((row) => row.kind === 'unread')).toBe(false);
});
