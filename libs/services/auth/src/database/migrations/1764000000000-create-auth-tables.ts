import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuthTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_id_pk PRIMARY KEY,
        username text NOT NULL CONSTRAINT users_username_uq UNIQUE,
        email text NOT NULL,
        email_claimed boolean NOT NULL,
        display_name text NOT NULL,
        status_text text NOT NULL DEFAULT '',
        avatar_upload_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        deactivated_at timestamptz
      )`);
    await runner.query(`CREATE INDEX users_email_idx ON users (email)`);
    await runner.query(`CREATE UNIQUE INDEX users_email_uq ON users (email) WHERE email_claimed`);
    await runner.query(`CREATE INDEX users_username_idx ON users (username text_pattern_ops)`);
    await runner.query(`CREATE INDEX users_search_idx ON users USING gin (username gin_trgm_ops, lower(display_name) gin_trgm_ops)`);
    await runner.query(`
      CREATE TABLE credentials (
        user_id uuid CONSTRAINT credentials_user_id_pk PRIMARY KEY
          CONSTRAINT credentials_user_id_fk REFERENCES users ON DELETE CASCADE,
        password_hash text NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query(`
      CREATE TABLE sessions (
        id uuid CONSTRAINT sessions_id_pk PRIMARY KEY,
        user_id uuid NOT NULL CONSTRAINT sessions_user_id_fk REFERENCES users ON DELETE CASCADE,
        device_name text NOT NULL,
        ip text NOT NULL,
        user_agent text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        revoked_at timestamptz,
        revoked_reason text
      )`);
    await runner.query(`CREATE INDEX sessions_user_id_idx ON sessions (user_id) WHERE revoked_at IS NULL`);
    await runner.query(`
      CREATE TABLE refresh_tokens (
        token_hash bytea CONSTRAINT refresh_tokens_token_hash_pk PRIMARY KEY,
        session_id uuid NOT NULL CONSTRAINT refresh_tokens_session_id_fk REFERENCES sessions ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz
      )`);
    await runner.query(`CREATE INDEX refresh_tokens_session_id_idx ON refresh_tokens (session_id)`);
    await runner.query(`
      CREATE TABLE signing_keys (
        kid text CONSTRAINT signing_keys_kid_pk PRIMARY KEY,
        public_jwk jsonb NOT NULL,
        private_key bytea NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE signing_keys, refresh_tokens, sessions, credentials, users`);
  }
}
