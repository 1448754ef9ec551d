import type { ConnectionState, OutboxState, SyncState } from '@hallway/client';

/** Short losses of the connection end by themselves: they are not shown. */
const patienceMs = 2_000;

export interface ConnectionNotice {
  kind: 'warning' | 'info';
  text: string;
  /** May the next try be made at once? */
  retry: boolean;
}

/** What to say about the connection, if anything. */
export function connectionNotice(connection: ConnectionState, sync: SyncState, { messages, durable }: OutboxState, now: number): ConnectionNotice | null {
  if (!durable && messages.length > 0)
    return {
      kind: 'warning',
      text: 'This browser keeps nothing of what you write: leave the page open until it is sent.',
      retry: connection.state === 'offline',
    };
  if (now - connection.since < patienceMs) return null;
  if (connection.state === 'online') return sync.status === 'syncing' ? { kind: 'info', text: 'Syncing what you missed…', retry: false } : null;
  const kept = keptText(messages.length, durable);
  if (connection.state === 'connecting') return { kind: 'warning', text: `Reconnecting… ${kept}`, retry: false };
  if (connection.nextTryAt === null) return { kind: 'warning', text: `You are offline. ${kept}`, retry: true };
  const seconds = Math.max(1, Math.ceil((connection.nextTryAt - now) / 1000));
  return { kind: 'warning', text: `You are offline. Reconnecting in ${seconds} s. ${kept}`, retry: true };
}

function keptText(waiting: number, durable: boolean): string {
  if (waiting > 0) return `${waiting} ${waiting === 1 ? 'message waits' : 'messages wait'} to be sent.`;
  return durable ? 'What you write is kept and sent later.' : 'This browser keeps nothing of what you write: leave the page open.';
}
