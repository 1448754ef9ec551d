import { Controller } from '@nestjs/common';
import { type UserDeactivated, type UserProfile, userDeactivated, userRegistered, userUpdated } from '@hallway/contracts-auth';
import { Consume, type EventContext } from '@hallway/service-kit/events';
import { UsersRepository } from './users.repository';

/** Keeps the copy of people's profiles. */
@Controller()
export class UsersConsumer {
  constructor(private readonly users: UsersRepository) {}

  @Consume(userRegistered)
  async onRegistered(profile: UserProfile, { tx }: EventContext): Promise<void> {
    await this.users.upsert(tx, profile);
  }

  @Consume(userUpdated)
  async onUpdated(profile: UserProfile, { tx }: EventContext): Promise<void> {
    await this.users.upsert(tx, profile);
  }

  /** Memberships stay: what somebody wrote keeps its author. */
  @Consume(userDeactivated)
  async onDeactivated({ userId }: UserDeactivated, { tx }: EventContext): Promise<void> {
    await this.users.deactivate(tx, userId);
  }
}
