import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUploadTables1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE uploads (
        id uuid CONSTRAINT uploads_id_pk PRIMARY KEY,
        owner_id uuid NOT NULL,
        status text NOT NULL CONSTRAINT uploads_status_ck CHECK (status IN ('declared', 'ready')),
        file_name text NOT NULL,
        mime_type text NOT NULL,
        size bigint NOT NULL,
        sha256 text,
        width integer,
        height integer,
        variants jsonb NOT NULL DEFAULT '[]',
        kept boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        completed_at timestamptz
      )`);
    await runner.query(`CREATE INDEX uploads_owner_id_idx ON uploads (owner_id)`);
    await runner.query(`CREATE INDEX uploads_created_at_idx ON uploads (created_at) WHERE NOT kept`);
    await runner.query(`
      CREATE TABLE upload_references (
        upload_id uuid NOT NULL CONSTRAINT upload_references_upload_id_fk REFERENCES uploads ON DELETE CASCADE,
        conversation_id uuid NOT NULL,
        message_id uuid NOT NULL,
        CONSTRAINT upload_references_upload_id_message_id_pk PRIMARY KEY (upload_id, message_id)
      )`);
    await runner.query(`CREATE INDEX upload_references_message_id_idx ON upload_references (message_id)`);
    await runner.query(`CREATE INDEX upload_references_conversation_id_idx ON upload_references (conversation_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE upload_references, uploads`);
  }
}
