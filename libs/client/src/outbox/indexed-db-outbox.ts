import type { DBSchema } from 'idb';

import { lazyDatabase } from '../platform/open-database.ts';
import type { OutboxMessage } from './outbox-message.ts';
import type { OutboxStorage } from './outbox-storage.ts';

interface OutboxSchema extends DBSchema {
  messages: { key: string; value: OutboxMessage; indexes: { userId: string } };
}

/** Keeps waiting messages in IndexedDB, so that they survive a reload. All tabs of an origin share it. */
export function indexedDbOutbox(name = 'hallway-outbox'): OutboxStorage {
  const database = lazyDatabase<OutboxSchema>(name, 1, {
    upgrade: (made) => {
      made.createObjectStore('messages', { keyPath: 'clientMessageId' }).createIndex('userId', 'userId');
    },
  });
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
    clearOthers: async (userId) => {
      const transaction = (await database()).transaction('messages', 'readwrite');
      for await (const cursor of transaction.store) if (cursor.value.userId !== userId) await cursor.delete();
      await transaction.done;
    },
  };
}
