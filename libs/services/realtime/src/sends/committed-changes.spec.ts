import type { BatchOutcome } from '@hallway/contracts-messages';

import { committedChanges } from './committed-changes';

describe('what a batch has added', () => {
  const stored = (conversationId: string, rev: number, eventId?: string, repeated = false): BatchOutcome => ({
    stored: { conversationId, seq: rev, rev, createdAt: '2026-01-02T03:04:05.678Z', eventId, json: `{"rev":${rev}}` },
    repeated,
  });
  const by = (...senderIds: string[]) => senderIds.map((senderId) => ({ senderId }));

  it('is grouped by the event that tells it, in order', () => {
    const changes = committedChanges(by('ana', 'ben', 'cy', 'ana'), [stored('a', 1, 'x'), stored('b', 7, 'y'), stored('a', 2, 'x'), stored('a', 3, 'z')]);
    expect(changes.map(({ conversationId, eventId, revs }) => [conversationId, eventId, revs])).toEqual([
      ['a', 'x', [1, 2]],
      ['b', 'y', [7]],
      ['a', 'z', [3]],
    ]);
    expect(changes[0]?.events).toEqual(['{"rev":1,"kind":"created","message":{"rev":1}}', '{"rev":2,"kind":"created","message":{"rev":2}}']);
    expect(changes[0]?.marks.map(({ userId, seq }) => [userId, seq])).toEqual([
      ['ana', 1],
      ['cy', 2],
    ]);
  });

  it('leaves out what was there before and what was refused', () => {
    const refused: BatchOutcome = { problem: { type: '', title: '', status: 404, code: 'not-found', detail: '', traceId: '' } };
    expect(committedChanges(by('ana', 'ben'), [stored('a', 1, undefined, true), refused])).toEqual([]);
  });
});
