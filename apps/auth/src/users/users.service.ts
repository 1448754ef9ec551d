import { Injectable } from '@nestjs/common';
import { type CurrentUser, type UpdateProfile, type UserProfile, type UserQuery, userUpdated } from '@hallway/contracts-auth';
import { defaultPageSize, notFound, type Page, validationFailed } from '@hallway/contracts-core';
import { uploadsInternalApi } from '@hallway/contracts-uploads';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';
import { Outbox } from '@hallway/service-kit/events';
import { decodeCursor, encodeCursor, ServiceClient } from '@hallway/service-kit/http';
import type { UserEntity } from './user.entity';
import { toCurrentUser, toUserProfile } from './user.mapper';
import { type UserCursor, UsersRepository } from './users.repository';

@Injectable()
export class UsersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly transactions: Transactions,
    private readonly outbox: Outbox,
    private readonly services: ServiceClient,
  ) {}

  async me(userId: string): Promise<CurrentUser> {
    return toCurrentUser(await this.entity(userId));
  }

  async profile(userId: string): Promise<UserProfile> {
    return toUserProfile(await this.entity(userId));
  }

  /** Profiles of those that exist and are active, in no order. */
  async profiles(userIds: string[]): Promise<UserProfile[]> {
    return (await this.users.findByIds(userIds)).filter((user) => !user.deactivatedAt).map(toUserProfile);
  }

  async search(query: UserQuery): Promise<Page<UserProfile>> {
    const limit = query.limit ?? defaultPageSize;
    const after = query.cursor === undefined ? undefined : decodeCursor<UserCursor>(query.cursor);
    if (after && typeof after.username !== 'string') throw new ProblemError(validationFailed);
    const found = await this.users.search(query.query?.trim() ?? '', limit + 1, after);
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const cursor = last && found.length > limit ? encodeCursor({ username: last.username } satisfies UserCursor) : null;
    return { items: page.map(toUserProfile), nextCursor: cursor };
  }

  async updateMe(userId: string, changes: UpdateProfile): Promise<CurrentUser> {
    if (changes.avatarUploadId) await this.checkAvatar(userId, changes.avatarUploadId);
    const user = await this.transactions.run(async (tx) => {
      const updated = await this.users.update(tx, userId, definedOnly(changes));
      this.outbox.add(tx, userUpdated, toUserProfile(updated));
      return updated;
    });
    return toCurrentUser(user);
  }

  /** @throws ProblemError `not-found` */
  async entity(userId: string): Promise<UserEntity> {
    const user = await this.users.findById(userId);
    if (!user) throw new ProblemError(notFound);
    return user;
  }

  private async checkAvatar(userId: string, uploadId: string): Promise<void> {
    const { uploads } = await this.services.call(uploadsInternalApi.owned, { body: { ownerId: userId, uploadIds: [uploadId] } });
    if (uploads[0]?.mimeType.startsWith('image/')) return;
    const message = 'avatarUploadId must be a finished image upload of yours';
    throw new ProblemError(validationFailed, { errors: [{ path: 'avatarUploadId', message }] });
  }
}

function definedOnly(changes: UpdateProfile): Partial<UserEntity> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
