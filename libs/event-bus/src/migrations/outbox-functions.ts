/**
 * `outbox_append` is the only way into the outbox, from TypeScript and from SQL. Call it last in a
 * transaction: it keeps the counters of the shards it touches locked until COMMIT, which is what
 * makes the positions gapless and equal to the order of commits.
 * Shards are taken in ascending order, so two transactions never wait for each other.
 */
export const outboxFunctions = `
CREATE FUNCTION outbox_shard(subject text) RETURNS smallint
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT ('x' || left(md5(subject), 1))::bit(4)::integer::smallint $$;

CREATE FUNCTION outbox_append(event_ids uuid[], types text[], subjects text[], payloads text[], trace text)
RETURNS TABLE (event_id uuid, shard smallint, pub_seq bigint, created_at timestamptz)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  shards smallint[] := ARRAY(SELECT outbox_shard(subject) FROM unnest(subjects) WITH ORDINALITY AS s (subject, place) ORDER BY place);
  target record;
  before bigint;
  befores bigint[];
BEGIN
  FOR target IN
    SELECT shard, count(*) AS events FROM unnest(shards) AS shard GROUP BY 1 ORDER BY 1
  LOOP
    UPDATE outbox_shards s SET last_seq = s.last_seq + target.events
    WHERE s.shard = target.shard
    RETURNING s.last_seq - target.events INTO STRICT before;
    befores[target.shard] := before;
  END LOOP;

  RETURN QUERY
  INSERT INTO outbox AS o (shard, pub_seq, event_id, type, subject, payload, traceparent, created_at)
  SELECT e.shard, befores[e.shard] + row_number() OVER (PARTITION BY e.shard ORDER BY e.place),
         e.event_id, e.type, e.subject, e.payload::json, trace, clock_timestamp()
  FROM unnest(event_ids, types, subjects, payloads, shards)
       WITH ORDINALITY AS e (event_id, type, subject, payload, shard, place)
  ORDER BY e.place
  RETURNING o.event_id, o.shard, o.pub_seq, o.created_at;
END
$$;
`;
