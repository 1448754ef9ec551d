import { Controller } from '@nestjs/common';

import { type UserProfile, userUpdated } from '@hallway/contracts-auth';
import { Consume } from '@hallway/service-kit/events';

import { ProfileChanges } from './profile-changes.service';

@Controller()
export class PeopleConsumer {
  constructor(private readonly changes: ProfileChanges) {}

  @Consume(userUpdated)
  onUpdated(profile: UserProfile): void {
    this.changes.changed(profile);
  }
}
