import type { DataSource } from 'typeorm';

import type { WrittenEvent } from '../event-envelope';
import type { GroupPosition } from '../event-log';
import { allShards } from '../shard';

interface OutboxRow {
  shard: number;
  pub_seq: string;
  event_id: string;
  type: string;
  subject: string;
  payload: string;
  traceparent: string | null;
  created_at: Date;
}

/** Name under which the relay stores how far it has published. */
export const relayReader = '(published)';

const readRows = `
SELECT o.shard, o.pub_seq, o.event_id, o.type, o.subject, o.payload::text AS payload, o.traceparent, o.created_at
FROM unnest($1::smallint[], $2::bigint[]) AS wanted (shard, first)
CROSS JOIN LATERAL (
  SELECT * FROM outbox WHERE outbox.shard = wanted.shard AND outbox.pub_seq >= wanted.first
  ORDER BY outbox.pub_seq LIMIT $3
) o`;

const restartPoints = `
SELECT s.shard,
       greatest(least(coalesce(r.first, 1), coalesce(recent.first, s.last_seq + 1), s.last_seq + 1), s.last_seq + 1 - $2::integer) AS wanted,
       coalesce((SELECT min(pub_seq) FROM outbox o WHERE o.shard = s.shard), s.last_seq + 1) AS oldest
FROM outbox_shards s
LEFT JOIN (SELECT shard, min(position) + 1 AS first FROM outbox_readers GROUP BY shard) r USING (shard)
LEFT JOIN (
  SELECT shard, min(pub_seq) AS first FROM outbox
  WHERE created_at > now() - make_interval(secs => $1) GROUP BY shard
) recent USING (shard)`;

/** Walks the key from the oldest, hence no condition that another index could serve. */
const oldPositions = `
SELECT s.shard, coalesce(young.first - 1, s.last) AS position
FROM unnest($1::smallint[], $2::bigint[], $3::bigint[]) AS s (shard, first, last)
LEFT JOIN LATERAL (
  SELECT o.pub_seq AS first FROM outbox o
  WHERE o.shard = s.shard AND o.pub_seq BETWEEN s.first AND s.last AND o.created_at + make_interval(secs => $4) > now()
  ORDER BY o.pub_seq LIMIT 1
) young ON true`;

/** Looks at the oldest of each shard only, whatever their age: asked by age as well, it would look through all of them. */
const forget = `
WITH old AS (
  SELECT o.shard, o.pub_seq FROM unnest($1::smallint[], $2::bigint[]) AS s (shard, up_to)
  CROSS JOIN LATERAL (
    SELECT * FROM outbox WHERE outbox.shard = s.shard AND outbox.pub_seq <= s.up_to ORDER BY outbox.pub_seq LIMIT $4
  ) o
  WHERE o.created_at < now() - make_interval(secs => $3)
), gone AS (
  DELETE FROM outbox USING old WHERE outbox.shard = old.shard AND outbox.pub_seq = old.pub_seq RETURNING 1
)
SELECT count(*)::integer AS rows FROM gone`;

/** Rows that are as they should be are left alone: a conflict would lock them, which is written to disk. */
const saveReaders = `
INSERT INTO outbox_readers (reader, shard, position)
SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[]) AS now (reader, shard, position)
WHERE NOT EXISTS (SELECT 1 FROM outbox_readers old WHERE old.reader = now.reader AND old.shard = now.shard AND old.position = now.position)
ON CONFLICT (reader, shard) DO UPDATE SET position = excluded.position, updated_at = now()
WHERE outbox_readers.position <> excluded.position`;

/** What the relay reads and writes in its service's schema. */
export class OutboxTable {
  constructor(private readonly dataSource: DataSource) {}

  /** Last committed position of every shard. */
  async lastPositions(): Promise<number[]> {
    const rows = await this.query<{ shard: number; last_seq: string }>('SELECT shard, last_seq FROM outbox_shards');
    return byShard(rows, (row) => Number(row.last_seq));
  }

  /** Rows from these positions on, in order within each shard. */
  async rowsFrom(shards: readonly number[], firsts: readonly number[], limit: number): Promise<WrittenEvent[]> {
    const rows = await this.query<OutboxRow>(readRows, [shards, firsts, limit]);
    return rows.map((row) => ({
      shard: row.shard,
      pubSeq: Number(row.pub_seq),
      id: row.event_id,
      type: row.type,
      subject: row.subject,
      payload: row.payload,
      traceparent: row.traceparent,
      createdAt: row.created_at,
    }));
  }

  /**
   * Where an empty stream has to begin, by shard: behind what every reader has acknowledged, but not
   * later than the recent past (for readers that store nothing), not more than `most` events before the
   * end, and not before the oldest row left.
   */
  async restartPoints(recentMs: number, most: number): Promise<number[]> {
    const rows = await this.query<{ shard: number; wanted: string; oldest: string }>(restartPoints, [recentMs / 1000, most]);
    return byShard(rows, (row) => Math.max(Number(row.wanted), Number(row.oldest)));
  }

  /** Up to where everything was written longer ago, by shard; looks only from the firsts to the lasts. */
  async olderThan(ageMs: number, firsts: readonly number[], lasts: readonly number[]): Promise<number[]> {
    const rows = await this.query<{ shard: number; position: string }>(oldPositions, [allShards, firsts, lasts, ageMs / 1000]);
    return byShard(rows, (row) => Number(row.position));
  }

  /** Seconds since the oldest row at or after these positions was written. */
  async oldestAge(firsts: readonly number[]): Promise<number> {
    const sql = `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - o.created_at)), 0)::float8 AS age
      FROM unnest($1::smallint[], $2::bigint[]) AS next (shard, first)
      JOIN outbox o ON o.shard = next.shard AND o.pub_seq = next.first`;
    const [row] = await this.query<{ age: number }>(sql, [allShards, firsts]);
    return row?.age ?? 0;
  }

  /** After a database restore the stream can be ahead of the counters: never give a position twice. */
  async raiseCounter(shard: number, position: number): Promise<void> {
    await this.query('UPDATE outbox_shards SET last_seq = $2 WHERE shard = $1 AND last_seq < $2', [shard, position]);
  }

  async saveReaders(positions: readonly GroupPosition[]): Promise<void> {
    const columns = [positions.map((p) => p.group), positions.map((p) => p.shard), positions.map((p) => p.position)];
    await this.query(saveReaders, columns);
  }

  /** The lowest acknowledged position by shard, over all readers ever seen. */
  async acknowledged(): Promise<number[]> {
    const sql = 'SELECT shard, min(position) AS position FROM outbox_readers GROUP BY shard';
    const rows = await this.query<{ shard: number; position: string }>(sql);
    return byShard(rows, (row) => Number(row.position));
  }

  /** Deletes rows that no consumer needs any more, up to these positions by shard, at most `limit` of each shard; answers how many in all. */
  async forget(upTo: readonly number[], olderThanMs: number, limit: number): Promise<number> {
    const [row] = await this.query<{ rows: number }>(forget, [allShards, upTo, olderThanMs / 1000, limit]);
    return row?.rows ?? 0;
  }

  private query<Row>(sql: string, parameters: unknown[] = []): Promise<Row[]> {
    return this.dataSource.query<Row[]>(sql, parameters);
  }
}

function byShard<Row extends { shard: number }>(rows: Row[], value: (row: Row) => number): number[] {
  const values = allShards.map(() => 0);
  for (const row of rows) values[row.shard] = value(row);
  return values;
}
