import { DataSource } from 'typeorm';

import { createServiceDataSource } from '@hallway/service-host';
import { loadConfig, testEnvironment } from '@hallway/service-kit/config';
import { runMigrations, Transactions } from '@hallway/service-kit/database';
import { createTestDatabase } from '@hallway/testing';

import { ConversationsConfig } from '../src/config';
import { conversationsService } from '../src/conversations.service-definition';

export interface MigratedDatabase {
  dataSource: DataSource;
  transactions: Transactions;
  close(): Promise<void>;
}

/** The schema of this service in a database of its own, without the service. */
export async function migratedDatabase(): Promise<MigratedDatabase> {
  const database = await createTestDatabase('conversations');
  const config = loadConfig(ConversationsConfig, testEnvironment({ DATABASE_URL: database.url }));
  if (!conversationsService.database) throw new Error('This service has a schema');
  const dataSource = createServiceDataSource({ config, ...conversationsService.database });
  await runMigrations(dataSource);
  await dataSource.initialize();
  const close = async (): Promise<void> => {
    await dataSource.destroy();
    await database.drop();
  };
  return { dataSource, transactions: new Transactions(dataSource), close };
}

/** Rows of people and of one group, for tests of single repositories. */
export async function storeGroup(dataSource: DataSource, id: string, members: { id: string; role: string; joinedAt: string }[]): Promise<void> {
  await dataSource.query(`INSERT INTO conversations (id, type, title, created_by, member_count) VALUES ($1, 'group', 'Garden', $2, $3)`, [
    id,
    id,
    members.length,
  ]);
  for (const member of members) {
    await dataSource.query(`INSERT INTO users (id, username, display_name, status_text) VALUES ($1, $2, $2, '') ON CONFLICT DO NOTHING`, [
      member.id,
      `u${member.id.slice(-8)}`,
    ]);
    await dataSource.query(`INSERT INTO conversation_participants (conversation_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)`, [
      id,
      member.id,
      member.role,
      member.joinedAt,
    ]);
  }
}
