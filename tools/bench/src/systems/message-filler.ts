import type pg from 'pg';

/** Rows that one statement writes. */
const chunk = 50_000;

const vocabulary =
  'and bridge cable deploy engine failure garden harbor invoice journal kitchen ladder market network orange printer quarter release server ticket update vendor window yellow zebra'.split(
    ' ',
  );

/**
 * Messages as sending would have stored them, written with SQL because a million of them is wanted. Every text is made of
 * common words and one rare number, so that searches can look for either.
 */
const fillSql = `
WITH rows AS (
  SELECT n, gen_random_uuid() AS id, ($2::uuid[])[1 + n % cardinality($2::uuid[])] AS sender_id,
    concat_ws(' ', 'message', n, ($5::text[])[1 + n * 7 % 25], ($5::text[])[1 + n * 11 % 25], ($5::text[])[1 + n / 25 % 25]) AS body
  FROM generate_series($3::bigint, $4::bigint) AS n
)
INSERT INTO messages.messages (conversation_id, seq, rev, id, sender_id, client_message_id, body, search_text, created_at)
SELECT $1, n, n, id, sender_id, gen_random_uuid(), body, ' ' || body, now() - make_interval(secs => 2000000 - n) FROM rows`;

/** Fills an empty conversation up to so many messages. */
export async function fillConversation(database: pg.Pool, conversationId: string, senders: string[], count: number): Promise<void> {
  for (let from = 1; from <= count; from += chunk) {
    await database.query(fillSql, [conversationId, senders, from, Math.min(count, from + chunk - 1), vocabulary]);
  }
  const head = `INSERT INTO messages.conversation_heads AS h (conversation_id, last_seq, last_rev, last_activity_at) VALUES ($1, $2, $2, now())
    ON CONFLICT (conversation_id) DO UPDATE SET last_seq = excluded.last_seq, last_rev = excluded.last_rev`;
  await database.query(head, [conversationId, count]);
  await database.query('VACUUM ANALYZE messages.messages');
}
