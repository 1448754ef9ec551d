import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
CREATE TABLE membership_versions (
  conversation_id uuid NOT NULL,
  type text NOT NULL,
  version bigint NOT NULL,
  snapshot_version bigint NOT NULL DEFAULT -1,
  deleted_at timestamptz(3),
  CONSTRAINT membership_versions_conversation_id_pk PRIMARY KEY (conversation_id),
  CONSTRAINT membership_versions_type_ck CHECK (type IN ('direct', 'group'))
);
CREATE INDEX membership_versions_deleted_at_idx ON membership_versions (deleted_at) WHERE deleted_at IS NOT NULL;
COMMENT ON COLUMN membership_versions.snapshot_version IS 'everything up to this version is known; -1 before the first snapshot';

CREATE TABLE memberships (
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  username text NOT NULL,
  role text NOT NULL,
  joined_at timestamptz(3) NOT NULL,
  joined_seq bigint NOT NULL DEFAULT 0,
  version bigint NOT NULL,
  removed boolean NOT NULL DEFAULT false,
  CONSTRAINT memberships_conversation_id_user_id_pk PRIMARY KEY (conversation_id, user_id),
  CONSTRAINT memberships_role_ck CHECK (role IN ('owner', 'admin', 'member'))
);
CREATE INDEX memberships_user_id_conversation_id_idx ON memberships (user_id, conversation_id) WHERE NOT removed;
CREATE INDEX memberships_conversation_id_username_idx ON memberships (conversation_id, username) WHERE NOT removed;
COMMENT ON COLUMN memberships.joined_seq IS 'last message before this person joined: the read mark starts here';

CREATE TABLE uploads (
  upload_id uuid NOT NULL,
  owner_id uuid NOT NULL,
  attachment jsonb NOT NULL,
  CONSTRAINT uploads_upload_id_pk PRIMARY KEY (upload_id)
);
`;

/** What this service keeps of conversations and uploads to decide by itself. */
export class CreateReadModels1763800001000 implements MigrationInterface {
  name = 'CreateReadModels1763800001000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE uploads, memberships, membership_versions');
  }
}
