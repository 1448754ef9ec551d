import type { OutboxMessage } from './outbox-message.ts';

/** Where waiting messages are kept. */
export interface OutboxStorage {
  /** A name when other tabs use the same storage: then one of them sends for all. `null` when it is this client's alone. */
  readonly sharedAs: string | null;
  /** The messages of one user, in any order. */
  list(userId: string): Promise<OutboxMessage[]>;
  /** Adds or replaces; durable when it resolves. */
  put(message: OutboxMessage): Promise<void>;
  delete(clientMessageId: string): Promise<void>;
  clear(userId: string): Promise<void>;
  /** Leaves nothing of anybody else behind. */
  clearOthers(userId: string): Promise<void>;
}

/** Messages that wait only as long as the process lives. */
export function memoryOutbox(): OutboxStorage {
  const messages = new Map<string, OutboxMessage>();
  return {
    sharedAs: null,
    list: (userId) => Promise.resolve([...messages.values()].filter((message) => message.userId === userId)),
    put: (message) => {
      messages.set(message.clientMessageId, message);
      return Promise.resolve();
    },
    delete: (clientMessageId) => {
      messages.delete(clientMessageId);
      return Promise.resolve();
    },
    clear: (userId) => {
      for (const [id, message] of messages) if (message.userId === userId) messages.delete(id);
      return Promise.resolve();
    },
    clearOthers: (userId) => {
      for (const [id, message] of messages) if (message.userId !== userId) messages.delete(id);
      return Promise.resolve();
    },
  };
}
