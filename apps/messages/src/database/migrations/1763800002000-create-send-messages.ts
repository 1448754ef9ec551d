import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A whole batch of sends in one call. The two statements matter: the first takes the heads in id
 * order (two batches never wait for each other in a circle), the second sees everything that was
 * committed before the locks were granted, so numbers have no hole and repeats are always found.
 * The keys (conversation, sender, client id) are unique within a call.
 */
const sendMessages = `
CREATE FUNCTION send_messages(
  conversations uuid[], senders uuid[], clients uuid[], drafts jsonb, event_ids uuid[], trace text
) RETURNS TABLE (
  outcomes jsonb, event_id uuid, subject text, shard smallint, pub_seq bigint, payload text, created_at timestamptz
)
LANGUAGE plpgsql AS $$
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
    SELECT i.*, h.last_seq, h.last_rev, m.seq AS first_seq,
      CASE
        WHEN member.user_id IS NULL OR h.conversation_id IS NULL THEN 'not-member'
        WHEN m.seq IS NOT NULL THEN 'repeated'
        WHEN i.draft ? 'problem' THEN i.draft ->> 'problem'
        WHEN i.draft -> 'message' ->> 'replyTo' IS NOT NULL AND NOT EXISTS (
          SELECT FROM messages r
          WHERE r.id = (i.draft -> 'message' ->> 'replyTo')::uuid AND r.conversation_id = i.conversation_id
        ) THEN 'reply-not-found'
        ELSE 'created'
      END AS status
    FROM input i
    LEFT JOIN conversation_heads h ON h.conversation_id = i.conversation_id
    LEFT JOIN memberships member
      ON member.conversation_id = i.conversation_id AND member.user_id = i.sender_id AND NOT member.removed
    LEFT JOIN messages m
      ON m.conversation_id = i.conversation_id AND m.sender_id = i.sender_id AND m.client_message_id = i.client_message_id
  ), numbered AS MATERIALIZED (
    SELECT j.*, row_number() OVER w + j.last_seq AS seq, row_number() OVER w + j.last_rev AS rev,
      coalesce(named.user_ids, '{}') AS mentions
    FROM judged j
    LEFT JOIN LATERAL (
      SELECT array_agg(ms.user_id ORDER BY n.place) AS user_ids
      FROM jsonb_array_elements_text(j.draft -> 'names') WITH ORDINALITY AS n (name, place)
      JOIN memberships ms ON ms.conversation_id = j.conversation_id AND ms.username = n.name AND NOT ms.removed
    ) named ON true
    WHERE j.status = 'created'
    WINDOW w AS (PARTITION BY j.conversation_id ORDER BY j.place)
  ), documents AS MATERIALIZED (
    SELECT n.*, n.draft -> 'message' || jsonb_build_object(
      'seq', n.seq, 'rev', n.rev, 'mentions', to_jsonb(n.mentions), 'createdAt', stamp) AS message
    FROM numbered n
  ), stored AS (
    INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, attachments, reply_to, mentions, search_text, created_at)
    SELECT d.conversation_id, d.seq, d.rev, (d.message ->> 'id')::uuid, d.sender_id, d.client_message_id, d.message ->> 'body',
      d.message -> 'attachments', (d.message ->> 'replyTo')::uuid, d.mentions, d.draft ->> 'searchText', moment
    FROM documents d
  ), mentioned AS (
    INSERT INTO mentions (conversation_id, user_id, seq)
    SELECT d.conversation_id, user_id, d.seq FROM documents d, unnest(d.mentions) AS user_id
  ), attached AS (
    INSERT INTO attachments (conversation_id, seq, upload_id)
    SELECT d.conversation_id, d.seq, (a ->> 'id')::uuid FROM documents d, jsonb_array_elements(d.message -> 'attachments') AS a
  ), moved AS (
    UPDATE conversation_heads h
    SET last_seq = n.last_seq, last_rev = n.last_rev, last_activity_at = moment
    FROM (SELECT conversation_id, max(seq) AS last_seq, max(rev) AS last_rev FROM numbered GROUP BY conversation_id) n
    WHERE h.conversation_id = n.conversation_id
  ), marked AS (
    INSERT INTO read_receipts AS r (conversation_id, user_id, message_id, seq, read_at)
    SELECT DISTINCT ON (d.conversation_id, d.sender_id)
      d.conversation_id, d.sender_id, (d.message ->> 'id')::uuid, d.seq, moment
    FROM documents d ORDER BY d.conversation_id, d.sender_id, d.seq DESC
    ON CONFLICT (conversation_id, user_id) DO UPDATE
    SET message_id = excluded.message_id, seq = excluded.seq, read_at = excluded.read_at
    WHERE r.seq < excluded.seq
  )
  SELECT jsonb_agg(
    jsonb_build_object('status', j.status, 'seq', coalesce(d.seq, j.first_seq), 'message', d.message) ORDER BY j.place)
  INTO results
  FROM judged j LEFT JOIN documents d ON d.place = j.place;

  SELECT array_agg(e.subject), array_agg(e.payload) INTO subjects, payloads
  FROM (
    SELECT o -> 'message' ->> 'conversationId' AS subject,
      jsonb_build_object(
        'conversationId', o -> 'message' -> 'conversationId',
        'events', jsonb_agg(jsonb_build_object('rev', o -> 'message' -> 'rev', 'kind', 'created', 'message', o -> 'message')
                            ORDER BY (o -> 'message' -> 'rev')::bigint))::text AS payload
    FROM jsonb_array_elements(results) o
    WHERE o ->> 'status' = 'created'
    GROUP BY 1, o -> 'message' -> 'conversationId'
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
