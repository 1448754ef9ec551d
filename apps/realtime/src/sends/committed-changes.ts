import type { BatchOutcome, MessagesChanged } from '@hallway/contracts-messages';

/** What a batch has just added, by conversation; repeated sends add nothing. */
export function committedChanges(outcomes: readonly BatchOutcome[]): MessagesChanged[] {
  const changes = new Map<string, MessagesChanged>();
  for (const { message, repeated } of outcomes) {
    if (!message || repeated) continue;
    const { conversationId, rev } = message;
    const changed = changes.get(conversationId) ?? { conversationId, events: [] };
    changed.events.push({ rev, kind: 'created', message });
    changes.set(conversationId, changed);
  }
  return [...changes.values()];
}
