import { readdir } from 'node:fs/promises';
import pg from 'pg';

const countSql = `
  SELECT (SELECT count(*)::int FROM auth.users) AS people, (SELECT count(*)::int FROM conversations.conversations) AS conversations,
    (SELECT count(*)::int FROM messages.messages) AS messages, (SELECT max(created_at) FROM messages.messages) AS last`;

/** Numbers of a conversation have no gap. */
const unevenSql = `
  SELECT count(*)::int AS uneven FROM messages.conversation_heads h
  LEFT JOIN (SELECT conversation_id, count(*) AS stored, max(seq) AS last_seq FROM messages.messages GROUP BY 1) m USING (conversation_id)
  WHERE (coalesce(m.stored, 0), coalesce(m.last_seq, 0)) IS DISTINCT FROM (h.last_seq, h.last_seq)`;

const filesSql = `SELECT content_key AS key FROM uploads.uploads WHERE status = 'ready' AND removed_at IS NULL`;

/**
 * Looks through restored data as Hallway would find it.
 *
 * @param url a superuser of the restored server, in the database `hallway`
 * @param uploads the folder of files; none where they are kept elsewhere
 * @returns `{ people, conversations, messages, last, files, faults }`: `last` is when the last message was written, `faults`
 *   are sentences
 */
export async function checkRestored({ url, uploads }) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const [counts] = (await client.query(countSql)).rows;
    const [{ uneven }] = (await client.query(unevenSql)).rows;
    const wanted = uploads ? (await client.query(filesSql)).rows : [];
    const found = new Set(uploads ? (await readdir(uploads, { recursive: true })).map((path) => path.split(/[\\/]/).pop()) : []);
    const absent = wanted.filter(({ key }) => !found.has(key)).length;
    return {
      ...counts,
      files: wanted.length,
      faults: [
        ...(uneven > 0 ? [`messages are missing in ${uneven} of ${counts.conversations} conversations`] : []),
        ...(absent > 0 ? [`${absent} of ${wanted.length} files are missing`] : []),
      ],
    };
  } finally {
    await client.end();
  }
}
