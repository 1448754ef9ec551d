import { Controller } from '@nestjs/common';

import { type UserDeactivated, userDeactivated, type UserProfile, userReactivated, userRegistered, userUpdated } from '@hallway/contracts-auth';
import { Consume, type EventContext } from '@hallway/event-bus';

import { UserReadModelRepository } from './user-read-model.repository';

/** Keeps the copy of people's profiles. */
@Controller()
export class UserReadModelConsumer {
  constructor(private readonly users: UserReadModelRepository) {}

  @Consume(userRegistered)
  async onRegistered(profile: UserProfile, { tx }: EventContext): Promise<void> {
    await this.users.upsert(tx, profile);
  }

  @Consume(userUpdated)
  async onUpdated(profile: UserProfile, { tx }: EventContext): Promise<void> {
    await this.users.upsert(tx, profile);
  }

  /** Members stay: what a user wrote keeps its author. */
  @Consume(userDeactivated)
  async onDeactivated({ userId }: UserDeactivated, { tx }: EventContext): Promise<void> {
    await this.users.deactivate(tx, userId);
  }

  @Consume(userReactivated)
  async onReactivated(profile: UserProfile, { tx }: EventContext): Promise<void> {
    await this.users.reactivate(tx, profile);
  }
}
