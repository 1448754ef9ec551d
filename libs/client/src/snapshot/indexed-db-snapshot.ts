import type { DBSchema, IDBPDatabase } from 'idb';

import { lazyDatabase } from '../platform/open-database.ts';
import type { TimelineWindow } from '../timeline/timeline-window.ts';
import type { Snapshot, SnapshotChange, SnapshotStorage } from './snapshot-storage.ts';

interface SnapshotSchema extends DBSchema {
  /** One row: the last user. */
  last: { key: 'last'; value: Snapshot };
  windows: { key: string; value: { userId: string; window: TimelineWindow }; indexes: { userId: string } };
}

/** Another shape of what is kept is another version: the old one is thrown away, and comes again from the server. */
const schemaVersion = 1;

/** Keeps the snapshot in IndexedDB. It is a copy of what the server has: any failure means no more than a slower start. */
export function indexedDbSnapshot(name = 'hallway-snapshot'): SnapshotStorage {
  const database = lazyDatabase<SnapshotSchema>(name, schemaVersion, {
    upgrade: (made) => {
      for (const store of [...made.objectStoreNames]) made.deleteObjectStore(store);
      made.createObjectStore('last');
      made.createObjectStore('windows').createIndex('userId', 'userId');
    },
  });
  return {
    load: async () => (await database()).get('last', 'last'),
    window: async (userId, conversationId) => (await (await database()).get('windows', keyOf(userId, conversationId)))?.window,
    save: async (userId, change) => save(await database(), userId, change),
    clear: async (userId) => {
      const transaction = (await database()).transaction(['last', 'windows'], 'readwrite');
      const last = await transaction.objectStore('last').get('last');
      if (last?.user.id === userId) await transaction.objectStore('last').delete('last');
      for await (const cursor of transaction.objectStore('windows').index('userId').iterate(userId)) await cursor.delete();
      await transaction.done;
    },
    clearOthers: async (userId) => {
      const transaction = (await database()).transaction(['last', 'windows'], 'readwrite');
      const last = await transaction.objectStore('last').get('last');
      if (last && last.user.id !== userId) await transaction.objectStore('last').delete('last');
      for await (const cursor of transaction.objectStore('windows')) if (cursor.value.userId !== userId) await cursor.delete();
      await transaction.done;
    },
  };
}

async function save(database: IDBPDatabase<SnapshotSchema>, userId: string, { snapshot, windows = [], keepWindows }: SnapshotChange): Promise<void> {
  const transaction = database.transaction(['last', 'windows'], 'readwrite');
  const kept = transaction.objectStore('windows');
  if (snapshot) await transaction.objectStore('last').put(snapshot, 'last');
  for (const window of windows) await kept.put({ userId, window }, keyOf(userId, window.conversationId));
  if (keepWindows) {
    const wanted = new Set(keepWindows.map((id) => keyOf(userId, id)));
    for await (const cursor of kept.index('userId').iterate(userId)) if (!wanted.has(cursor.primaryKey)) await cursor.delete();
  }
  await transaction.done;
}

function keyOf(userId: string, conversationId: string): string {
  return `${userId} ${conversationId}`;
}
