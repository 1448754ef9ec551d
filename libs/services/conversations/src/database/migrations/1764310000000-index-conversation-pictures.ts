import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads asks which conversations show a file as their picture. */
export class IndexConversationPictures1764310000000 implements MigrationInterface {
  /** As databases have noted it. */
  readonly name = 'IndexPictures1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX conversations_avatar_upload_id_idx ON conversations (avatar_upload_id) WHERE avatar_upload_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX conversations_avatar_upload_id_idx`);
  }
}
