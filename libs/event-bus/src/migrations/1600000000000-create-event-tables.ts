import type { MigrationInterface, QueryRunner } from 'typeorm';

import { outboxFunctions } from './outbox-functions';
import { readerFunctions } from './reader-functions';

const tables = `
CREATE TABLE outbox_shards (
  shard smallint NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  CONSTRAINT outbox_shards_shard_pk PRIMARY KEY (shard)
);
INSERT INTO outbox_shards (shard) SELECT generate_series(0, 15);

CREATE TABLE outbox (
  shard smallint NOT NULL,
  pub_seq bigint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  subject text NOT NULL,
  payload json NOT NULL,
  traceparent text,
  created_at timestamptz(3) NOT NULL,
  CONSTRAINT outbox_shard_pub_seq_pk PRIMARY KEY (shard, pub_seq)
);
CREATE INDEX outbox_created_at_idx ON outbox USING brin (created_at) WITH (autosummarize = on);

CREATE TABLE outbox_readers (
  reader text NOT NULL,
  shard smallint NOT NULL,
  position bigint NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT outbox_readers_reader_shard_pk PRIMARY KEY (reader, shard)
);

CREATE TABLE consumer_offsets (
  consumer text NOT NULL,
  stream text NOT NULL,
  last_seq bigint NOT NULL,
  CONSTRAINT consumer_offsets_consumer_stream_pk PRIMARY KEY (consumer, stream)
) WITH (fillfactor = 50);

CREATE TABLE dead_letters (
  stream text NOT NULL,
  pub_seq bigint NOT NULL,
  key text NOT NULL,
  type text NOT NULL,
  envelope json NOT NULL,
  error text NOT NULL,
  attempts integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT dead_letters_stream_pub_seq_pk PRIMARY KEY (stream, pub_seq)
);
CREATE INDEX dead_letters_stream_key_idx ON dead_letters (stream, key);
`;

/** Outbox, reader positions and dead letters; see ADR 0004. */
export class CreateEventTables1600000000000 implements MigrationInterface {
  name = 'CreateEventTables1600000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(tables);
    await runner.query(outboxFunctions);
    await runner.query(readerFunctions);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION consumer_advance(text, text, bigint, bigint, text[]);
      DROP FUNCTION outbox_append(uuid[], text[], text[], text[], text);
      DROP FUNCTION outbox_shard(text);
      DROP TABLE dead_letters, consumer_offsets, outbox_readers, outbox, outbox_shards;
    `);
  }
}
