import { type DBSchema, type IDBPDatabase, openDB, type OpenDBCallbacks } from 'idb';

/** A database that has not opened by then counts as forbidden: what waits for it would wait for good. */
const patienceMs = 3_000;

/** The database of this name, opened with the first question, and anew when it was closed or could not be opened. */
export function lazyDatabase<Schema extends DBSchema>(
  name: string,
  version: number,
  callbacks: Pick<OpenDBCallbacks<Schema>, 'upgrade'>,
): () => Promise<IDBPDatabase<Schema>> {
  let opened: Promise<IDBPDatabase<Schema>> | undefined;
  const closed = () => {
    opened = undefined;
  };
  return () => {
    opened ??= inTime(
      openDB<Schema>(name, version, {
        ...callbacks,
        blocking: (_current, _blocked, event) => {
          // A tab with a newer version wants in.
          closed();
          (event.target as unknown as IDBPDatabase).close();
        },
        terminated: closed,
      }),
    ).catch((error: unknown) => {
      closed();
      throw error;
    });
    return opened;
  };
}

async function inTime<T>(opening: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not open')), patienceMs);
  });
  try {
    return await Promise.race([opening, late]);
  } finally {
    clearTimeout(timer);
  }
}
