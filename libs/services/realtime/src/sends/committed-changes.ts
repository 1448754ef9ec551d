import { type BatchedSend, type BatchOutcome, createdJson } from '@hallway/contracts-messages';

import type { CommittedChange } from '../timeline/committed-change';

/** What a batch has just added, with its events; repeated sends add nothing. */
export function committedChanges(sends: readonly Pick<BatchedSend, 'senderId'>[], outcomes: readonly BatchOutcome[]): CommittedChange[] {
  const changes = new Map<string, CommittedChange>();
  outcomes.forEach(({ stored, repeated }, at) => {
    if (!stored || repeated) return;
    const { conversationId, seq, rev, createdAt, eventId, json } = stored;
    const key = eventId ?? conversationId;
    let change = changes.get(key);
    if (!change) changes.set(key, (change = { conversationId, eventId, revs: [], events: [], marks: [] }));
    change.revs.push(rev);
    change.events.push(createdJson(rev, json));
    change.marks.push({ userId: sends[at]!.senderId, seq, at: createdAt });
  });
  return [...changes.values()];
}
