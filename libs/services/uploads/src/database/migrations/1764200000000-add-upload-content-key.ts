import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was finished before lies under the id, pictures without their metadata under `<id>.clean`. */
export class AddUploadContentKey1764200000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN content_key text`);
    await runner.query(`UPDATE uploads SET content_key = CASE WHEN cleaned THEN id || '.clean' ELSE id::text END WHERE status = 'ready'`);
    await runner.query(`ALTER TABLE uploads ADD CONSTRAINT uploads_content_key_ck CHECK ((status = 'ready') = (content_key IS NOT NULL))`);
    await runner.query(`ALTER TABLE uploads DROP COLUMN cleaned`);
  }

  /** What was finished since cannot be read by the version before. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN cleaned boolean NOT NULL DEFAULT false`);
    await runner.query(`UPDATE uploads SET cleaned = true WHERE content_key = id || '.clean'`);
    await runner.query(`ALTER TABLE uploads DROP COLUMN content_key`);
  }
}
