import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pictures were kept for good once they had been looked at; now they are claimed, and asked about when the claim is old. */
export class ClaimAndRemoveUploads1764300000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN claimed_at timestamptz, ADD COLUMN removed_at timestamptz`);
    await runner.query(`UPDATE uploads SET claimed_at = created_at WHERE kept`);
    await runner.query(`DROP INDEX uploads_created_at_idx`);
    await runner.query(`ALTER TABLE uploads DROP COLUMN kept`);
    await runner.query(`CREATE INDEX uploads_created_at_idx ON uploads (created_at) WHERE removed_at IS NULL`);
    await runner.query(`CREATE INDEX uploads_removed_at_idx ON uploads (removed_at) WHERE removed_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN kept boolean NOT NULL DEFAULT false`);
    await runner.query(`UPDATE uploads SET kept = true WHERE claimed_at IS NOT NULL`);
    await runner.query(`ALTER TABLE uploads DROP COLUMN claimed_at, DROP COLUMN removed_at`);
    await runner.query(`CREATE INDEX uploads_created_at_idx ON uploads (created_at) WHERE NOT kept`);
  }
}
