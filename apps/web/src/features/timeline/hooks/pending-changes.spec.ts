import type { Message } from '@hallway/contracts-messages';

import { PendingChanges, withPending, withReaction } from './pending-changes';

function message(rev: number, body: string): Message {
  return {
    id: 'm',
    conversationId: 'c',
    seq: 1,
    rev,
    senderId: 'ana',
    clientMessageId: 'k',
    body,
    attachments: [],
    replyTo: null,
    mentions: [],
    reactions: [],
    pinned: false,
    createdAt: '',
    editedAt: null,
    deletedAt: null,
  };
}

function later(): { promise: Promise<Message>; resolve: (message: Message) => void; reject: (error: Error) => void } {
  let settle: Pick<ReturnType<typeof later>, 'resolve' | 'reject'> | undefined;
  const promise = new Promise<Message>((resolve, reject) => (settle = { resolve, reject }));
  return { promise, ...settle! };
}

const toNew = (shown: Message): Message => ({ ...shown, body: 'new' });

describe('a change that is pending', () => {
  it('shows at once, and until the window has it', async () => {
    const pending = new PendingChanges();
    const answer = later();
    const made = pending.make('m', toNew, () => answer.promise);
    expect(withPending([message(1, 'old')], pending.getSnapshot())[0]?.body).toBe('new');
    answer.resolve(message(2, 'new'));
    await made;
    expect(withPending([message(1, 'old')], pending.getSnapshot())[0]?.body).toBe('new');
    expect(withPending([message(2, 'from the server')], pending.getSnapshot())[0]?.body).toBe('from the server');
  });

  it('is gone when it was refused', async () => {
    const pending = new PendingChanges();
    const answer = later();
    const made = pending.make('m', toNew, () => answer.promise);
    answer.reject(new Error('no'));
    await expect(made).rejects.toThrow('no');
    const items = [message(1, 'old')];
    expect(withPending(items, pending.getSnapshot())).toBe(items);
  });

  it('waits for the one before it', async () => {
    const pending = new PendingChanges();
    const [first, calls] = [later(), [] as string[]];
    const one = pending.make('m', toNew, () => (calls.push('one'), first.promise));
    const two = pending.make('m', toNew, () => (calls.push('two'), Promise.resolve(message(3, 'new'))));
    while (calls.length === 0) await Promise.resolve();
    expect(calls).toEqual(['one']);
    first.resolve(message(2, 'new'));
    await Promise.all([one, two]);
    expect(calls).toEqual(['one', 'two']);
  });

  it('is forgotten when the window has caught up', async () => {
    const pending = new PendingChanges();
    await pending.make('m', toNew, () => Promise.resolve(message(2, 'new')));
    pending.settle([message(1, 'old')]);
    expect(pending.getSnapshot().size).toBe(1);
    pending.settle([message(2, 'new')]);
    expect(pending.getSnapshot().size).toBe(0);
  });
});

it('gives and takes reactions once', () => {
  const one = withReaction([], '👍', 'me', true);
  expect(one).toEqual([{ emoji: '👍', userIds: ['me'], count: 1 }]);
  expect(withReaction(one, '👍', 'me', true)).toEqual(one);
  expect(withReaction(one, '👍', 'bo', true)).toEqual([{ emoji: '👍', userIds: ['me', 'bo'], count: 2 }]);
  expect(withReaction(one, '👍', 'me', false)).toEqual([]);
  expect(withReaction(one, '🎉', 'me', false)).toEqual(one);
});
