import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { UserProfile } from '@hallway/contracts-auth';
import type { Tx } from '@hallway/service-kit/database';
import { UserEntity } from './user.entity';

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Inside a transaction the reader must be that transaction: a second connection might never come. */
  findByIds(ids: string[], reader: EntityManager = this.dataSource.manager): Promise<UserEntity[]> {
    return reader.findBy(UserEntity, { id: In(ids) });
  }

  /** Keeps what is there: an event may have brought something newer. */
  async insertMissing(tx: Tx, profiles: UserProfile[]): Promise<void> {
    await tx.createQueryBuilder().insert().into(UserEntity).values(profiles.map(toRow)).orIgnore().execute();
  }

  async upsert(tx: Tx, profile: UserProfile): Promise<void> {
    await tx.upsert(UserEntity, toRow(profile), ['id']);
  }

  async deactivate(tx: Tx, id: string): Promise<void> {
    await tx.query(`UPDATE users SET deactivated_at = now() WHERE id = $1 AND deactivated_at IS NULL`, [id]);
  }
}

function toRow(profile: UserProfile): Omit<UserEntity, 'deactivatedAt'> {
  const { id, username, displayName, statusText, avatarUrl } = profile;
  return { id, username, displayName, statusText, avatarUrl: avatarUrl ?? null };
}
