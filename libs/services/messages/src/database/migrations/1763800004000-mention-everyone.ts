import type { MigrationInterface, QueryRunner } from 'typeorm';

import { createSendMessages } from './1763800003000-create-send-messages';

/**
 * Who is mentioned by the names in a text, in their order. The conversation's own id stands for all of its members, so that
 * `@here` is one row however many they are. In a large conversation only those who run it may mention everyone; whether it
 * is one is seen after a hundred rows.
 */
const mentionedMembers = `
CREATE FUNCTION mentioned_members(conversation uuid, sender uuid, names text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE
AS $$
#variable_conflict use_column
BEGIN
  RETURN coalesce((
    SELECT array_agg(told.id ORDER BY told.place) FROM (
      SELECT ms.user_id AS id, n.place FROM unnest(names) WITH ORDINALITY AS n (name, place)
      JOIN memberships ms ON ms.conversation_id = conversation AND ms.username = n.name AND NOT ms.removed
      UNION ALL
      SELECT conversation, min(n.place) FROM unnest(names) WITH ORDINALITY AS n (name, place)
      WHERE n.name IN ('here', 'everyone')
      HAVING count(*) > 0 AND (
        EXISTS (
          SELECT FROM memberships ms
          WHERE ms.conversation_id = conversation AND ms.user_id = sender AND ms.role <> 'member' AND NOT ms.removed
        ) OR (SELECT count(*) FROM (
          SELECT FROM memberships ms WHERE ms.conversation_id = conversation AND NOT ms.removed LIMIT 101
        ) AS few) <= 100)
    ) told), '{}');
END
$$;
`;

const byName = `
      SELECT array_agg(ms.user_id ORDER BY n.place) AS user_ids
      FROM jsonb_array_elements_text(j.extra -> 'names') WITH ORDINALITY AS n (name, place)
      JOIN memberships ms ON ms.conversation_id = j.conversation_id AND ms.username = n.name AND NOT ms.removed`;

export const byFunction = `
      SELECT mentioned_members(j.conversation_id, j.sender_id, ARRAY(SELECT jsonb_array_elements_text(j.extra -> 'names'))) AS user_ids
      WHERE j.extra ? 'names'`;

/** `send_messages`, with another way to find who is mentioned by a text. */
export function sendMessagesWith(mentions: string): string {
  return createSendMessages.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION').replace(byName, () => mentions);
}

export class MentionEveryone1763800004000 implements MigrationInterface {
  name = 'TellEverybody1763800004000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(mentionedMembers);
    await runner.query(sendMessagesWith(byFunction));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sendMessagesWith(byName));
    await runner.query('DROP FUNCTION mentioned_members(uuid, uuid, text[])');
  }
}
