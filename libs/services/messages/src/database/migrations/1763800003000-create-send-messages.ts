import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A whole batch of sends in one call. The two statements matter: the first takes the heads in id
 * order (two batches never wait for each other in a circle), the second sees everything that was
 * committed before the locks were granted, so numbers have no hole and repeats are always found.
 * The keys (conversation, sender, client id) are unique within a call. A repeat is answered to who was removed since, too:
 * "refused" would be wrong about a message that everyone else sees.
 *
 * The plan is made once per connection, perhaps while the tables are still empty, and must be right
 * when they are large. So the settings leave only index lookups, LATERAL with LIMIT keeps them one a
 * row, and IS NOT DISTINCT FROM, which no index serves, leaves only the index that is meant.
 *
 * `wires` are the messages as JSON without the closing brace: what the database decides is put behind as text, because
 * taking jsonb apart and together for every message costs as much as storing it. `extras` holds what few messages have:
 * their `attachments`, the `names` they mention, the `problem` why they cannot be stored.
 */
export const createSendMessages = `
CREATE FUNCTION send_messages(
  conversations uuid[], senders uuid[], clients uuid[], ids uuid[], bodies text[], replies uuid[], searches text[], wires text[],
  extras jsonb[], event_ids uuid[], trace text
) RETURNS TABLE (
  outcomes json, event_id uuid, subject text, shard smallint, pub_seq bigint, payload text, created_at timestamptz
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  moment timestamptz(3);
  stamp text;
  results json;
  subjects text[];
  payloads text[];
BEGIN
  PERFORM 1 FROM conversation_heads h
  WHERE h.conversation_id = ANY (conversations) ORDER BY h.conversation_id FOR UPDATE;

  moment := clock_timestamp();
  stamp := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

  WITH input AS MATERIALIZED (
    SELECT * FROM unnest(conversations, senders, clients, ids, bodies, replies, searches, wires, extras)
      WITH ORDINALITY AS i (conversation_id, sender_id, client_message_id, id, body, reply_to, search_text, wire, extra, place)
  ), judged AS MATERIALIZED (
    SELECT i.*, h.last_seq, h.last_rev, first.seq AS first_seq,
      CASE
        WHEN h.conversation_id IS NULL THEN 'not-member'
        WHEN first.seq IS NOT NULL THEN 'repeated'
        WHEN member.user_id IS NULL THEN 'not-member'
        WHEN i.extra ? 'problem' THEN i.extra ->> 'problem'
        WHEN i.reply_to IS NOT NULL AND reply.id IS NULL THEN 'reply-not-found'
        ELSE 'created'
      END AS status
    FROM input i
    LEFT JOIN LATERAL (
      SELECT h.conversation_id, h.last_seq, h.last_rev FROM conversation_heads h WHERE h.conversation_id = i.conversation_id LIMIT 1
    ) h ON true
    LEFT JOIN LATERAL (
      SELECT ms.user_id FROM memberships ms
      WHERE ms.conversation_id = i.conversation_id AND ms.user_id = i.sender_id AND NOT ms.removed LIMIT 1
    ) member ON true
    LEFT JOIN LATERAL (
      SELECT m.seq FROM messages m
      WHERE m.client_message_id = i.client_message_id
        AND m.sender_id IS NOT DISTINCT FROM i.sender_id AND m.conversation_id IS NOT DISTINCT FROM i.conversation_id LIMIT 1
    ) first ON true
    LEFT JOIN LATERAL (
      SELECT m.id FROM messages m WHERE m.id = i.reply_to AND m.conversation_id IS NOT DISTINCT FROM i.conversation_id LIMIT 1
    ) reply ON true
  ), numbered AS MATERIALIZED (
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.status = 'created') OVER w AS seq,
      j.last_rev + count(*) FILTER (WHERE j.status = 'created') OVER w AS rev,
      coalesce(named.user_ids, '{}') AS mentions
    FROM judged j
    LEFT JOIN LATERAL (
      SELECT array_agg(ms.user_id ORDER BY n.place) AS user_ids
      FROM jsonb_array_elements_text(j.extra -> 'names') WITH ORDINALITY AS n (name, place)
      JOIN memberships ms ON ms.conversation_id = j.conversation_id AND ms.username = n.name AND NOT ms.removed
    ) named ON true
    WINDOW w AS (PARTITION BY j.conversation_id ORDER BY j.place)
  ), stored AS (
    INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, attachments, reply_to, mentions, search_text, created_at)
    SELECT n.conversation_id, n.seq, n.rev, n.id, n.sender_id, n.client_message_id, n.body,
      coalesce(n.extra -> 'attachments', '[]'), n.reply_to, n.mentions, n.search_text, moment
    FROM numbered n WHERE n.status = 'created'
  ), mentioned AS (
    INSERT INTO mentions (conversation_id, user_id, seq)
    SELECT n.conversation_id, user_id, n.seq FROM numbered n, unnest(n.mentions) AS user_id WHERE n.status = 'created'
  ), attached AS (
    INSERT INTO attachments (conversation_id, seq, upload_id)
    SELECT n.conversation_id, n.seq, (file ->> 'id')::uuid
    FROM numbered n, jsonb_array_elements(n.extra -> 'attachments') AS file WHERE n.status = 'created'
  ), moved AS (
    UPDATE conversation_heads h
    SET last_seq = n.last_seq, last_rev = n.last_rev, last_activity_at = moment
    FROM (
      SELECT a.conversation_id, max(a.seq) AS last_seq, max(a.rev) AS last_rev
      FROM numbered a WHERE a.status = 'created' GROUP BY a.conversation_id
    ) n
    WHERE h.conversation_id = n.conversation_id
  ), marked AS (
    INSERT INTO read_receipts AS r (conversation_id, user_id, message_id, seq, read_at)
    SELECT DISTINCT ON (n.conversation_id, n.sender_id) n.conversation_id, n.sender_id, n.id, n.seq, moment
    FROM numbered n WHERE n.status = 'created' ORDER BY n.conversation_id, n.sender_id, n.seq DESC
    ON CONFLICT (conversation_id, user_id) DO UPDATE
    SET message_id = excluded.message_id, seq = excluded.seq, read_at = excluded.read_at
    WHERE r.seq < excluded.seq
  ), told AS (
    SELECT n.conversation_id::text AS subject, string_agg(
      format('{"rev":%s,"kind":"created","message":%s,"seq":%s,"rev":%s,"mentions":%s,"createdAt":"%s"}}',
        n.rev, n.wire, n.seq, n.rev, array_to_json(n.mentions), stamp), ',' ORDER BY n.place) AS events
    FROM numbered n WHERE n.status = 'created' GROUP BY n.conversation_id
  ), event AS (
    SELECT array_agg(t.subject) AS subjects, array_agg(format('{"conversationId":"%s","events":[%s]}', t.subject, t.events)) AS payloads
    FROM told t
  ), answer AS (
    SELECT json_agg(json_build_object('status', n.status, 'seq', coalesce(n.first_seq, n.seq), 'rev', n.rev, 'mentions', n.mentions)
      ORDER BY n.place) AS outcomes
    FROM numbered n
  )
  SELECT answer.outcomes, event.subjects, event.payloads INTO results, subjects, payloads FROM answer, event;

  RETURN QUERY SELECT results, NULL::uuid, NULL::text, NULL::smallint, NULL::bigint, NULL::text, moment;
  IF subjects IS NOT NULL THEN
    RETURN QUERY
    SELECT NULL::json, a.event_id, e.subject, a.shard, a.pub_seq, e.payload, a.created_at
    FROM outbox_append(
      event_ids[1:cardinality(subjects)], array_fill('messages.messages-changed.v1'::text, ARRAY[cardinality(subjects)]),
      subjects, payloads, trace) a
    JOIN unnest(event_ids, subjects, payloads) AS e (event_id, subject, payload) ON e.event_id = a.event_id;
  END IF;
END
$$;
`;

/** An earlier function of that name took and gave messages as jsonb. */
const dropEarlier = 'DROP FUNCTION IF EXISTS send_messages(uuid[], uuid[], uuid[], jsonb, uuid[], text)';

export class CreateSendMessages1763800003000 implements MigrationInterface {
  name = 'CreateSendMessages1763800003000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(dropEarlier);
    await runner.query(createSendMessages);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION send_messages(uuid[], uuid[], uuid[], uuid[], text[], uuid[], text[], text[], jsonb[], uuid[], text)');
  }
}
