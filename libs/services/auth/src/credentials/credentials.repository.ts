import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';

import type { Tx } from '@hallway/service-kit/database';

import { CredentialEntity } from './credential.entity';

@Injectable()
export class CredentialsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Password hashes by user id. */
  async hashes(userIds: string[]): Promise<Map<string, string>> {
    const rows = await this.dataSource.manager.findBy(CredentialEntity, { userId: In(userIds) });
    return new Map(rows.map((row) => [row.userId, row.passwordHash]));
  }

  async save(tx: Tx, userId: string, passwordHash: string): Promise<void> {
    await tx.upsert(CredentialEntity, { userId, passwordHash, updatedAt: new Date() }, ['userId']);
  }

  /** Whether this is still the hash; until `tx` ends no other can take its place. */
  async hold(tx: Tx, userId: string, passwordHash: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>('SELECT FROM credentials WHERE user_id = $1 AND password_hash = $2 FOR UPDATE', [userId, passwordHash]);
    return rows.length > 0;
  }
}
