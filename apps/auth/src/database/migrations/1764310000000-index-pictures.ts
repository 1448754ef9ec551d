import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads asks whose picture a file is. */
export class IndexPictures1764310000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX users_avatar_upload_id_idx ON users (avatar_upload_id) WHERE avatar_upload_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX users_avatar_upload_id_idx`);
  }
}
