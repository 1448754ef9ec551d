import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first who came owns a workspace that had no roles until now. */
export class AddWorkspaceRoles1764550000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD role text NOT NULL DEFAULT 'member'
        CONSTRAINT users_role_ck CHECK (role IN ('owner', 'admin', 'member'))`);
    await runner.query(`
      UPDATE users SET role = 'owner'
      WHERE id = (SELECT id FROM users WHERE deactivated_at IS NULL ORDER BY created_at, id LIMIT 1)`);
    await runner.query(`CREATE INDEX users_owner_idx ON users (id) WHERE role = 'owner'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP role`);
  }
}
