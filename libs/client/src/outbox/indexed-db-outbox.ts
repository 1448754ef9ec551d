import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { OutboxMessage } from './outbox-message';
import type { OutboxStorage } from './outbox-storage';

interface OutboxSchema extends DBSchema {
  messages: { key: string; value: OutboxMessage; indexes: { userId: string } };
}

/** Keeps waiting messages in IndexedDB, so that they survive a reload. All tabs of an origin share it. */
export function indexedDbOutbox(name = 'hallway-outbox'): OutboxStorage {
  let opened: Promise<IDBPDatabase<OutboxSchema>> | undefined;
  const database = (): Promise<IDBPDatabase<OutboxSchema>> => {
    opened ??= open(name, () => {
      opened = undefined;
    });
    return opened;
  };
  return {
    sharedAs: name,
    list: async (userId) => (await database()).getAllFromIndex('messages', 'userId', userId),
    put: async (message) => {
      const transaction = (await database()).transaction('messages', 'readwrite', { durability: 'strict' });
      await Promise.all([transaction.store.put(message), transaction.done]);
    },
    delete: async (clientMessageId) => (await database()).delete('messages', clientMessageId),
    clear: async (userId) => {
      const transaction = (await database()).transaction('messages', 'readwrite');
      for await (const cursor of transaction.store.index('userId').iterate(userId)) await cursor.delete();
      await transaction.done;
    },
  };
}

/** `closed` is called when the connection cannot be used any more, so that the next call opens another. */
function open(name: string, closed: () => void): Promise<IDBPDatabase<OutboxSchema>> {
  const opening = openDB<OutboxSchema>(name, 1, {
    upgrade: (database) => {
      database.createObjectStore('messages', { keyPath: 'clientMessageId' }).createIndex('userId', 'userId');
    },
    terminated: closed,
  });
  opening.catch(closed);
  return opening;
}
