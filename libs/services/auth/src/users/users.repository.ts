import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, LessThan } from 'typeorm';

import { foldingVersion } from '@hallway/markup/folding';
import { prepared, type Tx } from '@hallway/service-kit/database';

import { namePattern, searchColumns } from './name-search';
import { UserEntity } from './user.entity';

export interface UserCursor {
  username: string;
  /** Whether the words were found within those of the names only. */
  within: boolean;
}

type FoundUser = UserEntity & Pick<UserCursor, 'within'>;

/** Two accounts may name one address; no more are tried at a login. */
export const accountsPerEmail = 2;

const refoldBatch = 500;

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

  /** People in whose names are all the words: those in which they all begin a word first, then by username. */
  async search(words: string[], limit: number, after?: UserCursor): Promise<FoundUser[]> {
    const parameters = Object.fromEntries(
      words.flatMap((word, n) => [
        [`w${n}`, namePattern(word, 'anywhere')],
        [`s${n}`, namePattern(word, 'word-start')],
      ]),
    );
    const like = (name: string) => words.map((_word, n) => `u.search_text LIKE :${name}${n}`).join(' AND ') || 'true';
    const within = `NOT (${like('s')})`;
    const query = this.dataSource.manager
      .createQueryBuilder(UserEntity, 'u')
      .addSelect(within, 'within')
      .where(`u.deactivatedAt IS NULL AND ${like('w')}`, parameters)
      .orderBy('within')
      .addOrderBy('u.username')
      .limit(limit);
    if (after) query.andWhere(`(${within}, u.username) > (:within::boolean, :username)`, after);
    const { entities, raw } = await query.getRawAndEntities<{ within: boolean }>();
    return entities.map((user, n) => ({ ...user, within: raw[n]?.within ?? false }));
  }

  /** Accounts in whose names are all the words, by username, deactivated ones too. */
  accounts(words: string[], limit: number, after?: string): Promise<UserEntity[]> {
    const query = this.dataSource.manager.createQueryBuilder(UserEntity, 'u').orderBy('u.username').limit(limit);
    words.forEach((word, n) => query.andWhere(`u.search_text LIKE :w${n}`, { [`w${n}`]: namePattern(word, 'anywhere') }));
    if (after !== undefined) query.andWhere('u.username > :after', { after });
    return query.getMany();
  }

  find(tx: Tx, id: string): Promise<UserEntity | null> {
    return tx.findOneBy(UserEntity, { id });
  }

  /** The account, which stays as it is until the transaction ends. */
  hold(tx: Tx, id: string): Promise<UserEntity | null> {
    return tx.findOne(UserEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** Serialises changes of roles, and of who is active. */
  async lockRoles(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('workspace-roles', 0))`);
  }

  /** Whether an active account owns the workspace. */
  hasOwner(tx: Tx): Promise<boolean> {
    return tx.existsBy(UserEntity, { role: 'owner', deactivatedAt: IsNull() });
  }

  /** Stores the account unless the username is taken. The address is claimed only if no account has it; the first account of all owns the workspace. */
  async insert(
    tx: Tx,
    user: Omit<UserEntity, 'emailClaimed' | 'searchText' | 'searchVersion' | 'role' | 'createdAt' | 'deactivatedAt'>,
  ): Promise<UserEntity | null> {
    const { searchText, searchVersion } = searchColumns(user);
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO users (id, username, email, email_claimed, display_name, status_text, avatar_upload_id, search_text, search_version, role)
       VALUES ($1, $2, $3, NOT EXISTS (SELECT 1 FROM users WHERE email = $3 AND email_claimed), $4, $5, $6, $7, $8,
         CASE WHEN EXISTS (SELECT 1 FROM users WHERE role = 'owner') THEN 'member' ELSE 'owner' END)
       ON CONFLICT ON CONSTRAINT users_username_uq DO NOTHING
       RETURNING id`,
      [user.id, user.username, user.email, user.displayName, user.statusText, user.avatarUploadId, searchText, searchVersion],
    );
    return rows.length === 0 ? null : tx.findOneByOrFail(UserEntity, { id: user.id });
  }

  /** Whether the account is active, and stays so until the transaction ends. */
  async holdActive(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.query<object[]>('SELECT FROM users WHERE id = $1 AND deactivated_at IS NULL FOR NO KEY UPDATE', [id]);
    return rows.length > 0;
  }

  async update(tx: Tx, id: string, changes: Partial<UserEntity>): Promise<UserEntity> {
    if (Object.keys(changes).length > 0) await tx.update(UserEntity, { id }, changes);
    const user = await tx.findOneByOrFail(UserEntity, { id });
    if (changes.displayName !== undefined) await tx.update(UserEntity, { id }, searchColumns(user));
    return user;
  }

  /** Folds some names anew that were folded in an earlier way; answers whether there were any. A name that changes at the same time is folded by that change. */
  async refoldSome(): Promise<boolean> {
    const users = await this.dataSource.manager.find(UserEntity, { where: { searchVersion: LessThan(foldingVersion) }, take: refoldBatch });
    const columns = [users.map(({ id }) => id), users.map(({ displayName }) => displayName), users.map((user) => searchColumns(user).searchText)];
    await this.dataSource.query(
      `UPDATE users u SET search_text = k.search_text, search_version = $4
       FROM unnest($1::uuid[], $2::text[], $3::text[]) AS k (id, display_name, search_text) WHERE u.id = k.id AND u.display_name = k.display_name`,
      [...columns, foldingVersion],
    );
    return users.length > 0;
  }

  /** Those of the uploads that are a user's picture. */
  async shownPictures(uploadIds: string[]): Promise<string[]> {
    const rows = await prepared<{ id: string }>(
      this.dataSource,
      'users-pictures',
      'SELECT DISTINCT avatar_upload_id AS id FROM users WHERE avatar_upload_id = ANY ($1::uuid[])',
      [uploadIds],
    );
    return rows.map(({ id }) => id);
  }

  /** Lets registrations go one after another until there is an owner, so that one of them becomes it. */
  async lockFirst(tx: Tx): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('first-owner', 0)) WHERE NOT EXISTS (SELECT 1 FROM users WHERE role = 'owner')`);
  }

  /** Serialises registrations that name the same address, so that only one claims it. */
  async lockEmail(tx: Tx, email: string): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`email:${email}`]);
  }
}
