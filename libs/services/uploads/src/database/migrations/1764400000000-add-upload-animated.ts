import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of what was finished before, it is not known: it stays still. */
export class AddUploadAnimated1764400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads ADD COLUMN animated boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE uploads DROP COLUMN animated`);
  }
}
