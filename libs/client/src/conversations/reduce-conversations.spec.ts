import fc from 'fast-check';

import type { Conversation } from '@hallway/contracts-conversations';

import { changed, ReferenceTimeline } from '../../test/reference-timeline.ts';
import { type ConversationList, type ConversationsEvent, emptyList, reduceConversations } from './reduce-conversations.ts';

const me = 'me';

function aConversation(id: string, changes: Partial<Conversation> = {}): Conversation {
  const fixed = { type: 'group' as const, title: id, avatarUrl: null, memberCount: 2, role: 'member' as const, muted: false };
  const counters = { lastSeq: 0, rev: 0, readSeq: 0, unread: 0, mentionCount: 0, lastMessage: null };
  return { id, ...fixed, ...counters, createdAt: '2020-01-01T00:00:00.000Z', lastActivityAt: '2020-01-01T00:00:00.000Z', ...changes };
}

const reduce = (list: ConversationList, ...events: ConversationsEvent[]) => events.reduce((reduced, event) => reduceConversations(reduced, event, me), list);
const listOf = (...conversations: Conversation[]) => reduce(emptyList, { type: 'loaded', conversations });

function created(timeline: ReferenceTimeline, senderId: string, mentions: string[] = []): ConversationsEvent {
  const { change } = timeline.send({ senderId, clientMessageId: `${timeline.lastSeq}`, body: 'text' });
  if (!change) throw new Error('Every send here is a new one');
  return { type: 'messages', payload: changed(timeline.conversationId, { ...change, message: { ...change.message, mentions } }) };
}

describe('reduceConversations', () => {
  it('moves the conversation with the newest message to the top', () => {
    const list = listOf(aConversation('a', { lastActivityAt: '2021-01-01T00:00:00.000Z' }), aConversation('b'), aConversation('c'));
    expect(list.order).toEqual(['a', 'c', 'b']);
    expect(reduce(list, created(new ReferenceTimeline('b'), 'you')).order).toEqual(['b', 'a', 'c']);
  });

  it('counts what others write as unread, and mentions of the user', () => {
    const timeline = new ReferenceTimeline('a');
    const list = reduce(listOf(aConversation('a')), created(timeline, 'you'), created(timeline, 'you', [me]), created(timeline, 'you', ['kai', 'a']));
    expect(list.byId.get('a')).toMatchObject({ lastSeq: 3, unread: 3, mentionCount: 2 });
  });

  it('takes a message of the user as read up to there', () => {
    const timeline = new ReferenceTimeline('a');
    const list = reduce(listOf(aConversation('a')), created(timeline, 'you', [me]), created(timeline, me));
    expect(list.byId.get('a')).toMatchObject({ readSeq: 2, unread: 0, mentionCount: 0 });
  });

  it('follows a mark that was set on another device, forwards only', () => {
    const timeline = new ReferenceTimeline('a');
    const list = reduce(listOf(aConversation('a')), created(timeline, 'you'), created(timeline, 'you'));
    const mark = (seq: number): ConversationsEvent => ({
      type: 'receipts',
      payload: {
        conversationId: 'a',
        read: [
          { userId: me, seq, at: '' },
          { userId: 'you', seq: 9, at: '' },
        ],
      },
    });
    expect(reduce(list, mark(2), mark(1)).byId.get('a')).toMatchObject({ readSeq: 2, unread: 0 });
  });

  it('shows the present state of the last message', () => {
    const timeline = new ReferenceTimeline('a');
    const list = reduce(listOf(aConversation('a')), created(timeline, 'you'));
    const edit: ConversationsEvent = { type: 'messages', payload: changed('a', timeline.edit(1, 'edited')) };
    expect(reduce(list, edit).byId.get('a')?.lastMessage?.body).toBe('edited');
  });

  it('keeps what live events brought when an older answer arrives', () => {
    const timeline = new ReferenceTimeline('a');
    const list = reduce(listOf(aConversation('a')), created(timeline, 'you'));
    const late = reduce(list, { type: 'loaded', conversations: [aConversation('a', { title: 'renamed' })] });
    expect(late.byId.get('a')).toMatchObject({ title: 'renamed', lastSeq: 1, unread: 1 });
  });

  it('takes counters from a sync, and drops what the user has left', () => {
    const result = { changed: [{ id: 'a', rev: 9, lastSeq: 7, readSeq: 3, unread: 4 }], joined: [], left: ['b'] };
    const list = reduce(listOf(aConversation('a'), aConversation('b')), { type: 'synced', result });
    expect(list.order).toEqual(['a']);
    expect(list.byId.get('a')).toMatchObject({ rev: 9, lastSeq: 7, readSeq: 3, unread: 4 });
  });

  it('gives the same list object when nothing changes', () => {
    const list = listOf(aConversation('a'));
    expect(reduce(list, { type: 'left', conversationId: 'x' })).toBe(list);
    expect(reduce(list, { type: 'read', conversationId: 'a', seq: 0 })).toBe(list);
  });

  it('counts the same in whatever order, and however often, events come', () => {
    const property = fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), fc.infiniteStream(fc.nat()), fc.nat(), (own, picks, read) => {
      const timeline = new ReferenceTimeline('a');
      const events = own.map((mine) => created(timeline, mine ? me : 'you'));
      events.push({ type: 'messages', payload: changed('a', timeline.edit(timeline.lastSeq, 'edited')) });
      const seq = read % (timeline.lastSeq + 1);
      const shuffled = [...events, ...events].map((event) => ({ event, key: picks.next().value ?? 0 })).sort((a, b) => a.key - b.key);
      const list = reduce(listOf(aConversation('a')), ...shuffled.map(({ event }) => event), { type: 'read', conversationId: 'a', seq });
      const readSeq = Math.max(seq, own.lastIndexOf(true) + 1);
      const lastMessage = timeline.messages.at(-1);
      expect(list.byId.get('a')).toMatchObject({ rev: timeline.rev, lastSeq: own.length, readSeq, unread: own.length - readSeq, lastMessage });
    });
    fc.assert(property);
  });
});
