import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';

import {
  type AccountQuery,
  type CurrentUser,
  type Register,
  type UpdateProfile,
  type UserAccount,
  userDeactivated,
  usernameTaken,
  type UserProfile,
  type UserQuery,
  userReactivated,
  userRegistered,
  userUpdated,
  type WorkspaceRole,
} from '@hallway/contracts-auth';
import { defaultPageSize, notFound, type Page, validationFailed } from '@hallway/contracts-core';
import { uploadsInternalApi } from '@hallway/contracts-uploads';
import { Outbox } from '@hallway/event-bus';
import { ServiceClient } from '@hallway/service-calls';
import { Transactions, type Tx } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { decodeCursor, encodeCursor } from '@hallway/service-kit/http';
import { Logger } from '@hallway/service-kit/log';

import { searchWords } from './name-search';
import type { UserEntity } from './user.entity';
import { toCurrentUser, toUserAccount, toUserProfile } from './user.mapper';
import { accountsPerEmail, type UserCursor, UsersRepository } from './users.repository';

/** An account that a login may mean. */
export interface LoginCandidate {
  account: CurrentUser;
  active: boolean;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly services: ServiceClient,
    private readonly logger: Logger,
  ) {}

  async isTaken(username: string): Promise<boolean> {
    return (await this.users.findByUsername(username)) !== null;
  }

  /** @throws ProblemError `username-taken` */
  async register(tx: Tx, request: Register): Promise<CurrentUser> {
    const email = request.email.toLowerCase();
    await this.users.lockFirst(tx);
    await this.users.lockEmail(tx, email);
    const user = await this.users.insert(tx, {
      id: uuidv7(),
      username: request.username.toLowerCase(),
      email,
      displayName: request.displayName ?? request.username,
      statusText: '',
      avatarUploadId: null,
    });
    if (!user) throw new ProblemError(usernameTaken);
    this.outbox.add(tx, userRegistered, toUserProfile(user));
    return toCurrentUser(user);
  }

  /** Whom a login may mean; always as many places for a username, and for an address, found or not. */
  async candidates(login: string): Promise<(LoginCandidate | undefined)[]> {
    const byEmail = login.includes('@');
    const found = byEmail ? await this.users.findByEmail(login) : [await this.users.findByUsername(login)];
    return Array.from({ length: byEmail ? accountsPerEmail : 1 }, (_, i) => {
      const user = found[i];
      return user ? { account: toCurrentUser(user), active: user.deactivatedAt === null } : undefined;
    });
  }

  /** Whether the account is active, and stays so until the transaction ends. */
  holdActive(tx: Tx, userId: string): Promise<boolean> {
    return this.users.holdActive(tx, userId);
  }

  async byUsername(username: string): Promise<CurrentUser | undefined> {
    const user = await this.users.findByUsername(username);
    return user ? toCurrentUser(user) : undefined;
  }

  async me(userId: string): Promise<CurrentUser> {
    return toCurrentUser(await this.find(userId));
  }

  async profile(userId: string): Promise<UserProfile> {
    return toUserProfile(await this.find(userId));
  }

  /** Profiles of those that exist and are active, in no order. */
  async profiles(userIds: string[]): Promise<UserProfile[]> {
    return (await this.users.findByIds(userIds)).filter((user) => !user.deactivatedAt).map(toUserProfile);
  }

  async search(query: UserQuery): Promise<Page<UserProfile>> {
    const limit = query.limit ?? defaultPageSize;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, isUserCursor);
    const found = await this.users.search(searchWords(query.query ?? ''), limit + 1, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const cursor = last && found.length > limit ? encodeCursor({ username: last.username, within: last.within } satisfies UserCursor) : null;
    return { items: page.map(toUserProfile), nextCursor: cursor };
  }

  async updateMe(userId: string, changes: UpdateProfile): Promise<CurrentUser> {
    if (changes.avatarUploadId) await this.claimAvatar(userId, changes.avatarUploadId);
    const given = definedOnly(changes);
    const fields = Object.keys(given);
    const user = await this.transactions.run(async (tx) => {
      const updated = await this.users.update(tx, userId, given);
      this.outbox.add(tx, userUpdated, toUserProfile(updated));
      return updated;
    });
    if (fields.length > 0) this.logger.audit('profile-changed', { outcome: 'success', userId, fields });
    return toCurrentUser(user);
  }

  /** Accounts as those see them who look after the workspace: by username, deactivated ones too. */
  async accounts({ query = '', limit = defaultPageSize, cursor }: AccountQuery): Promise<Page<UserAccount>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isUsernameCursor).username;
    const found = await this.users.accounts(searchWords(query), limit + 1, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { items: page.map(toUserAccount), nextCursor: last && found.length > limit ? encodeCursor({ username: last.username }) : null };
  }

  /** Undefined for an account that does not exist or is deactivated. */
  async roleOf(tx: Tx, userId: string): Promise<WorkspaceRole | undefined> {
    const user = await this.users.find(tx, userId);
    return user?.deactivatedAt === null ? user.role : undefined;
  }

  /** The account, which stays as it is until the transaction ends. */
  async holdAccount(tx: Tx, userId: string): Promise<UserAccount | undefined> {
    const user = await this.users.hold(tx, userId);
    return user ? toUserAccount(user) : undefined;
  }

  async setRole(tx: Tx, userId: string, role: WorkspaceRole): Promise<UserAccount> {
    return toUserAccount(await this.users.update(tx, userId, { role }));
  }

  async setActive(tx: Tx, userId: string, active: boolean): Promise<UserAccount> {
    const user = await this.users.update(tx, userId, { deactivatedAt: active ? null : new Date() });
    if (active) this.outbox.add(tx, userReactivated, toUserProfile(user));
    else this.outbox.add(tx, userDeactivated, { userId });
    return toUserAccount(user);
  }

  /** Serialises changes of roles, and of who is active. */
  lockRoles(tx: Tx): Promise<void> {
    return this.users.lockRoles(tx);
  }

  hasOwner(tx: Tx): Promise<boolean> {
    return this.users.hasOwner(tx);
  }

  shownPictures(uploadIds: string[]): Promise<string[]> {
    return this.users.shownPictures(uploadIds);
  }

  /** @throws ProblemError `not-found` */
  private async find(userId: string): Promise<UserEntity> {
    const user = await this.users.findById(userId);
    if (!user) throw new ProblemError(notFound);
    return user;
  }

  /** What is kept here is not visible until the change is committed. */
  private async claimAvatar(ownerId: string, uploadId: string): Promise<void> {
    const { claimed } = await this.services.call(uploadsInternalApi.claimPicture, { body: { ownerId, uploadId }, idempotent: true });
    if (claimed) return;
    const message = 'avatarUploadId must be a finished image upload of yours';
    throw new ProblemError(validationFailed, { errors: [{ path: 'avatarUploadId', message }] });
  }
}

function isUserCursor(value: unknown): value is UserCursor {
  const { username, within } = (value ?? {}) as Partial<UserCursor>;
  return typeof username === 'string' && typeof within === 'boolean';
}

function isUsernameCursor(value: unknown): value is Pick<UserCursor, 'username'> {
  return typeof (value as Partial<UserCursor> | null)?.username === 'string';
}

function definedOnly(changes: UpdateProfile): Partial<UserEntity> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
