import type { MigrationInterface, QueryRunner } from 'typeorm';

import { sendMessagesWith } from './1763800004000-mention-everyone';
import { onDemand } from './1763800020000-look-up-mentions-on-demand';

/**
 * Stores a batch of sends that need no question: text of members, without files, answers or names, never sent before. Each
 * conversation's counters move by the number of its messages, and a message's numbers are those before plus its ordinal.
 * What is not so after all (a stranger, a repeat) is an error that undoes the whole call; `send_messages` then judges
 * every send by itself.
 *
 * `conversations` are in ascending order, each once: all transactions lock heads in this order. The first statement
 * takes the locks, so the second sees everything that was committed before they were granted. `owners` says at which
 * place of `conversations` a message's conversation stands. `jsons` are the messages as JSON without the closing brace,
 * divided by U+001E, which no JSON holds as it is; what is decided here is put behind as text.
 *
 * About the settings see `send_messages`: only index lookups are left, and rows are taken in the order of the arrays.
 */
const sendPlainMessages = `
CREATE FUNCTION send_plain_messages(
  conversations uuid[], counts integer[], event_ids uuid[],
  owners integer[], ordinals integer[], ids uuid[], senders uuid[], clients uuid[], bodies text[], searches text[], jsons text, trace text
) RETURNS TABLE (last_seq float8, last_rev float8, stored_at timestamptz, shard smallint, pub_seq float8, told_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
AS $$
#variable_conflict use_column
DECLARE
  seqs bigint[];
  revs bigint[];
  moments timestamptz(3)[];
  stored integer;
  payloads text[];
BEGIN
  -- First of all, so that the moment of a message is after whatever its conversation waited for.
  PERFORM 1 FROM conversation_heads h WHERE h.conversation_id = ANY (conversations) ORDER BY h.conversation_id FOR UPDATE;

  WITH moved AS (
    UPDATE conversation_heads h SET last_seq = h.last_seq + k.n, last_rev = h.last_rev + k.n, last_activity_at = clock_timestamp()
    FROM unnest(conversations, counts) WITH ORDINALITY AS k (conversation_id, n, place)
    WHERE h.conversation_id = k.conversation_id
    RETURNING k.place, h.last_seq - k.n AS seq, h.last_rev - k.n AS rev, h.last_activity_at AS moment
  )
  SELECT array_agg(m.seq ORDER BY m.place), array_agg(m.rev ORDER BY m.place), array_agg(m.moment ORDER BY m.place)
  INTO seqs, revs, moments FROM moved m;
  IF cardinality(seqs) IS DISTINCT FROM cardinality(conversations) THEN
    RAISE EXCEPTION 'a conversation is not known' USING ERRCODE = 'HW001';
  END IF;

  INSERT INTO messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at)
  SELECT conversations[i.owner], seqs[i.owner] + i.ordinal, revs[i.owner] + i.ordinal, i.id, i.sender_id, i.client_message_id, i.body, i.search_text, moments[i.owner]
  FROM unnest(owners, ordinals, ids, senders, clients, bodies, searches) AS i (owner, ordinal, id, sender_id, client_message_id, body, search_text)
  WHERE EXISTS (
    SELECT FROM memberships ms WHERE ms.conversation_id = conversations[i.owner] AND ms.user_id = i.sender_id AND NOT ms.removed
  );
  GET DIAGNOSTICS stored = ROW_COUNT;
  IF stored < cardinality(owners) THEN
    RAISE EXCEPTION 'a sender is not known' USING ERRCODE = 'HW001';
  END IF;

  INSERT INTO read_receipts AS r (conversation_id, user_id, message_id, seq, read_at)
  SELECT DISTINCT ON (i.owner, i.sender_id) conversations[i.owner], i.sender_id, i.id, seqs[i.owner] + i.ordinal, moments[i.owner]
  FROM unnest(owners, ordinals, ids, senders) AS i (owner, ordinal, id, sender_id) ORDER BY i.owner, i.sender_id, i.ordinal DESC
  ON CONFLICT (conversation_id, user_id) DO UPDATE SET seq = excluded.seq, read_at = excluded.read_at WHERE r.seq < excluded.seq;

  SELECT array_agg(e.payload ORDER BY e.owner) INTO payloads FROM (
    SELECT i.owner, '{"conversationId":"' || conversations[i.owner] || '","events":[' || string_agg(
      '{"rev":' || revs[i.owner] + i.ordinal || ',"kind":"created","message":' || i.json || ',"seq":' || seqs[i.owner] + i.ordinal || ',"rev":' || revs[i.owner] + i.ordinal
        || ',"mentions":[],"createdAt":"' || to_char(moments[i.owner] AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"}}',
      ',' ORDER BY i.ordinal) || ']}' AS payload
    FROM unnest(owners, ordinals, string_to_array(jsons, E'\\x1e')) AS i (owner, ordinal, json) GROUP BY i.owner
  ) e;

  -- The outbox gives its positions in the order of the arrays.
  RETURN QUERY
  SELECT seqs[a.place]::float8, revs[a.place]::float8, moments[a.place]::timestamptz, a.shard, a.pub_seq::float8, a.created_at
  FROM outbox_append(event_ids, array_fill('messages.messages-changed.v1'::text, ARRAY[cardinality(event_ids)]), conversations::text[], payloads, trace)
    WITH ORDINALITY AS a (event_id, shard, pub_seq, created_at, place)
  ORDER BY a.place;
END
$$;
`;

/** Each send moved `message_id`, and with it the index on it, so that no update of a mark could stay on its page. */
const comment = `COMMENT ON COLUMN read_receipts.message_id IS 'the last message that its reader marked; what they write moves seq alone'`;

const withoutMessageId = (sql: string): string => sql.replace('SET message_id = excluded.message_id, seq = excluded.seq', 'SET seq = excluded.seq');

export class SendPlainMessages1763800030000 implements MigrationInterface {
  name = 'SendPlainMessages1763800030000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sendPlainMessages);
    await runner.query(withoutMessageId(sendMessagesWith(onDemand)));
    await runner.query(comment);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sendMessagesWith(onDemand));
    await runner.query(
      'DROP FUNCTION send_plain_messages(uuid[], integer[], uuid[], integer[], integer[], uuid[], uuid[], uuid[], text[], text[], text, text)',
    );
  }
}
