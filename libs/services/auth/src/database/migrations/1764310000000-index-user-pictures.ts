import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads asks whose picture a file is. */
export class IndexUserPictures1764310000000 implements MigrationInterface {
  /** As databases have noted it. */
  readonly name = 'IndexPictures1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX users_avatar_upload_id_idx ON users (avatar_upload_id) WHERE avatar_upload_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX users_avatar_upload_id_idx`);
  }
}
