import type { Client } from '@hallway/client';

/** Calls back when the client is live again after it was not: events may have been missed. The result ends that. */
export function afterGaps(client: Client, callback: () => void): () => void {
  let { syncedAt } = client.sync.getSnapshot();
  return client.sync.subscribe(() => {
    const now = client.sync.getSnapshot().syncedAt;
    if (now === syncedAt) return;
    const isFirst = syncedAt === null;
    syncedAt = now;
    if (!isFirst) callback();
  });
}
