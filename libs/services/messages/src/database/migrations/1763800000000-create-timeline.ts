import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One head row per conversation is the sequencer: who changes the timeline locks it first.
 * No index names a message by its id alone except the one for `/messages/:id`, so that all
 * tables can be partitioned by `conversation_id`.
 */
const tables = `
CREATE TABLE conversation_heads (
  conversation_id uuid NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  last_rev bigint NOT NULL DEFAULT 0,
  last_activity_at timestamptz(3),
  CONSTRAINT conversation_heads_conversation_id_pk PRIMARY KEY (conversation_id)
) WITH (fillfactor = 50);

CREATE TABLE messages (
  conversation_id uuid NOT NULL,
  seq bigint NOT NULL,
  rev bigint NOT NULL,
  id uuid NOT NULL,
  sender_id uuid NOT NULL,
  client_message_id uuid NOT NULL,
  body text,
  attachments jsonb NOT NULL DEFAULT '[]',
  reply_to uuid,
  mentions uuid[] NOT NULL DEFAULT '{}',
  search_text text,
  pinned_at timestamptz(3),
  pinned_by uuid,
  created_at timestamptz(3) NOT NULL,
  edited_at timestamptz(3),
  deleted_at timestamptz(3),
  CONSTRAINT messages_conversation_id_seq_pk PRIMARY KEY (conversation_id, seq),
  CONSTRAINT messages_id_uq UNIQUE (id),
  CONSTRAINT messages_client_message_id_sender_id_conversation_id_uq UNIQUE (client_message_id, sender_id, conversation_id),
  CONSTRAINT messages_conversation_id_rev_uq UNIQUE (conversation_id, rev),
  CONSTRAINT messages_deleted_at_ck CHECK (deleted_at IS NULL OR (body IS NULL AND search_text IS NULL))
);
CREATE INDEX messages_conversation_id_created_at_idx ON messages (conversation_id, created_at DESC);
CREATE INDEX messages_sender_id_idx ON messages (sender_id);
CREATE INDEX messages_conversation_id_pinned_at_idx ON messages (conversation_id, pinned_at DESC) WHERE pinned_at IS NOT NULL;
CREATE INDEX messages_search_text_idx ON messages USING gin (search_text gin_trgm_ops);

CREATE TABLE reactions (
  conversation_id uuid NOT NULL,
  seq bigint NOT NULL,
  emoji text NOT NULL,
  user_id uuid NOT NULL,
  reacted_at timestamptz NOT NULL,
  CONSTRAINT reactions_conversation_id_seq_emoji_user_id_pk PRIMARY KEY (conversation_id, seq, emoji, user_id)
);

CREATE TABLE mentions (
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  seq bigint NOT NULL,
  CONSTRAINT mentions_conversation_id_user_id_seq_pk PRIMARY KEY (conversation_id, user_id, seq)
);
CREATE INDEX mentions_conversation_id_seq_idx ON mentions (conversation_id, seq);

CREATE TABLE attachments (
  conversation_id uuid NOT NULL,
  seq bigint NOT NULL,
  upload_id uuid NOT NULL,
  CONSTRAINT attachments_conversation_id_seq_upload_id_pk PRIMARY KEY (conversation_id, seq, upload_id)
);
CREATE INDEX attachments_upload_id_idx ON attachments (upload_id);

CREATE TABLE read_receipts (
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  message_id uuid NOT NULL,
  seq bigint NOT NULL,
  read_at timestamptz(3) NOT NULL,
  CONSTRAINT read_receipts_conversation_id_user_id_pk PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);
CREATE INDEX read_receipts_message_id_idx ON read_receipts (message_id);

CREATE TABLE delivery_receipts (
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  message_id uuid NOT NULL,
  seq bigint NOT NULL,
  delivered_at timestamptz(3) NOT NULL,
  CONSTRAINT delivery_receipts_conversation_id_user_id_pk PRIMARY KEY (conversation_id, user_id)
) WITH (fillfactor = 70);

CREATE TABLE receipt_log (
  conversation_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  CONSTRAINT receipt_log_conversation_id_user_id_kind_seq_pk PRIMARY KEY (conversation_id, user_id, kind, seq),
  CONSTRAINT receipt_log_kind_ck CHECK (kind IN ('read', 'delivered'))
);
CREATE INDEX receipt_log_at_idx ON receipt_log (at);
`;

/** The timeline of conversations and the marks of their members; see ADR on two counters. */
export class CreateTimeline1763800000000 implements MigrationInterface {
  name = 'CreateTimeline1763800000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE receipt_log, delivery_receipts, read_receipts, attachments, mentions, reactions, messages, conversation_heads;
    `);
  }
}
