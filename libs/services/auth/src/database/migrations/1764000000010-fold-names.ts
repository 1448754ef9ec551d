import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names as they are searched. What SQL can fold is there at once; the service folds the rest, since only it knows how. */
export class FoldNames1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD search_text text NOT NULL DEFAULT '', ADD search_version smallint NOT NULL DEFAULT 0`);
    await runner.query(`UPDATE users SET search_text = ' ' || username || ' ' || lower(display_name)`);
    await runner.query(`DROP INDEX users_search_idx`);
    await runner.query(`CREATE INDEX users_search_text_idx ON users USING gin (search_text gin_trgm_ops)`);
    await runner.query(`CREATE INDEX users_search_version_idx ON users (search_version)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP search_text, DROP search_version`);
    await runner.query(`CREATE INDEX users_search_idx ON users USING gin (username gin_trgm_ops, lower(display_name) gin_trgm_ops)`);
  }
}
