import type { Message } from '@hallway/contracts-messages';

/** What tabs tell each other about a shared outbox. */
export type OutboxNote = { kind: 'changed' } | { kind: 'sent'; message: Message };

/** Between the tabs of one browser; in Node, and without BroadcastChannel, nobody listens. */
export interface OutboxChannel {
  tell(note: OutboxNote): void;
  close(): void;
}

export function openChannel(name: string | null, hear: (note: OutboxNote) => void): OutboxChannel {
  if (name === null || typeof BroadcastChannel === 'undefined') return { tell: () => undefined, close: () => undefined };
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: { data: unknown }) => hear(event.data as OutboxNote);
  return { tell: (note) => channel.postMessage(note), close: () => channel.close() };
}
