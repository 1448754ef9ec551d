import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Links made without a limit end: a member who was removed earlier may hold one, and removals were not recorded. From here on
 * a link and a removal both carry the version of the conversation at which they were made, so which came first is known
 * without a clock.
 */
export class LimitInvites1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM invites WHERE max_uses IS NULL`);
    await runner.query(`
      ALTER TABLE invites
        ADD COLUMN created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        ADD COLUMN version bigint NOT NULL DEFAULT 0`);
    await runner.query(`
      CREATE TABLE removals (
        conversation_id uuid NOT NULL CONSTRAINT removals_conversation_id_fk REFERENCES conversations ON DELETE CASCADE,
        user_id uuid NOT NULL,
        version bigint NOT NULL,
        CONSTRAINT removals_conversation_id_user_id_pk PRIMARY KEY (conversation_id, user_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE removals`);
    await runner.query(`ALTER TABLE invites DROP COLUMN created_at, DROP COLUMN version`);
  }
}
