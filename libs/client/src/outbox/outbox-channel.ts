import type { Message } from '@hallway/contracts-messages';
import { openBroadcast } from '../platform/browser';

/** What tabs tell each other about a shared outbox. */
export type OutboxNote = { kind: 'changed' } | { kind: 'sent'; message: Message };

/** Between the tabs of one browser; in Node, and without BroadcastChannel, nobody listens. */
export interface OutboxChannel {
  tell(note: OutboxNote): void;
  close(): void;
}

export function openChannel(name: string | null, hear: (note: OutboxNote) => void): OutboxChannel {
  const channel = name === null ? undefined : openBroadcast(name);
  if (!channel) return { tell: () => undefined, close: () => undefined };
  channel.onmessage = (event) => hear(event.data as OutboxNote);
  return { tell: (note) => channel.postMessage(note), close: () => channel.close() };
}
