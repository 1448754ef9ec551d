import type { BatchOutcome } from '@hallway/contracts-messages';

import { committedChanges } from './committed-changes';

describe('what a batch has added', () => {
  const stored = (conversationId: string, rev: number, repeated = false) => ({ message: { conversationId, rev }, repeated }) as BatchOutcome;

  it('is grouped by conversation, in order', () => {
    const changes = committedChanges([stored('a', 1), stored('b', 7), stored('a', 2)]);
    expect(changes.map(({ conversationId, events }) => [conversationId, events.map(({ rev }) => rev)])).toEqual([['a', [1, 2]], ['b', [7]]]);
  });

  it('leaves out what was there before and what was refused', () => {
    expect(committedChanges([stored('a', 1, true), { problem: { type: '', title: '', status: 404, code: 'not-found' } } as BatchOutcome])).toEqual([]);
  });
});
