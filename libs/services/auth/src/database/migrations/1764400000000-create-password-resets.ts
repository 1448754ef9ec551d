import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePasswordResets1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE password_resets (
        user_id uuid CONSTRAINT password_resets_user_id_pk PRIMARY KEY
          CONSTRAINT password_resets_user_id_fk REFERENCES users ON DELETE CASCADE,
        token_hash bytea NOT NULL CONSTRAINT password_resets_token_hash_uq UNIQUE,
        expires_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE password_resets`);
  }
}
