import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Other services ask every minute which sessions have ended lately. */
export class IndexEndedSessions1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX sessions_revoked_at_idx ON sessions (revoked_at) WHERE revoked_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX sessions_revoked_at_idx`);
  }
}
