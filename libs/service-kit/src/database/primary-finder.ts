import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

import type { DatabaseAddress, DatabaseTls } from '../config';

/** One host, and how it is spoken to. */
export interface DatabasePlace {
  host: string;
  port: number;
  tls: DatabaseTls;
}

/** One that takes writes. */
interface Primary {
  place: DatabasePlace;
  timeline: number;
}

/** Where only standbys answer. Its code is that of PostgreSQL for a transaction that cannot write. */
export function onlyReads(): Error {
  return Object.assign(new Error('The database is a standby: it only reads'), { code: '25006' });
}

const probeMs = 2_000;
/** So long the other hosts are waited for once one has said that it takes writes. */
const othersMs = 500;

/** Counts promotions: one more for a standby that has taken over. PostgreSQL names its log by it. */
const timelineSql = `SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint AS timeline`;

/** Asks a client that is connected. A server that stands still by then gives no answer, so the wait has an end of its own. */
export async function isStandby(client: pg.Client): Promise<boolean> {
  const question = { text: 'SELECT pg_is_in_recovery() AS standby', query_timeout: probeMs };
  const { rows } = await client.query<{ standby: boolean }>(question);
  return rows[0]?.standby === true;
}

/** 0 for a server that has none, as some that only speak like PostgreSQL. */
async function timelineOf(client: pg.Client): Promise<number> {
  try {
    const question = { text: timelineSql, query_timeout: probeMs };
    const { rows } = await client.query<{ timeline: string }>(question);
    return Number(rows[0]?.timeline ?? 0);
  } catch {
    return 0;
  }
}

/** The host is not there at all: another way to speak to it changes nothing. */
const unreachable = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT']);

/**
 * Finds the one of several hosts that takes writes, and the first way of speaking to it that works. All hosts are asked
 * at the same time, and what was found is kept until a connection to it fails. Where two take writes, as a primary does
 * that was started again after its standby had taken over, it is the one that was promoted more often.
 */
export class PrimaryFinder {
  private place: DatabasePlace | undefined;
  private search: Promise<DatabasePlace> | undefined;

  constructor(private readonly address: DatabaseAddress) {}

  find(): Promise<DatabasePlace> {
    if (this.place) return Promise.resolve(this.place);
    this.search ??= this.ask().finally(() => (this.search = undefined));
    return this.search;
  }

  /** It failed: the next one who asks makes a new search. */
  forget(place: DatabasePlace): void {
    if (this.place === place) this.place = undefined;
  }

  private async ask(): Promise<DatabasePlace> {
    const found: Primary[] = [];
    const asked = this.address.hosts.map(async (host) => {
      const primary = await this.writableAt(host);
      found.push(primary);
      return primary;
    });
    try {
      await Promise.any(asked);
    } catch (error) {
      const { errors } = error as AggregateError;
      throw new Error('No host of the database takes writes', { cause: errors[0] });
    }
    await Promise.race([Promise.allSettled(asked), delay(othersMs, undefined, { ref: false })]);
    this.place = found.reduce((latest, other) => (other.timeline > latest.timeline ? other : latest)).place;
    return this.place;
  }

  private async writableAt({ host, port }: DatabaseAddress['hosts'][number]): Promise<Primary> {
    let failure: unknown;
    for (const tls of this.address.tls) {
      const place = { host, port, tls };
      try {
        return { place, timeline: await this.probe(place) };
      } catch (error) {
        failure = error;
        if (unreachable.has((error as { code?: string }).code ?? '')) break;
      }
    }
    throw failure;
  }

  /** @returns its timeline */
  private async probe({ host, port, tls }: DatabasePlace): Promise<number> {
    const { user, password, database } = this.address;
    const client = new pg.Client({ host, port, ssl: tls, user, password, database, connectionTimeoutMillis: probeMs });
    client.on('error', () => undefined); // what waits for it learns it
    try {
      await client.connect();
      if (await isStandby(client)) throw onlyReads();
      return await timelineOf(client);
    } finally {
      client.end().catch(() => undefined); // it was asked, whether it can take leave or not
    }
  }
}
