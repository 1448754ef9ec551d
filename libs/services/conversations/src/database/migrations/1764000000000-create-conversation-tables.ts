import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversationTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid CONSTRAINT users_id_pk PRIMARY KEY,
        username text NOT NULL,
        display_name text NOT NULL,
        avatar_url text,
        status_text text NOT NULL,
        deactivated_at timestamptz(3)
      )`);
    await runner.query(`
      CREATE TABLE conversations (
        id uuid CONSTRAINT conversations_id_pk PRIMARY KEY,
        type text NOT NULL CONSTRAINT conversations_type_ck CHECK (type IN ('direct', 'group')),
        title text,
        avatar_upload_id uuid,
        created_by uuid NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        version bigint NOT NULL DEFAULT 1,
        member_count integer NOT NULL,
        direct_key text CONSTRAINT conversations_direct_key_uq UNIQUE,
        CONSTRAINT conversations_type_title_direct_key_ck
          CHECK ((type = 'direct') = (direct_key IS NOT NULL) AND (type = 'group') = (title IS NOT NULL))
      )`);
    await runner.query(`
      CREATE TABLE conversation_participants (
        conversation_id uuid NOT NULL
          CONSTRAINT conversation_participants_conversation_id_fk REFERENCES conversations ON DELETE CASCADE,
        user_id uuid NOT NULL CONSTRAINT conversation_participants_user_id_fk REFERENCES users,
        role text NOT NULL CONSTRAINT conversation_participants_role_ck CHECK (role IN ('owner', 'admin', 'member')),
        muted boolean NOT NULL DEFAULT false,
        joined_at timestamptz(3) NOT NULL,
        CONSTRAINT conversation_participants_conversation_id_user_id_pk PRIMARY KEY (conversation_id, user_id)
      )`);
    await runner.query(`CREATE INDEX conversation_participants_user_id_idx ON conversation_participants (user_id)`);
    await runner.query(`
      CREATE UNIQUE INDEX conversation_participants_conversation_id_role_uq
        ON conversation_participants (conversation_id) WHERE role = 'owner'`);
    await runner.query(`
      CREATE TABLE invites (
        code text CONSTRAINT invites_code_pk PRIMARY KEY,
        conversation_id uuid NOT NULL CONSTRAINT invites_conversation_id_fk REFERENCES conversations ON DELETE CASCADE,
        created_by uuid NOT NULL,
        expires_at timestamptz(3) NOT NULL,
        max_uses integer,
        uses integer NOT NULL DEFAULT 0,
        CONSTRAINT invites_uses_max_uses_ck CHECK (uses <= max_uses)
      )`);
    await runner.query(`CREATE INDEX invites_conversation_id_idx ON invites (conversation_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE invites, conversation_participants, conversations, users`);
  }
}
