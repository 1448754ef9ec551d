import pg from 'pg';

import { type DatabaseAddress, parseDatabaseUrl } from '../config';
import { isStandby, onlyReads, PrimaryFinder } from './primary-finder';

type Callback = (error?: Error) => void;

/** What pg does not declare of its client. */
type Connecting = pg.Client & { ssl: unknown; connection: { ssl: unknown; stream: { destroyed: boolean } } };

const plainConnect = pg.Client.prototype.connect as (this: pg.Client) => Promise<unknown>;

async function connectToPrimary(client: Connecting, finder: PrimaryFinder): Promise<void> {
  const place = await finder.find();
  // The pool does so with one that takes too long.
  if (client.connection.stream.destroyed) throw new Error('Connection terminated due to connection timeout');
  Object.assign(client, { host: place.host, port: place.port, ssl: place.tls });
  client.connection.ssl = place.tls;
  try {
    await plainConnect.call(client);
    if (await isStandby(client)) throw onlyReads();
  } catch (error) {
    finder.forget(place);
    client.end().catch(() => undefined); // the first failure is what counts
    throw error;
  }
}

/** The class of clients of this address: where it leaves a choice, each connects to what takes writes at that moment. */
export function databaseClient(address: DatabaseAddress): typeof pg.Client {
  if (address.hosts.length === 1 && address.tls.length === 1) return pg.Client;
  const finder = new PrimaryFinder(address);
  class PrimaryClient extends pg.Client {}
  Object.defineProperty(PrimaryClient.prototype, 'connect', {
    value: function connect(this: Connecting, callback?: Callback): Promise<void> | undefined {
      const connected = connectToPrimary(this, finder);
      if (!callback) return connected;
      // Not within the promise, which would swallow what the callback throws.
      connected.then(
        () => process.nextTick(callback),
        (error: Error) => process.nextTick(callback, error),
      );
      return undefined;
    },
  });
  return PrimaryClient;
}

/** The first place of an address, in the words of pg. */
export function connectionOf({ hosts: [first], tls: [ssl], user, password, database }: DatabaseAddress): pg.ClientConfig {
  return { ...first, ssl, user, password, database };
}

/** A client that is not of a pool. */
export function createDatabaseClient(url: string, config: pg.ClientConfig): pg.Client {
  const address = parseDatabaseUrl(url);
  const Client = databaseClient(address);
  return new Client({ ...connectionOf(address), ...config });
}
