import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { prepared, type Tx } from '@hallway/service-kit/database';
import { UserEntity } from './user.entity';

export interface UserCursor {
  username: string;
}

/** Two accounts may name one address; no more are tried at a login. */
export const accountsPerEmail = 2;

@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  findById(id: string): Promise<UserEntity | null> {
    return this.dataSource.manager.findOneBy(UserEntity, { id });
  }

  findByIds(ids: string[]): Promise<UserEntity[]> {
    return this.dataSource.manager.findBy(UserEntity, { id: In(ids) });
  }

  findByUsername(username: string): Promise<UserEntity | null> {
    return this.dataSource.manager.findOneBy(UserEntity, { username: username.toLowerCase() });
  }

  /** The owner of the address first, then the newest other account that names it. */
  findByEmail(email: string): Promise<UserEntity[]> {
    return this.dataSource.manager.find(UserEntity, {
      where: { email: email.toLowerCase() },
      order: { emailClaimed: 'DESC', createdAt: 'DESC' },
      take: accountsPerEmail,
    });
  }

  /** People whose username or display name has `text` in it, by username. */
  search(text: string, limit: number, after?: UserCursor): Promise<UserEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(UserEntity, 'u')
      .where('u.deactivatedAt IS NULL')
      .orderBy('u.username')
      .limit(limit);
    if (text) {
      query.andWhere('(u.username LIKE :pattern OR lower(u.displayName) LIKE :pattern)', {
        pattern: `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
      });
    }
    if (after) query.andWhere('u.username > :after', { after: after.username });
    return query.getMany();
  }

  /** Stores the account unless the username is taken. The address is claimed only if nobody has it. */
  async insert(tx: Tx, user: Omit<UserEntity, 'emailClaimed' | 'createdAt' | 'deactivatedAt'>): Promise<UserEntity | null> {
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO users (id, username, email, email_claimed, display_name, status_text, avatar_upload_id)
       VALUES ($1, $2, $3, NOT EXISTS (SELECT 1 FROM users WHERE email = $3 AND email_claimed), $4, $5, $6)
       ON CONFLICT ON CONSTRAINT users_username_uq DO NOTHING
       RETURNING id`,
      [user.id, user.username, user.email, user.displayName, user.statusText, user.avatarUploadId],
    );
    return rows.length === 0 ? null : tx.findOneByOrFail(UserEntity, { id: user.id });
  }

  async update(tx: Tx, id: string, changes: Partial<UserEntity>): Promise<UserEntity> {
    if (Object.keys(changes).length > 0) await tx.update(UserEntity, { id }, changes);
    return tx.findOneByOrFail(UserEntity, { id });
  }

  /** Those of the uploads that are somebody's picture. */
  async shownPictures(uploadIds: string[]): Promise<string[]> {
    const rows = await prepared<{ id: string }>(this.dataSource, 'users-pictures', 'SELECT DISTINCT avatar_upload_id AS id FROM users WHERE avatar_upload_id = ANY ($1::uuid[])', [uploadIds]);
    return rows.map(({ id }) => id);
  }

  /** Serialises registrations that name the same address, so that only one claims it. */
  async lockEmail(tx: Tx, email: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`email:${email}`]);
  }
}
