import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { TimelineWindow } from '../timeline/timeline-window';
import type { Snapshot, SnapshotChange, SnapshotStorage } from './snapshot-storage';

interface SnapshotSchema extends DBSchema {
  /** One row: whoever was here last. */
  last: { key: 'last'; value: Snapshot };
  windows: { key: string; value: { userId: string; window: TimelineWindow }; indexes: { userId: string } };
}

/** Another shape of what is kept is another version: the old one is thrown away, and comes again from the server. */
const schemaVersion = 1;

/** Keeps the snapshot in IndexedDB. It is a copy of what the server has: any failure means no more than a slower start. */
export function indexedDbSnapshot(name = 'hallway-snapshot'): SnapshotStorage {
  let opened: Promise<IDBPDatabase<SnapshotSchema>> | undefined;
  const database = (): Promise<IDBPDatabase<SnapshotSchema>> => {
    opened ??= open(name, () => {
      opened = undefined;
    });
    return opened;
  };
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

/** `closed` is called when the connection cannot be used any more, so that the next call opens another. */
function open(name: string, closed: () => void): Promise<IDBPDatabase<SnapshotSchema>> {
  const opening = openDB<SnapshotSchema>(name, schemaVersion, {
    upgrade: (database) => {
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
      database.createObjectStore('last');
      database.createObjectStore('windows').createIndex('userId', 'userId');
    },
    blocking: (_current, _blocked, event) => {
      // A tab with a newer version wants in.
      closed();
      (event.target as unknown as IDBPDatabase).close();
    },
    terminated: closed,
  });
  opening.catch(closed);
  return opening;
}
