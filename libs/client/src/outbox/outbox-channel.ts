import type { Message } from '@hallway/contracts-messages';

import { openBroadcast } from '../platform/browser.ts';

/** What tabs post to each other about a shared outbox. */
export type OutboxNote = { kind: 'changed' } | { kind: 'sent'; message: Message };

/** Between the tabs of one browser; in Node, and without BroadcastChannel, it does nothing. */
export interface OutboxChannel {
  post(note: OutboxNote): void;
  close(): void;
}

export function openChannel(name: string | null, onNote: (note: OutboxNote) => void): OutboxChannel {
  const channel = name === null ? undefined : openBroadcast(name);
  if (!channel) return { post: () => undefined, close: () => undefined };
  channel.onmessage = (event) => onNote(event.data as OutboxNote);
  return { post: (note) => channel.postMessage(note), close: () => channel.close() };
}
