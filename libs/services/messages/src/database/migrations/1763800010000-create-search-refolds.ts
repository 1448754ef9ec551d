import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A version of folding, and how far the messages of before are folded by it. Where there are none, nothing is left to do. */
const table = `
CREATE TABLE search_refolds (
  version smallint NOT NULL,
  after_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  began_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  CONSTRAINT search_refolds_version_pk PRIMARY KEY (version)
);
INSERT INTO search_refolds (version, finished_at) SELECT 2, now() WHERE NOT EXISTS (SELECT FROM messages);
`;

export class CreateSearchRefolds1763800010000 implements MigrationInterface {
  name = 'CreateSearchRefolds1763800010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE search_refolds');
  }
}
