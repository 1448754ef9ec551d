import type { Conversation } from '@hallway/contracts-conversations';
import { notFound, unavailable } from '@hallway/contracts-core';

import { HallwayProblem } from '../http/client-problem.ts';
import type { Http } from '../http/http.ts';
import { Notifier } from '../platform/store.ts';
import { Conversations } from './conversations.ts';

interface Question {
  answer: (value: unknown) => void;
  refuse: (error: unknown) => void;
}

/** The list, and a server that answers when it is told to. */
function bench() {
  const questions: Question[] = [];
  const call = () => new Promise((answer, refuse) => questions.push({ answer, refuse }));
  const conversations = new Conversations({ call } as unknown as Http, () => 'me', new Notifier());
  return { conversations, questions };
}

const shown = { id: 'a', type: 'group', lastActivityAt: '2020-01-01T00:00:00.000Z', rev: 0, lastSeq: 0, readSeq: 0, unread: 0 } as Conversation;

describe('Conversations', () => {
  it('does not bring back what was left while an answer was on its way', async () => {
    const { conversations, questions } = bench();
    const refreshing = conversations.refresh(['a']);
    conversations.apply({ type: 'left', conversationId: 'a' });
    questions[0]?.answer(shown);
    await refreshing;
    const loading = conversations.load();
    conversations.apply({ type: 'synced', result: { changed: [], joined: [], left: ['a'] } });
    questions[1]?.answer({ items: [shown], nextCursor: null });
    await loading;
    expect(conversations.getSnapshot().order).toEqual([]);
  });

  it('shows what was joined again, by its event or by a later answer', async () => {
    const { conversations, questions } = bench();
    conversations.apply({ type: 'left', conversationId: 'a' });
    conversations.put(shown);
    expect(conversations.getSnapshot().order).toEqual(['a']);
    conversations.apply({ type: 'left', conversationId: 'a' });
    const refreshing = conversations.refresh(['a']);
    questions[0]?.answer(shown);
    await refreshing;
    expect(conversations.getSnapshot().order).toEqual(['a']);
  });

  it('drops what the server does not know any more, and nothing else that it cannot fetch', async () => {
    const { conversations, questions } = bench();
    conversations.put(shown);
    const failing = conversations.refresh(['a']);
    questions[0]?.refuse(new HallwayProblem(unavailable));
    await expect(failing).rejects.toThrow(unavailable.title);
    expect(conversations.getSnapshot().order).toEqual(['a']);
    const refreshing = conversations.refresh(['a']);
    questions[1]?.refuse(new HallwayProblem(notFound));
    await refreshing;
    expect(conversations.getSnapshot().order).toEqual([]);
  });
});
