import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';

import type { UserProfile } from '@hallway/contracts-auth';
import type { Tx } from '@hallway/service-kit/database';

import { UserReadModelEntity } from './user-read-model.entity';

@Injectable()
export class UserReadModelRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Inside a transaction the reader must be that transaction: a second connection might never come. */
  findByIds(ids: string[], reader: EntityManager = this.dataSource.manager): Promise<UserReadModelEntity[]> {
    return reader.findBy(UserReadModelEntity, { id: In(ids) });
  }

  /** Keeps what is there: an event may have brought something newer. */
  async insertMissing(tx: Tx, profiles: UserProfile[]): Promise<void> {
    await tx.createQueryBuilder().insert().into(UserReadModelEntity).values(profiles.map(toRow)).orIgnore().execute();
  }

  async upsert(tx: Tx, profile: UserProfile): Promise<void> {
    await tx.upsert(UserReadModelEntity, toRow(profile), ['id']);
  }

  async deactivate(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE users SET deactivated_at = now() WHERE id = $1 AND deactivated_at IS NULL`, [id]);
  }

  async reactivate(tx: Tx, profile: UserProfile): Promise<void> {
    await tx.upsert(UserReadModelEntity, { ...toRow(profile), deactivatedAt: null }, ['id']);
  }
}

function toRow(profile: UserProfile): Omit<UserReadModelEntity, 'deactivatedAt'> {
  const { id, username, displayName, statusText, avatarUrl } = profile;
  return { id, username, displayName, statusText, avatarUrl: avatarUrl ?? null };
}
