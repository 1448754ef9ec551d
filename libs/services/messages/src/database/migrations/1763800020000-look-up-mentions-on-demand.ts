import type { MigrationInterface, QueryRunner } from 'typeorm';

import { byFunction, sendMessagesWith } from './1763800004000-mention-everyone';

/**
 * PostgreSQL joins a subquery with a WHERE only after it has computed what the subquery gives: the function was called for
 * every message, and only then was asked whether the message has names. A CASE is asked first.
 */
export const onDemand = `
      SELECT CASE WHEN j.extra ? 'names'
        THEN mentioned_members(j.conversation_id, j.sender_id, ARRAY(SELECT jsonb_array_elements_text(j.extra -> 'names')))
      END AS user_ids`;

export class LookUpMentionsOnDemand1763800020000 implements MigrationInterface {
  name = 'LookUpMentionsOnDemand1763800020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sendMessagesWith(onDemand));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sendMessagesWith(byFunction));
  }
}
