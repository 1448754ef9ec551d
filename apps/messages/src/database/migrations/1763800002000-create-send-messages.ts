import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A whole batch of sends in one call. The two statements matter: the first takes the heads in id
 * order (two batches never wait for each other in a circle), the second sees everything that was
 * committed before the locks were granted, so numbers have no hole and repeats are always found.
 * The keys (conversation, sender, client id) are unique within a call.
 *
 * The plan is made once per connection, perhaps while the tables are still empty, and must be right
 * when they are large. So the settings leave only index lookups, LATERAL with LIMIT keeps them one a
 * row, and IS NOT DISTINCT FROM, which no index serves, leaves only the index that is meant.
 */
const sendMessages = `
CREATE FUNCTION send_messages(
  conversations uuid[], senders uuid[], clients uuid[], drafts jsonb, event_ids uuid[], trace text
) RETURNS TABLE (
  outcomes jsonb, event_id uuid, subject text, shard smallint, pub_seq bigint, payload text, created_at timestamptz
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  moment timestamptz(3);
  stamp text;
  results jsonb;
  subjects text[];
  payloads text[];
BEGIN
  PERFORM 1 FROM conversation_heads h
  WHERE h.conversation_id = ANY (conversations) ORDER BY h.conversation_id FOR UPDATE;

  moment := clock_timestamp();
  stamp := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

  WITH input AS MATERIALIZED (
    SELECT * FROM ROWS FROM (unnest(conversations), unnest(senders), unnest(clients), jsonb_array_elements(drafts))
      WITH ORDINALITY AS i (conversation_id, sender_id, client_message_id, draft, place)
  ), judged AS MATERIALIZED (
    SELECT i.*, h.last_seq, h.last_rev, first.seq AS first_seq,
      CASE
        WHEN member.user_id IS NULL OR h.conversation_id IS NULL THEN 'not-member'
        WHEN first.seq IS NOT NULL THEN 'repeated'
        WHEN i.draft ? 'problem' THEN i.draft ->> 'problem'
        WHEN i.draft -> 'message' ->> 'replyTo' IS NOT NULL AND reply.id IS NULL THEN 'reply-not-found'
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
      SELECT m.id FROM messages m
      WHERE m.id = (i.draft -> 'message' ->> 'replyTo')::uuid AND m.conversation_id IS NOT DISTINCT FROM i.conversation_id LIMIT 1
    ) reply ON true
  ), numbered AS MATERIALIZED (
    SELECT j.*, j.last_seq + count(*) FILTER (WHERE j.status = 'created') OVER w AS seq,
      j.last_rev + count(*) FILTER (WHERE j.status = 'created') OVER w AS rev,
      coalesce(named.user_ids, '{}') AS mentions
    FROM judged j
    LEFT JOIN LATERAL (
      SELECT array_agg(ms.user_id ORDER BY n.place) AS user_ids
      FROM jsonb_array_elements_text(j.draft -> 'names') WITH ORDINALITY AS n (name, place)
      JOIN memberships ms ON ms.conversation_id = j.conversation_id AND ms.username = n.name AND NOT ms.removed
    ) named ON true
    WINDOW w AS (PARTITION BY j.conversation_id ORDER BY j.place)
  ), answered AS MATERIALIZED (
    SELECT n.*, CASE WHEN n.status = 'created' THEN n.draft -> 'message' || jsonb_build_object(
      'seq', n.seq, 'rev', n.rev, 'mentions', to_jsonb(n.mentions), 'createdAt', stamp) END AS message
    FROM numbered n
  ), stored AS (
    INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, attachments, reply_to, mentions, search_text, created_at)
    SELECT a.conversation_id, a.seq, a.rev, (a.message ->> 'id')::uuid, a.sender_id, a.client_message_id, a.message ->> 'body',
      a.message -> 'attachments', (a.message ->> 'replyTo')::uuid, a.mentions, a.draft ->> 'searchText', moment
    FROM answered a WHERE a.status = 'created'
  ), mentioned AS (
    INSERT INTO mentions (conversation_id, user_id, seq)
    SELECT a.conversation_id, user_id, a.seq FROM answered a, unnest(a.mentions) AS user_id WHERE a.status = 'created'
  ), attached AS (
    INSERT INTO attachments (conversation_id, seq, upload_id)
    SELECT a.conversation_id, a.seq, (file ->> 'id')::uuid
    FROM answered a, jsonb_array_elements(a.message -> 'attachments') AS file WHERE a.status = 'created'
  ), moved AS (
    UPDATE conversation_heads h
    SET last_seq = n.last_seq, last_rev = n.last_rev, last_activity_at = moment
    FROM (
      SELECT a.conversation_id, max(a.seq) AS last_seq, max(a.rev) AS last_rev
      FROM answered a WHERE a.status = 'created' GROUP BY a.conversation_id
    ) n
    WHERE h.conversation_id = n.conversation_id
  ), marked AS (
    INSERT INTO read_receipts AS r (conversation_id, user_id, message_id, seq, read_at)
    SELECT DISTINCT ON (a.conversation_id, a.sender_id)
      a.conversation_id, a.sender_id, (a.message ->> 'id')::uuid, a.seq, moment
    FROM answered a WHERE a.status = 'created' ORDER BY a.conversation_id, a.sender_id, a.seq DESC
    ON CONFLICT (conversation_id, user_id) DO UPDATE
    SET message_id = excluded.message_id, seq = excluded.seq, read_at = excluded.read_at
    WHERE r.seq < excluded.seq
  )
  SELECT jsonb_agg(jsonb_build_object('status', a.status, 'seq', coalesce(a.first_seq, a.seq), 'message', a.message) ORDER BY a.place)
  INTO results
  FROM answered a;

  SELECT array_agg(e.subject), array_agg(e.payload) INTO subjects, payloads
  FROM (
    SELECT o.message ->> 'conversationId' AS subject,
      jsonb_build_object(
        'conversationId', o.message ->> 'conversationId',
        'events', jsonb_agg(jsonb_build_object('rev', o.message -> 'rev', 'kind', 'created', 'message', o.message) ORDER BY o.place)
      )::text AS payload
    FROM (
      SELECT r.value -> 'message' AS message, r.ordinality AS place
      FROM jsonb_array_elements(results) WITH ORDINALITY r WHERE r.value ->> 'status' = 'created' OFFSET 0
    ) o
    GROUP BY o.message ->> 'conversationId'
  ) e;

  RETURN QUERY SELECT results, NULL::uuid, NULL::text, NULL::smallint, NULL::bigint, NULL::text, NULL::timestamptz;
  IF subjects IS NOT NULL THEN
    RETURN QUERY
    SELECT NULL::jsonb, a.event_id, e.subject, a.shard, a.pub_seq, e.payload, a.created_at
    FROM outbox_append(
      event_ids[1:cardinality(subjects)], array_fill('messages.messages-changed.v1'::text, ARRAY[cardinality(subjects)]),
      subjects, payloads, trace) a
    JOIN unnest(event_ids, subjects, payloads) AS e (event_id, subject, payload) ON e.event_id = a.event_id;
  END IF;
END
$$;
`;

export class CreateSendMessages1763800002000 implements MigrationInterface {
  name = 'CreateSendMessages1763800002000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sendMessages);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION send_messages(uuid[], uuid[], uuid[], jsonb, uuid[], text)');
  }
}
