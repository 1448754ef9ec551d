import type { MigrationInterface, QueryRunner } from 'typeorm';

import { appendByShard } from './outbox-functions';

/**
 * Takes the counters of all shards in ascending order first, then moves and writes all of them with one statement; the
 * earlier function used two for each shard. The counters stay locked until COMMIT, as before.
 */
const appendTogether = `
CREATE OR REPLACE FUNCTION outbox_append(event_ids uuid[], types text[], subjects text[], payloads text[], trace text)
RETURNS TABLE (event_id uuid, shard smallint, pub_seq bigint, created_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  written integer;
BEGIN
  PERFORM 1 FROM outbox_shards s
  WHERE s.shard = ANY (ARRAY(SELECT outbox_shard(subject) FROM unnest(subjects) AS subject))
  ORDER BY s.shard FOR UPDATE;

  RETURN QUERY
  WITH e AS MATERIALIZED (
    SELECT i.*, outbox_shard(i.subject) AS shard
    FROM unnest(event_ids, types, subjects, payloads) WITH ORDINALITY AS i (event_id, type, subject, payload, place)
  ), moved AS (
    UPDATE outbox_shards s SET last_seq = s.last_seq + n.events
    FROM (SELECT e.shard, count(*) AS events FROM e GROUP BY e.shard) n
    WHERE s.shard = n.shard
    RETURNING s.shard, s.last_seq - n.events AS before
  )
  INSERT INTO outbox AS o (shard, pub_seq, event_id, type, subject, payload, traceparent, created_at)
  SELECT e.shard, m.before + row_number() OVER (PARTITION BY e.shard ORDER BY e.place),
         e.event_id, e.type, e.subject, e.payload::json, trace, clock_timestamp()
  FROM e JOIN moved m ON m.shard = e.shard
  RETURNING o.event_id, o.shard, o.pub_seq, o.created_at;

  GET DIAGNOSTICS written = ROW_COUNT;
  IF written <> cardinality(event_ids) THEN RAISE EXCEPTION 'A counter of the outbox is missing'; END IF;
END
$$;
`;

export class AppendToShardsTogether1600000001000 implements MigrationInterface {
  name = 'AppendToShardsTogether1600000001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(appendTogether);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION outbox_append(uuid[], text[], text[], text[], text)');
    await runner.query(appendByShard);
  }
}
