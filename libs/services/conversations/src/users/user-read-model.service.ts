import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

import { type UserProfile, usersInternalApi } from '@hallway/contracts-auth';
import { unknownUser } from '@hallway/contracts-conversations';
import { unauthenticated } from '@hallway/contracts-core';
import { ServiceClient } from '@hallway/service-calls';
import { Transactions } from '@hallway/service-kit/database';
import { ProblemError } from '@hallway/service-kit/errors';

import { toUserProfile } from './user.mapper';
import { UserReadModelRepository } from './user-read-model.repository';

@Injectable()
export class UserReadModelService {
  constructor(
    private readonly users: UserReadModelRepository,
    private readonly transactions: Transactions,
    private readonly services: ServiceClient,
  ) {}

  /** Profiles by id of people who were seen before. */
  async profiles(userIds: string[], reader?: EntityManager): Promise<Map<string, UserProfile>> {
    const found = userIds.length === 0 ? [] : await this.users.findByIds(userIds, reader);
    return new Map(found.map((user) => [user.id, toUserProfile(user)]));
  }

  /** Refuses people who do not exist or have gone, naming their places in `field`. */
  async requireUsers(userIds: string[], field: string): Promise<void> {
    const active = await this.active(userIds);
    const errors = userIds.flatMap((id, index) => (active.has(id) ? [] : [{ path: `${field}.${index}`, message: 'no such person' }]));
    if (errors.length > 0) throw new ProblemError(unknownUser, { errors });
  }

  /** The caller must be known here, because events carry the username. */
  async requireCaller(userId: string): Promise<void> {
    const active = await this.active([userId]);
    if (!active.has(userId)) throw new ProblemError(unauthenticated);
  }

  private async active(userIds: string[]): Promise<Set<string>> {
    if (userIds.length === 0) return new Set();
    let known = await this.users.findByIds(userIds);
    const missing = [...new Set(userIds)].filter((id) => !known.some((user) => user.id === id));
    if (missing.length > 0) {
      await this.fetchMissing(missing);
      known = await this.users.findByIds(userIds);
    }
    return new Set(known.filter((user) => !user.deactivatedAt).map((user) => user.id));
  }

  /** The event that introduces a user may still be on its way: asks auth once. */
  private async fetchMissing(userIds: string[]): Promise<void> {
    const { users } = await this.services.call(usersInternalApi.lookup, { body: { userIds }, idempotent: true });
    if (users.length > 0) await this.transactions.run((tx) => this.users.insertMissing(tx, users));
  }
}
